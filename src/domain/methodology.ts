import * as v from "valibot";
import version1 from "../../surveys/methodology/1.json" with { type: "json" };
import type { Form } from "./dimension.ts";

/**
 * The national methodology as data: every number that carries policy, versioned, so that a release can say by which it
 * was made (surveys/methodology/).
 */
const days = v.pipe(v.number(), v.integer(), v.minValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const positive = v.pipe(v.number(), v.gtValue(0));
const names = v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.readonly());
const bySize = v.strictObject({ "1": positive, "2": positive, "3": positive });
const isDay = v.pipe(v.string(), v.isoDate());
const fractions = v.strictObject({
  "report": v.optional(share),
  "charge": v.optional(share),
  "trial": v.optional(share),
  "post-conviction": v.optional(share),
  "closure": v.optional(share),
});
const dimension = v.picklist(["area", "stage", "offence", "age", "sex"]);

/** Days after the triggering milestone: not before `fromDays`, aimed at `targetDays`, not after `toDays`. */
const window = v.pipe(
  v.strictObject({ triggers: names, fromDays: days, targetDays: days, toDays: days }),
  v.check(
    ({ fromDays, targetDays, toDays }) => fromDays <= targetDays && targetDays <= toDays,
    "a window runs from `fromDays` by way of `targetDays` to `toDays`",
  ),
);

/** Minutes past midnight in London. */
const minutes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(24 * 60));

export const methodologySchema = v.strictObject({
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/)),
  title: v.strictObject({ en: v.string(), cy: v.string() }),
  /** By when somebody must have looked at it again: what it rests on, such as bank holidays, is known until then. */
  reviewBy: isDay,
  /** What a release covers. */
  period: v.literal("quarter"),
  journey: v.strictObject({
    "report": window,
    "charge": window,
    "trial": window,
    "post-conviction": window,
    "closure": window,
  }),
  /** How long a link works, counted from the day on which it was sent. */
  linkDays: count,
  /** How long the wave's key outlives its last link. */
  waveGraceDays: days,
  rest: v.strictObject({ withinCaseDays: days, acrossCasesDays: days }),
  safeContact: v.strictObject({
    staleAfterDays: count,
    flagsNeedingExplicitRoute: names,
    flagsNeverCold: names,
    mediatedFlags: names,
  }),
  sending: v.pipe(
    v.strictObject({
      fromMinutes: minutes,
      toMinutes: minutes,
      sundays: v.boolean(),
      quietDays: v.strictObject({
        /** Those of England and Wales (surveys/bank-holidays.json), and what lies on these days of every year (`12-25`). */
        bankHolidays: v.boolean(),
        everyYear: v.pipe(v.array(v.pipe(v.string(), v.regex(/^\d\d-\d\d$/))), v.readonly()),
        offenceAnniversary: v.boolean(),
        /** Days with a court date that the engine knows, and so many before. */
        hearings: v.boolean(),
        daysBeforeHearing: days,
        /** The day on which the offender leaves prison. */
        release: v.boolean(),
      }),
    }),
    v.check(({ fromMinutes, toMinutes }) => fromMinutes < toMinutes, "sending hours begin before they end"),
  ),
  reminder: v.strictObject({ afterDays: count }),
  /** When an officer is reminded of a closure discussion, each time anew, and when their supervisor hears of it. [OURS] */
  closureRequest: v.strictObject({
    remindAfterWorkingDays: count,
    remindersAtMost: days,
    overdueAfterWorkingDays: count,
  }),
  /** Age in years below which nobody is surveyed directly. */
  minimumAge: count,
  /** Fraction of the eligible who are invited: by area (GSS code) and stage, else by stage, else the default. */
  sampling: v.strictObject({
    default: share,
    byStage: v.optional(fractions),
    byAreaAndStage: v.optional(v.record(v.pipe(v.string(), v.regex(/^[EW]\d{8}$/)), fractions)),
  }),
  contactKeptDaysAfterLastWindow: days,
  /** An open case of which nothing is heard for so long is over, unless something in it is live. */
  caseSilentDays: count,
  generalisation: v.strictObject({ k: count, order: names }),
  /** Measures that a bridge study has tied to the web's, of modes that ask otherwise: no other counts of theirs. */
  bridged: v.strictObject({ sms: names }),
  weights: v.strictObject({
    /** What answers are weighted to and scores adjusted for, in the order in which weights give them up: the last first. */
    attributes: v.pipe(v.array(v.picklist(["offence", "age", "sex", "abuse"])), v.readonly()),
    /** Answers that a category must have to be weighted by itself. */
    fewestAnswers: count,
    /** How many times the mean a weight may be: what the noise of adjusted scores grows by. [OURS] */
    cap: v.pipe(v.number(), v.minValue(1)),
    /** How often weights are held to the cap and raked again, at most. */
    rounds: count,
  }),
  core: v.strictObject({ fixed: names, rotating: names, agenciesAtMost: count }),
  pool: v.strictObject({ mixAtLeast: count, waitAtMostDays: days, padTo: v.pipe(v.array(count), v.readonly()) }),
  disclosure: v.strictObject({
    noise: v.strictObject({
      variance: positive,
      truncation: count,
      centredVariance: bySize,
      centredTruncation: bySize,
      /** Of national tables of two answers at once, which one answer is in many of: more noise to each. */
      associations: v.strictObject({ variance: positive, truncation: count }),
    }),
    baseShown: count,
    basePercentage: count,
    baseUnflagged: count,
    baseBand: count,
    baseJourney: count,
    roundBaseTo: count,
    roundLargeBaseTo: count,
    largeBase: count,
    roundFrameTo: count,
    extremeBelow: count,
    peopleTables: v.pipe(v.array(v.pipe(v.array(dimension), v.readonly())), v.readonly()),
  }),
  bands: v.strictObject({ outer: positive, inner: positive, practicalPoints: positive, winsorise: share }),
  confidence: share,
});

export type Methodology = v.InferOutput<typeof methodologySchema>;

const versions: ReadonlyMap<string, Methodology> = new Map(
  [version1].map((file) => v.parse(methodologySchema, file)).map((parsed) => [parsed.version, parsed]),
);

/** The methodology of that version. @throws Error when there is no such version: what names one must also ship it. */
export function methodologyOf(version: string): Methodology {
  const found = versions.get(version);
  if (!found) throw new Error(`surveys/methodology holds no version ${version}`);
  return found;
}

/** The file of the methodology in force, to the byte: its SHA-256 is in every release (a test compares with the file). */
export const methodologyText = `${JSON.stringify(version1, null, 2)}\n`;

/** The methodology in force. */
export const methodology: Methodology = methodologyOf(version1.version);

/** The fraction of those eligible at a stage in an area who are invited, 0 to 1. */
export function fractionOf(form: Form, area: string, { sampling }: Pick<Methodology, "sampling">): number {
  return sampling.byAreaAndStage?.[area]?.[form] ?? sampling.byStage?.[form] ?? sampling.default;
}
