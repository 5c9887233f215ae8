#!/usr/bin/env perl
# Texts that attack terminals, spreadsheets, pages and parsers, through every way out; speaks TAP.
#
#	perl tests/cases/hostile.pl SCRATCH
#
# Each text goes into a desk as the description of a ticket (and as its title where it is one short line), as a YAML
# document.  A text is either refused, with exit code 3 and nothing changed, or it comes back from JSON and CSV byte by
# byte.  What is for people never holds a raw control or bidi character, whatever the text was.
use strict;
use warnings;
use utf8;
use Encode qw(encode decode);
use JSON::PP;

my $desk = shift or die "usage: hostile.pl SCRATCH\n";
my $json = JSON::PP->new->utf8->allow_nonref;
my $unsafe = qr/[\x00-\x08\x0B-\x1F\x7F-\x9F\x{061C}\x{200E}\x{200F}\x{2028}-\x{202E}\x{2066}-\x{2069}]/;
my ($n, $failed) = (0, 0);

# text => whether it may be stored
my @texts = (
	# accepted: strange, but text
	(map { [$_, 1] } '0012345', '3/4', '1e3', 'no', 'NULL', 'null', '~', 'true', '12:30', '0x1F', 'NaN', '-', '--', '---', '...',
		'- x', ': x', '# x', 'x #y', 'x: y', '!x', '&x', '*x', '@x', '%x', '`x`', '|', '>', '?', '{', '}', '[', ']', ',',
		'{a: b}', '[1, 2]', '"', '""', "'", "''", '\\', '\\n', '\\u0041', '"quoted" and \'single\'', 'ends in \\',
		'=1+1', '+1+1', '-1+1', '@SUM(A1)', '=cmd|\' /C calc\'!A0', '=HYPERLINK("http://x","y")', "\t=1+1", ';x', 'a;b,c|d',
		'<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '&lt;b&gt;', '&amp;', '<!--', ']]>', 'javascript:alert(1)',
		'| a | b |', '[x](http://y)', '**x**', '<b>x', '%s%s%n%d', '%(id)', '$(id)', '`id`', '$HOME', '; rm -rf /', '../../etc/passwd',
		"'; DROP TABLE tickets; --", 'Robert"); --', '{{7*7}}', '${7*7}', '电脑无法开机', '無法啟動', '시작되지 않음', 'لا يعمل',
		'לא עובד', 'ทำงานไม่ได้', 'Ünïcödé', "e\x{301}", "n\x{303}\x{303}\x{303}\x{303}\x{303}\x{303}", '👩‍👩‍👧‍👦', '🇨🇳🇩🇪',
		"a\x{A0}b", "a\x{3000}b", "a\x{AD}b", '¡™£¢∞§¶•ªº', '０１２', "\x{FFFD}", "\x{10FFFD}", 'İstanbul ı', 'ß', 'ﬁ', '𝕿𝖍𝖊', '⁰⁴⁵',
		'(╯°□°）╯︵ ┻━┻', 'x' x 199, '电' x 66, "line one\nline two", "one\n\n\nfour", "  leading", "tab\tin text", "=1\n=2",
		"a\n---\nb", "a\n...\nb", "a\n# b", "<<<<<<< HEAD\nx", "    deep\n  less\n", ('ab ' x 20000)),
	# refused: it would act on a terminal or hide
	(map { [$_, 0] } "a\x{1B}[31mred", "a\x{1B}]0;title\x{07}", "a\x{9B}31m", "bell\x{07}", "a\x{08}b", "a\x{0B}b", "a\x{7F}b", "a\x{80}b",
		"a\x{200E}b", "a\x{200F}b", "a\x{202A}b", "a\x{202E}b", "a\x{2066}b", "a\x{2069}b", "a\x{00}b", "a\x{061C}b", "\x{1F3F4}\x{E0067}\x{E0062}\x{E007F}"),
	# either: no sign of its own, yet part of real text (ZWJ, ZWNJ) or not (BOM, word joiner)
	(map { [$_, undef] } "a\x{200B}b", "a\x{200C}b", "a\x{200D}b", "a\x{2060}b", "a\x{FEFF}b", "a\x{85}b", "a\x{2028}b", "a\x{2029}b",
		"a\x{FFFE}b", "a\x{FFFF}b", "a\rb", "a\r\nb", "a\x{E0001}b"),
);

sub ok {
	my ($good, $name, @why) = @_;
	$n++;
	$failed++ unless $good;
	print $good ? '' : 'not ', "ok $n - $name\n", map { "# $_\n" } $good ? () : map { split /\n/ } @why;
}

