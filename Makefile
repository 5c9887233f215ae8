# ticket: a plain-file after-sales desk, and libticket.
#
#   make            build bin/ticket and the library (into .build/)
#   make demo       install what is missing, build, play a day at a sample desk
#   make check      install what is missing, build, run all tests
#   make check-unit | check-cli | check-lint | check-fault    one kind of test
#   make bench      speed, as ratios side by side
#   make fuzz       every fuzz target for FUZZ_SECONDS each
#   make deep       what takes too long for every change
#   make install uninstall    DESTDIR= PREFIX=/usr/local
#   make format format-check clean help
#
# VARIANT=release|debug|san|cov|fuzz chooses flags and the folder of the objects.  CC, CFLAGS and LDFLAGS are the
# user's; what the code needs is added in front of them.

VARIANT ?= release
PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
LIBDIR  ?= $(PREFIX)/lib
INCDIR  ?= $(PREFIX)/include
MANDIR  ?= $(PREFIX)/share/man
LOCALEDIR ?= $(PREFIX)/share/locale

VERSION := 0.1.0
SOVERSION := 0

B := .build/$(VARIANT)
.DEFAULT_GOAL := all

# ---- packages -------------------------------------------------------------------------------------------------------
BUILD_PACKAGES := gcc libc6-dev make libyaml-dev libutf8proc-dev gettext tzdata
CHECK_PACKAGES := $(BUILD_PACKAGES) libcmocka-dev perl mandoc man-db git pkg-config strace diffutils python3
CI_PACKAGES := $(CHECK_PACKAGES) clang clang-tidy clang-format cppcheck shellcheck libclang-rt-14-dev valgrind

.PHONY: deps deps-check deps-ci
deps: ; @tests/packages $(BUILD_PACKAGES)
deps-check: ; @tests/packages $(CHECK_PACKAGES)
deps-ci: ; @tests/packages $(CI_PACKAGES)

# ---- flags ----------------------------------------------------------------------------------------------------------
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wswitch-enum -Wvla \
        -Wformat=2 -Wundef -Wcast-qual
STD := -std=c17 -D_POSIX_C_SOURCE=200809L
HARDEN := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fno-strict-overflow
FLAGS_release := -O2 -g $(HARDEN)
FLAGS_debug   := -O0 -g -DTK_ARENA_MALLOC
FLAGS_san     := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -DTK_ARENA_MALLOC
FLAGS_cov     := -O0 -g --coverage
FLAGS_fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -DTK_ARENA_MALLOC
LINK_release  := -Wl,-z,relro,-z,now
LINK_san      := -fsanitize=address,undefined
LINK_cov      := --coverage
LINK_fuzz     := -fsanitize=address,undefined

LIB_CPPFLAGS := -Ilib/include -Ilib -I$(B)/gen -D_GNU_SOURCE
SRC_CPPFLAGS := -Ilib/include -Isrc -I$(B)/gen -DTK_VERSION='"$(VERSION)"' -DTK_LOCALEDIR='"$(LOCALEDIR)"'
LIB_LIBS := -lyaml -lutf8proc
CFLAGS ?=
ALL_CFLAGS = $(STD) $(WARN) $(WERROR) $(FLAGS_$(VARIANT)) -fno-semantic-interposition -MMD -MP $(CFLAGS)
ALL_LDFLAGS = $(LINK_$(VARIANT)) $(LDFLAGS)

