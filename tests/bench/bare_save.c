/* The bare minimum of a safe save: write a temp file, fsync, rename, fsync the directory.  bare_save DIR NAME BYTES */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	static char text[1 << 20];
	if (argc != 4)
		return 2;
	size_t len = (size_t)atoi(argv[3]);
	if (len > sizeof text)
		return 2;
	memset(text, 'x', len);
	int dir = open(argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int fd = openat(dir, ".bare-temp", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	if (fd < 0 || write(fd, text, len) != (ssize_t)len || fsync(fd) != 0 || close(fd) != 0)
		return 1;
	return renameat(dir, ".bare-temp", dir, argv[2]) != 0 || fsync(dir) != 0;
}
