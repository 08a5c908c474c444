import { distinctContributorSets, tablesOf } from "../../src/statistics/lattice.ts";
import type { Item } from "../../src/statistics/item.ts";
import { disclosureRules } from "../../src/statistics/rules.ts";
import { cellOf } from "../../src/statistics/tally.ts";
import { normal, type Stream, streamOf } from "../chance.ts";
import { errorOf, hitOf, isPositive, kinds, type Score, scoreOf, weigh } from "./differencing.ts";
import type { Source } from "./evidence.ts";
import type { Person } from "./people.ts";
import { bents } from "./reconstruct-world.ts";
import { correlation, mean, phi } from "./theory.ts";
import type { Truth } from "./truth.ts";

// A2 over several questions at once: whoever knows everybody else's answers to all of them weighs them together, by what
// is known of how one person's answers hang together.

const { variance } = disclosureRules.noise;

/** Groups of contributors that somebody is in by an item: each tells with 2 / variance. */
const setsOf = (item: Item) => distinctContributorSets(tablesOf(item.id), item.stages);

/**
 * Accuracy by theory of whoever knows everybody else's answers to some questions, and that the target's are alike: their
 * groups add up, as if they were one question's.
 */
const alikeTheory = (of: readonly Item[]) =>
  phi(0.5 * Math.sqrt((2 * of.reduce((sum, item) => sum + setsOf(item), 0)) / variance));

/** Questions that somebody answered, those asked of everybody first. */
function answered(person: Person): readonly (readonly [Item, boolean])[] {
  return kinds.flatMap(({ items }) =>
    items.flatMap((item) => {
      const answer = item.stages.includes(person.stage) ? isPositive(item, person) : null;
      return answer === null ? [] : [[item, answer] as const];
    }),
  );
}