sub run {
	my ($stdin, @args) = @_;
	open my $in, '>:raw', "$desk.in" or die;
	print $in $stdin;
	close $in;
	my $pid = fork // die;
	if ($pid == 0) {
		open STDIN, '<', "$desk.in" or die;
		open STDOUT, '>', "$desk.out" or die;
		open STDERR, '>', "$desk.err" or die;
		exec 'ticket', '-C', $desk, @args or die;
	}
	waitpid $pid, 0;
	return ($?, map { local $/; open my $fh, '<:raw', $_ or die; my $text = <$fh>; $text // '' } "$desk.out", "$desk.err");
}

sub visible { my ($text) = @_; $text = substr($text, 0, 40); $text =~ s/([^\x20-\x7E])/sprintf '\\x{%X}', ord $1/ge; $text =~ s/#/\\x{23}/g; return $text }

# RFC 4180, every field in quotes.
sub read_csv {
	my ($text) = @_;
	my @rows = ([]);
	while ($text =~ /\G"((?:[^"]|"")*)"(,|\r?\n)/gc) {
		my ($cell, $end) = ($1, $2);
		$cell =~ s/""/"/g;
		push @{$rows[-1]}, $cell;
		push @rows, [] if $end ne ',';
	}
	pop @rows;
	return ((pos($text) // 0) == length $text, @rows);
}

umask 0027;
system('ticket', 'init', '-q', '--timezone', 'Asia/Shanghai', '--lang', 'en', $desk) == 0 or die "no desk\n";

my (%stored, @wrong);
for my $row (@texts) {
	my ($text, $want) = @$row;
	my $title = length encode('UTF-8', $text) <= 200 && $text !~ /[\n\t]/ && $text =~ /\S/;
	my %doc = (title => $title ? $text : 'x', channel => 'phone', problem => {description => $text});
	my ($code, $out, $err) = run($json->encode(\%doc), 'new', '-');
	my $name = visible($text);
	$err = decode('UTF-8', $err, Encode::FB_DEFAULT);
	push @wrong, "$name: crashed with $code" if $code & 127 || $code >> 8 >= 126;
	push @wrong, "$name: raw control characters in: " . visible($err) if $err =~ $unsafe;
	push @wrong, "$name: refused: $err" if $code && $want;
	push @wrong, "$name: accepted" if !$code && defined $want && !$want;
	push @wrong, "$name: refused with $code: $err" if $code && $code >> 8 != 3;
	push @wrong, "$name: no place is named: $err" if $code && $err !~ /^<stdin>:\d+:\d+: /;
	next if $code;
	chomp $out;
	$stored{$out} = [$doc{title}, $text];
}
ok(!@wrong, 'texts are stored, or refused with a place', @wrong);
ok(keys %stored > 90, 'most are stored', scalar keys %stored);

# What comes back is what went in; a text's trailing line ends are not significant.
sub compare {
	my ($name, %got) = @_;
	my @bad;
	for my $id (sort keys %stored) {
		my ($title, $text) = @{$stored{$id}};
		$text =~ s/\n+\z//;
		my $back = $got{$id} // ['(missing)', '(missing)'];
		push @bad, "$id: title " . visible($back->[0] // '(null)') . ' is not ' . visible($title) if ($back->[0] // '') ne $title;
		push @bad, "$id: text " . visible($back->[1] // '(null)') . ' is not ' . visible($text) if ($back->[1] // '') ne $text;
	}
	push @bad, 'a different number of tickets' if keys %got != keys %stored;
	ok(!@bad, $name, @bad);
}

my @fields = ('--fields', 'id,title,problem.description');
my ($code, $out) = run('', 'list', '--format', 'json', @fields);
my $list = eval { $json->decode($out) } // [];
compare('JSON gives every text back', map { $_->{id} => [$_->{title}, $_->{problem}{description}] } @$list);
($code, $out) = run('', 'list', '--format', 'jsonl', @fields);
my @lines = map { eval { $json->decode($_) } // {id => ''} } split /\n/, $out;
compare('so do JSON lines', map { $_->{id} => [$_->{title}, $_->{problem}{description}] } @lines);
($code, $out) = run('', 'list', '--format', 'csv', '--no-heading', @fields);
my ($whole, @rows) = read_csv(decode('UTF-8', $out));
ok($whole, 'CSV is whole: every field in quotes, quotes doubled');
compare('CSV gives every text back', map { $_->[0] => [@$_[1, 2]] } @rows);
($code, $out) = run('', 'list', '--format', 'tsv', '--no-heading', @fields);
my @odd = grep { (() = /\t/g) != 2 } split /\n/, $out;
ok(!@odd && (() = $out =~ /\n/g) == keys %stored, 'TSV: a line a ticket, two tabs a line', map { visible($_) } @odd);

# CSV for spreadsheets: no cell begins with what makes a formula.
($code, $out) = run('', 'list', '--format', 'csv', '--csv-safe', '--no-heading', @fields);
($whole, @rows) = read_csv(decode('UTF-8', $out));
@odd = grep { /^[=+\-@\t\r]/ } map { @$_ } @rows;
ok($whole && @rows == keys %stored && !@odd, 'safe CSV has no formula', map { visible($_) } @odd);

@wrong = ();
# For people: nothing raw, also when colours are asked for (then only the program's own).
for my $args (['list', @fields], ['list', '--color=always', @fields], ['list', '--format', 'markdown', @fields],
	['list', '--template', '%(title:60) %(problem.description:60)'], ['log', '001'],
	map { (['show', $_], ['show', '--color=always', $_]) } sort keys %stored) {
	my ($code, $out, $err) = run('', @$args);
	my $text = eval { decode('UTF-8', $out, Encode::FB_CROAK) };
	my $name = join ' ', map { visible($_) } @$args;
	push @wrong, "$name: exit code $code: $err" if $code;
	push @wrong, "$name: not UTF-8" unless defined $text;
	$text //= '';
	$text =~ s/\x{1B}\[[0-9;]*m//g if $name =~ /color/;
	push @wrong, "$name: raw " . sprintf('U+%04X', ord $&) if $text =~ $unsafe;
}
ok(!@wrong, 'nothing raw reaches a terminal or a table', @wrong);

($code, $out, my $err) = run('', 'check', '-q');
ok($code == 0 && $out eq '', 'the desk is in order', $out, $err);
print "1..$n\n";
exit($failed ? 1 : 0);
