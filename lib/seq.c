/* The hint .ticket/seq and the search for a free number; see seq.h. */
#include "seq.h"

#include <fcntl.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "fs_impl.h"

enum { RECORD = TK_ID_TEXT }; /* the longest id and a line feed */

static const char SEQ_FILE[] = ".ticket/seq";

void tk__seq_read(struct tk_seq *seq, int root)
{
	char text[TK_SEQ_SLOTS * RECORD];
	int fd = tk__fs_openat(root, SEQ_FILE, O_RDONLY | O_NONBLOCK, 0);
	ssize_t n = -1;

	memset(seq, 0, sizeof *seq);
	if (fd < 0)
		return;
	TK_RETRY(n, read(fd, text, sizeof text));
	(void)close(fd);
	for (ssize_t at = 0; at + RECORD <= n; at += RECORD) {
		const char *record = text + at;
		size_t len = 0;
		while (len < RECORD && record[len] != ' ' && record[len] != '\n')
			len++;
		(void)tk_id_parse(record, len, &seq->last[seq->count++], NULL);
	}
}

static bool same_series(const struct tk_id *id, const char *prefix, const char *node)
{
	return strcmp(id->prefix, prefix) == 0 && strcmp(id->node, node) == 0;
}

static struct tk_id *find(struct tk_seq *seq, const char *prefix, const char *node)
{
	for (size_t i = 0; i < seq->count; i++)
		if (seq->last[i].text[0] != '\0' && same_series(&seq->last[i], prefix, node))
			return &seq->last[i];
	return NULL;
}

uint64_t tk__seq_last(const struct tk_seq *seq, const char *prefix, const char *node, int64_t date)
{
	uint64_t last = 0;

	for (size_t i = 0; i < seq->count; i++)
		if (seq->last[i].date == date && same_series(&seq->last[i], prefix, node))
			last = seq->last[i].number > last ? seq->last[i].number : last;
	return last;
}

/* A record for a new series: one that could not be read, else one behind the last. */
static struct tk_id *free_slot(struct tk_seq *seq)
{
	for (size_t i = 0; i < seq->count; i++)
		if (seq->last[i].text[0] == '\0')
			return &seq->last[i];
	return seq->count < TK_SEQ_SLOTS ? &seq->last[seq->count++] : NULL;
}

void tk__seq_note(struct tk_seq *seq, const struct tk_id *id)
{
	struct tk_id *slot = find(seq, id->prefix, id->node);

	if (slot && tk_id_compare(id, slot) <= 0)
		return;
	if (!slot)
		slot = free_slot(seq);
	if (!slot)
		return;
	*slot = *id;
	seq->changed[slot - seq->last] = true;
}

void tk__seq_unnote(struct tk_seq *seq, const struct tk_id *id)
{
	struct tk_id *slot = find(seq, id->prefix, id->node);

	if (slot && strcmp(slot->text, id->text) == 0 && slot->number > 0)
		(void)tk__id_make(id->prefix, id->node, id->date, id->number - 1, slot, NULL);
}

void tk__seq_write(struct tk_seq *seq, int root)
{
	char record[RECORD];
	int fd = -1;

	for (size_t i = 0; i < seq->count; i++) {
		ssize_t n;
		if (!seq->changed[i])
			continue;
		if (fd < 0 && (fd = tk__fs_openat(root, SEQ_FILE, O_WRONLY | O_CREAT | O_NONBLOCK, 0640)) < 0)
			return;
		memset(record, ' ', sizeof record);
		memcpy(record, seq->last[i].text, strlen(seq->last[i].text));
		record[RECORD - 1] = '\n';
		TK_RETRY(n, pwrite(fd, record, sizeof record, (off_t)(i * RECORD)));
		seq->changed[i] = n != RECORD;
	}
	if (fd >= 0)
		(void)close(fd);
}

/* Whether the number is taken; the id of it is left in `ret`. */
static enum tk_status try_number(const struct tk_seq_look *look, const struct tk_id *like, uint64_t number,
				 struct tk_id *ret, bool *ret_taken, struct tk_error *err)
{
	enum tk_status status = tk__id_make(like->prefix, like->node, like->date, number, ret, err);

	return status == TK_OK ? look->taken(look->ctx, ret, ret_taken, err) : status;
}

enum tk_status tk__seq_next(const struct tk_seq_look *look, const char *prefix, const char *node, int64_t date,
			    uint64_t last, struct tk_id *ret, struct tk_error *err)
{
	struct tk_id like, id = {0};
	uint64_t used = last, free_at = last + 1, step = 1;
	bool taken = false;
	enum tk_status status = tk__id_make(prefix, node, date, free_at, &like, err);

	/* I1: `used` is taken, or is where the search began.  After the first loop `free_at` is free. */
	while (status == TK_OK) {
		status = try_number(look, &like, free_at, &id, &taken, err);
		if (status != TK_OK || !taken)
			break;
		used = free_at;
		free_at += step;
		step *= 2;
	}
	while (status == TK_OK && free_at - used > 1) {
		uint64_t middle = used + (free_at - used) / 2;
		status = try_number(look, &like, middle, &id, &taken, err);
		if (taken)
			used = middle;
		else
			free_at = middle;
	}
	if (status == TK_OK)
		status = tk__id_make(prefix, node, date, free_at, ret, err);
	return status;
}