const shuffled = <T>(next: Stream, list: readonly T[]) =>
  list
    .map((value) => ({ value, at: next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value);

/** Questions from which those of a person are drawn: more than are drawn, so that not all have the same. */
const DRAWN_FROM = 3;

type Attacked = { readonly people: readonly Person[]; readonly truth: Truth; readonly source: Source };

/** What came of an attack on several questions, and what theory says of the same people and questions. */
export type Several = Score & { readonly error: number; readonly theory: number };

type Tried = { readonly hit: number; readonly theory: number; readonly group: string };

function severalOf(tried: readonly Tried[]): Several {
  const groups = [...Map.groupBy(tried, ({ group }) => group).values()].map((list) => list.map(({ hit }) => hit));
  return {
    ...scoreOf(tried.map(({ hit }) => hit)),
    error: tried.length === 0 ? 0 : errorOf(groups),
    theory: mean(tried.map(({ theory }) => theory)),
  };
}

type Target = { readonly person: Person; readonly asked: readonly (readonly [Item, boolean])[] };

/** Draws people and `many` questions of theirs; positive and negative first answers take turns. */
function* targets(people: readonly Person[], many: number, admits: (target: Target) => boolean): Generator<Target> {
  const next = streamOf("several", String(many));
  let wanted = true;
  for (const person of shuffled(next, people)) {
    const asked = shuffled(next, answered(person).slice(0, many + DRAWN_FROM)).slice(0, many);
    const target = { person, asked };
    if (asked.length < many || asked[0]?.[1] !== wanted || !admits(target)) continue;
    wanted = !wanted;
    yield target;
  }
}

/** The extreme: the attacker knows that the target answered all of the questions alike. */
export function alike({ people, truth, source }: Attacked, many: number, most: number): Several {
  const tried: Tried[] = [];
  const admits = ({ asked }: Target) => asked.every(([, answer]) => answer === asked[0]?.[1]);
  for (const { person, asked } of targets(people, many, admits)) {
    if (tried.length >= most) break;
    const sum = asked.reduce((all, [item, answer]) => all + weigh({ truth, source }, item, person, answer), 0);
    const group = asked[0]?.[0].id ?? "";
    tried.push({ hit: hitOf(sum, asked[0]?.[1] === true), theory: alikeTheory(asked.map(([item]) => item)), group });
  }
  return severalOf(tried);
}

/** Spread of people's bents in log-odds within a stage, as people.ts makes them: their own, and their situation's. */
const SPREAD = Math.sqrt(1 + 0.35 ** 2 + 0.4 ** 2 + 0.2 ** 2);

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** Log-odds at the middle bent that give a share over all bents (the usual approximation of the logistic-normal). */
const levelOf = (share: number) => Math.log(share / (1 - share)) * Math.sqrt(1 + (0.588 * SPREAD) ** 2);

/**
 * What all questions together say of the first, in favour of a positive answer: each weighed as the bent has it that the
 * first answer and the others share.
 *
 * @param shares How many of the others at the stage answered each question positively.
 */
function together(evidence: readonly number[], shares: readonly number[]): number {
  const levels = shares.map(levelOf);
  let [yes, no, all, good] = [0, 0, 0, 0];
  for (const { u, share } of bents) {
    const chances = levels.map((level) => logistic(level + SPREAD * u));
    const first = chances[0] ?? 0.5;
    let rest = share;
    for (let at = 1; at < evidence.length; at++) {
      const chance = chances[at] ?? 0.5;
      // Divided by what is larger, so that nothing overflows.
      const l = evidence[at] ?? 0;
      rest *= l > 0 ? chance + (1 - chance) * Math.exp(-l) : chance * Math.exp(l) + (1 - chance);
    }
    yes += first * rest;
    no += (1 - first) * rest;
    good += share * first;
    all += share;
  }
  // Positive and negative targets take turns: the attacker's guess beforehand is a coin.
  return (evidence[0] ?? 0) + Math.log(yes / good) - Math.log(no / (all - good));
}

/**
 * The attacker knows everybody else's answers to several questions and how strongly one person's answers hang together,
 * and guesses the first. `theory`: the same guess where every group had independent normal noise.
 */
export function bound({ people, truth, source }: Attacked, many: number, most: number): Several {
  const tried: Tried[] = [];
  const next = streamOf("several", `theory ${many}`);
  for (const { person, asked } of targets(people, many, () => true)) {
    if (tried.length >= most) break;
    const shares = asked.map(([item]) => {
      const { grid } = truth.cells(item, ["stage"]);
      const { base, good } = truth.of(item, ["stage"], cellOf(grid, person));
      return (good.n + 1) / (base.n + 2);
    });
    const evidence = asked.map(([item, answer]) => weigh({ truth, source }, item, person, answer));
    const ideal = asked.map(([item, answer]) => {
      const square = (2 * setsOf(item)) / variance;
      return (answer ? square / 2 : -square / 2) + Math.sqrt(square) * normal(next);
    });
    const [first] = asked;
    if (first === undefined) continue;
    const [item, answer] = first;
    const theory = hitOf(together(ideal, shares), answer);
    tried.push({ hit: hitOf(together(evidence, shares), answer), theory, group: item.id });
  }
  return severalOf(tried);
}

/** How two answers of one person hang together: the mean correlation over pairs of questions asked of everybody. */
export function correlationOf(people: readonly Person[]): number {
  const asked = kinds[0]?.items ?? [];
  const found: number[] = [];
  for (const [at, one] of asked.entries()) {
    for (const other of asked.slice(at + 1)) {
      const pairs = people.flatMap((person) => {
        const [a, b] = [isPositive(one, person), isPositive(other, person)];
        return a === null || b === null ? [] : [[Number(a), Number(b)] as const];
      });
      // Of the questions of which each is asked a part, nobody has two.
      if (pairs.length < 100) continue;
      found.push(
        correlation(
          pairs.map(([a]) => a),
          pairs.map(([, b]) => b),
        ),
      );
    }
  }
  return mean(found);
}
