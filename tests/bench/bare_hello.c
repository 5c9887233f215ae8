/* A program that only starts and prints. */
#include <stdio.h>

int main(void)
{
	puts("hello");
	return 0;
}
