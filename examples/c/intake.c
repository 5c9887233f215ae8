/*
 * Makes a ticket from a program of one's own, such as a web form's handler, and prints its number.
 *
 *	cc intake.c $(pkg-config --cflags --libs libticket) -o intake
 *	./intake ~/desk 'Screen stays dark' 'Li Na' 13800000000
 *
 * Shows: a transaction, a draft, what a refusal looks like.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <ticket/ops.h>

static struct tk_input set(const char *field, const char *value)
{
	return (struct tk_input){.kind = TK_INPUT_SET, .name = field, .value = value, .len = strlen(value)};
}

int main(int argc, char **argv)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_desk *desk = NULL;
	struct tk_txn *txn = NULL;
	struct tk_id id;

	if (argc != 5) {
		fputs("usage: intake DESK TITLE NAME PHONE\n", stderr);
		return 2;
	}
	const struct tk_input input[] = {set("title", argv[2]), set("customer.name", argv[3]),
					 set("customer.phone", argv[4]), set("channel", "web")};
	struct tk_draft draft = {.size = sizeof draft,
				 .by = "web-form",
				 .received = TK_TIME_NONE,
				 .input = input,
				 .ninput = sizeof input / sizeof *input,
				 .automatic = true};
	enum tk_status status = tk_desk_open(argv[1], &desk, &err);
	if (status == TK_OK)
		status = tk_txn_begin(desk, (tk_time)time(NULL), 10000, &txn, &err);
	if (status == TK_OK)
		status = tk_new(txn, &draft, &id, &err);
	if (status == TK_OK)
		status = tk_txn_commit(txn, &err);
	if (status == TK_OK)
		printf("%s\n", id.text);
	else
		fprintf(stderr, "intake: %s: %s: %s\n", tk_status_name(status), err.field, err.arg[0].text);
	tk_txn_free(txn);
	tk_desk_close(desk);
	return status != TK_OK;
}
