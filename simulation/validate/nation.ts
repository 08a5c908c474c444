import { generalise } from "../../src/domain/generalise.ts";
import type { Dims } from "../../src/domain/dimension.ts";
import { ages, NOT_STATED, offences, sexes } from "../../src/domain/dimension.ts";
import type { AnswerCell, Frame, ScoreNoise } from "../../src/statistics/area-estimates.ts";
import { adjustedNoiseVariance, adjustedScores, pointsPerStep } from "../../src/statistics/adjusted.ts";
import type { AreaScore } from "../../src/statistics/area-scores.ts";
import type { AdjustedUnit } from "../../src/statistics/case-mix.ts";
import { drawNoise, type NoiseTable } from "../../src/statistics/noise.ts";
import { type Cell, centredTable, countTable } from "../../src/statistics/perturb.ts";
import { noisyScore, noisyVariance, unitVariance } from "../../src/statistics/perturb-scores.ts";
import { disclosureRules, weightRules } from "../../src/statistics/rules.ts";
import { scoreOf } from "../../src/statistics/score.ts";
import { normal, type Stream, streamOf } from "../chance.ts";

/**
 * A nation whose truth is known, for one item at one stage: who is in which area, how satisfied they are and why, who
 * answers. Only what the methodology has to overcome is in it, so that each study can switch it on by itself.
 */
export type Truth = {
  readonly areas: number;
  /** Invitations in all. Areas differ tenfold in size. */
  readonly invitations: number;
  /** Share who answer, on average. */
  readonly response: number;
  /** How far the mix of cases differs between areas, in log-odds; 0 for none. */
  readonly mixSpread: number;
  /** How much the mix decides the score, in points for the worst offence. */
  readonly mixEffect: number;
  /** How much the mix decides who answers, in log-odds; 0 for none. */
  readonly responseEffect: number;
  /** Spread of areas' own effects, in points. */
  readonly areaSpread: number;
  /** What the telephone adds to everybody's score, in points, and how far areas differ in its share of answers. */
  readonly telephone?: { readonly effect: number; readonly spread: number };
  /** Half the range of the question's scale: 3 for seven answers (where absent), 1 for three. */
  readonly half?: 1 | 3;
  /** Whether what is carried is made coarse, so that ten invitations share it. */
  readonly isGeneralised: boolean;
};

export const halfOf = ({ half = 3 }: Pick<Truth, "half">) => half;

/** What a person is, besides where. */
type Kind = Pick<Dims, "offence" | "age" | "sex"> & { readonly abuse: "yes" | "no" };

const kinds: readonly Kind[] = offences.flatMap((offence) =>
  ages.flatMap((age) =>
    sexes.flatMap((sex) => (["no", "yes"] as const).map((abuse) => ({ offence, age, sex, abuse }))),
  ),
);

/** Shares of offences, ages, sexes and abuse in the nation. */
const share = ({ offence, age, sex, abuse }: Kind) =>
  ([0.3, 0.05, 0.12, 0.1, 0.06, 0.2, 0.12, 0.05][offences.findIndex((one) => one === offence)] ?? 0) *
  ([0.15, 0.4, 0.28, 0.17][ages.findIndex((one) => one === age)] ?? 0) *
  (sex === "female" ? 0.52 : 0.48) *
  (abuse === "yes" ? 0.15 : 0.85);

/** Effect of a kind on the score, between about -1 and 1: added up, as the model that adjusts supposes. */
const effect = ({ offence, age, sex, abuse }: Kind) =>
  ([-0.3, -0.5, 0.35, 0.1, 0.15, -0.1, -0.05, 0][offences.findIndex((one) => one === offence)] ?? 0) +
  ([-0.3, -0.1, 0.1, 0.4][ages.findIndex((one) => one === age)] ?? 0) +
  (sex === "female" ? 0.05 : -0.05) +
  (abuse === "yes" ? -0.25 : 0.04);

export type Place = {
  readonly area: string;
  /** Own effect, in points of the underlying score. */
  readonly effect: number;
  /** Share of its answers that are given by telephone. */
  readonly telephone: number;
  /** Invitations by kind, in the order of `kinds`. */
  readonly invited: readonly number[];
};

export type Nation = {
  readonly truth: Truth;
  readonly places: readonly Place[];
  /** Codes that each kind of each place carries after generalisation. */
  readonly carried: readonly (readonly Readonly<Record<string, string>>[])[];
  readonly frame: Frame;
  /** Expected score of each place, were its people like the nation's: what adjusted scores should find. */
  readonly standardised: readonly number[];
  /** Expected score of each place's own people. */
  readonly own: readonly number[];
  readonly national: number;
};

