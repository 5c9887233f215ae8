/* Policies: what is wrong in a desk's text is named with its place and key path; what is right takes effect. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "findings.h"
#include "policy_impl.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define HEAD "profile: after-sales@1\n"

struct row {
	const char *text; /* below the line that names the profile */
	const char *want; /* "line:col path: name first-argument second-argument", one a line */
};

/* clang-format off */
static const struct row bad[] = {
	{"colour: blue\n",
	 "2:1 colour: unknown-key-here colour"},
	{"categoires: {}\n",
	 "2:1 categoires: unknown-key-here categoires categories"},
	{"prefix: ts\n",
	 "2:9 prefix: bad-prefix ts"},
	{"prefix: TOOLONGX\n",
	 "2:9 prefix: bad-prefix TOOLONGX"},
	{"prefix: [TS]\n",
	 "2:9 prefix: value-needed"},
	{"languages: [en, fr]\n",
	 "2:17 languages: unknown-language fr"},
	{"languages: []\n",
	 "2:12 languages: empty-here"},
	{"label: After-sales\n",
	 "2:8 label: mapping-needed"},
	{"label: {en: Service, zh: 服务, de: Dienst}\n",
	 "2:30 label.de: unknown-language de"},
	{"label: {en: Service, zh: \"\"}\n",
	 "2:26 label.zh: empty-here"},
	{"teams:\n"
	     "  logistics: ~\n"
	     "extendable: promise\n",
	 "63:11 categories.logistics.team: unknown-team logistics\n"
	     "492:11 clocks.arrival.team: unknown-team logistics"},
	{"teams: [a, b]\n",
	 "2:8 teams: mapping-needed\n"
	     "29:11 categories.technical-fault.team: unknown-team tech-support\n"
	     "63:11 categories.logistics.team: unknown-team logistics\n"
	     "93:11 categories.quality-objection.team: unknown-team quality-control\n"
	     "121:11 categories.service-consultation.team: unknown-team customer-service\n"
	     "149:11 categories.complaint.team: unknown-team service-supervision\n"
	     "182:11 categories.billing.team: unknown-team service-supervision\n"
	     "492:11 clocks.arrival.team: unknown-team logistics"},
	{"teams:\n"
	     "  \"two words\": {label: {en: Two, zh: 二}}\n",
	 "3:3 teams.two words: bad-name two words"},
	{"teams:\n"
	     "  crew: {label: {en: Crew, zh: 施工队}, extern: true}\n",
	 "3:38 teams.crew.extern: unknown-key-here extern external"},
	{"teams:\n"
	     "  crew: {label: {en: Crew, zh: 施工队}, external: yes}\n",
	 "3:48 teams.crew.external: bad-yes-or-no yes"},
	{"teams:\n"
	     "  crew: {external: true}\n",
	 "3:3 teams.crew: key-missing label"},
	{"categories:\n"
	     "  technical-fault: {team: tech-suport}\n",
	 "3:27 categories.technical-fault.team: unknown-team tech-suport tech-support"},
	{"categories:\n"
	     "  own: {label: {en: Own, zh: 自定}, plans: [onsite-repairs]}\n",
	 "3:43 categories.own.plans: unknown-word onsite-repairs onsite-repair"},
	{"categories:\n"
	     "  own: {label: {en: Own, zh: 自定}, subcategories: {one: {label: {en: One, zh: 一}, words: {a: [x, y, x]}}}}\n",
	 "3:100 categories.own.subcategories.one.words.a: word-twice x"},
	{"categories:\n"
	     "  own: {label: {en: Own, zh: 自定}, subcategories: {one: {label: {en: One, zh: 一}, words: [x]}}}\n",
	 "3:89 categories.own.subcategories.one.words: mapping-needed"},
	{"categories:\n"
	     "  own: {label: {en: Own, zh: 自定}, prefix: xx}\n",
	 "3:43 categories.own.prefix: bad-prefix xx"},
	{"priorities:\n"
	     "  P4: {label: {en: Idle, zh: 闲}}\n",
	 "3:3 priorities.P4: unknown-word P4"},
	{"priorities:\n"
	     "  P1: {rules: {mine: {label: {en: Mine, zh: 我的}, when: {count: {same: [product.model], within: 7d}}}}}\n",
	 "3:57 priorities.P1.rules.mine.when.count: key-missing least"},
	{"priorities:\n"
	     "  P1: {rules: {mine: {label: {en: Mine, zh: 我的}, when: {pattern: smoke}}}}\n",
	 "3:66 priorities.P1.rules.mine.when.pattern: bad-pattern smoke"},
	{"priorities:\n"
	     "  P1: {rules: {mine: {label: {en: Mine, zh: 我的}, when: {words: []}}}}\n",
	 "3:64 priorities.P1.rules.mine.when.words: empty-here"},
	{"priorities:\n"
	     "  P1: {rules: {mine: {label: {en: Mine, zh: 我的}, when: {lowers: priority}}}}\n",
	 "3:57 priorities.P1.rules.mine.when.lowers: condition-not-here lowers"},
	{"defaults: {chanel: phone}\n",
	 "2:12 defaults.chanel: unknown-field chanel channel"},
	{"defaults: {channel: fone}\n",
	 "2:21 defaults.channel: unknown-word fone"},
	{"defaults: {age: 3d}\n",
	 "2:12 defaults.age: field-not-set-by-hand age"},
	{"repeats: {within: 30days}\n",
	 "2:19 repeats.within: bad-duration 30days"},
	{"repeats: {within: 30d, times: 2}\n",
	 "2:24 repeats.times: unknown-key-here times"},
	{"events:\n"
	     "  quote-accepted: {verb: quote}\n",
	 "3:3 events.quote-accepted: key-missing label"},
	{"events:\n"
	     "  quote-accepted: {label: {en: Quote accepted, zh: 客户确认报价}, verb: close}\n",
	 "3:67 events.quote-accepted.verb: verb-taken close closed"},
	{"events:\n"
	     "  quote-accepted: {label: {en: Quote accepted, zh: 客户确认报价}, from: [plannd]}\n",
	 "3:68 events.quote-accepted.from: unknown-word plannd planned"},
	{"events:\n"
	     "  quote-accepted: {label: {en: Quote accepted, zh: 客户确认报价}, to: planed}\n",
	 "3:65 events.quote-accepted.to: unknown-word planed planned"},
	{"events:\n"
	     "  quote-accepted: {label: {en: Quote accepted, zh: 客户确认报价}, to: merged}\n",
	 "3:65 events.quote-accepted.to: status-of-builtin merged"},
	{"events:\n"
	     "  quote-accepted: {label: {en: Quote accepted, zh: 客户确认报价}, keys: [reson]}\n",
	 "3:68 events.quote-accepted.keys: unknown-entry-key reson reason"},
	{"events:\n"
	     "  quote-accepted: {label: {en: Quote accepted, zh: 客户确认报价}, require: {note: true}}\n",
	 "3:70 events.quote-accepted.require: list-needed"},
	{"events:\n"
	     "  closed: {to: resolved}\n",
	 "3:12 events.closed.to: builtin-event to closed"},
	{"events:\n"
	     "  closed: {verb: shut}\n",
	 "3:12 events.closed.verb: builtin-event verb closed"},
	{"events:\n"
	     "  closed: {from: [planned]}\n",
	 "3:18 events.closed.from: builtin-event-from planned closed"},
	{"events:\n"
	     "  closed: {customer: true}\n",
	 "3:12 events.closed.customer: builtin-event customer closed"},
	{"events:\n"
	     "  closed: done\n",
	 "3:11 events.closed: mapping-needed"},
	{"guards:\n"
	     "  mine: {label: {en: Mine, zh: 我的}, before: [close], need: {event: informed}}\n",
	 "3:46 guards.mine.before[1]: unknown-event-name close closed"},
	{"guards:\n"
	     "  mine: {label: {en: Mine, zh: 我的}, before: [closed]}\n",
	 "3:3 guards.mine: guard-without-demand"},
	{"guards:\n"
	     "  mine: {label: {en: Mine, zh: 我的}, before: closed, by: lead}\n",
	 "3:45 guards.mine.before: list-needed"},
	{"guards:\n"
	     "  mine: {label: {en: Mine, zh: 我的}, before: [], by: [lead]}\n",
	 "3:45 guards.mine.before: empty-here"},
	{"guards:\n"
	     "  mine: {label: {en: Mine, zh: 我的}, before: [closed], by: [leader]}\n",
	 "3:60 guards.mine.by: unknown-word leader lead"},
	{"guards:\n"
	     "  mine: {before: [closed], by: [lead]}\n",
	 "3:3 guards.mine: key-missing label"},
	{"guards:\n"
	     "  mine: {label: {en: Mine, zh: 我的}, before: [{set: vists}], by: [lead]}\n",
	 "3:52 guards.mine.before[1].set: unknown-field vists visits"},
	{"guards:\n"
	     "  mine: {label: {en: Mine, zh: 我的}, before: [{set: age}], by: [lead]}\n",
	 "3:52 guards.mine.before[1].set: field-not-set-by-hand age"},
	{"guards:\n"
	     "  mine: {label: {en: Mine, zh: 我的}, before: [{field: visits}], by: [lead]}\n",
	 "3:46 guards.mine.before[1]: key-missing set"},
	{"guards:\n"
	     "  p1-plan-approved: {need: {event: aproved, since: plannd, by: led}}\n",
	 "3:36 guards.p1-plan-approved.need.event: unknown-event-name aproved approved\n"
	     "3:52 guards.p1-plan-approved.need.since: unknown-event-name plannd planned\n"
	     "3:64 guards.p1-plan-approved.need.by: unknown-word led lead"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {category: technical-falt}}\n",
	 "3:39 guards.p1-plan-approved.when.category: unknown-category technical-falt technical-fault"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {subcategory: [late, lost]}}\n",
	 "3:49 guards.p1-plan-approved.when.subcategory: unknown-subcategory lost"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {priorty: P1}}\n",
	 "3:29 guards.p1-plan-approved.when.priorty: unknown-field priorty priority"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {priority: P0}}\n",
	 "3:39 guards.p1-plan-approved.when.priority: unknown-word P0"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {order.paid: \">=20x\"}}\n",
	 "3:41 guards.p1-plan-approved.when.order.paid: bad-amount 20x"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {customer.name: \"<m\"}}\n",
	 "3:44 guards.p1-plan-approved.when.customer.name: cannot-compare customer.name"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {age: [\">3d\", 4d]}}\n",
	 "3:35 guards.p1-plan-approved.when.age: comparison-in-list >3d"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {age: \">3bd\"}}\n",
	 "3:34 guards.p1-plan-approved.when.age: bad-duration 3bd"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {age: \">3 days\"}}\n",
	 "3:34 guards.p1-plan-approved.when.age: bad-duration 3 days"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {visits: 3}}\n",
	 "3:37 guards.p1-plan-approved.when.visits: no-single-value visits"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {not: [priority]}}\n",
	 "3:34 guards.p1-plan-approved.when.not: mapping-needed"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {all: {priority: P1}}}\n",
	 "3:34 guards.p1-plan-approved.when.all: list-needed"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {any: []}}\n",
	 "3:34 guards.p1-plan-approved.when.any: empty-here"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {has: [plan.typ]}}\n",
	 "3:35 guards.p1-plan-approved.when.has: unknown-field plan.typ plan.type"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {since: planned}}\n",
	 "3:29 guards.p1-plan-approved.when.since: key-missing event"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {words: [fire]}}\n",
	 "3:29 guards.p1-plan-approved.when.words: condition-not-here words"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {entry: {has: [consent.by, reasn], outcome: maybe, by: boss}}}\n",
	 "3:55 guards.p1-plan-approved.when.entry.has: unknown-entry-key reasn reason\n"
	     "3:72 guards.p1-plan-approved.when.entry.outcome: unknown-word maybe\n"
	     "3:83 guards.p1-plan-approved.when.entry.by: unknown-word boss"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {entry: {at: any, consent: yes}}}\n",
	 "3:37 guards.p1-plan-approved.when.entry.at: condition-not-here at\n"
	     "3:55 guards.p1-plan-approved.when.entry.consent: no-single-value consent"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {lowers: title}}\n",
	 "3:37 guards.p1-plan-approved.when.lowers: cannot-compare title"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {changes: plan.promise}}\n",
	 "3:38 guards.p1-plan-approved.when.changes: unknown-field plan.promise plan.promised"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {event: surveyed, age: \"7 days\"}}\n",
	 "3:51 guards.p1-plan-approved.when.age: bad-duration 7 days"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {team: tech, customer.tier: gold, resolution.cause: magic}}\n",
	 "3:35 guards.p1-plan-approved.when.team: unknown-team tech\n"
	     "3:56 guards.p1-plan-approved.when.customer.tier: unknown-tier gold\n"
	     "3:80 guards.p1-plan-approved.when.resolution.cause: unknown-cause magic"},
	{"guards:\n"
	     "  p1-plan-approved: {when: {not: {not: {not: {not: {not: {not: {not: {not: {not: {priority: P1}}}}}}}}}}}\n",
	 "3:76 guards.p1-plan-approved.when.not.not.not.not.not.not.not.not: condition-too-deep"},
	{"require:\n"
	     "  closd: [note]\n",
	 "3:3 require.closd: unknown-event-name closd closed"},
	{"require:\n"
	     "  closed: [resolution.txt]\n",
	 "3:12 require.closed[1]: unknown-field resolution.txt resolution.text"},
	{"require:\n"
	     "  closed: [age]\n",
	 "3:12 require.closed[1]: field-not-set-by-hand age"},
	{"require:\n"
	     "  closed: note\n",
	 "3:11 require.closed: list-needed"},
	{"require:\n"
	     "  closed: [{any: []}]\n",
	 "3:18 require.closed[1]: empty-here"},
	{"require:\n"
	     "  closed: [{fields: [title]}, {when: {priority: P1}, fields: [title]}, {when: {team: logistics}, fields: [demand]}]\n",
	 "3:72 require.closed[3]: rows-of-equal-rank"},
	{"require:\n"
	     "  closed: [{fields: [title], ticks: [tool-kit]}]\n",
	 "3:30 require.closed[1].ticks: unknown-key-here ticks tick"},
	{"require:\n"
	     "  closed: [{tick: [toolkit]}]\n",
	 "3:20 require.closed[1].tick: unknown-checklist-item toolkit tool-kit"},
	{"require:\n"
	     "  closed: [{keys: [outcome]}]\n",
	 "3:20 require.closed[1].keys: key-not-of-event outcome closed"},
	{"require:\n"
	     "  closed: [{keys: [raeson], note: maybe}]\n",
	 "3:20 require.closed[1].keys: unknown-entry-key raeson\n"
	     "3:35 require.closed[1].note: bad-yes-or-no maybe"},
	{"clocks:\n"
	     "  mine: {label: {en: Mine, zh: 我的}}\n",
	 "3:3 clocks.mine: key-missing owner\n"
	     "3:3 clocks.mine: key-missing promise\n"
	     "3:3 clocks.mine: key-missing start\n"
	     "3:3 clocks.mine: key-missing target\n"
	     "3:3 clocks.mine: clock-never-stops"},
	{"clocks:\n"
	     "  plan: {owner: boss}\n",
	 "3:17 clocks.plan.owner: unknown-word boss"},
	{"clocks:\n"
	     "  plan: {owner: []}\n",
	 "3:17 clocks.plan.owner: empty-here"},
	{"clocks:\n"
	     "  plan: {promise: customers}\n",
	 "3:19 clocks.plan.promise: unknown-word customers customer"},
	{"clocks:\n"
	     "  plan: {start: [asigned]}\n",
	 "3:18 clocks.plan.start[1]: unknown-event-name asigned assigned"},
	{"clocks:\n"
	     "  plan: {start: [{event: assigned, set: team}]}\n",
	 "3:18 clocks.plan.start[1]: one-of-two event set"},
	{"clocks:\n"
	     "  plan: {stop: [{when: {priority: P1}}]}\n",
	 "3:17 clocks.plan.stop[1]: one-of-two event set"},
	{"clocks:\n"
	     "  plan: {stop: [{set: status}]}\n",
	 "3:23 clocks.plan.stop[1].set: field-not-set-by-hand status"},
	{"clocks:\n"
	     "  plan: {stop: ~}\n",
	 "3:3 clocks.plan: clock-never-stops"},
	{"clocks:\n"
	     "  plan: {pause: [waitng]}\n",
	 "3:18 clocks.plan.pause: unknown-word waitng waiting"},
	{"clocks:\n"
	     "  plan: {pause: [closed]}\n",
	 "3:17 clocks.plan.pause: pause-in-ended-status closed"},
	{"clocks:\n"
	     "  plan: {target: [{in: 2 hours}]}\n",
	 "3:24 clocks.plan.target[1].in: bad-duration 2 hours"},
	{"clocks:\n"
	     "  plan: {target: [{in: 0m}]}\n",
	 "3:24 clocks.plan.target[1].in: target-zero 0m"},
	{"clocks:\n"
	     "  plan: {target: [{in: 2h, at: plan.promised}]}\n",
	 "3:19 clocks.plan.target[1]: target-without-time"},
	{"clocks:\n"
	     "  plan: {target: [{when: {priority: P1}}]}\n",
	 "3:19 clocks.plan.target[1]: target-without-time"},
	{"clocks:\n"
	     "  plan: {target: [{at: plan.type}]}\n",
	 "3:24 clocks.plan.target[1].at: target-not-a-time plan.type"},
	{"clocks:\n"
	     "  plan: {target: [{in: 2h}, {in: 3h}]}\n",
	 "3:29 clocks.plan.target[2]: rows-of-equal-rank"},
	{"clocks:\n"
	     "  plan: {target: [{when: {priority: P1}, in: 2h}, {when: {category: logistics}, in: 3h}]}\n",
	 "3:51 clocks.plan.target[2]: rows-of-equal-rank"},
	{"clocks:\n"
	     "  plan: {target: [{when: {priority: P1}, in: 2h}, {when: {priority: [P1, P2]}, in: 3h}]}\n",
	 "3:51 clocks.plan.target[2]: rows-of-equal-rank"},
	{"clocks:\n"
	     "  plan: {target: [{every: 2h}]}\n",
	 "3:3 clocks.plan: every-without-until"},
	{"clocks:\n"
	     "  plan: {until: [resolved]}\n",
	 "3:10 clocks.plan: until-without-every"},
	{"clocks:\n"
	     "  progress: {target: [{when: {priority: P1}, in: 4h}, {every: 8h}]}\n",
	 "3:22 clocks.progress: every-and-in"},
	{"clocks:\n"
	     "  plan: {calendar: offce}\n",
	 "3:20 clocks.plan.calendar: unknown-calendar offce"},
	{"clocks:\n"
	     "  plan: {warn: [0%, 101%, 75, 1bd, 50%]}\n",
	 "3:17 clocks.plan.warn: bad-warning-point 0%\n"
	     "3:21 clocks.plan.warn: bad-warning-point 101%\n"
	     "3:27 clocks.plan.warn: bad-warning-point 75\n"
	     "3:31 clocks.plan.warn: bad-warning-point 1bd"},
	{"clocks:\n"
	     "  plan: {target: []}\n",
	 "3:18 clocks.plan.target: empty-here"},
	{"clocks:\n"
	     "  plan: {target: {in: 2h}}\n",
	 "3:18 clocks.plan.target: list-needed"},
	{"clocks:\n"
	     "  plan: {team: none}\n",
	 "3:16 clocks.plan.team: unknown-team none"},
	{"extendable: promis\n",
	 "2:13 extendable: unknown-clock promis promise"},
	{"clocks: {promise: ~}\n",
	 "385:13 extendable: unknown-clock promise"},
	{"escalation: [{level: 0, to: lead, after: [{in: 0m}]}]\n",
	 "2:22 escalation[1].level: number-out-of-range 0"},
	{"escalation: [{level: 1, to: ceo, after: [{in: 0m}]}, {level: 1, to: lead, after: [{in: 1h}, {in: 2h}]}]\n",
	 "2:29 escalation[1].to: unknown-word ceo\n"
	     "2:62 escalation[2]: named-twice 1\n"
	     "2:93 escalation[2].after[2]: rows-of-equal-rank"},
	{"escalation: {}\n",
	 "2:13 escalation: list-needed"},
	{"notices:\n"
	     "  mine: {label: {en: Mine, zh: 我的}, after: [asigned], tell: [boss]}\n",
	 "3:45 notices.mine.after: unknown-event-name asigned assigned\n"
	     "3:62 notices.mine.tell: unknown-word boss"},
	{"survey: {silent: {after: a week, reason: no-answer}}\n",
	 "2:26 survey.silent.after: bad-duration a week"},
	{"retention: {years: 2}\n",
	 "2:20 retention.years: retention-too-short"},
	{"retention: {years: three}\n",
	 "2:20 retention.years: bad-number three"},
	{"calendars:\n"
	     "  office: {week: {mon-fri: \"9:00-18:00\", sam: \"10:00-12:00\"}}\n",
	 "3:28 calendars.office.week.mon-fri: bad-hours 9:00-18:00\n"
	     "3:42 calendars.office.week.sam: unknown-weekday sam"},
	{"calendars:\n"
	     "  office: {week: {sat: []}}\n",
	 "3:3 calendars.office: never-open"},
	{"calendars:\n"
	     "  always: {week: {mon: \"09:00-18:00\"}}\n",
	 "3:3 calendars.always: builtin-calendar always"},
	{"calendars:\n"
	     "  office: {week: {mon-fri: \"09:00-18:00\", fri: \"09:00-12:00\"}, holidays: [2026-02-30, 2026-10-07..2026-10-01]}\n",
	 "3:43 calendars.office.week.fri: named-twice fri\n"
	     "3:75 calendars.office.holidays[1]: bad-date-range 2026-02-30\n"
	     "3:87 calendars.office.holidays[2]: range-backwards 2026-10-07..2026-10-01"},
	{"calendars:\n"
	     "  office: {timezone: Asia/Shangai, week: {mon: [\"00:00-24:00\", \"24:00-25:00\"]}, include: ch, makeup: monday}\n",
	 "3:22 calendars.office.timezone: unknown-zone Asia/Shangai\n"
	     "3:64 calendars.office.week.mon[2]: bad-hours 24:00-25:00\n"
	     "3:90 calendars.office.include: unknown-calendar ch\n"
	     "3:102 calendars.office.makeup: unknown-weekday monday"},
	{"calendars:\n"
	     "  a: {week: {mon: \"09:00-18:00\"}, include: b}\n"
	     "  b: {week: {mon: \"09:00-18:00\"}, include: [cn, a]}\n",
	 "3:44 calendars.a: calendar-includes-itself a\n"
	     "4:44 calendars.b: calendar-includes-itself b"},
	{"examples: [{text: hello, category: logistics, subcategory: usage, priority: P5}]\n",
	 "2:60 examples[1].subcategory: unknown-subcategory usage\n"
	     "2:77 examples[1].priority: unknown-word P5"},
	{"remedies: {mine: {label: {en: Mine, zh: 我的}, whem: {}}}\n",
	 "2:12 remedies.mine: key-missing text\n"
	     "2:46 remedies.mine.whem: unknown-key-here whem when"},
	{"checklist: {badge: {label: {en: Badge, zh: 工牌}}}\n"
	     "causes: {magic: {}}\n"
	     "tiers: [gold]\n",
	 "3:10 causes.magic: key-missing label\n"
	     "4:8 tiers: mapping-needed"},
};

