import { type Dims, NOT_STATED } from "./dimension.ts";

/** What may be blanked, in the order of the methodology file; stage never, area last of all. */
const blanks: { readonly [attribute: string]: (dims: Dims) => Dims } = {
  sex: (dims) => ({ ...dims, sex: NOT_STATED }),
  age: (dims) => ({ ...dims, age: NOT_STATED }),
  language: (dims) => ({ ...dims, language: NOT_STATED }),
  offence: (dims) => ({ ...dims, offence: NOT_STATED }),
  abuse: (dims) => ({ ...dims, abuse: NOT_STATED }),
  facts: (dims) => ({ ...dims, facts: [] }),
  inclusion: (dims) => ({ ...dims, inclusion: NOT_STATED }),
  area: (dims) => ({ ...dims, area: NOT_STATED }),
};

/** One combination, and the places in the population that hold it. */
type Group = { readonly dims: Dims; readonly members: readonly number[] };

/** The name of a combination: equal for equal dims, in whatever order their attributes were written down. */
export const keyOf = ({ area, stage, offence, age, sex, abuse, language, inclusion, instrument, facts }: Dims) =>
  [area, stage, offence, age, sex, abuse, language, inclusion, instrument, ...facts].join("|");

function gather(groups: readonly Group[]): readonly Group[] {
  const gathered = new Map<string, { readonly dims: Dims; readonly members: number[] }>();
  for (const { dims, members } of groups) {
    const key = keyOf(dims);
    const known = gathered.get(key);
    if (known) for (const member of members) known.members.push(member);
    else gathered.set(key, { dims, members: [...members] });
  }
  return [...gathered.values()];
}

/**
 * Blanks what is rare, so that every combination is shared by at least `k` invitations (decisions.md 18).
 *
 * A group smaller than `k` loses one attribute after another, in `order`, and joins whoever then looks alike; where
 * area and stage alone are too few, the area goes and the answer counts in national tables only.
 *
 * @param population The invitations of a period, each as the vault knows it.
 * @param k Smallest group, in invitations.
 * @param order Attribute names; one that cannot be blanked is passed over.
 * @returns The generalised combinations, in the order of the population.
 * @see privacy.md 2.2
 */
export function generalise(population: readonly Dims[], k: number, order: readonly string[]): readonly Dims[] {
  let groups = gather(population.map((dims, index) => ({ dims, members: [index] })));
  for (const attribute of [...order, "area"]) {
    const blank = blanks[attribute];
    if (!blank) continue;
    groups = gather(groups.map((group) => (group.members.length < k ? { ...group, dims: blank(group.dims) } : group)));
  }
  const result = [...population];
  for (const { dims, members } of groups) for (const member of members) result[member] = dims;
  return result;
}
