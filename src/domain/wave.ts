import { currentInstrument, currentModule } from "../instrument/registry.ts";
import type { CaseFlag, VictimAge } from "./case.ts";
import { type Age, type Dims, type Fact, type Form, NOT_STATED, type Offence, type Sex } from "./dimension.ts";
import { generalise, keyOf } from "./generalise.ts";
import type { Methodology } from "./methodology.ts";

/** What the vault knows of an invitation that an answer might carry. */
export type Person = {
  readonly stage: Form;
  readonly area: string;
  readonly offence: Offence;
  readonly age: VictimAge;
  readonly sex: Sex;
  readonly language: Dims["language"];
  readonly flags: readonly CaseFlag[];
  /** Names of those facts of the case that are true (`CaseFacts`), and `parentOrCarer` where one answers. */
  readonly known: readonly string[];
  readonly probability: number;
};

const ageOf = (age: VictimAge): Age => {
  if (age === "under-16") return NOT_STATED;
  return age === "16-17" || age === "18-24" ? "16-24" : age;
};

const inclusionOf = (probability: number): Dims["inclusion"] => {
  if (probability >= 1) return "all";
  return probability >= 0.5 ? "most" : "some";
};

/** Most invitations that the rest rule lets one invitation stand for, in the search for what a class means. */
const STOOD_FOR_AT_MOST = 10;

/**
 * How many one answer stands for, from what it says of its probability: one over the largest that is of its class. Of each
 * area and stage one fraction is invited, and each of those may stand for others that the rest rule kept back.
 *
 * @param fraction Of those eligible at its area and stage, how many are invited, above 0.
 */
export function baseWeightOf(inclusion: string, fraction: number): number {
  for (let others = 1; others <= STOOD_FOR_AT_MOST; others++) {
    if (inclusionOf(fraction / others) === inclusion) return others / fraction;
  }
  return 1 / fraction;
}

/** Which facts decide the questions of a form, by their names in the case. */
const routing: { readonly [F in Form]: readonly (readonly [known: string, fact: Fact])[] } = {
  "report": [["noFurtherAction", "no-further-action"]],
  "charge": [
    ["charged", "charged"],
    ["notCharged", "not-charged"],
    ["suspectReleased", "suspect-released"],
  ],
  "trial": [["attended", "attended"]],
  "post-conviction": [["contactSchemeEligible", "contact-scheme"]],
  "closure": [],
};

/**
 * Which survey somebody is given at a stage: the sexual-offence survey in place of the stage's where the case is of that
 * kind. Such a case is never written to, so it comes by a code from an adviser (docs/decisions/0031). A bereaved family
 * is not asked whether it was believed: it keeps the stage's.
 */
export function instrumentFor(form: Form, flags: readonly CaseFlag[]): string {
  const isModule = form !== "closure" && flags.includes("serious-sexual") && !flags.includes("bereaved");
  return (isModule ? currentModule("sexual-offence") : currentInstrument(form, "victim")).id;
}

/** All that an answer to this invitation could carry, before it is made coarse enough to be shared. */
export function dimsOf(person: Person, by: "victim" | "officer", { safeContact }: Methodology): Dims {
  const { stage, area, offence, age, sex, language, flags, known, probability } = person;
  const facts: readonly Fact[] = [
    ...routing[stage].filter(([name]) => known.includes(name)).map(([, fact]) => fact),
    ...(flags.some((flag) => safeContact.flagsNeedingExplicitRoute.includes(flag)) ? ["safety-flag" as const] : []),
    ...(flags.includes("bereaved") ? ["bereaved" as const] : []),
    ...(known.includes("parentOrCarer") ? ["parent-or-carer" as const] : []),
  ];
  return {
    area,
    stage,
    offence,
    age: ageOf(age),
    sex,
    abuse: flags.includes("domestic-abuse") || flags.includes("coercive-control") ? "yes" : "no",
    language,
    inclusion: inclusionOf(probability),
    instrument: by === "victim" ? instrumentFor(stage, flags) : currentInstrument(stage, by).id,
    facts: facts.toSorted(),
  };
}

/** Invitations that look alike, by their number. */
export type Alike = { readonly dims: Dims; readonly n: number };

type Rule = { readonly k: number; readonly order: readonly string[] };