/* without the first line */
static const struct row broken[] = {
	{"", "1:1 : empty-document"},
	{"[]\n", "1:1 : mapping-needed"},
	{"prefix: TS\n", "1:1 profile: profile-missing"},
	{"profile: ~\n", "1:10 profile: profile-missing"},
	{"profile: {}\n", "1:10 profile: profile-missing"},
	{"profile: after-sale@1\n", "1:10 profile: unknown-profile after-sale@1 after-sales@1"},
	{"profile: after-sales@9\n", "1:10 profile: unknown-profile after-sales@9 after-sales@1"},
	{"profile: after-sales@1\nprefix: A\nprefix: B\n", "3:1 : duplicate-key prefix"},
	{"profile: after-sales@1\nprefix: !x A\n", "2:9 : tag !x"},
	{"profile: after-sales@1\nguards: {a: [\n", "2:13 : unclosed-bracket ["},
};
/* clang-format on */

static void joined(const struct findings *all, char *out, size_t size)
{
	out[0] = '\0';
	for (size_t i = 0; i < all->count && i < COUNT(all->line); i++) {
		size_t len = strlen(out), end = strlen(all->line[i]);
		while (end && all->line[i][end - 1] == ' ')
			end--;
		snprintf(out + len, size - len, "%s%.*s", i ? "\n" : "", (int)end, all->line[i]);
	}
}

