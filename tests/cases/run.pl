#!/usr/bin/env perl
# Runs cases of bad input against the program and speaks TAP: one test a case.
#
#	perl tests/cases/run.pl [--actual] SCRATCH FILE.case…
#
# A case file is made of blocks.  Before the first block stand defaults that hold for every case of the file.
#
#	# a comment
#	base: tickets/2026/11/TS20261122001.yaml     a file that every case has, unless it writes its own
#	| id: TS20261122001
#	run: ticket show 001                         the command of the cases that name none
#	exit: 3
#
#	== the title is an alias                     the name of the case
#	line 2: title: *x                            replaces line 2 of the base file (its escapes as below)
#	file: tickets/2026/11/TS20261122002.yaml     makes a file; the lines behind | are its bytes
#	| id: TS20261122002
#	stdin:                                       what the next command reads; nothing otherwise
#	| title: x
#	needs: unshare -rm true                      skips the case where this fails
#	sh: mkfifo x                                 prepares something; must succeed
#	run: ticket show 001                         several in a case are run in turn, each with what it expects:
#	exit: 3                                      exit code, the lines of standard output and standard error (exactly;
#	out: …                                       none named: must be empty; `out: ...` or `err: ...` accepts what
#	err: …                                       is not worth pinning down from there on)
#	err~ words                                   one line somewhere in standard error holds the words
#	changes: tickets                             what lies below may change; everything else must not
#
# In file lines and stdin: \xNN, \n, \r, \t, \\, a backslash at the end for "no line end here", and {{N*text}} for N
# times the text (its own escapes included; %d counts).  Commands are for sh; $D is the desk, $T an empty folder outside of it.
#
# Always checked: no crash, below five seconds, the tree outside of .ticket/ the same in names, modes and bytes, no
# file left in .ticket/tmp, standard error free of raw control and bidi characters and valid UTF-8.
# --actual prints what happened instead, in the form of a case.
use strict;
use warnings;
use Cwd qw(abs_path);
use Digest::SHA qw(sha256_hex);
use Encode ();
use File::Basename qw(dirname);
use File::Path qw(make_path remove_tree);
use Time::HiRes qw(time);

my $actual = @ARGV && $ARGV[0] eq '--actual' && shift;
my ($scratch, @files) = @ARGV;
die "usage: run.pl [--actual] SCRATCH FILE.case...\n" unless @files;
make_path($scratch);
$scratch = abs_path($scratch);
my ($n, $failed) = (0, 0);

sub slurp {
	my ($path) = @_;
	open my $fh, '<:raw', $path or return undef;
	local $/;
	my $text = <$fh>;
	close $fh;
	return $text // '';
}

sub spew {
	my ($path, $bytes) = @_;
	make_path(dirname($path));
	open my $fh, '>:raw', $path or die "$path: $!";
	print $fh $bytes;
	close $fh or die "$path: $!";
}

sub unescape {
	my ($text) = @_;
	my %plain = (n => "\n", r => "\r", t => "\t", '\\' => '\\');
	$text =~ s/\\(?:x([0-9A-Fa-f]{2})|([nrt\\]))/defined $1 ? chr hex $1 : $plain{$2}/ge;
	return $text;
}

sub repeat {
	my ($times, $text) = @_;
	$text = unescape($text);
	return $text x $times unless $text =~ /%d/;
	return join '', map { my $t = $text; $t =~ s/%d/$_/g; $t } 1 .. $times;
}

# One line of a file as its bytes, with its line end.
sub bytes {
	my ($line) = @_;
	my $end = $line =~ s/(?<!\\)\\$// ? '' : "\n";
	return join('', map { /^\{\{(\d+)\*(.*)\}\}$/s ? repeat($1, $2) : unescape($_) }
		split /(\{\{\d+\*.*?\}\})/, $line) . $end;
}

