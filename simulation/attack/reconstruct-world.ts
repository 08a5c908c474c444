import type { Stage } from "../../src/domain/dimension.ts";
import type { Item } from "../../src/statistics/item.ts";
import { areas, areaShares } from "../areas.ts";
import { normal, pick, type Stream, streamOf, whole } from "../chance.ts";
import { ageShares, items, offenceShares, type Person, sexShares } from "./people.ts";

/**
 * A nation whose outcome model the attacker knows exactly, with the situation of everybody who answered: all but the
 * answers. Nothing is generalised, so that many are alone in their combination: the engine's own nation has fewer.
 */
export type World = {
  readonly people: readonly Situation[];
  /** Combinations, and who is in each. */
  readonly groups: readonly Situation[];
  readonly groupOf: Int32Array;
  readonly sizes: Int32Array;
  readonly questions: number;
  /** How many of the questions are asked at every stage; each further one is its stage's own. */
  readonly core: number;
  /** Log-odds of a positive answer to a question by a combination, where a person's own bent is nought. */
  logOdds(group: number, question: number): number;
  /** Spread of a person's own bent, in log-odds, the same over all questions; 0 where the situation says all. */
  readonly bent: number;
  /** Chance of a positive answer to a question by somebody of a combination, as far as the situation says. */
  chance(group: number, question: number): number;
};

export type Situation = Pick<Person, "stage" | "area" | "offence" | "age" | "sex">;

/** The question that is attacked: asked at every stage, seven answers. Ten questions are ten like it. */
export const question: Item = (() => {
  const found = items.find(({ id }) => id === "C1");
  if (found === undefined) throw new Error("C1 is not asked");
  return found;
})();

export const questionOf = (index: number): Item => (index === 0 ? question : { ...question, id: `C1-${index + 1}` });

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** A standard normal in steps, for sums over what is not known of a person. */
export const bents: readonly { readonly u: number; readonly share: number }[] = (() => {
  const steps = Array.from({ length: 33 }, (_, at) => -4 + at / 4);
  const total = steps.reduce((sum, u) => sum + Math.exp(-(u * u) / 2), 0);
  return steps.map((u) => ({ u, share: Math.exp(-(u * u) / 2) / total }));
})();

const stageShares: Readonly<Record<Stage, number>> = { "report": 40, "charge": 28, "trial": 19, "post-conviction": 13 };
const shares = areaShares(0);
const areaWeights = Object.fromEntries(areas.map(({ code }, at) => [code, shares[at] ?? 0]));

const situationOf = (next: Stream): Situation => ({
  stage: pick(next, stageShares),
  area: pick(next, areaWeights),
  offence: pick(next, offenceShares),
  age: pick(next, ageShares),
  sex: pick(next, sexShares),
});

/** @param of How many answered, how many questions of one kind, and how strong each person's own bent is. */
export function makeWorld(
  of: { readonly seed: string; readonly size: number } & Pick<World, "questions" | "bent" | "core">,
): World {
  const { seed, size, questions, bent, core } = of;
  const next = streamOf(seed, `reconstruction|${size}`);
  const people = Array.from({ length: size }, () => situationOf(next));
  const known = new Map<string, number>();
  const groups: Situation[] = [];
  const groupOf = Int32Array.from(people, (person) => {
    const key = [person.stage, person.area, person.offence, person.age, person.sex].join("|");
    const group = known.get(key) ?? groups.push(person) - 1;
    known.set(key, group);
    return group;
  });
  const sizes = new Int32Array(groups.length);
  for (const group of groupOf) sizes[group] = (sizes[group] ?? 0) + 1;

  const effect = (name: string, spread: number) => spread * normal(streamOf(seed, name));
  const situations = groups.map(
    ({ stage, area, offence, age }) => effect(area, 0.4) + effect(stage, 0.3) + effect(offence, 0.4) + effect(age, 0.3),
  );
  const levels = Array.from({ length: questions }, (_, at) => 0.3 + effect(`question ${at}`, 0.3));
  const logOdds = (group: number, at: number) => (situations[group] ?? 0) + (levels[at] ?? 0);
  const chance = (group: number, at: number) => {
    const odds = logOdds(group, at);
    if (bent === 0) return logistic(odds);
    return bents.reduce((sum, { u, share }) => sum + share * logistic(odds + bent * u), 0);
  };
  return { people, groups, groupOf, sizes, questions, core, logOdds, bent, chance };
}

/** Those who are alone in their combination, some of them: whom the attack aims at. */
export function uniques(world: World, seed: string, atMost: number): Int32Array {
  const alone = world.people.flatMap((_, person) => (world.sizes[world.groupOf[person] ?? 0] === 1 ? [person] : []));
  const next = streamOf(seed, "targets");
  for (let last = alone.length - 1; last > 0; last--) {
    const other = whole(next, 0, last);
    [alone[last], alone[other]] = [alone[other] ?? 0, alone[last] ?? 0];
  }
  return Int32Array.from(alone.slice(0, atMost));
}

/** What everybody answered to every question: places in the item's codes, at `question * people + person`. */
export type Answers = Uint8Array;

/** Draws the answers of some people anew, by the outcome model; of the others they stay. */
export function answer(world: World, who: Int32Array, seed: string, before?: Answers): Answers {
  const next = streamOf(seed, "answers");
  const { length } = world.people;
  const answers = before === undefined ? new Uint8Array(length * world.questions) : before.slice();
  for (const person of who) {
    const own = world.bent === 0 ? 0 : world.bent * normal(next);
    for (let at = 0; at < world.questions; at++) {
      const isPositive = next() < logistic(world.logOdds(world.groupOf[person] ?? 0, at) + own);
      const places = isPositive ? question.positive : question.negative;
      answers[at * length + person] = places[whole(next, 0, places.length - 1)] ?? 0;
    }
  }
  return answers;
}

export const everybody = ({ people }: World) => Int32Array.from(people, (_, person) => person);