static void check_bad(const char *text, const char *want)
{
	static struct findings all;
	struct tk_sink sink = {add_finding, &all};
	struct tk_error first = TK_ERROR_INIT, quiet = TK_ERROR_INIT;
	struct tk_policy *policy = NULL;
	char got[4000];

	all.count = 0;
	enum tk_status status = tk_policy_read(text, strlen(text), "policy.yaml", NULL, &sink, &policy, &first);
	joined(&all, got, sizeof(got));
	if (strcmp(got, want) != 0)
		fail_msg("%s\n--- wanted\n%s\n--- got\n%s", text, want, got);
	assert_null(policy);
	assert_int_equal(status, tk_diag_row(first.diag)->status);
	/* the same without anybody to tell: it is unusable all the same, and the first finding is the same */
	assert_int_equal(tk_policy_read(text, strlen(text), "policy.yaml", NULL, NULL, &policy, &quiet), status);
	assert_int_equal(quiet.diag, first.diag);
	assert_int_equal(quiet.line, first.line);
	assert_string_equal(quiet.path, first.path);
}

static void test_bad(void **state)
{
	(void)state;
	assert_true(COUNT(bad) >= 60);
	for (size_t i = 0; i < COUNT(bad); i++) {
		char text[1000];
		snprintf(text, sizeof(text), HEAD "%s", bad[i].text);
		check_bad(text, bad[i].want);
	}
}

