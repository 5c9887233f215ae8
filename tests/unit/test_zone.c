/* Time zones: against the C library, at the changes of the clocks, and with damaged files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "tzif.h"
#include "tzrule.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* The same numbers on every run. */
static uint64_t seed = 88172645463325252U;

static uint64_t chance(uint64_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed >> 11) % below;
}

static struct tk_zone *load(const char *name)
{
	struct tk_zone *zone = NULL;
	struct tk_error err = TK_ERROR_INIT;

	if (tk_zone_load(name, strlen(name), &zone, &err) != TK_OK)
		fail_msg("%s: %s", name, tk_diag_row(err.diag)->name);
	return zone;
}

static const char *const samples[] = {
	"UTC",
	"Europe/Berlin",
	"America/New_York",
	"Australia/Lord_Howe",
	"Pacific/Apia",
	"Asia/Shanghai",
	"Asia/Hong_Kong",
	"Asia/Tokyo",
	"Asia/Kolkata",
	"Asia/Kathmandu",
	"America/Sao_Paulo",
	"Africa/Monrovia",
	"Africa/Casablanca",
	"Africa/Cairo",
	"Asia/Gaza",
	"Europe/Dublin",
	"Europe/London",
	"Antarctica/Troll",
	"America/Scoresbysund",
	"Asia/Pyongyang",
	"Etc/GMT+5",
	"Etc/GMT-14",
	"Pacific/Kiritimati",
	"America/Havana",
	"America/Santiago",
	"Asia/Tehran",
	"Pacific/Chatham",
	"Asia/Urumqi",
	"Europe/Moscow",
	"America/St_Johns",
};

static void compare_at(const struct tk_zone *zone, const char *name, tk_time at)
{
	time_t seconds = (time_t)at;
	struct tm tm;
	struct tk_civil c;

	localtime_r(&seconds, &tm);
	if (tk_zone_offset(zone, at) != tm.tm_gmtoff)
		fail_msg("%s at %lld: %d, not %ld", name, (long long)at, tk_zone_offset(zone, at), tm.tm_gmtoff);
	tk_zone_civil(zone, at, &c);
	if (c.year != tm.tm_year + 1900 || c.month != tm.tm_mon + 1 || c.day != tm.tm_mday || c.hour != tm.tm_hour ||
	    c.minute != tm.tm_min || c.second != tm.tm_sec)
		fail_msg("%s at %lld: another local time", name, (long long)at);
	assert_int_equal(tk_zone_date(zone, at), tk_days(c.year, c.month, c.day));
}

static void compare_zone(const char *name, int random_instants)
{
	struct tk_zone *zone = load(name);
	char tz[80];

	snprintf(tz, sizeof(tz), ":%s", strcmp(name, "UTC") == 0 ? "Etc/UTC" : name);
	setenv("TZ", tz, 1);
	tzset();
	for (int i = 0; i < random_instants; i++)
		compare_at(zone, name, (tk_time)chance(TK_TIME_MAX));
	for (size_t i = 0; i < zone->count; i++) {
		if (zone->at[i] < TK_TIME_MIN || zone->at[i] >= TK_TIME_MAX)
			continue;
		compare_at(zone, name, zone->at[i] - 1);
		compare_at(zone, name, zone->at[i]);
	}
	tk_zone_free(zone);
}

static void offsets_agree_with_the_c_library(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++)
		compare_zone(samples[i], 4000);
}

static void all_zones_of_the_database_agree(void **state)
{
	(void)state;
	FILE *list = fopen("/usr/share/zoneinfo/zone1970.tab", "re");
	char line[400], name[100];
	int zones = 0;

	assert_non_null(list);
	while (fgets(line, sizeof(line), list)) {
		if (line[0] == '#' || sscanf(line, "%*s %*s %99s", name) != 1)
			continue;
		compare_zone(name, 100);
		zones++;
	}
	fclose(list);
	assert_true(zones > 250);
}

struct local_case {
	const char *zone;
	struct tk_civil local;
	const char *instant, *boundary;
};

