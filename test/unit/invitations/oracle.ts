import { daysBetween, type Instant, type LocalDate, londonTime, plusDays, weekday } from "../../../src/kernel/time.ts";
import type { CaseFlag } from "../../../src/domain/case.ts";
import type { Form } from "../../../src/domain/dimension.ts";
import file from "../../../surveys/bank-holidays.json" with { type: "json" };
import { type File, membersOf, type Message, type Said, type Story, type Told, type Who } from "./story.ts";

// What must not be sent, said over what has happened, from the words of the design: domain.md 1.7 and 1.8, instruments.md
// 1.11, decisions.md 4, 5, 8, 14, 30. It knows none of the engine's rules, states or rows, and shares no code with them but
// the calendar.

/** Why nothing may go: to a person who is never asked; by this route and in this case; at this moment. */
export type Verdict = {
  readonly never: readonly string[];
  readonly shut: readonly string[];
  readonly notNow: readonly string[];
};

/** Days after what was reported on which a stage may be asked about (instruments.md 1.11). */
const windows: { readonly [F in Form]: readonly [kinds: readonly string[], from: number, to: number] } = {
  "report": [["report.recorded"], 28, 70],
  "charge": [
    [
      "decision.charged",
      "decision.not-charged",
      "decision.out-of-court",
      "decision.reviewed",
      "report.no-further-action",
    ],
    14,
    42,
  ],
  "trial": [["court.outcome", "court.trial-held"], 14, 42],
  "post-conviction": [["court.sentenced"], 56, 112],
  "closure": [["case.closed", "report.no-further-action", "decision.not-charged", "decision.out-of-court"], 0, 28],
};

const holidays = new Set<string>(file.days.map(({ date }) => date));

const inOrder = (told: readonly Told[]) => told.toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1));
const dayOf = (at: Instant) => londonTime(at).date;
const reasons = (all: readonly (readonly [boolean, string])[]) => all.filter(([is]) => is).map(([, why]) => why);

/** What was told and not taken back, in the order in which it happened. */
const standing = ({ told }: Story) => inOrder(told.filter(({ retractedBy }) => retractedBy === null));

const fileNow = ({ merged }: Story, of: File): File => (merged && of === "s2" ? "s1" : of);
const of = (story: Story, which: File) =>
  standing(story).filter((each) => fileNow(story, each.file) === fileNow(story, which));
const about = (story: Story, who: Who) => standing(story).filter((each) => each.who === who);

/** The newest of what was told of one thing. */
function latest<T>(told: readonly Told[], thing: (each: Told) => T | undefined): T | undefined {
  return told.map(thing).findLast((each) => each !== undefined);
}

const flagsOf = (told: readonly Told[]): readonly CaseFlag[] =>
  told.flatMap(({ flags = [], offence }) => [...flags, ...(offence === "sexual" ? (["serious-sexual"] as const) : [])]);

type Judgement = { readonly said: Said; readonly judgedAt: Instant };

/** Who judged a route, and when: the newest judgement is the one that counts. */
function judgementOf(story: Story, who: Who): Judgement | null {
  const judged = about(story, who).flatMap(({ said }) => (said ? [{ said, judgedAt: said.judgedAt }] : []));
  return judged.toSorted((a, b) => (a.judgedAt < b.judgedAt ? 1 : -1))[0] ?? null;
}

const wasTakenBack = ({ told }: Story, who: Who) =>
  told.some((each) => each.who === who && each.said !== undefined && each.retractedBy !== null);

const hasStopped = ({ stops }: Story, who: Who) => stops.some((stop) => stop.who === who);

type Way = Message["route"];
const ways = { sms: "mobile", email: "email", letter: "postal" } as const;

/** Whether the number that was given is the suspect's, by the newest list of theirs, whenever it arrived. */
function isSuspects(story: Story, who: Who): boolean {
  const lists = about(story, who)
    .flatMap(({ said }) => (said ? [said] : []))
    .toSorted((a, b) => (a.judgedAt < b.judgedAt ? 1 : -1))
    .flatMap(({ suspects }) => (suspects ? [suspects] : []));
  return lists[0]?.includes(judgementOf(story, who)?.said.mobile ?? "") === true;
}

/** Where a route leads: null where nothing was given, or what was given may not be used, and so is not kept. */
function addressOf(story: Story, who: Who, route: Way): string | null {
  const judged = judgementOf(story, who);
  if (!judged || judged.said.safe === "no" || isSuspects(story, who)) return null;
  return judged.said[ways[route]];
}

const profileOf = (story: Story, who: Who) => {
  const told = about(story, who);
  return {
    age: latest(told, ({ profile }) => profile?.age) ?? "not-stated",
    sex: latest(told, ({ profile }) => profile?.sex) ?? "not-stated",
    flags: latest(told, ({ profile }) => profile?.flags) ?? [],
    consent: latest(told, ({ profile }) => profile?.consent) ?? "not-refused",
    isDead: told.some(({ kind }) => kind === "victim.deceased"),
    hasWithdrawn: told.some(({ kind }) => kind === "victim.withdrew"),
  };
};

