import type { Item } from "../../src/statistics/item.ts";
import { distinctContributorSets, tableId, tablesOf } from "../../src/statistics/lattice.ts";
import { disclosureRules } from "../../src/statistics/rules.ts";
import { streamOf, whole } from "../chance.ts";
import { errorOf, hitOf, isPositive, placesOf, type Score, scoreOf } from "./differencing.ts";
import type { Stored } from "./evidence.ts";
import { items, type Person } from "./people.ts";
import { mean, phi } from "./theory.ts";
import type { Truth } from "./truth.ts";

// A7 of corrections: a second release of a period, of records of which a few have been changed, beside the first.

/** One answer that a correction turns into its opposite, or takes out. */
export type Amendment = {
  readonly person: Person;
  readonly item: Item;
  readonly kind: "changed" | "erased";
  /** What the person answered before. */
  readonly answer: boolean;
};

/** How many people of one question are amended, unless told otherwise: few, in a nation of thousands. */
const A_QUESTION = 6;

/**
 * Amends a few answers to every question: changes those of every other question, and takes out the rest.
 *
 * @returns The amendments, and everybody as they are afterwards.
 */
export function amend(
  people: readonly Person[],
  each = A_QUESTION,
): {
  readonly amendments: readonly Amendment[];
  readonly after: readonly Person[];
} {
  const next = streamOf("amendments", String(people.length));
  const amendments: Amendment[] = [];
  const changes = new Map<number, Record<string, string>>();
  for (const [at, item] of items.entries()) {
    const kind = at % 2 === 0 ? "changed" : "erased";
    const drawn = new Set<number>();
    for (let trial = 0; trial < 2000 && drawn.size < each; trial++) {
      const person = people[whole(next, 0, people.length - 1)];
      const answer = person && item.stages.includes(person.stage) ? isPositive(item, person) : null;
      if (person === undefined || answer === null || drawn.has(person.rkey)) continue;
      if (answer !== (drawn.size % 2 === 0)) continue;
      drawn.add(person.rkey);
      amendments.push({ person, item, kind, answer });
      const own = changes.get(person.rkey) ?? { ...person.items };
      changes.set(person.rkey, own);
      if (kind === "erased") delete own[item.id];
      else own[item.id] = item.codes[(answer ? item.negative : item.positive)[0] ?? 0] ?? "";
    }
  }
  const after = people.map((person) => ({ ...person, items: changes.get(person.rkey) ?? person.items }));
  return { amendments, after };
}

const sigma = Math.sqrt(disclosureRules.noise.variance);

/** Accuracy by theory: each group is drawn twice, so that a changed answer is told as by twice the groups. */
const correctionTheory = ({ item, kind }: Pick<Amendment, "item" | "kind">) => {
  const sets = distinctContributorSets(tablesOf(item.id), item.stages);
  return phi(((kind === "changed" ? 1 : 0.5) * Math.sqrt(sets)) / sigma);
};

type Releases = {
  /** Exact tables before and after, to take out what the other amendments changed: the attacker is told of it. */
  readonly before: Truth;
  readonly after: Truth;
  readonly first: Stored;
  readonly second: Stored;
};

/** What the two releases differ by in every group that somebody was in, in favour of a positive answer before. */
function differenceOf({ before, after, first, second }: Releases, { person, item, kind, answer }: Amendment): number {
  let sum = 0;
  for (const { table, cell } of placesOf(before, item, person)) {
    const [one, other] = [first, second].map((stored) => stored(tableId(table), item.id)?.[cell]);
    if (one === undefined || other === undefined) continue;
    const [was, is] = [before.of(item, table, cell), after.of(item, table, cell)];
    const own = (isGood: boolean) => (answer === isGood ? -1 : kind === "changed" ? 1 : 0);
    const goodOfOthers = is.good.n - was.good.n - own(true);
    const badOfOthers = is.base.n - is.good.n - (was.base.n - was.good.n) - own(false);
    const change = (at: number) => Number(other[at] ?? 0) - Number(one[at] ?? 0);
    sum += change(3) - badOfOthers - (change(2) - goodOfOthers);
  }
  return sum;
}

/**
 * Reads amended answers off the difference of two releases. The attacker knows whose answer to which question was amended
 * and in what way, and what the other amendments changed.
 */
export function byDifference(
  releases: Releases,
  amendments: readonly Amendment[],
): Score & { readonly error: number; readonly theory: number } {
  const tried = amendments.map((each) => ({
    item: each.item.id,
    hit: hitOf(differenceOf(releases, each), each.answer),
  }));
  const groups = [...Map.groupBy(tried, ({ item }) => item).values()].map((list) => list.map(({ hit }) => hit));
  return {
    ...scoreOf(tried.map(({ hit }) => hit)),
    error: errorOf(groups),
    theory: mean(amendments.map(correctionTheory)),
  };
}

/** The share of cells in which nobody was amended, and which are another number in the correction all the same. */
export function untouched({ before, after, first, second }: Releases): Score {
  let [trials, changed] = [0, 0];
  for (const item of items) {
    for (const table of tablesOf(item.id)) {
      const [one, other] = [first(tableId(table), item.id) ?? [], second(tableId(table), item.id) ?? []];
      for (const [cell, found] of one.entries()) {
        const [was, is] = [before.of(item, table, cell), after.of(item, table, cell)];
        const isSame = was.base.key === is.base.key && was.good.key === is.good.key && was.base.n === is.base.n;
        if (!isSame) continue;
        trials++;
        if (JSON.stringify(found) !== JSON.stringify(other[cell])) changed++;
      }
    }
  }
  return { trials, success: changed / Math.max(1, trials) };
}

/** The share of counts of cases that differ between a release and its correction: they are counted once. */
export function countedAgain(
  first: Stored,
  second: Stored,
  names: readonly (readonly [table: string, measure: string])[],
): Score {
  const different = names.filter(
    ([table, measure]) => JSON.stringify(first(table, measure)) !== JSON.stringify(second(table, measure)),
  );
  return { trials: names.length, success: different.length / Math.max(1, names.length) };
}
