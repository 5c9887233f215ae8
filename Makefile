# ticket: a plain-file after-sales desk, and libticket.
#
#   make            build bin/ticket and the library (into .build/)
#   make demo       install what is missing, build, play a day at a sample desk
#   make check      install what is missing, build, run all tests
#   make check-unit, check-cli    one kind of test
#   make install    DESTDIR= PREFIX=/usr/local
#   make lint format bench deep clean help
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
BUILD_PACKAGES := gcc make pkg-config libyaml-dev libcsv-dev libutf8proc-dev libpcre2-dev gettext tzdata
CHECK_PACKAGES := libcmocka-dev perl mandoc git python3 strace

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
LIB_LIBS := -lyaml -lcsv -lutf8proc
CFLAGS ?=
ALL_CFLAGS = $(STD) $(WARN) $(WERROR) $(FLAGS_$(VARIANT)) -fno-semantic-interposition -MMD -MP $(CFLAGS)
ALL_LDFLAGS = $(LINK_$(VARIANT)) $(LDFLAGS)

# ---- sources --------------------------------------------------------------------------------------------------------
LIB_SRC := $(sort $(wildcard lib/*.c))
SRC_SRC := $(sort $(wildcard src/*.c))
PROFILES := $(sort $(wildcard lib/profiles/*.yaml))
UNIT_SRC := $(sort $(wildcard tests/unit/test_*.c))

LIB_OBJ := $(LIB_SRC:lib/%.c=$(B)/lib/%.o)
LIB_PIC := $(LIB_SRC:lib/%.c=$(B)/pic/%.o)
SRC_OBJ := $(SRC_SRC:src/%.c=$(B)/src/%.o)
UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(B)/unit/%)

SONAME := libticket.so.$(SOVERSION)
SHARED := $(B)/libticket.so.$(VERSION)
STATIC := $(B)/libticket.a

.PHONY: all
all: $(if $(SRC_SRC),$(B)/ticket) $(SHARED) $(STATIC)

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

.PHONY: static
static: $(STATIC)
$(STATIC): $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^
$(SHARED): $(LIB_PIC) lib/libticket.map
	$(CC) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=lib/libticket.map -Wl,--no-undefined -Wl,-Bsymbolic-functions \
	  $(ALL_LDFLAGS) -o $@ $(LIB_PIC) $(LIB_LIBS)
	@ln -sf libticket.so.$(VERSION) $(B)/$(SONAME)
	@ln -sf $(SONAME) $(B)/libticket.so
$(B)/ticket: $(SRC_OBJ) $(SHARED)
	$(CC) $(ALL_LDFLAGS) -Wl,-rpath,'$$ORIGIN/../$(B):$$ORIGIN' -o $@ $(SRC_OBJ) -L$(B) -lticket
	@mkdir -p bin && $(if $(filter release,$(VARIANT)),cp -f $@ bin/ticket,:)

# ---- tests ----------------------------------------------------------------------------------------------------------
$(B)/unit/%: tests/unit/%.c $(STATIC)
	@mkdir -p $(@D)
	$(CC) $(LIB_CPPFLAGS) -Itests/unit $(ALL_CFLAGS) -Wno-missing-prototypes $(ALL_LDFLAGS) -o $@ $< $(STATIC) \
	  $(LIB_LIBS) -lcmocka

.PHONY: check-unit check-cli check
check-unit: $(UNIT_BIN)
	@for t in $(UNIT_BIN); do echo "# $$t"; $$t || exit 1; done

.PHONY: clean
clean:
	rm -rf .build bin/ticket

-include $(wildcard $(B)/lib/*.d $(B)/pic/*.d $(B)/src/*.d $(B)/unit/*.d)
