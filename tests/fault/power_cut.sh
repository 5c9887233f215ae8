#!/usr/bin/env bash
# What a power cut can take away, as a model over the calls of every command that writes.
#
# A file's text is safe after fsync of the file; a name (new, renamed, removed) after fsync of its folder; syncfs makes
# all safe.  A file must not get its name before its text is safe, and when the command ends with 0 no name under
# tickets/, attachments/ or the desk's own files may still be unsafe.
# shellcheck source=tests/fault/lib.bash
. "$(dirname "$0")/lib.bash"
need_strace

model()
{
	perl -ne '
		# with -y strace writes a descriptor as 5</path/of/it>
		sub path { my ($dir, $name) = @_; $name =~ m{^/} ? $name : "$dir/$name" }
		next unless /^\d+\s+(\w+)\((.*)\)\s+=\s+(-?\d+)/ and $3 >= 0;
		my ($call, $args) = ($1, $2);
		if ($call =~ /^open/ and $args =~ /O_CREAT/ and / = \d+<(.*)>/) { $name{$1} = 1 unless $there{$1}++; }
		elsif ($call =~ /^p?write/ and $args =~ /^\d+<(\/[^>]*)>/) { $text{$1} = 1 }
		elsif ($call =~ /^f(data)?sync/ and $args =~ /<(.*)>/) {
			my $path = $1;
			delete $text{$path};
			delete @name{grep { m{^\Q$path\E/[^/]+$} } keys %name};
		}
		elsif ($call eq "syncfs") { %text = %name = () }
		elsif ($call =~ /^mkdir/ and $args =~ /<(.*)>, "([^"]*)"/) { $name{path($1, $2)} = 1 }
		elsif ($call =~ /^(rename|link)/ and $args =~ /<([^>]*)>, "([^"]*)", \d+<([^>]*)>, "([^"]*)"/) {
			my ($from, $to) = (path($1, $2), path($3, $4));
			print "$to gets its name before its text is safe\n" if $text{$from};
			$name{$to} = 1;
			$name{$from} = 1 unless $from =~ m{/\.tmp-};
		}
		END {
			for my $what ([\%text, "text"], [\%name, "name"]) {
				for (sort keys %{$what->[0]}) {
					next if m{/\.tmp-|/\.ticket/(seq|lock)$} or !m{^\Q$ENV{WORK}\E/};
					print "done, but the $what->[1] of $_ is not safe\n";
				}
			}
		}' "$tmp/trace"
}

for case in "${cases[@]}"; do
	begin "$case"
	fresh
	run -y -e trace=file,desc
	WORK=$tmp/work model >"$tmp/wrong"
	ok "$case: all is safe when it is done" "$tmp/wrong"
done
finish
