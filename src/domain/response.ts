import { type Dims, NOT_STATED, type ToldMode } from "./dimension.ts";
import { keyOf } from "./generalise.ts";

/** Codes by measure; a list where several may be chosen. */
export type Items = { readonly [measure: string]: string | readonly string[] };

/** What is sealed into the pool: one submission, whole, for as long as it takes to mix it with others. */
export type Submission =
  | {
      readonly kind: "survey";
      readonly dims: Dims;
      readonly mode: ToldMode;
      readonly outcome: "complete" | "partial";
      readonly items: Items;
      /** Redacted already. */
      readonly comment: string | null;
      /** Only when the victim said that their surveys may be compared. */
      readonly journey: { readonly cohort: string; readonly tag: string } | null;
      readonly profile: Items;
    }
  | {
      readonly kind: "closure";
      readonly dims: Dims;
      readonly recordedBy: "officer" | "victim";
      readonly items: Items;
      readonly comment: string | null;
      readonly journey: { readonly cohort: string; readonly tag: string } | null;
    }
  /** Too little was answered to count: it uses up the link and leaves no record. */
  | { readonly kind: "break-off" };

/** The records that a submission falls into. They share no key, and no field beyond period, area and stage. */
export type Separated = {
  readonly response: ResponseRecord | null;
  readonly journey: JourneyRecord | null;
  readonly comment: CommentRecord | null;
  readonly profile: readonly ProfileRecord[];
  readonly closure: ClosureRecord | null;
};

type ResponseRecord = Omit<Dims, "facts" | "inclusion"> & {
  readonly inclusion: string;
  readonly mode: ToldMode;
  readonly outcome: "complete" | "partial";
  readonly items: Items;
};
type JourneyRecord = {
  readonly cohort: string;
  readonly tag: string;
  readonly stage: string;
  readonly area: string;
  readonly overall: "satisfied" | "neither" | "dissatisfied";
};
export type CommentRecord = CommentPlace & { readonly text: string };
/** What a comment tells in clear beside its words. */
export type CommentPlace = {
  readonly area: string;
  readonly stage: string;
  /** Whose words: a victim's, or what an officer wrote of a discussion. Never told together. */
  readonly recordedBy: "officer" | "victim";
};
type ProfileRecord = {
  readonly stage: string;
  readonly attribute: string;
  readonly category: string;
  /** Of each core item, whether the answer was good (1) or not (0). */
  readonly items: Readonly<Record<string, 0 | 1>>;
};
type ClosureRecord = {
  readonly area: string;
  readonly offence: string;
  readonly recordedBy: "officer" | "victim";
  readonly instrument: string;
  readonly items: Items;
};

/** Satisfaction on the whole (C1; of the victim's own closure form VCF1), in the three levels of a journey record. */
function overallOf(items: Items): JourneyRecord["overall"] | null {
  const code = Number(items["C1"] ?? items["VCF1"]);
  if (!(code >= 1 && code <= 7)) return null;
  if (code >= 5) return "satisfied";
  return code === 4 ? "neither" : "dissatisfied";
}

/**
 * Splits one submission into records that cannot be joined again (privacy.md 2.3 step 4).
 *
 * @param isPositive Whether a code of a core measure is positive: profile records keep that and no more.
 */
export function separate(
  submission: Submission,
  isPositive: (measure: string, code: string) => boolean | null,
): Separated {
  const nothing = { response: null, journey: null, comment: null, profile: [], closure: null };
  if (submission.kind === "break-off") return nothing;

  const { area, stage, offence, age, sex, abuse, language, inclusion, instrument } = submission.dims;
  const { items } = submission;
  const recordedBy = submission.kind === "closure" ? submission.recordedBy : "victim";
  const comment = submission.comment === null ? null : { area, stage, recordedBy, text: submission.comment };
  const overall = overallOf(items);
  const journey = submission.journey && overall ? { ...submission.journey, stage, area, overall } : null;
  if (submission.kind === "closure") {
    return { ...nothing, comment, journey, closure: { area, offence, recordedBy, instrument, items } };
  }

  const { mode, outcome, profile } = submission;
  const core: Record<string, 0 | 1> = {};
  for (const [measure, code] of Object.entries(items)) {
    const positive = typeof code === "string" ? isPositive(measure, code) : null;
    if (positive !== null) core[measure] = positive ? 1 : 0;
  }
  return {
    ...nothing,
    comment,
    journey,
    response: { area, stage, offence, age, sex, abuse, language, inclusion, instrument, mode, outcome, items },
    profile: Object.entries(profile).flatMap(([attribute, category]) =>
      typeof category === "string" ? [{ stage, attribute, category, items: core }] : [],
    ),
  };
}

