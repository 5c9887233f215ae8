/*
 * Fills a desk with COUNT tickets over two years, without waiting for the disk: fill_desk DESK COUNT
 * Each is what a month-old ticket looks like: a head of twenty fields and a log of six entries, in Chinese.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static const char *const title[] = {"电脑无法开机", "屏幕有划痕", "快递三天没到", "发票开错了", "如何清洗滤网"};
static const char *const category[] = {"technical-fault", "quality-objection", "logistics", "billing",
				       "service-consultation"};
static const char *const subcategory[] = {"malfunction", "appearance", "late", "invoice", "care"};

static int write_ticket(const char *path, const char *id, int y, int m, int d, int i)
{
	FILE *f = fopen(path, "w");
	if (!f)
		return 1;
	int k = i % 5, p = 1 + i % 3;
	char day[40];
	snprintf(day, sizeof day, "%04d-%02d-%02d", y, m, d);
	fprintf(f,
		"id: %s\ntitle: \"%s\"\nstatus: in-progress\ncategory: %s\nsubcategory: %s\npriority: P%d\nchannel: "
		"phone\n"
		"received: %sT09:03:00+08:00\ncustomer:\n  name: \"王小明 %d\"\n  kind: person\n  phone: \"138%08d\"\n"
		"  region: \"上海\"\nproduct:\n  model: \"X-%d\"\n  batch: \"B%d\"\n  serial: \"%010d\"\n  purchased: "
		"2024-05-01\n"
		"problem:\n  description: |-\n    按下电源键后指示灯无反应。\n    已换过插座，仍然不行。\n  "
		"environment: \"办公室\"\n"
		"demand: repair\nteam: tech-support\nassignee: li\nplan:\n  type: onsite-repair\n  steps: "
		"\"上门检测并更换电源\"\n"
		"  promised: %sT18:00:00+08:00\nlog:\n",
		id, title[k], category[k], subcategory[k], p, day, i, i, 100 + i % 40, i % 400, i, day);
	static const char *const event[] = {"received", "classified", "assigned", "accepted", "planned", "started"};
	for (int e = 0; e < 6; e++) {
		fprintf(f, "  - at: %sT09:%02d:00+08:00\n    by: %s\n    event: %s\n", day, 3 + 5 * e,
			e < 3 ? "wang" : "li", event[e]);
		if (e == 0)
			fputs("    set: {channel: phone}\n", f);
		else if (e == 1)
			fprintf(f, "    set: {category: %s, subcategory: %s, priority: P%d}\n", category[k],
				subcategory[k], p);
		else if (e == 2)
			fputs("    set: {team: tech-support, assignee: li}\n", f);
		else if (e == 4)
			fprintf(f,
				"    set: {plan.type: onsite-repair, plan.steps: \"上门检测并更换电源\", "
				"plan.promised: %sT18:00:00+08:00}\n",
				day);
		else
			fputs("    note: \"已与客户电话确认，明天上午上门。\"\n", f);
	}
	return fclose(f);
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	int count = atoi(argv[2]), days = 24 * 28, per_day = (count + days - 1) / days;
	char path[4096], id[32];
	for (int i = 0; i < count; i++) {
		int day = i / per_day, month = day / 28, y = 2024 + month / 12, m = 1 + month % 12, d = 1 + day % 28;
		snprintf(id, sizeof id, "TS%04d%02d%02d%03d", y, m, d, 1 + i % per_day);
		snprintf(path, sizeof path, "%s/tickets/%04d", argv[1], y);
		(void)mkdir(path, 0755);
		snprintf(path, sizeof path, "%s/tickets/%04d/%02d", argv[1], y, m);
		(void)mkdir(path, 0755);
		snprintf(path, sizeof path, "%s/tickets/%04d/%02d/%s.yaml", argv[1], y, m, id);
		if (write_ticket(path, id, y, m, d, i) != 0)
			return 1;
	}
	return 0;
}