/** Ann and Bob are Surrey's, Kate is Kent's. */
const forceOf = { ann: "surrey", bob: "surrey", kate: "kent" } as const;
const everybody: readonly Who[] = ["ann", "bob", "kate"];

/** Whether a number, an address, leads to two of them. What was taken back, or stopped, is nobody's any more. */
function bothHave(story: Story, one: Who, other: Who, route: Way): boolean {
  const isKnown = [one, other].every((who) => !wasTakenBack(story, who) && !hasStopped(story, who));
  const address = addressOf(story, one, route);
  return isKnown && address !== null && address === addressOf(story, other, route);
}

const areAlike = (story: Story, one: Who, other: Who) => {
  const [a, b] = [profileOf(story, one), profileOf(story, other)];
  const isStated = a.age !== "not-stated" && a.sex !== "not-stated";
  const isCompany = [...a.flags, ...b.flags].includes("organisation");
  return forceOf[one] !== forceOf[other] && isStated && a.age === b.age && a.sex === b.sex && !isCompany;
};

/** The names under which forces know one person: alike, with a number that both were given, and neither said to be dead. */
const namesOf = (story: Story, who: Who): readonly Who[] =>
  everybody.filter(
    (other) =>
      other === who ||
      (areAlike(story, who, other) &&
        !profileOf(story, other).isDead &&
        (["sms", "email", "letter"] as const).some((route) => bothHave(story, who, other, route))),
  );

const isOpen = (story: Story, which: File) => !of(story, which).some(({ kind }) => kind === "case.closed");

/** The person's cases: this one, and every other that is open. */
const casesOf = (story: Story, names: readonly Who[], own: File): readonly File[] =>
  (Object.keys(membersOf) as File[]).filter(
    (each) =>
      fileNow(story, each) === fileNow(story, own) ||
      (names.some((who) => membersOf[each].includes(who)) && isOpen(story, each)),
  );

/** Every reason in the design for which this must not be sent. @param route Null where something waits to be sent. */
export function verdictOn(
  story: Story,
  { who, file: own, stage, at, route }: Omit<Message, "route"> & { readonly route: Way | null },
  knownAt: number,
): Verdict {
  const names = namesOf(story, who);
  const cases = casesOf(story, names, own);
  const flags = cases.flatMap((each) => flagsOf(of(story, each)));
  return {
    never: neverAsked(story, names, who),
    shut: [
      ...onlyInPerson(story, who, flags),
      ...wrongRoute(story, who, flags, { at, route }),
      ...wrongStage(story, { own, stage, at }, knownAt),
    ],
    notNow: [...quietToday(story, who, cases, at), ...tooSoon(story, names, { own, stage, at })],
  };
}

/** Who is out of the frame or has said no, to whichever force. */
function neverAsked(story: Story, names: readonly Who[], who: Who): readonly string[] {
  const own = profileOf(story, who);
  const all = names.map((name) => profileOf(story, name));
  return reasons([
    [own.isDead, "they have died"],
    [all.some(({ hasWithdrawn }) => hasWithdrawn), "they withdrew"],
    [own.flags.includes("organisation"), "an organisation"],
    [own.age === "under-16", "a child under 16"],
    [all.some(({ consent }) => consent === "refused"), "they refused surveys"],
    [story.stops.some((stop) => stop.who === who && stop.why === "stop"), "they told us to stop"],
  ]);
}

function onlyInPerson(story: Story, who: Who, flags: readonly CaseFlag[]): readonly string[] {
  const { age, flags: known } = profileOf(story, who);
  const wasOfAge = story.told.some((each) => each.who === who && each.profile?.adult === true);
  const wasToldOnce = story.told.some((each) => each.who === who && each.retractedBy !== null);
  const isOfAge = wasOfAge || known.includes("police-employee") || wasToldOnce;
  return reasons([
    [flags.includes("live-operation"), "a live operation"],
    [flags.includes("serious-sexual"), "a sexual offence is never written about cold"],
    [flags.includes("bereaved"), "a bereaved family is asked by somebody they know"],
    [age === "not-stated" && !isOfAge, "nobody knows whether they are 16"],
  ]);
}

const dangers: readonly CaseFlag[] = ["domestic-abuse", "stalking", "honour-based-abuse", "coercive-control"];