/**
 * Makes officers' closure records that go in together coarse enough: the offence is blanked where fewer than `k` of
 * them share area and offence, then the area where fewer than `k` share what is left.
 *
 * The vault knows which cases had a discussion recorded, and when. So `k` is counted over the records themselves, not
 * over the requests: among those of one night's mix, each has `k` that look alike, or tells its stage alone.
 */
export function coarsenClosures<T extends { readonly submission: Submission }>(
  records: readonly T[],
  k: number,
): readonly T[] {
  const blankRare = (all: readonly T[], blank: Partial<Pick<Dims, "area" | "offence">>): readonly T[] => {
    const sizes = new Map<string, number>();
    for (const { submission } of all) sizes.set(placeOf(submission), (sizes.get(placeOf(submission)) ?? 0) + 1);
    return all.map((record) => {
      const { submission } = record;
      const isRare = (sizes.get(placeOf(submission)) ?? 0) < k;
      if (!isRare || submission.kind === "break-off") return record;
      return { ...record, submission: { ...submission, dims: { ...submission.dims, ...blank } } };
    });
  };
  return blankRare(blankRare(records, { offence: NOT_STATED }), { area: NOT_STATED });
}

/**
 * Blanks the mode of victims' answers that go in together: those of one combination keep theirs only where each mode
 * among them has `k`; else none of them does.
 *
 * The vault knows which invitations were handed over by a person, and how. To blank the rare mode alone would mark it:
 * so whoever shares a combination may leave a record without a mode, and a mode that is told has `k` beside each other.
 * Answers by text keep theirs always: they are counted apart, and which of those texted sends one the vault is not told.
 */
export function coarsenModes<T extends { readonly submission: Submission }>(
  records: readonly T[],
  k: number,
): readonly T[] {
  const sizes = new Map<string, Map<ToldMode, number>>();
  for (const { submission } of records) {
    if (submission.kind !== "survey" || submission.mode === "sms") continue;
    const { dims, mode } = submission;
    const modes = sizes.get(keyOf(dims)) ?? new Map<ToldMode, number>();
    sizes.set(keyOf(dims), modes.set(mode, (modes.get(mode) ?? 0) + 1));
  }
  return records.map((record) => {
    const { submission } = record;
    if (submission.kind !== "survey" || submission.mode === "sms") return record;
    const modes = sizes.get(keyOf(submission.dims)) ?? new Map<ToldMode, number>();
    if ([...modes.values()].every((n) => n >= k)) return record;
    return { ...record, submission: { ...submission, mode: NOT_STATED } };
  });
}

const commentPlace = ({ area, stage, recordedBy }: CommentPlace) => `${area}|${stage}|${recordedBy}`;

/** Comments that wait, by what they would tell beside their words: only groups of `k` and more. */
export const groupComments = <T extends CommentPlace>(waiting: readonly T[], k: number): readonly (readonly T[])[] =>
  [...Map.groupBy(waiting, commentPlace).values()].filter((group) => group.length >= k);

/**
 * Makes the comments that are left at a quarter's end coarse enough: the stage is blanked where fewer than `k` share area,
 * stage and whose words they are, then the area where fewer than `k` share what is left. The last few are the nation's.
 */
export function coarsenComments<T extends CommentPlace>(waiting: readonly T[], k: number): readonly T[] {
  const blankRare = (all: readonly T[], blank: Partial<CommentPlace>): readonly T[] => {
    const groups = Map.groupBy(all, commentPlace);
    return all.map((one) => ((groups.get(commentPlace(one))?.length ?? 0) < k ? { ...one, ...blank } : one));
  };
  return blankRare(blankRare(waiting, { stage: NOT_STATED }), { area: NOT_STATED });
}

const placeOf = (submission: Submission) =>
  submission.kind === "break-off" ? "" : `${submission.dims.area}|${submission.dims.offence}`;
