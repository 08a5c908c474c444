import type { CaseFlag, VictimAge, VictimFlag } from "../src/domain/case.ts";
import type { Offence, Stage } from "../src/domain/dimension.ts";
import type { Locale } from "../src/kernel/locale.ts";
import { type LocalDate, plusDays, type Quarter } from "../src/kernel/time.ts";
import { type Area, areaShares, pickArea } from "./areas.ts";
import { dueDays, periods } from "./calendar.ts";
import { type Traits, traitsOf } from "./traits.ts";
import { normal, pick, type Stream, streamOf, whole } from "./chance.ts";
import { type Happening, journeyFrom } from "./journey.ts";

/**
 * A synthetic nation: invented victims and cases whose mix (offences, ages, flags, safety routes) is plausible for
 * England and Wales and is not a statistic of it. Nobody in it exists.
 */
export type Nation = { readonly seed: string; readonly evenness: number };

/** By which route, if any, this victim may be written to. */
export type Route = "sms" | "email" | "phone-only" | "advocate" | "none" | "unknown";

export type Person = {
  readonly age: VictimAge;
  readonly sex: "female" | "male" | "not-stated";
  readonly language: Locale;
  readonly route: Route;
  readonly flags: readonly VictimFlag[];
  readonly refused: boolean;
  /** How content this person tends to be, whoever asks about whatever: standard normal. */
  readonly temper: number;
  readonly traits: Traits;
};

export type Case = {
  readonly index: number;
  readonly area: Area;
  readonly offence: Exclude<Offence, "not-stated">;
  readonly flags: readonly CaseFlag[];
  readonly person: Person;
  readonly officer: { readonly ref: string; readonly unit: string };
  /** The stage at which the engine first hears of the case, and the day on which its first survey falls due. */
  readonly entry: Stage;
  readonly firstDue: LocalDate;
  readonly period: Quarter;
  readonly happenings: readonly Happening[];
};

type OffenceShares = Readonly<Record<Case["offence"], number>>;

/** What reaches court is not what is reported: later stages hold more violence and less theft. */
const offenceShares: Readonly<Record<"early" | "late", OffenceShares>> = {
  early: {
    "violence": 36,
    "sexual": 4,
    "burglary": 9,
    "vehicle": 12,
    "robbery": 4,
    "theft": 17,
    "criminal-damage": 13,
    "other": 5,
  },
  late: {
    "violence": 47,
    "sexual": 5,
    "burglary": 11,
    "vehicle": 6,
    "robbery": 8,
    "theft": 10,
    "criminal-damage": 8,
    "other": 5,
  },
};

/** At which stage a case is when the engine first hears of it, so that every stage ends with about as many answers. */
const entryShares: Readonly<Record<Stage, number>> = { "report": 30, "charge": 17, "trial": 27, "post-conviction": 26 };

const ageShares: Readonly<Record<VictimAge, number>> = {
  "under-16": 2,
  "16-17": 2,
  "18-24": 14,
  "25-44": 40,
  "45-64": 28,
  "65-plus": 13,
  "not-stated": 1,
};

const femaleShare: OffenceShares = {
  "violence": 54,
  "sexual": 87,
  "burglary": 48,
  "vehicle": 40,
  "robbery": 38,
  "theft": 50,
  "criminal-damage": 48,
  "other": 50,
};

function flagsOf(next: Stream, offence: Case["offence"]): CaseFlag[] {
  const chances: readonly (readonly [CaseFlag, number])[] = [
    ["domestic-abuse", offence === "violence" ? 0.2 : offence === "criminal-damage" ? 0.07 : 0.01],
    ["stalking", offence === "violence" ? 0.04 : 0.004],
    ["honour-based-abuse", offence === "violence" ? 0.002 : 0],
    ["serious-sexual", offence === "sexual" ? 0.6 : 0],
    ["bereaved", offence === "violence" ? 0.004 : 0],
    ["hate", offence === "violence" || offence === "criminal-damage" ? 0.05 : 0.005],
    ["live-operation", 0.003],
    ["high-harm", 0.006],
  ];
  return chances.filter(([, chance]) => next() < chance).map(([flag]) => flag);
}

/** The more dangerous the case, the fewer have a route by which they may safely be written to. */
function routeOf(next: Stream, flags: readonly CaseFlag[]): Route {
  const dangerous = flags.some((flag) => flag !== "hate" && flag !== "bereaved");
  return dangerous
    ? pick(next, { "sms": 50, "email": 8, "phone-only": 12, "advocate": 14, "none": 6, "unknown": 10 })
    : pick(next, { "sms": 79, "email": 14, "phone-only": 2, "advocate": 1, "none": 1, "unknown": 3 });
}

const WELSH_SPEAKERS = 0.2;

function personOf(
  next: Stream,
  { area, offence, flags }: Pick<Case, "area" | "offence" | "flags">,
): Omit<Person, "traits"> {
  const female = femaleShare[offence];
  const chances: readonly (readonly [VictimFlag, number])[] = [
    ["enhanced-rights", flags.length > 0 ? 0.7 : 0.08],
    ["repeat-victim", flags.includes("domestic-abuse") ? 0.4 : 0.08],
    ["police-employee", offence === "violence" ? 0.02 : 0.002],
    ["organisation", offence === "theft" || offence === "criminal-damage" ? 0.05 : 0.004],
  ];
  return {
    age: pick(next, ageShares),
    sex: pick(next, { "female": female, "male": 100 - female, "not-stated": 2 }),
    language: area.welsh && next() < WELSH_SPEAKERS ? "cy" : "en",
    route: routeOf(next, flags),
    flags: chances.filter(([, chance]) => next() < chance).map(([flag]) => flag),
    refused: next() < 0.015,
    temper: normal(next),
  };
}

/** How many officers a force has in the synthetic nation: enough that one holds a handful of cases. */
const OFFICERS = 120;

/** The case of one number: always the same for one seed. */
export function caseOf({ seed, evenness }: Nation, index: number): Case {
  const next = streamOf(seed, `case/${index}`);
  const area = pickArea(next, sharesOf(evenness));
  const quarter = pick(next, Object.fromEntries(periods.map(({ quarter, share }) => [quarter, share]))) as Quarter;
  const entry = pick(next, entryShares);
  const offence = pick(next, offenceShares[entry === "report" || entry === "charge" ? "early" : "late"]);
  const flags = flagsOf(next, offence);
  const known = personOf(next, { area, offence, flags });
  const person = { ...known, traits: traitsOf(seed, index, known.language) };
  const officer = {
    ref: `PC${area.force}${String(whole(next, 1, OFFICERS)).padStart(3, "0")}`,
    unit: `${area.force}${pick(next, { A: 4, B: 3, C: 2, X: 1 })}`,
  };
  const { from, days } = dueDays(quarter);
  const firstDue = plusDays(from, whole(next, 0, days));
  const told = { index, area, offence, flags, person, officer, entry, firstDue, period: quarter };
  return { ...told, happenings: journeyFrom(streamOf(seed, `journey/${index}`), told) };
}

const knownShares = new Map<number, readonly number[]>();

function sharesOf(evenness: number): readonly number[] {
  const known = knownShares.get(evenness) ?? areaShares(evenness);
  knownShares.set(evenness, known);
  return known;
}