static void test_broken(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++)
		check_bad(broken[i].text, broken[i].want);
}

/* A finding about the profile's own part names the profile as its file. */
static void test_foreign_place(void **state)
{
	static const char text[] = HEAD "teams: {logistics: ~}\n";
	struct tk_error err = TK_ERROR_INIT;
	struct tk_policy *policy;

	(void)state;
	assert_int_equal(tk_policy_read(text, strlen(text), "policy.yaml", NULL, NULL, &policy, &err), TK_INVALID);
	assert_string_equal(err.path, "after-sales@1");
	assert_int_equal(err.diag, TK_D_UNKNOWN_TEAM);
}

static struct tk_policy *good(const char *text)
{
	static struct findings all;
	struct tk_sink sink = {add_finding, &all};
	struct tk_policy *policy = NULL;
	struct tk_error err = TK_ERROR_INIT;

	all.count = 0;
	(void)tk_policy_read(text, strlen(text), "policy.yaml", NULL, &sink, &policy, &err);
	if (!policy)
		fail_msg("%s\n%s", text, all.line[0]);
	return policy;
}

static void test_own_events(void **state)
{
	struct tk_policy *policy =
		good(HEAD "events:\n"
			  "  quote-accepted: {label: {en: Quote accepted, zh: 客户确认报价}, verb: quote, from: "
			  "[planned, waiting],\n"
			  "                   keys: [channel], require: [note, reason], customer: false}\n"
			  "  qc-passed: {label: {en: Quality check passed, zh: 质检合格}, to: in-progress}\n"
			  "  updated: {require: [next]}\n"
			  "  closed: {label: {en: Done, zh: 完成}}\n");
	const struct tk_event *quote = tk_policy_event(policy, "quote-accepted", strlen("quote-accepted"));
	const struct tk_event *passed = tk_policy_event(policy, "qc-passed", strlen("qc-passed"));
	const struct tk_event *updated = tk_policy_verb(policy, "update", strlen("update"));

	(void)state;
	assert_int_equal(quote->from, TK_S_BIT(TK_S_PLANNED) | TK_S_BIT(TK_S_WAITING));
	assert_int_equal(quote->move, TK_MOVE_STAY);
	assert_int_equal(quote->keys, TK_KEY_BIT(TK_KEY_CHANNEL) | TK_KEY_BIT(TK_KEY_REASON));
	assert_int_equal(quote->required, TK_KEY_BIT(TK_KEY_NOTE) | TK_KEY_BIT(TK_KEY_REASON));
	assert_ptr_equal(tk_policy_verb(policy, "quote", 5), quote);
	assert_int_equal(passed->from, TK_S_OPEN);
	assert_int_equal(passed->move, TK_MOVE_TO);
	assert_int_equal(passed->to, TK_S_IN_PROGRESS);
	assert_null(passed->verb);
	assert_true(updated->required & TK_KEY_BIT(TK_KEY_NEXT));
	assert_true(updated->required & TK_KEY_BIT(TK_KEY_NOTE)); /* what was builtin stays */
	assert_int_equal(updated->move, tk_event(TK_EVENT_UPDATED)->move);
	assert_true(tk_policy_has(policy, TK_THING_EVENT, NULL, "qc-passed"));
	assert_true(tk_policy_has(policy, TK_THING_EVENT, NULL, "received"));
	assert_string_equal(tk_policy_label(policy, TK_THING_EVENT, NULL, "qc-passed", "zh"), "质检合格");
	assert_string_equal(tk_policy_label(policy, TK_THING_EVENT, NULL, "closed", "zh"), "完成");
	assert_string_equal(tk_policy_label(policy, TK_THING_EVENT, NULL, "resolved", "zh"), "resolved");
	assert_null(tk_policy_event(policy, "quote", 5));
	assert_null(tk_policy_verb(policy, "received", 8));
	tk_policy_free(policy);
	assert_non_null(tk_policy_event(NULL, "closed", 6)); /* without a policy: the builtin ones */
}

