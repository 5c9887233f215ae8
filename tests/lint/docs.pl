#!/usr/bin/env perl
# Words match the program: every command has its page, whose NAME and SYNOPSIS are those of -h and whose options are the
# command's; every page is clean under mandoc's lint; the tables that pages repeat are those of the program.
use strict;
use warnings;
use FindBin;

chdir "$FindBin::Bin/../.." or die;
delete @ENV{qw(TICKET_DESK TICKET_LANG LANGUAGE COLUMNS)};
$ENV{PATH} = ($ENV{TICKET_BIN} // './bin') . ":$ENV{PATH}";
$ENV{LC_ALL} = 'C.UTF-8';

my ($n, $failed) = (0, 0);
sub ok {
	my ($good, $name, @why) = @_;
	$n++;
	print $good ? 'ok' : 'not ok', " $n - $name\n";
	return if $good;
	$failed++;
	print map { "# $_\n" } map { split /\n/ } @why;
}
sub slurp { my ($f) = @_; open my $in, '<', $f or return ''; local $/; return scalar <$in> }
sub squash { my ($s) = @_; $s =~ s/\s+/ /g; $s =~ s/^ | $//g; return $s }

# What mandoc shows of a section, without overstrikes.
sub section {
	my ($page, $name) = @_;
	my $text = `mandoc -T ascii -O width=1000 $page 2>/dev/null`;
	$text =~ s/.\x08//g;
	return $text =~ /^\Q$name\E\n(.*?)(?=^\S)/ms ? $1 : '';
}

for my $page (sort glob('man/*.[1-8] man/*/*.[1-8]')) {
	my $lint = `mandoc -T lint -W style $page 2>&1`;
	$lint =~ s/^.*(?:missing manual|referenced manual not found).*\n//mg;
	$lint =~ s/^.*possible typo in section name: Sh FIELDS .*\n//mg; # both FIELDS and FILES are meant
	ok($lint eq '', "$page is clean", $lint);
}

my %summary;
for (split /\n/, `ticket help`) {
	$summary{$1} = $2 if /^  ([a-z][a-z-]*)\s\s+(\S.*)$/;
}
ok(keys %summary > 40, 'ticket help lists the commands', join ' ', sort keys %summary);
for my $cmd (sort keys %summary) {
	my $page = "man/ticket-$cmd.1";
	my $source = slurp($page);
	ok($source ne q{}, "$page exists");
	next if $source eq '';
	my ($nd) = $source =~ /^\.Nd (.*)$/m;
	ok(($nd // '') eq $summary{$cmd}, "$page: NAME is the summary", "page: " . ($nd // ''), "help: $summary{$cmd}");
	my $help = `ticket $cmd -h`;
	ok($? == 0 && (() = $help =~ /\n/g) <= 25, "ticket $cmd -h fits 25 lines", $help);
	my ($usage) = $help =~ /\Ausage: (.*?)(?:\n\n|\z)/s;
	my ($want, $got) = (squash($usage // ''), squash(section($page, 'SYNOPSIS')));
	ok($want eq $got, "$page: SYNOPSIS is that of -h", "help: $want", "page: $got");
	my %option = map { $_ => 1 } $help =~ /^  (?:-\w, )?--(?:\[no-\])?([a-z][a-z-]*)/mg;
	my %described;
	for my $it ($source =~ /^\.It (.*)$/mg) {
		$described{$_} = 1 for $it =~ /Fl -([a-z][a-z-]*)/g;
	}
	my @missing = grep { !$described{$_} && $_ !~ /^help$/ } sort keys %option;
	my @extra = grep { !$option{$_} } sort keys %described;
	ok(!@missing && !@extra, "$page: OPTIONS are the command's", (map { "not described: --$_" } @missing),
		map { "no such option: --$_" } @extra);
}

# A page that repeats a table of the program has every name of it as an item, and no other.
sub table {
	my ($page, $section, $what) = @_;
	my %have = map { (split)[0] => 1 } grep { /^  \S/ } split /\n/, `ticket help $what`;
	my $source = slurp($page);
	my ($part) = $source =~ /^\.Sh \Q$section\E\n(.*?)(?=^\.Sh |\z)/ms;
	my %said = map { $_ => 1 } ($part // '') =~ /^\.It Ic (\S+)/mg;
	my @missing = grep { !$said{$_} } sort keys %have;
	my @extra = grep { !$have{$_} } sort keys %said;
	ok(keys %have && !@missing && !@extra, "$page: $section is `ticket help $what`", (map { "missing: $_" } @missing),
		map { "no such: $_" } @extra);
}
table('man/ticket-file.5', 'FIELDS', 'fields');
table('man/ticket-file.5', 'EVENTS', 'events');

# So do the lists of words and the builtin profiles.
sub words {
	my ($page, $section, $item, @names) = @_;
	my ($part) = slurp($page) =~ /^\.Sh \Q$section\E\n(.*?)(?=^\.Sh |\z)/ms;
	my @missing = grep { ($part // '') !~ /^\.$item\Q$_\E(?: [.,])?$/m } @names;
	ok(@names && !@missing, "$page: $section is complete", map { "missing: $_" } @missing);
}
words('man/ticket-file.5', 'WORDS', 'Sy ', map { /^  (\S+)/ ? $1 : () } split /\n/, `ticket help words`);
words('man/ticket-policy.5', 'PROFILES', 'It Sy ', map { /^([a-z-]+\@\d+)/ ? $1 : () } split /\n/,
	`ticket policy list --format tsv`);

# Every section of a policy has its heading.
my %heading = map { $_ => 1 } map { split /, / } slurp('man/ticket-policy.5') =~ /^\.Ss (.*)$/mg;
my @sections = `ticket policy show --profile after-sales` =~ /^([a-z]+):/mg;
my @bare = grep { !$heading{$_} } @sections;
ok(@sections > 10 && !@bare, 'man/ticket-policy.5 has every section of a policy', map { "missing: $_" } @bare);

# Every diagnostic of the library has an item in DIAGNOSTICS of the page that is about its kind, every one in some page,
# and every item is one.
my %diag = map { $_ => [slurp("lib/include/ticket/diag/$_.def") =~ /^TK_DIAG\(\w+, "([a-z0-9-]+)"/mg] }
	map { m{([a-z]+)\.def$} } grep { !m{/all\.def$} } glob('lib/include/ticket/diag/*.def');
my %explained;
sub diagnostics {
	my ($page, @kinds) = @_;
	my ($part) = slurp($page) =~ /^\.Sh DIAGNOSTICS\n(.*?)(?=^\.Sh |\z)/ms;
	my %said = map { $_ => 1 } ($part // '') =~ /^\.It (?:[A-Z][a-z] )?([a-z0-9-]+)(?: Pq .*)?$/mg;
	my %any = map { $_ => 1 } map { @$_ } values %diag;
	my @missing = grep { !$said{$_} } map { @{$diag{$_}} } @kinds;
	my @extra = grep { !$any{$_} } sort keys %said;
	$explained{$_} = 1 for keys %said;
	ok(!@missing && !@extra, "$page: DIAGNOSTICS has those of @kinds", (map { "missing: $_" } @missing),
		map { "no such: $_" } @extra);
}
diagnostics('man/ticket-file.5', qw(yaml file value));
diagnostics('man/ticket-policy.5', qw(policy flow));
diagnostics('man/ticket-query.7', qw(query));
diagnostics('man/ticket-check.1', qw(yaml file value check));
diagnostics('man/ticket.1');
my @nowhere = grep { !$explained{$_} } sort map { @$_ } values %diag;
ok(keys %diag > 5 && !@nowhere, 'every diagnostic is explained', map { "nowhere: $_" } @nowhere);

print "1..$n\n";
exit($failed > 0);