/** From exact to coarsest: what these dims become as one attribute after another is blanked, the area last. */
function coarsenings(dims: Dims, { order }: Rule): readonly Dims[] {
  const alone = (names: readonly string[]) => generalise([dims], 2, names)[0] ?? dims;
  return [
    ...order.map((_, index) => ({ ...alone(order.slice(0, index)), area: dims.area })),
    { ...alone(order), area: dims.area },
    alone(order),
  ];
}

/**
 * Gives every group a combination that at least `k` invitations of the period hold, as they are stored, so that who
 * sees the vault's combinations cannot tell fewer apart than who sees its people (decisions.md 18).
 *
 * A group joins the finest combination that `k` others hold already, or is made coarse together with the other new
 * ones, whichever tells more. A few that look like nobody else end in the coarsest combination, which may be too small:
 * `shortOf` finds it, and others are made coarser to keep them company.
 *
 * @param fresh Groups without a combination, each as the vault knows it.
 * @param held Combinations that are stored already.
 * @returns The combinations, in the order of `fresh`.
 */
export function assignDims(fresh: readonly Alike[], held: readonly Alike[], rule: Rule): readonly Dims[] {
  const shared = new Set(held.filter(({ n }) => n >= rule.k).map(({ dims }) => keyOf(dims)));
  const groups = fresh.map(({ dims, n }) => {
    const levels = coarsenings(dims, rule);
    const joins = levels.findIndex((level) => shared.has(keyOf(level)));
    return { dims, n, levels: levels.map(keyOf), joins, joined: levels[joins] };
  });

  const result: Dims[] = fresh.map(({ dims }) => dims);
  let remaining = groups.map((_, index) => index);
  for (;;) {
    const { made, sizes } = generaliseGroups(
      remaining.map((index) => groups[index]).filter((group) => group !== undefined),
      rule,
    );
    const stay: number[] = [];
    for (const [place, index] of remaining.entries()) {
      const [group, own] = [groups[index], made[place]];
      if (!group || !own) continue;
      const isShared = (sizes.get(keyOf(own)) ?? 0) >= rule.k;
      const isFiner = group.levels.indexOf(keyOf(own)) < group.joins;
      if (group.joined && !(isShared && isFiner)) result[index] = group.joined;
      else {
        stay.push(index);
        result[index] = own;
      }
    }
    if (stay.length === remaining.length) return result;
    remaining = stay;
  }
}

/**
 * Coarsest combinations that fewer than `k` would hold once everything is stored, and how many are missing. Only the
 * coarsest: of any other it would not be true to say that somebody else holds it too.
 */
export function shortOf(
  fresh: readonly Alike[],
  held: readonly Alike[],
  rule: Rule,
): readonly { readonly dims: Dims; readonly missing: number }[] {
  const sizes = new Map<string, { readonly dims: Dims; readonly n: number }>();
  for (const { dims, n } of [...held, ...fresh])
    sizes.set(keyOf(dims), { dims, n: n + (sizes.get(keyOf(dims))?.n ?? 0) });
  return [...sizes]
    .filter(([key, { dims, n }]) => n < rule.k && coarsenings(dims, rule).slice(-1).map(keyOf).includes(key))
    .map(([, { dims, n }]) => ({ dims, missing: rule.k - n }));
}

/**
 * What an answer carries whose combination has lost its company since it was cut: the finest coarser one that `k` others
 * hold, else the coarsest, without an area.
 *
 * @param shared Combinations that at least `k` hold who can answer in the same quarter, as stored.
 */
export function joinShared(dims: Dims, shared: readonly Dims[], rule: Rule): Dims {
  const keys = new Set(shared.map(keyOf));
  const levels = coarsenings(dims, rule);
  return levels.find((level) => keys.has(keyOf(level))) ?? levels.at(-1) ?? dims;
}

/** `generalise` for groups: their combinations, and how many invitations share each. */
function generaliseGroups(groups: readonly Alike[], { k, order }: Rule) {
  const population = groups.flatMap(({ dims, n }) => Array.from({ length: n }, () => dims));
  const generalised = generalise(population, k, order);
  const made: Dims[] = [];
  const sizes = new Map<string, number>();
  let start = 0;
  for (const { dims, n } of groups) {
    const own = generalised[start] ?? dims;
    made.push(own);
    sizes.set(keyOf(own), (sizes.get(keyOf(own)) ?? 0) + n);
    start += n;
  }
  return { made, sizes };
}