static const struct tk_clock *clock_of(const struct tk_policy *policy, const char *name)
{
	for (size_t i = 0; i < policy->nclock; i++)
		if (strcmp(policy->clock[i].name, name) == 0)
			return &policy->clock[i];
	return NULL;
}

static void test_own_clock(void **state)
{
	struct tk_policy *policy = good(
		HEAD
		"calendars:\n"
		"  office: {timezone: Asia/Shanghai, include: cn, makeup: fri, week: {mon-thu: [\"09:00-12:00\", "
		"\"13:30-18:00\"], fri: 22:00-06:00},\n"
		"           holidays: {2026-12-24..2026-12-26: Closed}, dates: {2026-12-31: [], 2027-01-02: "
		"09:00-12:00}}\n"
		"clocks:\n"
		"  arrival: ~\n"
		"  first-response: {calendar: office, target: [{in: 20m}, {when: {customer.tier: vip}, in: 5m, "
		"calendar: always}]}\n"
		"  visit:\n"
		"    {label: {en: Visit, zh: 上门}, owner: [assignee, lead], promise: customer, start: [{set: "
		"visits}],\n"
		"     stop: [inspected], pause: [waiting, resolved], target: [{in: 3bd}], warn: [50%, 1d, 100%]}\n");
	const struct tk_clock *first = clock_of(policy, "first-response"), *visit = clock_of(policy, "visit");

	(void)state;
	assert_null(clock_of(policy, "arrival"));
	assert_false(tk_policy_has(policy, TK_THING_CLOCK, NULL, "arrival"));
	assert_string_equal(first->calendar, "office");
	assert_int_equal(first->ntarget, 2);
	assert_int_equal(first->target[1].span.seconds, 300);
	assert_string_equal(first->target[1].calendar, "always");
	assert_string_equal(first->start[0].event, "received"); /* from the profile */
	assert_null(visit->start[0].event);
	assert_int_equal(visit->start[0].field, TK_FIELD_VISITS);
	assert_int_equal(visit->pause, TK_S_BIT(TK_S_WAITING) | TK_S_BIT(TK_S_RESOLVED));
	assert_int_equal(visit->target[0].span.business_days, 3);
	assert_int_equal(visit->nwarn, 3);
	assert_true(visit->warn[0].share && visit->warn[0].amount == 50);
	assert_true(!visit->warn[1].share && visit->warn[1].amount == 86400);
	assert_string_equal(visit->owner, "assignee");
	assert_int_equal(visit->nowner, 2);
	assert_true(tk_policy_has(policy, TK_THING_CALENDAR, NULL, "office"));
	tk_policy_free(policy);
}