# ---- sources --------------------------------------------------------------------------------------------------------
LIB_SRC := $(sort $(wildcard lib/*.c))
SRC_SRC := $(sort $(wildcard src/*.c))
PROFILES := $(sort $(wildcard lib/profiles/*.yaml))
PO_FILES := $(sort $(wildcard src/po/*.po))
UNIT_SRC := $(sort $(wildcard tests/unit/test_*.c))
PO_FILES := $(sort $(wildcard src/po/*.po))

LIB_OBJ := $(LIB_SRC:lib/%.c=$(B)/lib/%.o)
LIB_PIC := $(LIB_SRC:lib/%.c=$(B)/pic/%.o)
SRC_OBJ := $(SRC_SRC:src/%.c=$(B)/src/%.o)
MO_BUILT := $(PO_FILES:src/po/%.po=$(B)/locale/%/LC_MESSAGES/ticket.mo)
UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(B)/unit/%)

MO_BUILT := $(PO_FILES:src/po/%.po=$(B)/locale/%/LC_MESSAGES/ticket.mo)

SONAME := libticket.so.$(SOVERSION)
SHARED := $(B)/libticket.so.$(VERSION)
STATIC := $(B)/libticket.a

.PHONY: all
all: $(if $(SRC_SRC),$(B)/ticket $(if $(filter release,$(VARIANT)),bin/ticket) $(MO_BUILT)) $(SHARED) $(STATIC)

# A stamp that changes when the command line of the compiler does, so that a change of flags rebuilds.
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(CC) $(ALL_CFLAGS) $(LIB_CPPFLAGS) $(SRC_CPPFLAGS) $(ALL_LDFLAGS))' | cmp -s - $@ || \
	 echo '$(subst ','\'',$(CC) $(ALL_CFLAGS) $(LIB_CPPFLAGS) $(SRC_CPPFLAGS) $(ALL_LDFLAGS))' > $@
FORCE:

$(B)/lib/%.o: lib/%.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(LIB_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<
$(B)/pic/%.o: lib/%.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(LIB_CPPFLAGS) $(ALL_CFLAGS) -fPIC -c -o $@ $<
$(B)/src/%.o: src/%.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(SRC_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

# Builtin profiles: packed into constants by a program of ours that reads them with the library's own reader.
GEN_OBJ := $(patsubst %,$(B)/lib/%.o,arena diag fail node str yaml_fast yaml_fault yaml_in yaml_keys yaml_literal yaml_scan)
$(B)/gen/mkprofile: lib/gen/mkprofile.c $(GEN_OBJ)
	@mkdir -p $(@D)
	$(CC) $(LIB_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< $(GEN_OBJ) -lyaml
$(B)/gen/profiles.inc: $(B)/gen/mkprofile $(wildcard lib/profiles) $(PROFILES)
	$< $(PROFILES) > $@.tmp && mv $@.tmp $@
$(B)/lib/profile.o $(B)/pic/profile.o: $(B)/gen/profiles.inc

.PHONY: static
static: $(STATIC)
$(STATIC): $(LIB_OBJ)
	@mkdir -p $(@D) && rm -f $@
	$(AR) rcs $@ $^
$(SHARED): $(LIB_PIC) lib/libticket.map
	$(CC) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=lib/libticket.map -Wl,--no-undefined -Wl,-Bsymbolic-functions \
	  $(ALL_LDFLAGS) -o $@ $(LIB_PIC) $(LIB_LIBS)
	@ln -sf libticket.so.$(VERSION) $(B)/$(SONAME)
	@ln -sf $(SONAME) $(B)/libticket.so
# The program carries the library in itself: finding and binding a shared one costs a third of its start-up.
$(B)/ticket: $(SRC_OBJ) $(STATIC)
	$(CC) $(ALL_LDFLAGS) -o $@ $(SRC_OBJ) $(STATIC) $(LIB_LIBS)
	@mkdir -p $(B)/bin && ln -sf ../ticket $(B)/bin/ticket
bin/ticket: .build/release/ticket
	@mkdir -p bin && cp -f $< $@

# ---- translations: src/po/LANGUAGE.po ------------------------------------------------------------------------------
POT_SRC = $(sort $(wildcard src/*.c src/*.def lib/*.c lib/include/ticket/*.def lib/include/ticket/diag/*.def))
$(B)/locale/%/LC_MESSAGES/ticket.mo: src/po/%.po
	@mkdir -p $(@D)
	msgfmt --check -o $@ $<
.build/ticket.pot: $(POT_SRC)
	@mkdir -p $(@D)
	xgettext --language=C --from-code=UTF-8 -k_ -kN_ -kC_:1c,2 -kNC_:1c,2 --add-comments=TRANSLATORS --no-wrap --sort-by-file \
	  --add-location=file --package-name=ticket --package-version=$(VERSION) -o $@ $(POT_SRC)
# pot: collect the texts; po: take new ones over into the catalogues, and those no longer used out of them.
# The date of collecting is left out: it would differ between any two branches.
.PHONY: pot po
pot: .build/ticket.pot
po: .build/ticket.pot
	@for f in $(PO_FILES); do msgmerge --quiet --no-wrap --no-fuzzy-matching -o $$f.all $$f $< && \
	  msgattrib --no-obsolete --no-wrap $$f.all | grep -v '^"POT-Creation-Date:' > $$f.new && \
	  mv $$f.new $$f && rm $$f.all || exit 1; done

# ---- tests ----------------------------------------------------------------------------------------------------------
$(B)/unit/%: tests/unit/%.c $(STATIC)
	@mkdir -p $(@D)
	$(CC) $(LIB_CPPFLAGS) -Itests/unit $(ALL_CFLAGS) -Wno-missing-prototypes $(ALL_LDFLAGS) -o $@ $< $(STATIC) \
	  $(LIB_LIBS) -lcmocka

# Every allocation of the library, and of libyaml inside it, goes through the test, which lets it fail.
$(B)/unit/test_nomem: private LIB_LIBS := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=strdup \
  -Wl,-Bstatic -lyaml -Wl,-Bdynamic -lutf8proc

# Modules of the program, as an archive of everything but main.
$(B)/src.a: $(filter-out $(B)/src/main.o,$(SRC_OBJ))
	@rm -f $@
	@$(AR) rcs $@ $^
$(B)/unit/test_src_%: tests/unit/test_src_%.c $(B)/src.a $(STATIC)
	@mkdir -p $(@D)
	$(CC) $(SRC_CPPFLAGS) -Itests/unit $(ALL_CFLAGS) -Wno-missing-prototypes $(ALL_LDFLAGS) -o $@ $< $(B)/src.a $(STATIC) \
	  $(LIB_LIBS) -lcmocka

CLI_TESTS := $(sort $(wildcard tests/cli/t*.sh tests/story/t*.sh))
LINT_TESTS := $(sort $(wildcard tests/lint/*.sh tests/lint/*.pl))
FAULT_TESTS := $(sort $(wildcard tests/fault/*.sh))

.PHONY: unit-bin
unit-bin: $(UNIT_BIN)

.PHONY: check check-all check-unit check-cli check-lint check-fault
check: deps-check
	@$(MAKE) --no-print-directory check-all
check-all: all $(UNIT_BIN)
	@tests/run $(UNIT_BIN) $(CLI_TESTS) $(LINT_TESTS) $(FAULT_TESTS)
check-unit: $(UNIT_BIN)
	@[ -z "$^" ] || tests/run $^
check-cli: all
	@tests/run $(CLI_TESTS)
check-lint: all
	@tests/run $(LINT_TESTS)
check-fault: all
	@tests/run $(FAULT_TESTS)

.PHONY: deep-fault
deep-fault: deps-check all
	@FAULT_ROUNDS=8 tests/run $(FAULT_TESTS)

# ---- the demo -------------------------------------------------------------------------------------------------------
.PHONY: demo
demo: deps
	@$(MAKE) --no-print-directory -s all
	@examples/demo.sh

.PHONY: bench
bench: deps all
	@tests/bench/run

.PHONY: deep
deep: deps-ci
	@tests/deep

# ---- fuzzing: one libFuzzer program a target, clang's runtime -----------------------------------------------------------
FUZZ := $(sort $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c)))
FUZZ_SECONDS ?= 20
.build/fuzz/fuzz_%: tests/fuzz/fuzz_%.c .build/fuzz/libticket.a
	$(CC) $(LIB_CPPFLAGS) $(ALL_CFLAGS) -Wno-missing-prototypes -fsanitize=fuzzer,address,undefined -o $@ $< \
	  .build/fuzz/libticket.a $(LIB_LIBS)
.PHONY: fuzz fuzz-build
fuzz-build: $(FUZZ:%=.build/fuzz/fuzz_%)
fuzz:
	@$(MAKE) --no-print-directory -s VARIANT=fuzz CC=clang fuzz-build
	@tests/fuzz/run $(FUZZ_SECONDS) $(FUZZ)

# ---- installing -----------------------------------------------------------------------------------------------------
MAN_PAGES := $(wildcard man/*.[1-8])
.PHONY: install uninstall
install: all
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(INCDIR)/ticket/diag
	install -m 755 $(B)/libticket.so.$(VERSION) $(DESTDIR)$(LIBDIR)/
	ln -sf libticket.so.$(VERSION) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libticket.so
	install -m 644 $(STATIC) $(DESTDIR)$(LIBDIR)/
	install -m 644 lib/include/ticket/*.h lib/include/ticket/*.def $(DESTDIR)$(INCDIR)/ticket/
	install -m 644 lib/include/ticket/diag/*.def $(DESTDIR)$(INCDIR)/ticket/diag/
	sed -e 's|@PREFIX@|$(PREFIX)|; s|@LIBDIR@|$(LIBDIR)|; s|@INCDIR@|$(INCDIR)|; s|@VERSION@|$(VERSION)|' \
	  lib/libticket.pc.in > $(DESTDIR)$(LIBDIR)/pkgconfig/libticket.pc
	install -m 755 $(B)/ticket $(DESTDIR)$(BINDIR)/
	for f in $(wildcard bin/ticket-*); do install -m 755 $$f $(DESTDIR)$(BINDIR)/ || exit 1; done
	for f in $(MAN_PAGES); do install -D -m 644 $$f $(DESTDIR)$(MANDIR)/man$${f##*.}/$${f##*/} || exit 1; done
	for f in $(MO_BUILT:$(B)/locale/%=%); do install -D -m 644 $(B)/locale/$$f $(DESTDIR)$(LOCALEDIR)/$$f || exit 1; done
uninstall:
	rm -f $(DESTDIR)$(BINDIR)/ticket $(patsubst bin/%,$(DESTDIR)$(BINDIR)/%,$(wildcard bin/ticket-*)) \
	  $(DESTDIR)$(LIBDIR)/libticket.* $(DESTDIR)$(LIBDIR)/pkgconfig/libticket.pc $(DESTDIR)$(LOCALEDIR)/*/LC_MESSAGES/ticket.mo
	rm -f $(foreach f,$(MAN_PAGES),$(DESTDIR)$(MANDIR)/man$(subst .,,$(suffix $(f)))/$(notdir $(f)))
	rm -rf $(DESTDIR)$(INCDIR)/ticket

# ---- tidiness -------------------------------------------------------------------------------------------------------
C_FILES = $(wildcard lib/*.[ch] lib/gen/*.[ch] lib/include/ticket/*.h src/*.[ch] tests/unit/*.[ch] tests/fuzz/*.c \
            tests/fault/*.c tests/bench/*.c examples/c/*.c)
.PHONY: format format-check clean help
format:
	clang-format -i $(C_FILES)
format-check:
	clang-format --dry-run -Werror $(C_FILES)
clean:
	rm -rf .build bin/ticket
help:
	@sed -n '1,/^$$/ s/^# \{0,1\}//p' Makefile

-include $(wildcard $(B)/gen/*.d $(B)/lib/*.d $(B)/pic/*.d $(B)/src/*.d $(B)/unit/*.d)