/** Spread of people's own views, in points of the underlying score. */
const PERSONAL = 32;
const CENTRE = 58;

/** Scores of the answers, worst first. */
const scores = new Map(
  [1, 3].map((half) => [half, Array.from({ length: 2 * half + 1 }, (_, place) => scoreOf(place - half, half))]),
);

/** How likely each answer is, worst first, for somebody with this underlying score: the nearest, give or take. */
function answerShares(centre: number, half: number): readonly number[] {
  const step = pointsPerStep(half);
  const below = (scores.get(half) ?? []).map((score) =>
    score === 100 ? 1 : cdf((score + step / 2 - centre) / PERSONAL),
  );
  return below.map((share, place) => share - (below[place - 1] ?? 0));
}

/** Logistic stand-in for the normal distribution: the truth need not be what the methods suppose. */
const cdf = (z: number) => 1 / (1 + Math.exp(-1.702 * z));

const expected = (centre: number, half: number) =>
  answerShares(centre, half).reduce((sum, p, place) => sum + p * scoreOf(place - half, half), 0);

const centreOf = (truth: Truth, place: number, kind: Kind) => CENTRE + place + truth.mixEffect * effect(kind);

export function makeNation(seed: string, truth: Truth): Nation {
  const next = streamOf(seed, "places");
  const sizes = Array.from({ length: truth.areas }, () => Math.exp(1.15 * normal(next)));
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const places = sizes.map((size, index): Place => {
    const tilt = new Map<string, number>([...offences, ...ages].map((name) => [name, truth.mixSpread * normal(next)]));
    const weight = (kind: Kind) => {
      const lean = (tilt.get(kind.offence) ?? 0) + (tilt.get(kind.age) ?? 0);
      return share(kind) * Math.exp(lean);
    };
    const total = kinds.reduce((sum, kind) => sum + weight(kind), 0);
    const invitations = Math.max(400, (truth.invitations * size) / all);
    return {
      area: `A${index}`,
      effect: truth.areaSpread * normal(next),
      telephone: Math.min(0.9, Math.max(0, truth.telephone ? 0.3 + truth.telephone.spread * normal(next) : 0)),
      invited: kinds.map((kind) => Math.round((invitations * weight(kind)) / total)),
    };
  });
  const carried = carriedBy(places, truth.isGeneralised);
  const invitedOf = (kind: number) => places.reduce((sum, { invited }) => sum + (invited[kind] ?? 0), 0);
  const nation = kinds.map((_, kind) => invitedOf(kind));
  const everybody = nation.reduce((sum, n) => sum + n, 0);
  const mean = (weights: readonly number[], effectOf: number) =>
    kinds.reduce(
      (sum, kind, at) => sum + (weights[at] ?? 0) * expected(centreOf(truth, effectOf, kind), halfOf(truth)),
      0,
    ) / weights.reduce((sum, n) => sum + n, 0);
  const own = places.map((place) => mean(place.invited, place.effect));
  return {
    truth,
    places,
    carried,
    frame: frameOf(places, carried),
    standardised: places.map((place) => mean(nation, place.effect)),
    own,
    national:
      places.reduce((sum, { invited }, at) => sum + (own[at] ?? 0) * invited.reduce((n, m) => n + m, 0), 0) / everybody,
  };
}

const attributes = ["offence", "age", "sex", "abuse"] as const;

/** What answers may say of their people: as the wave cut makes it (domain/generalise.ts). */
function carriedBy(places: readonly Place[], isGeneralised: boolean) {
  const plain = places.map(() => kinds.map((kind): Readonly<Record<string, string>> => kind));
  if (!isGeneralised) return plain;
  const population: Dims[] = [];
  const origin: (readonly [number, number])[] = [];
  for (const [at, { area, invited }] of places.entries()) {
    for (const [kind, n] of invited.entries()) {
      // Ten of a kind are as safe as a thousand: fewer are enough to decide.
      const of = kinds[kind];
      if (of === undefined) continue;
      for (let copy = 0; copy < Math.min(n, 10); copy++) {
        population.push({
          ...of,
          area,
          stage: "report",
          language: "en",
          inclusion: "all",
          instrument: "report@1",
          facts: [],
        });
        origin.push([at, kind]);
      }
    }
  }
  const coarse = generalise(population, 10, ["sex", "age", "language", "offence", "abuse", "facts", "inclusion"]);
  const carried = plain.map((of) => [...of]);
  for (const [index, [at, kind]] of origin.entries()) {
    const dims = coarse[index];
    const of = carried[at];
    if (!dims || !of) continue;
    of[kind] = { offence: dims.offence, age: dims.age, sex: dims.sex, abuse: dims.abuse, area: dims.area };
  }
  return carried;
}