function wrongRoute(
  story: Story,
  who: Who,
  flags: readonly CaseFlag[],
  { at, route }: { readonly at: Instant; readonly route: Way | null },
): readonly string[] {
  const judged = judgementOf(story, who);
  const unsafe = story.stops.filter((stop) => stop.who === who && stop.why === "not-safe").map((stop) => stop.at);
  if (!judged || unsafe.some((since) => since >= judged.judgedAt))
    return ["nobody has said since that a route is safe"];
  const { said, judgedAt } = judged;
  const first = said.mobile !== null ? "sms" : said.email !== null ? "email" : "post";
  const named = said.channel ?? first;
  const safe = ({ sms: "sms", email: "email", post: "letter" } as const)[named as string];
  const address = safe && addressOf(story, who, safe);
  const strangers = everybody.filter((other) => other !== who && !namesOf(story, who).includes(other));
  const isShared = strangers.some((other) => {
    const { isDead, hasWithdrawn } = profileOf(story, other);
    const isVictim = (!isDead && !hasWithdrawn) || areAlike(story, who, other);
    return safe !== undefined && isVictim && bothHave(story, who, other, safe);
  });
  const [from, to] = said.hours ?? [0, 24 * 60];
  const hours = Array.from({ length: 600 }, (_, index) => 540 + index);
  return reasons([
    [said.safe !== "yes", "the route was not called safe"],
    [safe === undefined, "they may be telephoned, or reached through an advocate, only"],
    [route !== null && route !== safe, "another route than the one that was called safe"],
    [address === null, "nothing is known of the route that was called safe"],
    [said.by === null, "nobody signed for the route"],
    [daysBetween(dayOf(judgedAt), dayOf(at)) > 90, "the route was called safe more than 90 days ago"],
    [flags.some((flag) => dangers.includes(flag)) && said.channel === null, "danger, and no route was named"],
    [isSuspects(story, who), "the suspect's number"],
    [isShared, "somebody else has the number too"],
    [!hours.some((minute) => isWithin(minute, from, to)), "no hour is safe"],
  ]);
}

const isWithin = (minute: number, from: number, to: number) =>
  from <= to ? from <= minute && minute < to : from <= minute || minute < to;

/** What is asked about must have happened, so long ago and no longer. @param knownAt What was told when it was taken up. */
function wrongStage(
  story: Story,
  { own, stage, at }: { readonly own: File; readonly stage: Form; readonly at: Instant },
  knownAt: number,
): readonly string[] {
  const [kinds, from, to] = windows[stage];
  const known = story.told.filter(
    ({ index, retractedBy, file: its }) =>
      index < knownAt &&
      (retractedBy === null || retractedBy >= knownAt) &&
      fileNow(story, its) === fileNow(story, own),
  );
  const isTimely = known.some(({ kind, occurredAt }) => {
    const age = daysBetween(dayOf(occurredAt), dayOf(at));
    return kinds.includes(kind) && from <= age && age <= to;
  });
  const conclusions = of(story, own).filter(({ kind }) =>
    ["court.unconcluded", "court.outcome", "court.sentenced"].includes(kind),
  );
  const isUndone = conclusions.at(-1)?.kind === "court.unconcluded";
  return reasons([
    [!isTimely, "outside the window of what happened"],
    [isUndone && (stage === "post-conviction" || stage === "closure"), "the court took its conclusion back"],
  ]);
}

function quietToday(story: Story, who: Who, cases: readonly File[], at: Instant): readonly string[] {
  const { date, minutes } = londonTime(at);
  const [from, to] = judgementOf(story, who)?.said.hours ?? [0, 24 * 60];
  const happened = cases.map((each) => of(story, each));
  const isCourtDay = happened.some((told) => {
    const sits = new Set<string>();
    for (const { kind, on } of told) {
      if (kind === "court.hearing-listed" && on !== undefined) sits.add(on);
      if (kind === "court.trial-vacated" && on !== undefined) sits.delete(on);
    }
    return sits.has(date) || sits.has(plusDays(date, 1));
  });
  const isAnniversary = happened.some((told) => {
    const since = latest(told, ({ offenceOn }) => offenceOn);
    return since !== undefined && anniversaries(since, Number(date.slice(0, 4))).includes(date);
  });
  const isRelease = happened.some((told) => {
    const released = told.findLast(({ kind }) => kind === "post.released");
    return released !== undefined && (released.on ?? dayOf(released.occurredAt)) === date;
  });
  return reasons([
    [minutes < 9 * 60 || minutes >= 19 * 60, "night"],
    [!isWithin(minutes, from, to), "not a safe hour of theirs"],
    [weekday(date) === 7, "Sunday"],
    [holidays.has(date) || ["12-25", "12-26", "01-01"].includes(date.slice(5)), "a bank holiday"],
    [isCourtDay, "a day in court, or the day before"],
    [isAnniversary, "the anniversary of the offence"],
    [isRelease, "the offender leaves prison today"],
  ]);
}

/** Where a year has no 29 February, both days beside it. */
function anniversaries(of: string, year: number): readonly string[] {
  const exists = plusDays(`${year}-02-28` as LocalDate, 1).endsWith("29");
  if (!of.endsWith("02-29") || exists) return [`${year}${of.slice(4)}`];
  return [`${year}-02-28`, `${year}-03-01`];
}

function tooSoon(
  story: Story,
  names: readonly Who[],
  { own, stage, at }: { readonly own: File; readonly stage: Form; readonly at: Instant },
): readonly string[] {
  const earlier = story.messages.filter((message) => names.includes(message.who) && message.stage !== "closure");
  const isClose = earlier.some((message) => {
    const least = fileNow(story, message.file) === fileNow(story, own) ? 28 : 90;
    return daysBetween(dayOf(message.at), dayOf(at)) < least;
  });
  return reasons([[isClose && stage !== "closure", "written to only lately"]]);
}