static void test_own_categories(void **state)
{
	struct tk_policy *policy = good(
		HEAD "languages: [zh]\n"
		     "prefix: KF\n"
		     "label: {zh: 客服台}\n"
		     "categories:\n"
		     "  billing: ~\n"
		     "  repair: {label: {zh: 报修}, prefix: BX, team: tech-support, question: {zh: 哪里坏了？}}\n"
		     "  logistics: {team: customer-service, subcategories: {late: ~, lost: {label: {zh: 丢件}}}}\n");

	(void)state;
	/* and the profile's examples of billing and late parcels are no findings */
	assert_false(tk_policy_has(policy, TK_THING_CATEGORY, NULL, "billing"));
	assert_string_equal(tk_policy_prefix(policy, "repair"), "BX");
	assert_string_equal(tk_policy_prefix(policy, "logistics"), "KF");
	assert_string_equal(tk_policy_prefix(policy, NULL), "KF");
	assert_string_equal(tk_policy_team(policy, "logistics"), "customer-service");
	assert_false(tk_policy_has(policy, TK_THING_SUBCATEGORY, "logistics", "late"));
	assert_true(tk_policy_has(policy, TK_THING_SUBCATEGORY, "logistics", "lost"));
	assert_true(tk_policy_has(policy, TK_THING_SUBCATEGORY, NULL, "lost"));
	assert_false(tk_policy_has(policy, TK_THING_SUBCATEGORY, "repair", "lost"));
	/* only Chinese was given: better than nothing for an English reader */
	assert_string_equal(tk_policy_label(policy, TK_THING_CATEGORY, NULL, "repair", "en"), "报修");
	assert_string_equal(tk_policy_label(policy, TK_THING_SUBCATEGORY, NULL, "lost", "zh"), "丢件");
	assert_string_equal(tk_policy_question(policy, "repair", NULL, "zh"), "哪里坏了？");
	assert_string_equal(tk_policy_question(policy, "repair", "any", "zh"), "哪里坏了？");
	tk_policy_free(policy);
}