static void local_times_at_changes_of_the_clocks(void **state)
{
	(void)state;
	static const struct local_case cases[] = {
		/* nothing special */
		{"Asia/Shanghai", {2026, 11, 22, 9, 3, 0}, "2026-11-22T09:03:00+08:00", "2026-11-22T09:03:00+08:00"},
		{"UTC", {2026, 11, 22, 9, 3, 0}, "2026-11-22T09:03:00+00:00", "2026-11-22T09:03:00+00:00"},
		/* Berlin: 02:00 to 03:00 is skipped, and later comes twice */
		{"Europe/Berlin", {2026, 3, 29, 1, 59, 59}, "2026-03-29T01:59:59+01:00", "2026-03-29T01:59:59+01:00"},
		{"Europe/Berlin", {2026, 3, 29, 2, 0, 0}, "2026-03-29T03:00:00+02:00", "2026-03-29T03:00:00+02:00"},
		{"Europe/Berlin", {2026, 3, 29, 2, 30, 0}, "2026-03-29T03:30:00+02:00", "2026-03-29T03:00:00+02:00"},
		{"Europe/Berlin", {2026, 3, 29, 3, 0, 0}, "2026-03-29T03:00:00+02:00", "2026-03-29T03:00:00+02:00"},
		{"Europe/Berlin", {2026, 10, 25, 2, 0, 0}, "2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+02:00"},
		{"Europe/Berlin", {2026, 10, 25, 2, 59, 59}, "2026-10-25T02:59:59+02:00", "2026-10-25T02:59:59+02:00"},
		{"Europe/Berlin", {2026, 10, 25, 3, 0, 0}, "2026-10-25T03:00:00+01:00", "2026-10-25T03:00:00+01:00"},
		/* by the rule, long after 2037 */
		{"Europe/Berlin", {2098, 3, 30, 2, 30, 0}, "2098-03-30T03:30:00+02:00", "2098-03-30T03:00:00+02:00"},
		{"America/New_York", {2026, 3, 8, 2, 30, 0}, "2026-03-08T03:30:00-04:00", "2026-03-08T03:00:00-04:00"},
		{"America/New_York", {2026, 11, 1, 1, 30, 0}, "2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-04:00"},
		/* half an hour */
		{"Australia/Lord_Howe",
		 {2026, 10, 4, 2, 10, 0},
		 "2026-10-04T02:40:00+11:00",
		 "2026-10-04T02:30:00+11:00"},
		{"Australia/Lord_Howe",
		 {2026, 4, 5, 1, 45, 0},
		 "2026-04-05T01:45:00+11:00",
		 "2026-04-05T01:45:00+11:00"},
		/* a day that never was */
		{"Pacific/Apia", {2011, 12, 29, 23, 59, 59}, "2011-12-29T23:59:59-10:00", "2011-12-29T23:59:59-10:00"},
		{"Pacific/Apia", {2011, 12, 30, 0, 0, 0}, "2011-12-31T00:00:00+14:00", "2011-12-31T00:00:00+14:00"},
		{"Pacific/Apia", {2011, 12, 30, 12, 0, 0}, "2011-12-31T12:00:00+14:00", "2011-12-31T00:00:00+14:00"},
		{"Pacific/Apia", {2011, 12, 31, 0, 0, 0}, "2011-12-31T00:00:00+14:00", "2011-12-31T00:00:00+14:00"},
		/* China had summer time from 1986 to 1991 */
		{"Asia/Shanghai", {1986, 5, 4, 1, 30, 0}, "1986-05-04T01:30:00+08:00", "1986-05-04T01:30:00+08:00"},
		{"Asia/Shanghai", {1986, 5, 4, 2, 30, 0}, "1986-05-04T03:30:00+09:00", "1986-05-04T03:00:00+09:00"},
		{"Asia/Shanghai", {1988, 7, 1, 12, 0, 0}, "1988-07-01T12:00:00+09:00", "1988-07-01T12:00:00+09:00"},
		{"Asia/Shanghai", {1991, 9, 15, 1, 30, 0}, "1991-09-15T01:30:00+09:00", "1991-09-15T01:30:00+09:00"},
		{"Asia/Shanghai", {1992, 7, 1, 12, 0, 0}, "1992-07-01T12:00:00+08:00", "1992-07-01T12:00:00+08:00"},
		/* midnight itself is skipped */
		{"America/Sao_Paulo", {2018, 11, 4, 0, 0, 0}, "2018-11-04T01:00:00-02:00", "2018-11-04T01:00:00-02:00"},
		{"America/Havana", {2026, 11, 1, 0, 30, 0}, "2026-11-01T00:30:00-04:00", "2026-11-01T00:30:00-04:00"},
		/* 24:00 as the end of a day's hours */
		{"Asia/Tokyo", {2026, 12, 31, 24, 0, 0}, "2027-01-01T00:00:00+09:00", "2027-01-01T00:00:00+09:00"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct tk_zone *zone = load(cases[i].zone);
		char text[TK_TIME_TEXT];
		assert_string_equal(tk_zone_format(zone, tk_zone_instant(zone, &cases[i].local), text),
				    cases[i].instant);
		assert_string_equal(tk_zone_format(zone, tk_zone_boundary(zone, &cases[i].local), text),
				    cases[i].boundary);
		tk_zone_free(zone);
	}
}

/* What the two conversions promise, tried around every change. */
static void check_local(const struct tk_zone *zone, int64_t local)
{
	struct tk_civil c, back;
	tk_utc_civil(local, &c);
	tk_time instant = tk_zone_instant(zone, &c), boundary = tk_zone_boundary(zone, &c);
	tk_zone_civil(zone, instant, &back);
	int64_t shown = tk_civil_utc(&back);
	if (shown == local) {
		assert_int_equal(boundary, instant);
		for (size_t i = 0; i <= zone->count; i++) {
			tk_time other = local - zone->offset[i];
			if (other < instant && other + tk_zone_offset(zone, other) == local)
				fail_msg("%s: not the first of two", zone->name);
		}
		return;
	}
	assert_true(boundary - 1 + tk_zone_offset(zone, boundary - 1) < local);
	assert_true(boundary + tk_zone_offset(zone, boundary) > local);
	assert_int_equal(shown - local, tk_zone_offset(zone, boundary) - tk_zone_offset(zone, boundary - 1));
}

static void local_times_keep_their_promise(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(samples); i++) {
		struct tk_zone *zone = load(samples[i]);
		for (size_t j = 0; j < zone->count; j++) {
			if (zone->at[j] < TK_TIME_MIN || zone->at[j] > TK_TIME_MAX)
				continue;
			for (int64_t delta = -7200; delta <= 7200; delta += 900) {
				check_local(zone, zone->at[j] + zone->offset[j] + delta);
				check_local(zone, zone->at[j] + zone->offset[j + 1] + delta - 1);
			}
		}
		tk_zone_free(zone);
	}
}