function frameOf(places: readonly Place[], carried: Nation["carried"]): Frame {
  return new Map(
    places.map(({ area, invited }, at) => {
      const margins: Record<string, Record<string, number>> = {};
      for (const [kind, n] of invited.entries()) {
        const codes = carried[at]?.[kind] ?? {};
        if (codes["area"] === NOT_STATED) continue;
        for (const name of attributes) {
          const margin = (margins[name] ??= {});
          const category = codes[name] ?? NOT_STATED;
          margin[category] = (margin[category] ?? 0) + n;
        }
      }
      return [area, margins] as const;
    }),
  );
}

/** Who answers, and what: the cells that a release would count. Answers whose area was blanked are in none of them. */
export function survey({ truth, places, carried }: Nation, next: Stream): readonly AnswerCell[] {
  const half = halfOf(truth);
  const logit = Math.log(truth.response / (1 - truth.response));
  const cells: AnswerCell[] = [];
  for (const [at, { area, effect: of, invited, telephone }] of places.entries()) {
    const gathered = new Map<
      string,
      { n: number; sum: number; squares: number; readonly codes: Readonly<Record<string, string>> }
    >();
    for (const [index, kind] of kinds.entries()) {
      const codes = carried[at]?.[index] ?? {};
      if (codes["area"] === NOT_STATED) continue;
      const answers = 1 / (1 + Math.exp(-logit - truth.responseEffect * effect(kind)));
      const modes = (["web", "telephone"] as const).map((mode) => {
        const key = [mode, ...attributes.map((name) => codes[name])].join("|");
        const cell = gathered.get(key) ?? { n: 0, sum: 0, squares: 0, codes: { ...codes, mode } };
        if (mode === "web" || telephone > 0) gathered.set(key, cell);
        const moved = mode === "telephone" ? (truth.telephone?.effect ?? 0) : 0;
        return { cell, shares: answerShares(centreOf(truth, of + moved, kind), halfOf(truth)) };
      });
      for (let person = invited[index] ?? 0; person > 0; person--) {
        if (next() >= answers) continue;
        const mode = modes[telephone > 0 && next() < telephone ? 1 : 0];
        if (!mode) continue;
        const { cell, shares } = mode;
        const score = scoreOf(codeOf(shares, next()) - half, half);
        cell.n += 1;
        cell.sum += score;
        cell.squares += score * score;
      }
    }
    for (const { codes: categories, n, sum, squares } of gathered.values()) {
      if (n > 0) cells.push({ area, categories, n, sum, squares, baseWeight: 1 });
    }
  }
  return cells;
}

function codeOf(shares: readonly number[], at: number): number {
  let left = at;
  for (const [code, share] of shares.entries()) {
    left -= share;
    if (left < 0) return code;
  }
  return shares.length - 1;
}

/** What weights are raked to and scores adjusted for. */
export const by = { weighBy: attributes, adjustFor: attributes } as const;

/** The same once people have been given their mode by chance, so that its effect is known. */
export const byAndMode = { weighBy: attributes, adjustFor: [...attributes, "mode"] } as const;

export const noNoise = (): ScoreNoise => ({ points: 0, variance: 0 });

/** A number of the engine's own noise. */
export const drawOf = (next: Stream, table: NoiseTable) => drawNoise(Math.floor(next() * 2 ** 53), table);

/** The noise of a release, drawn from its own tables, for a scale of this half range. */
export const releaseNoise = (next: Stream, half: number) => (): ScoreNoise => ({
  points: weightRules.cap * pointsPerStep(half) * drawOf(next, centredTable(half)),
  variance: adjustedNoiseVariance(half),
});

/**
 * Scores as a reader gets them: with noise and rounded; their errors from the noisy base and the one variance that is told
 * for all that are stored. Shown are those whose noisy base allows a band.
 */
export function asPublished(units: readonly AdjustedUnit[], next: Stream, half: number): readonly AreaScore[] {
  const told = units
    .map((unit) => ({ unit, base: unit.answers + drawOf(next, countTable) + drawOf(next, countTable) }))
    .filter(({ base }) => base >= disclosureRules.baseShown);
  const variance = unitVariance(told.map(({ unit }) => unit));
  if (variance === null) return [];
  const cells = told.map(({ unit, base }): Cell => {
    return [[unit.unit], noisyScore(unit, drawOf(next, centredTable(half)), half), base];
  });
  const scores = adjustedScores(cells, noisyVariance(variance, drawOf(next, centredTable(1))), half);
  return scores.filter(({ base }) => base >= disclosureRules.baseBand);
}