static void test_text(void **state)
{
	struct tk_policy *policy = good(HEAD "guards: {extension-agreed: ~}\nclocks: {plan: {target: [{in: 4h}]}}\n");
	struct tk_str out;
	struct tk_error err = TK_ERROR_INIT;

	(void)state;
	tk_str_init(&out, 0);
	assert_int_equal(tk_policy_text(policy, "clocks.plan.target", &out, &err), TK_OK);
	assert_string_equal(out.data, "[{in: 4h}]\n");
	tk_str_reset(&out);
	assert_int_equal(tk_policy_text(policy, "clocks.plan.owner", &out, &err), TK_OK);
	assert_non_null(strstr(out.data, "lead"));
	tk_str_reset(&out);
	assert_int_equal(tk_policy_text(policy, "extendable", &out, &err), TK_OK);
	assert_string_equal(out.data, "promise\n");
	assert_int_equal(tk_policy_text(policy, "guards.extension-agreed", &out, &err), TK_NOT_FOUND);
	assert_int_equal(tk_policy_text(policy, "extendable.more", &out, &err), TK_NOT_FOUND);
	tk_str_clear(&out);
	tk_policy_free(policy);
}

static void test_bare_profile(void **state)
{
	struct tk_policy *policy;
	struct tk_error err = TK_ERROR_INIT;

	(void)state;
	assert_int_equal(tk_policy_read(NULL, 0, NULL, "after-sales@1", NULL, &policy, &err), TK_OK);
	assert_int_equal(policy->nclock, 15);
	tk_policy_free(policy);
	assert_int_equal(tk_policy_read(NULL, 0, NULL, "after-sails", NULL, &policy, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_NO_PROFILE);
	assert_null(policy);
	tk_policy_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad),           cmocka_unit_test(test_broken),
		cmocka_unit_test(test_foreign_place), cmocka_unit_test(test_own_events),
		cmocka_unit_test(test_own_clock),     cmocka_unit_test(test_own_categories),
		cmocka_unit_test(test_text),          cmocka_unit_test(test_bare_profile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