static void names_that_are_no_zones(void **state)
{
	(void)state;
	static const char *const names[] = {
		"",
		"../../etc/passwd",
		"..",
		".",
		"/etc/passwd",
		"/usr/share/zoneinfo/Asia/Shanghai",
		"Asia/../Asia/Shanghai",
		"Asia//Shanghai",
		"Asia/",
		"Asia",
		"Asia/Shanghai/x",
		"asia/shanghai",
		"Mars/Olympus",
		"localtime",
		"posixrules",
		"right/Asia/Shanghai",
		"zone.tab",
		"Asia/Shang hai",
		"Asia/Shanghai\n",
		"亚洲/上海",
		"UTC0",
		"<+08>-8",
		"Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	};

	for (size_t i = 0; i < COUNT(names); i++) {
		struct tk_zone *zone = NULL;
		struct tk_error err = TK_ERROR_INIT;
		if (tk_zone_load(names[i], strlen(names[i]), &zone, &err) != TK_INVALID)
			fail_msg("loaded '%s'", names[i]);
		assert_int_equal(err.diag, TK_D_UNKNOWN_ZONE);
		assert_null(zone);
	}
	struct tk_zone *zone = NULL;
	assert_int_equal(tk_zone_load("Asia/Shanghai\0x", 15, &zone, NULL), TK_INVALID);
	tk_zone_free(NULL);
}

static void names_are_kept(void **state)
{
	(void)state;
	struct tk_zone *zone = NULL;

	assert_int_equal(tk_zone_load("Asia/Shanghaixyz", 13, &zone, NULL), TK_OK);
	assert_string_equal(tk_zone_name(zone), "Asia/Shanghai");
	tk_zone_free(zone);
	zone = load("Etc/GMT+5");
	assert_int_equal(tk_zone_offset(zone, 0), -5 * 3600);
	tk_zone_free(zone);
	zone = load("UTC");
	assert_int_equal(tk_zone_offset(zone, TK_TIME_MAX), 0);
	tk_zone_free(zone);
}

/* A zone file made by hand: version 2, one type for before, one change, a rule. */
struct file {
	unsigned char bytes[512];
	size_t size;
};

static void put(struct file *f, const void *bytes, size_t len)
{
	memcpy(f->bytes + f->size, bytes, len);
	f->size += len;
}

static void put32(struct file *f, uint32_t n)
{
	const unsigned char b[4] = {(unsigned char)(n >> 24), (unsigned char)(n >> 16), (unsigned char)(n >> 8),
				    (unsigned char)n};
	put(f, b, 4);
}

static void put_header(struct file *f, char version, uint32_t leaps, uint32_t changes, uint32_t types)
{
	char start[20] = "TZif";

	start[4] = version;
	put(f, start, 20);
	put32(f, 0);
	put32(f, 0);
	put32(f, leaps);
	put32(f, changes);
	put32(f, types);
	put32(f, 4);
}

static void put_type(struct file *f, int32_t offset)
{
	put32(f, (uint32_t)offset);
	put(f, "\0\0", 2);
}

static struct file make_file(const char *footer, int32_t before, int64_t at, int32_t after)
{
	struct file f = {.size = 0};

	put_header(&f, '2', 0, 0, 1);
	put_type(&f, 0);
	put(&f, "UTC\0", 4);
	put_header(&f, '2', 0, 1, 2);
	put32(&f, (uint32_t)((uint64_t)at >> 32));
	put32(&f, (uint32_t)at);
	put(&f, "\1", 1);
	put_type(&f, before);
	put_type(&f, after);
	put(&f, "ABC\0", 4);
	put(&f, footer, strlen(footer));
	return f;
}

static enum tk_status read_zone(const struct file *f, size_t size, struct tk_zone **ret)
{
	/* A copy of exactly this size, so that the sanitizers see a read behind it. */
	unsigned char *bytes = malloc(size ? size : 1);

	assert_non_null(bytes);
	memcpy(bytes, f->bytes, size);
	enum tk_status status = tk__tzif_read("Made/Up", 7, bytes, size, ret, NULL);
	free(bytes);
	return status;
}

static void a_made_up_file_is_read(void **state)
{
	(void)state;
	struct file f = make_file("\nCET-1CEST,M3.5.0,M10.5.0/3\n", 600, 1000000000, 3600);
	struct tk_zone *zone = NULL;

	assert_int_equal(read_zone(&f, f.size, &zone), TK_OK);
	assert_int_equal(tk_zone_offset(zone, 999999999), 600);
	assert_int_equal(tk_zone_offset(zone, 1000000000), 3600);
	assert_int_equal(tk_zone_offset(zone, 1795309380), 3600);
	assert_int_equal(tk_zone_offset(zone, 1785000000), 7200);
	assert_int_equal(tk_zone_offset(zone, 4086000000), 7200);
	tk_zone_free(zone);
}

static void a_file_of_version_1_has_no_rule(void **state)
{
	(void)state;
	struct file f = {.size = 0};
	struct tk_zone *zone = NULL;

	put_header(&f, '\0', 0, 1, 2);
	put32(&f, 1000);
	put(&f, "\1", 1);
	put_type(&f, 0);
	put_type(&f, -3600);
	put(&f, "ABC\0", 4);
	for (size_t size = 0; size < f.size; size++)
		assert_int_equal(read_zone(&f, size, &zone), TK_INVALID);
	assert_int_equal(read_zone(&f, f.size, &zone), TK_OK);
	assert_int_equal(tk_zone_offset(zone, 999), 0);
	assert_int_equal(tk_zone_offset(zone, TK_TIME_MAX), -3600);
	tk_zone_free(zone);
}

static void a_file_with_leap_seconds_is_refused(void **state)
{
	(void)state;
	struct tk_zone *zone = NULL;

	for (uint32_t leaps = 0; leaps < 2; leaps++) {
		struct file f = {.size = 0};
		put_header(&f, '\0', leaps, 0, 1);
		put_type(&f, 0);
		put(&f, "ABC\0", 4);
		if (leaps) {
			put32(&f, 78796800);
			put32(&f, 1);
		}
		assert_int_equal(read_zone(&f, f.size, &zone), leaps ? TK_INVALID : TK_OK);
	}
	tk_zone_free(zone);
}

static void every_cut_file_is_refused(void **state)
{
	(void)state;
	struct file f = make_file("\nCET-1CEST,M3.5.0,M10.5.0/3\n", 600, 1000000000, 3600);

	for (size_t size = 0; size < f.size; size++) {
		struct tk_zone *zone = NULL;
		if (read_zone(&f, size, &zone) != TK_INVALID)
			fail_msg("read %zu of %zu bytes", size, f.size);
		assert_null(zone);
	}
}

static void hostile_values_are_refused(void **state)
{
	(void)state;
	struct tk_zone *zone = NULL;
	struct file good = make_file("\nCET-1\n", 600, 1000000000, 3600);
	const size_t second = 44 + 6 + 4;
	static const struct {
		size_t at;
		unsigned char value;
	} changes[] = {
		{0, 'X'},   /* no magic */
		{4, '1'},   /* no such version */
		{20, 0xFF}, /* counts past the file */
		{24, 0xFF},
		{28, 0xFF},
		{32, 0xFF},
		{36, 0xFF},
		{40, 0xFF},
		{44 + 6 + 4, 'X'}, /* no second block */
		{44 + 6 + 4 + 28, 0xFF},
		{44 + 6 + 4 + 31, 1}, /* leap seconds */
		{44 + 6 + 4 + 32, 0xFF},
		{44 + 6 + 4 + 39, 0},    /* no types */
		{44 + 6 + 4 + 44, 0x7F}, /* a change at the end of time */
		{44 + 6 + 4 + 52, 2},    /* a type that is not there */
		{44 + 6 + 4 + 53, 0x7F}, /* an offset of years */
		{44 + 6 + 4 + 59, 0x80},
	};

	assert_int_equal(good.bytes[second], 'T');
	assert_int_equal(read_zone(&good, good.size, &zone), TK_OK);
	tk_zone_free(zone);
	for (size_t i = 0; i < COUNT(changes); i++) {
		struct file f = good;
		f.bytes[changes[i].at] = changes[i].value;
		zone = NULL;
		if (read_zone(&f, f.size, &zone) != TK_INVALID)
			fail_msg("byte %zu may be %02x", changes[i].at, changes[i].value);
	}
}

static void random_damage_does_no_harm(void **state)
{
	(void)state;
	struct file good = make_file("\nCET-1CEST,M3.5.0,M10.5.0/3\n", 600, 1000000000, 3600);

	for (int round = 0; round < 20000; round++) {
		struct file f = good;
		struct tk_zone *zone = NULL;
		for (uint64_t n = 1 + chance(3); n; n--)
			f.bytes[chance(f.size)] = (unsigned char)chance(256);
		if (read_zone(&f, f.size, &zone) != TK_OK)
			continue;
		for (size_t i = 0; i < zone->count; i++) {
			assert_true(i == 0 || zone->at[i - 1] < zone->at[i]);
			assert_int_not_equal(zone->offset[i], zone->offset[i + 1]);
		}
		check_local(zone, (int64_t)chance(TK_TIME_MAX));
		tk_zone_free(zone);
	}
}

static void rules(void **state)
{
	(void)state;
	static const char *const good[] = {
		"",
		"CST-8",
		"<+0545>-5:45",
		"EST5EDT,M3.2.0,M11.1.0",
		"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
		"IST-1GMT0,M10.5.0,M3.5.0/1",
		"<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
		"EET-2EEST,M3.4.4/50,M10.4.4/50",
		"XXX3EDT4,0/0,J365/23",
		"AAA+3:30:15BBB,J60/2:00:30,300/-167:59:59",
	};
	static const char *const bad[] = {
		"C-8",
		"CST",
		"CST-",
		"CST-25",
		"CST-8x",
		"<+08-8",
		"<>-8",
		"CET-1CEST",
		"CET-1CEST,M3.5.0",
		"CET-1CEST,M3.5.0,",
		"CET-1CEST,M0.5.0,1",
		"CET-1CEST,M13.1.0,1",
		"CET-1CEST,M3.6.0,1",
		"CET-1CEST,M3.0.0,1",
		"CET-1CEST,M3.5.7,1",
		"CET-1CEST,J0,1",
		"CET-1CEST,J366,1",
		"CET-1CEST,366,1",
		"CET-1CEST,1/168,2",
		"CET-1CEST,1/2:60,2",
		"CET-1CEST,1,2,",
		"CET-1CEST,1,2x",
		"CET-1CEST1:2:,1,2",
		"-8",
		"CET-99999999999",
	};
	struct tk__tzrule rule;

	for (size_t i = 0; i < COUNT(good); i++)
		if (!tk__tzrule_parse(good[i], strlen(good[i]), &rule))
			fail_msg("not a rule: '%s'", good[i]);
	for (size_t i = 0; i < COUNT(bad); i++)
		if (tk__tzrule_parse(bad[i], strlen(bad[i]), &rule))
			fail_msg("a rule: '%s'", bad[i]);
}

static void days_of_rules(void **state)
{
	(void)state;
	static const struct {
		const char *date; /* both begin and end of a rule */
		int year;
		const char *instant;
	} cases[] = {
		{"M3.5.0", 2026, "2026-03-29T02:00:00+00:00"},    {"M10.5.0/3", 2026, "2026-10-25T03:00:00+00:00"},
		{"M2.5.0", 2032, "2032-02-29T02:00:00+00:00"},    {"M2.5.0", 2026, "2026-02-22T02:00:00+00:00"},
		{"M3.2.0", 2026, "2026-03-08T02:00:00+00:00"},    {"M11.1.0", 2026, "2026-11-01T02:00:00+00:00"},
		{"J59/0", 2028, "2028-02-28T00:00:00+00:00"},     {"J60/0", 2028, "2028-03-01T00:00:00+00:00"},
		{"J60/0", 2027, "2027-03-01T00:00:00+00:00"},     {"J365/0", 2028, "2028-12-31T00:00:00+00:00"},
		{"59/0", 2028, "2028-02-29T00:00:00+00:00"},      {"0/0", 2028, "2028-01-01T00:00:00+00:00"},
		{"M3.4.4/50", 2026, "2026-03-28T02:00:00+00:00"}, {"M3.5.0/-1", 2026, "2026-03-28T23:00:00+00:00"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct tk__tzrule rule;
		char text[100], instant[TK_TIME_TEXT];
		snprintf(text, sizeof(text), "AAA0BBB,%s,%s", cases[i].date, cases[i].date);
		assert_true(tk__tzrule_parse(text, strlen(text), &rule));
		tk_time_format(tk__tzrule_instant(&rule.begin, cases[i].year), 0, instant);
		assert_string_equal(instant, cases[i].instant);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(offsets_agree_with_the_c_library),
		cmocka_unit_test(all_zones_of_the_database_agree),
		cmocka_unit_test(local_times_at_changes_of_the_clocks),
		cmocka_unit_test(local_times_keep_their_promise),
		cmocka_unit_test(names_that_are_no_zones),
		cmocka_unit_test(names_are_kept),
		cmocka_unit_test(a_made_up_file_is_read),
		cmocka_unit_test(a_file_of_version_1_has_no_rule),
		cmocka_unit_test(a_file_with_leap_seconds_is_refused),
		cmocka_unit_test(every_cut_file_is_refused),
		cmocka_unit_test(hostile_values_are_refused),
		cmocka_unit_test(random_damage_does_no_harm),
		cmocka_unit_test(rules),
		cmocka_unit_test(days_of_rules),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
