/* Reads every file below tickets/YYYY/MM of a desk and parses it with libyaml, keeping nothing.  bare_parse DESK */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

static unsigned long events;

static int parse(int dir, const char *name)
{
	static unsigned char text[4 << 20];
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	struct stat st;
	if (fd < 0 || fstat(fd, &st) != 0)
		return 1;
	ssize_t len = read(fd, text, sizeof text);
	close(fd);
	yaml_parser_t parser;
	yaml_event_t event;
	if (len < 0 || !yaml_parser_initialize(&parser))
		return 1;
	yaml_parser_set_input_string(&parser, text, (size_t)len);
	for (int done = 0; !done;) {
		if (!yaml_parser_parse(&parser, &event))
			return 1;
		done = event.type == YAML_STREAM_END_EVENT;
		events++;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return 0;
}

static int walk(int dir, int depth)
{
	DIR *d = fdopendir(dir);
	if (!d)
		return 1;
	struct dirent *e;
	int bad = 0;
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		bad |= depth == 0 ? parse(dirfd(d), e->d_name)
				  : walk(openat(dirfd(d), e->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC), depth - 1);
	}
	closedir(d);
	return bad;
}

int main(int argc, char **argv)
{
	char path[4096];
	if (argc != 2)
		return 2;
	snprintf(path, sizeof path, "%s/tickets", argv[1]);
	int bad = walk(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), 2);
	printf("%lu\n", events);
	return bad;
}
