import { measureOf, scaleOf } from "../instrument/registry.ts";

// What is published of closure discussions: what officers recorded for their forces, as counts that came through the
// frame; what they were told of satisfaction and reasons, and what victims wrote themselves, from anonymous records. Each
// stands by itself: none is ever added to another, nor to a survey (decisions.md 14).

/** Where a figure's counts come from: the force's own records; what an officer was told; what a victim wrote. */
export type ClosureSource = "recorded" | "told" | "own";

/** What became of the discussions that were due. `own-form`: the victim chose to fill the form in themselves. */
const coverageCodes = ["held", "attempted", "not-possible", "none", "own-form"] as const;

/** Days from the closing to the record: each band's name, and its last day; null for all later ones. */
export const recordBands = [
  { code: "same-day", lastDay: 0 },
  { code: "1-3", lastDay: 3 },
  { code: "4-7", lastDay: 7 },
  { code: "8-14", lastDay: 14 },
  { code: "15-28", lastDay: 28 },
  { code: "29-plus", lastDay: null },
] as const;

/** Satisfaction in three levels, as journeys have it. */
export const levels = ["satisfied", "neither", "dissatisfied"] as const;
export type Level = (typeof levels)[number];

/** The code under which a figure of several answers keeps of how many it is. */
export const BASE = "base";

export type ClosureFigure = {
  readonly id: string;
  readonly source: ClosureSource;
  /** Its answers, in order. */
  readonly codes: readonly string[];
  /** Several answers may be given, so that their shares add up to more than the whole. */
  readonly several: boolean;
};

const optionsOf = (id: string) => scaleOf(measureOf(id).scale).options.map(({ code }) => code);

const figure = (id: string, source: ClosureSource, more: Partial<ClosureFigure> = {}): ClosureFigure => ({
  id,
  source,
  codes: more.codes ?? optionsOf(id),
  several: more.several ?? false,
});

const several = { several: true } as const;

/** Every figure, in the order in which they are read. */
export const closureFigures: readonly ClosureFigure[] = [
  figure("coverage", "recorded", { codes: coverageCodes }),
  figure("days", "recorded", { codes: recordBands.map(({ code }) => code) }),
  figure("VCD1R", "recorded"),
  figure("VCD4", "recorded"),
  figure("VCD6", "recorded", several),
  figure("VCD7", "recorded"),
  figure("VCD8", "recorded", several),
  figure("VCD8A", "recorded", { ...several, codes: optionsOf("VCD8A").filter((code) => code !== "none") }),
  figure("VCD9", "recorded"),
  figure("VCD3", "told", { codes: levels }),
  figure("VCD5", "told", several),
  figure("VCF1", "own", { codes: levels }),
  figure("VCF4", "own", several),
];

export const closureFigure = (id: string) => closureFigures.find((one) => one.id === id);

/** The answers of a satisfaction scale that make a level. */
export const codesOfLevel: { readonly [L in Level]: readonly string[] } = {
  satisfied: ["7", "6", "5"],
  neither: ["4"],
  dissatisfied: ["3", "2", "1"],
};

/** How a release names the stored counts of a figure that was recorded for the force. */
export const closureCountName = (id: string, code: string) => `closure-count:${id}:${code}`;

/** How a release names how many of whom a victim's own closure form and a survey of theirs said what. */
export const gapName = (closure: Level, survey: Level) => `closure-gap:${closure}.${survey}`;
