/*
 * Time zones: finding their files, and the arithmetic between local times and instants.
 *
 * Each stretch between two changes is a piece of the local time line, [at + offset, next + offset).  A local time is
 * looked up in the first piece that ends behind it: either it lies inside (the first of two, if it comes twice), or it
 * lies before the piece, in the gap that the change at its beginning left.
 */
#include "ticket/zone.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fail.h"
#include "tzif.h"

#define DATABASE "/usr/share/zoneinfo/"

enum { LARGEST_FILE = 128 << 10 };

/* Only letters, digits and _ + - / of which no part is empty, so that no name leaves the database. */
static bool is_zone_name(const char *name, size_t len)
{
	/* Files beside the zones that mean something else on each machine. */
	static const char *const others[] = {"localtime", "posixrules"};

	if (len == 0 || len >= TK_TZIF_NAME || name[0] == '/' || name[len - 1] == '/')
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = name[i];
		bool is_part = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
			       c == '+' || c == '-';
		if (!is_part && (c != '/' || name[i - 1] == '/'))
			return false;
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (len == strlen(others[i]) && memcmp(name, others[i], len) == 0)
			return false;
	/* The zones under right/ count leap seconds, which tickets do not. */
	return len < 6 || memcmp(name, "right/", 6) != 0;
}

/* Reads up to `size` bytes; -1 with errno set. */
static ssize_t read_all(int fd, unsigned char *out, size_t size)
{
	size_t got = 0;

	while (got < size) {
		ssize_t n = read(fd, out + got, size - got);
		if (n == 0)
			break;
		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0)
			got += (size_t)n;
	}
	return (ssize_t)got;
}

static enum tk_status load_from(int fd, const char *name, size_t len, struct tk_zone **ret, struct tk_error *err)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return tk__fail_sys(err, TK_D_SYS_READ, errno);
	if (!S_ISREG(st.st_mode))
		return tk__fail(err, TK_D_UNKNOWN_ZONE, name, len);
	if (st.st_size > LARGEST_FILE)
		return tk__fail(err, TK_D_BAD_ZONE_FILE, name, len);
	size_t size = (size_t)st.st_size;
	unsigned char *bytes = malloc(size + 1);
	if (!bytes)
		return tk__fail(err, TK_D_NOMEM);
	ssize_t got = read_all(fd, bytes, size);
	enum tk_status status = got < 0 ? tk__fail_sys(err, TK_D_SYS_READ, errno)
					: tk__tzif_read(name, len, bytes, (size_t)got, ret, err);
	free(bytes);
	return status;
}

enum tk_status tk_zone_load(const char *name, size_t len, struct tk_zone **ret, struct tk_error *err)
{
	char path[sizeof(DATABASE) + TK_TZIF_NAME] = DATABASE;

	if (!is_zone_name(name, len))
		return tk__fail(err, TK_D_UNKNOWN_ZONE, name, len);
	if (len == 3 && memcmp(name, "UTC", 3) == 0) {
		struct tk_zone *zone = tk__tzif_fixed(name, len, 0);
		if (!zone)
			return tk__fail(err, TK_D_NOMEM);
		*ret = zone;
		return TK_OK;
	}
	memcpy(path + sizeof(DATABASE) - 1, name, len);
	path[sizeof(DATABASE) - 1 + len] = '\0';
	int fd;

	do
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	while (fd < 0 && errno == EINTR);
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return tk__fail(err, TK_D_UNKNOWN_ZONE, name, len);
	enum tk_status status = fd < 0 ? tk__fail_sys(err, TK_D_SYS_OPEN, errno) : load_from(fd, name, len, ret, err);
	if (fd >= 0)
		close(fd);
	if (status == TK_SYSTEM)
		tk__at(err, path, 0, 0);
	return status;
}

void tk_zone_free(struct tk_zone *zone)
{
	free(zone);
}

const char *tk_zone_name(const struct tk_zone *zone)
{
	return zone->name;
}

size_t tk__tzif_piece(const struct tk_zone *zone, tk_time at)
{
	size_t low = 0, n = zone->count;

	while (n) {
		size_t half = n / 2;
		if (zone->at[low + half] <= at) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return low;
}

int tk_zone_offset(const struct tk_zone *zone, tk_time at)
{
	return zone->offset[tk__tzif_piece(zone, at)];
}

void tk_zone_civil(const struct tk_zone *zone, tk_time at, struct tk_civil *ret)
{
	tk_utc_civil(at + tk_zone_offset(zone, at), ret);
}

int64_t tk_zone_date(const struct tk_zone *zone, tk_time at)
{
	int64_t local = at + tk_zone_offset(zone, at);

	return local / 86400 - (local % 86400 < 0);
}

/* Whether `local` lies in a gap; then stores the instant of the change, else the (first) instant of it. */
static bool find_local(const struct tk_zone *zone, size_t piece, int64_t local, tk_time *ret, int32_t *ret_before)
{
	size_t i = piece;

	while (i < zone->count && zone->at[i] + zone->offset[i] <= local)
		i++;
	if (i > 0 && zone->at[i - 1] + zone->offset[i] > local) {
		*ret = zone->at[i - 1];
		*ret_before = zone->offset[i - 1];
		return true;
	}
	*ret = local - zone->offset[i];
	return false;
}

/* A piece that surely ends before the local time begins. */
static size_t piece_before(const struct tk_zone *zone, int64_t local)
{
	return tk__tzif_piece(zone, local - TK_TZIF_MAX_OFFSET - 1);
}

tk_time tk__tzif_boundary(const struct tk_zone *zone, size_t piece, int64_t local)
{
	tk_time at;
	int32_t before;

	find_local(zone, piece ? piece : piece_before(zone, local), local, &at, &before);
	return at;
}

tk_time tk__tzif_instant(const struct tk_zone *zone, int64_t local)
{
	tk_time at;
	int32_t before;

	return find_local(zone, piece_before(zone, local), local, &at, &before) ? local - before : at;
}

tk_time tk_zone_instant(const struct tk_zone *zone, const struct tk_civil *local)
{
	return tk__tzif_instant(zone, tk_civil_utc(local));
}

tk_time tk_zone_boundary(const struct tk_zone *zone, const struct tk_civil *local)
{
	return tk__tzif_boundary(zone, 0, tk_civil_utc(local));
}

char *tk_zone_format(const struct tk_zone *zone, tk_time at, char out[TK_TIME_TEXT])
{
	return tk_time_format(at, tk_zone_offset(zone, at), out);
}
