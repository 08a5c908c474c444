import { normal, type Stream } from "../chance.ts";
import { points } from "./reconstruct-release.ts";
import { type Layer, learnt, solve, type System } from "./reconstruct-solve.ts";
import { type Answers, bents, question, type World } from "./reconstruct-world.ts";

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const logit = (p: number) => Math.log(p / (1 - p));

/**
 * Unknowns: of each combination, how many answered positively, less what the model foresees; and how far their points
 * are from what those answers give on average.
 */
function systemOf(world: World, at: number, layers: readonly Layer[]): System {
  const groups = world.groups.length;
  const variance = new Float64Array(2 * groups);
  for (let group = 0; group < groups; group++) {
    const [n, p] = [world.sizes[group] ?? 0, world.chance(group, at)];
    variance[group] = n * p * (1 - p);
    variance[groups + group] = n * (p * points.varianceOfPositive + (1 - p) * points.varianceOfOther);
  }
  return { variance, layers };
}

/** Least part of the variance that is taken to be left: an exact figure leaves none, and nothing divides by nought. */
const LEAST_LEFT = 0.01;

/**
 * What a release of one question says of some people who are alone in their combination: log of the likelihood of a
 * positive answer over that of another, the model's own expectation left out.
 *
 * The others' answers are taken for normal. From the posterior N(m, s) of the person's answer and its prior N(p, d) the
 * release's own part is a normal likelihood; its logarithm at 1 less that at 0 is (m - p)/s + (p - 1/2)(1/s - 1/d).
 *
 * @param known Part of each unknown's variance that a release of this kind takes away.
 */
function evidence(
  world: World,
  of: {
    readonly at: number;
    readonly targets: Int32Array;
    readonly layers: readonly Layer[];
    readonly known: Float64Array;
  },
): Float64Array {
  const { at, targets, layers, known } = of;
  const mean = solve(systemOf(world, at, layers));
  return Float64Array.from(targets, (person) => {
    const group = world.groupOf[person] ?? 0;
    const p = world.chance(group, at);
    const d = p * (1 - p);
    const s = d * Math.max(LEAST_LEFT, 1 - (known[group] ?? 0));
    return (mean[group] ?? 0) / s + (p - 0.5) * (1 / s - 1 / d);
  });
}

/** Chance of a positive answer to the first question, by the model and what releases of one or more questions say. */
function posterior(world: World, group: number, said: readonly number[]): number {
  if (world.bent === 0 || said.length === 1) return logistic(logit(world.chance(group, 0)) + (said[0] ?? 0));
  let [yes, no] = [0, 0];
  for (const { u, share } of bents) {
    const chances = said.map((_, at) => logistic(world.logOdds(group, at) + world.bent * u));
    const others = said.reduce((product, log, at) => {
      const p = chances[at] ?? 0;
      return at === 0 ? product : product * (p * Math.exp(log / 2) + (1 - p) * Math.exp(-log / 2));
    }, share);
    const [p, log] = [chances[0] ?? 0, said[0] ?? 0];
    yes += others * p * Math.exp(log / 2);
    no += others * (1 - p) * Math.exp(-log / 2);
  }
  return yes / (yes + no);
}

export type Guesses = { readonly right: number; readonly claims: number; readonly rightClaims: number };

/** From here on an attacker says that they know. */
const CONFIDENT = 0.95;

/**
 * Guesses the first question's answer of each target, and judges the guesses by the truth.
 *
 * @param of The layers of each question that was released; what such releases take away of each unknown's variance.
 */
export function guess(
  world: World,
  of: {
    readonly targets: Int32Array;
    readonly truth: Answers;
    readonly layers: readonly (readonly Layer[])[];
    readonly known: Float64Array;
  },
): Guesses {
  const isPositive = new Set(question.positive);
  const said = of.layers.map((layers, at) => evidence(world, { at, targets: of.targets, layers, known: of.known }));
  let [right, claims, rightClaims] = [0, 0, 0];
  for (const [index, person] of of.targets.entries()) {
    const p = posterior(
      world,
      world.groupOf[person] ?? 0,
      said.map((logs) => logs[index] ?? 0),
    );
    const isRight = p > 0.5 === isPositive.has(of.truth[person] ?? 0);
    if (isRight) right++;
    if (Math.max(p, 1 - p) < CONFIDENT) continue;
    claims++;
    if (isRight) rightClaims++;
  }
  return { right, claims, rightClaims };
}

/** What a release of this kind takes away of each unknown's variance. */
export const knownBy = (world: World, layers: readonly Layer[], next: Stream, draws: number): Float64Array =>
  learnt(systemOf(world, 0, layers), () => normal(next), draws);
