#!/usr/bin/env perl
# Executes every example of README.md and the man pages and compares what it prints, to the byte.
#
# An example is a ```console block of README.md, or a ".Bd -literal" block of a man page, whose first line begins with
# "$ ".  The blocks of one file run in order in one copy of the sample desk examples/after-sales; lines that begin with
# "> " go on with the command.  A line "..." stands for any further lines.  Blocks that begin otherwise are not run.
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;

chdir "$FindBin::Bin/../.." or die;
my $top = do { my $d = `pwd`; chomp $d; $d };
delete @ENV{qw(TICKET_DESK TICKET_LANG NO_COLOR COLUMNS LANGUAGE EDITOR VISUAL)};
$ENV{PATH} = ($ENV{TICKET_BIN} // "$top/bin") . ":$ENV{PATH}";
$ENV{LC_ALL} = 'C.UTF-8';
$ENV{TZ} = 'UTC';
$ENV{TICKET_NOW} = '2026-11-22T09:03:00+08:00';
$ENV{TICKET_USER} = 'wang';

sub plain_mdoc { # the few escapes that literal blocks of ours use
	my ($line) = @_;
	$line =~ s/^\\&//;
	$line =~ s/\\e/\\/g;
	$line =~ s/\\\(aq/'/g;
	$line =~ s/\\\(ga/`/g;
	$line =~ s/\\-/-/g;
	$line =~ s/\\&//g;
	return $line;
}

sub blocks {
	my ($file) = @_;
	open my $in, '<', $file or die "$file: $!";
	my (@blocks, $block);
	while (my $line = <$in>) {
		chomp $line;
		if ($file =~ /\.md$/) {
			if ($line =~ /^```console/) { $block = [$., []]; next }
			if ($line =~ /^```/) { push @blocks, $block if $block; undef $block; next }
			push @{$block->[1]}, $line if $block;
		} else {
			if ($line =~ /^\.Bd -literal/) { $block = [$., []]; next }
			if ($line =~ /^\.Ed/) { push @blocks, $block if $block; undef $block; next }
			push @{$block->[1]}, plain_mdoc($line) if $block;
		}
	}
	return grep { @{$_->[1]} && $_->[1][0] =~ /^\$ / } @blocks;
}

sub matches { # with "..." as a wildcard for whole lines
	my ($want, $got) = @_;
	my $re = join '', map { $_ eq '...' ? '(?:.*\n)*?' : quotemeta($_) . '\n' } @$want;
	return $got =~ /\A$re\z/;
}

my ($n, $failed) = (0, 0);
for my $file ('README.md', sort glob 'man/*.[1-8]') {
	next unless -e $file;
	my @blocks = blocks($file) or next;
	my $dir = tempdir('ticket-examples.XXXXXX', TMPDIR => 1, CLEANUP => 1);
	system('cp', '-r', 'examples/after-sales', "$dir/desk") == 0 or die;
	$ENV{HOME} = $dir;
	for my $block (@blocks) {
		my ($where, $lines) = @$block;
		my (@steps);
		for my $line (@$lines) {
			if ($line =~ /^\$ (.*)/) { push @steps, [$1, []] }
			elsif ($line =~ /^> (.*)/ && @steps && !@{$steps[-1][1]}) { $steps[-1][0] .= "\n$1" }
			else { push @{$steps[-1][1]}, $line }
		}
		my @wrong;
		for my $step (@steps) {
			my ($command, $want) = @$step;
			open my $run, '>', "$dir/run.sh" or die;
			print $run "cd '$dir/desk'\n$command\n";
			close $run;
			my $got = `bash '$dir/run.sh' 2>&1 </dev/null`;
			$got .= "\n" if length $got && $got !~ /\n\z/;
			next if matches($want, $got);
			push @wrong, "\$ $command", (map { "want: $_" } @$want), map { "got:  $_" } split /\n/, $got;
		}
		$n++;
		print @wrong ? 'not ok' : 'ok', " $n - $file:$where\n";
		print map { "# $_\n" } @wrong;
		$failed++ if @wrong;
	}
}
print "1..$n\n";
exit($failed > 0);