# Reads a case file: (defaults, case…), each a hash of name, line, and steps in their order.
sub read_cases {
	my ($path) = @_;
	my $block = {name => '', steps => []};
	my @blocks = ($block);
	my ($body, $number) = (undef, 0);
	for my $line (split /\n/, slurp($path) // die "$path: $!\n") {
		$number++;
		if ($line =~ /^\| ?(.*)$/) {
			die "$path:$number: bytes that belong to nothing\n" unless $body;
			$body->{bytes} .= bytes($1);
		} elsif ($line =~ /^== (.+)$/) {
			push @blocks, $block = {name => $1, line => "$path:$number", steps => []};
			$body = undef;
		} elsif ($line =~ /^(base|file|stdin|needs|sh|run|exit|out|err|changes|line (\d+)): ?(.*)$/) {
			my $step = {kind => defined $2 ? 'line' : $1, at => $2, text => $3, bytes => ''};
			push @{$block->{steps}}, $step;
			$body = $1 =~ /^(?:base|file|stdin)$/ ? $step : undef;
		} elsif ($line =~ /^err~ (.+)$/) {
			push @{$block->{steps}}, {kind => 'has', text => $1};
		} elsif ($line !~ /^(?:#.*)?$/) {
			die "$path:$number: not understood: $line\n";
		}
	}
	return @blocks;
}

# Everything below a folder but .ticket/, as name => mode and hash, or what kind of thing it is.
sub tree {
	my ($root, $skip) = @_;
	my (%found, @todo);
	@todo = ('');
	while (defined(my $dir = shift @todo)) {
		opendir my $dh, "$root/$dir" or next;
		for my $name (sort grep { !/^\.\.?$/ } readdir $dh) {
			my $path = $dir eq '' ? $name : "$dir/$name";
			next if $path eq '.ticket' || ($skip ne '' && ($path eq $skip || index($path, "$skip/") == 0));
			my @st = lstat "$root/$path" or next;
			my $what = sprintf '%o', $st[2];
			if (-l _) { $what .= ' ' . readlink "$root/$path" }
			elsif (-d _) { push @todo, $path }
			elsif (-f _) { $what .= ' ' . sha256_hex(slurp("$root/$path") // '?') }
			$found{$path} = $what;
		}
	}
	return \%found;
}

sub differences {
	my ($old, $new) = @_;
	my %all = (%$old, %$new);
	return map { "tree: '$_' is '" . ($new->{$_} // 'gone') . "', was '" . ($old->{$_} // 'not there') . "'" }
		grep { ($old->{$_} // '') ne ($new->{$_} // '') } sort keys %all;
}

sub start {
	my ($command, $stdin, $dir) = @_;
	spew("$scratch/stdin", $stdin);
	my $pid = fork // die "fork: $!";
	if ($pid == 0) {
		chdir $dir or die "$dir: $!";
		open STDIN, '<', "$scratch/stdin" or die;
		open STDOUT, '>', "$scratch/out" or die;
		open STDERR, '>', "$scratch/err" or die;
		exec '/bin/sh', '-c', $command or die;
	}
	waitpid $pid, 0;
	return $? & 127 ? 128 + ($? & 127) : $? >> 8;
}

sub lines_differ {
	my ($what, $got, @want) = @_;
	my $open = @want && $want[-1] eq '...';
	pop @want if $open;
	my @got = split /\n/, $got, -1;
	if (@got && $got[-1] eq '') { pop @got } elsif (@got) { return "$what does not end with a line end" }
	splice @got, scalar @want if $open && @got > @want;
	my ($text_got, $text_want) = (join("\n", @got), join("\n", @want));
	return () if $text_got eq $text_want;
	return "$what is:", (map { "  $_" } @got), "$what should be:", map { "  $_" } @want;
}

# What must hold of every run, whatever it was asked.
sub always {
	my ($code, $err, $seconds) = @_;
	my @wrong;
	push @wrong, "crashed with $code" if $code >= 126;
	push @wrong, sprintf 'took %.1f s', $seconds if $seconds > 5;
	my $text = eval { Encode::decode('UTF-8', my $copy = $err, Encode::FB_CROAK) };
	if (!defined $text) { push @wrong, 'standard error is not UTF-8' }
	elsif ($text =~ /[\x00-\x08\x0B-\x1F\x7F-\x9F\x{200E}\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}]/) {
		push @wrong, 'standard error has raw control characters';
	}
	return @wrong;
}

# Groups the steps of a case into preparations and runs; a run carries what it expects.
sub plan {
	my ($defaults, $case) = @_;
	my (@prepare, @runs);
	my %default = (exit => 0, run => 'ticket show 001', changes => '');
	$default{$_->{kind}} = $_->{text} for grep { exists $default{$_->{kind}} } @{$defaults->{steps}};
	my ($stdin, $changes) = ('', $default{changes});
	my $current;
	my $run = sub { push @runs, $current = {command => shift, stdin => $stdin, out => [], err => [], has => [],
			exit => $default{exit}, changes => $default{changes}}; $stdin = '' };
	for my $step (grep({ $_->{kind} =~ /^(?:file|sh|needs)$/ } @{$defaults->{steps}}), @{$case->{steps}}) {
		my $kind = $step->{kind};
		if ($kind eq 'stdin') { $stdin = $step->{bytes} }
		elsif ($kind eq 'run') { $run->($step->{text}) }
		elsif ($kind eq 'needs') { return ($step->{text}) if start($step->{text}, '', $scratch) != 0 }
		elsif ($kind =~ /^(?:file|sh|line)$/) { push @{$current ? $current->{after} : \@prepare}, $step }
		else {
			$run->($default{run}) unless $current;
			if ($kind =~ /^(?:exit|changes)$/) { $current->{$kind} = $step->{text} }
			else { push @{$current->{$kind}}, $step->{text} }
		}
	}
	$run->($default{run}) unless @runs;
	return (\@prepare, @runs);
}

sub prepare {
	my ($desk, $base, $base_name, @steps) = @_;
	my @lines = split /(?<=\n)/, $base;
	my $changed = 0;
	for my $step (grep { $_->{kind} eq 'line' } @steps) {
		$lines[$step->{at} - 1] = bytes($step->{text});
		$changed = 1;
	}
	spew("$desk/$base_name", join '', @lines) if $base_name ne '' && ($changed || !-e "$desk/$base_name");
	for my $step (grep { $_->{kind} ne 'line' } @steps) {
		if ($step->{kind} eq 'file') { unlink "$desk/$step->{text}"; spew("$desk/$step->{text}", $step->{bytes}) }
		elsif (start($step->{text}, '', $desk) != 0) { return "cannot prepare: $step->{text}: " . slurp("$scratch/err") }
	}
	return ();
}

sub perform {
	my ($run, $desk, $out_case) = @_;
	my $before = tree($desk, $run->{changes});
	my $began = time;
	my $code = start($run->{command}, $run->{stdin}, $desk);
	my $seconds = time - $began;
	my ($out, $err) = (slurp("$scratch/out"), slurp("$scratch/err"));
	my @wrong = always($code, $err, $seconds);
	push @wrong, "exit code is $code, should be $run->{exit}" if $code != $run->{exit};
	push @wrong, lines_differ('standard output', $out, @{$run->{out}});
	push @wrong, lines_differ('standard error', $err, @{$run->{err}}) if @{$run->{err}} || !@{$run->{has}};
	for my $words (@{$run->{has}}) {
		push @wrong, "standard error lacks: $words", $err if index($err, $words) < 0;
	}
	push @wrong, differences($before, tree($desk, $run->{changes}));
	push @wrong, "left behind: $_" for glob "$desk/.ticket/tmp/*";
	push @$out_case, "run: $run->{command}", "exit: $code", (map { "out: $_" } split /\n/, $out),
		(map { "err: $_" } split /\n/, $err), map { "!! $_" } grep { /^(?:tree|crash|took|left)/ } @wrong;
	return map { "$run->{command}: $_" } @wrong;
}

sub run_case {
	my ($defaults, $case, $template) = @_;
	my $desk = $ENV{D} = "$scratch/desk";
	$ENV{T} = "$scratch/t";
	remove_tree($desk, $ENV{T});
	make_path($ENV{T});
	for my $name (keys %$template) { spew("$desk/$name", $template->{$name}); chmod 0640, "$desk/$name" }
	make_path("$desk/.ticket", "$desk/tickets");
	my ($base) = grep { $_->{kind} eq 'base' } @{$defaults->{steps}};
	my ($before, @runs) = plan($defaults, $case);
	$n++;
	if (!ref $before) { print "ok $n - $case->{name} # skip: $before fails here\n"; return }
	my (@shown, @wrong);
	@wrong = prepare($desk, $base ? ($base->{bytes}, $base->{text}) : ('', ''), @$before);
	for my $run (@runs) {
		last if @wrong;
		@wrong = perform($run, $desk, \@shown);
		push @wrong, prepare($desk, '', '', @{$run->{after} // []}) unless @wrong && !$actual;
		@wrong = () if $actual;
	}
	if ($actual) { print "== $case->{name}\n", map { "$_\n" } @shown, @wrong; return }
	$failed++ if @wrong;
	print @wrong ? 'not ' : '', "ok $n - $case->{name}\n";
	print map { s/^/# /gmr . "\n" } "$case->{line}:", @wrong if @wrong;
}

# The desk that every case begins with: made once, then copied.
umask 0027;
remove_tree("$scratch/first", "$scratch/desk");
system("ticket init -q --timezone Asia/Shanghai --lang en '$scratch/first'") == 0 or die "cannot make a desk\n";
my %template = map { $_ => slurp("$scratch/first/$_") } qw(desk.yaml policy.yaml staff.yaml .ticket/.gitignore);
for my $file (@files) {
	my ($defaults, @cases) = read_cases($file);
	run_case($defaults, $_, \%template) for @cases;
}
print "1..$n\n" unless $actual;
exit($failed ? 1 : 0);
