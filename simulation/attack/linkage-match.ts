import { type Dims, NOT_STATED } from "../../src/domain/dimension.ts";
import { daysBetween, type LocalDate, weekOf } from "../../src/kernel/time.ts";
import { type Change, type Mix, type Poured, text, type Told } from "./linkage-history.ts";
import type { Invited } from "./linkage-wave.ts";

/** What a response says of a person, and the vault as well. */
const fields = ["area", "stage", "offence", "age", "sex", "abuse", "language", "inclusion", "instrument"] as const;

/** The instrument alone: in which words it was put is the reader's choice, which the vault does not know. */
const valueOf = (row: Change["row"], field: (typeof fields)[number]) => {
  const value = text(row[field]);
  return field === "instrument" ? (value.split("+")[0] ?? value) : value;
};

const keyOf = (dims: Dims) =>
  fields.map((field) => (field === "instrument" ? dims.instrument.split("+")[0] : dims[field])).join("|");

export const placeOf = (of: { readonly area: string; readonly stage: string }) => `${of.area}|${of.stage}`;
export const placeOfRow = (row: Change["row"]) => placeOf({ area: text(row["area"]), stage: text(row["stage"]) });

/** Invitations as the vault tells them to whoever matches answers to them. */
export type Roll = {
  readonly byKey: ReadonlyMap<string, readonly Suspect[]>;
  readonly byPlace: ReadonlyMap<string, readonly Suspect[]>;
  readonly all: readonly Suspect[];
};

export type Suspect = {
  readonly id: string;
  readonly dims: Dims;
  readonly sentOn: LocalDate;
  readonly expiresOn: LocalDate;
  readonly wave: string;
};

/** @param cut What each invitation's answer may carry, as the vault keeps it. */
export function rollOf(invited: readonly Invited[], cut: ReadonlyMap<string, Dims>): Roll {
  const all = invited.flatMap(({ id, sentOn, expiresOn }): Suspect[] => {
    const dims = cut.get(id);
    return dims === undefined ? [] : [{ id, dims, sentOn, expiresOn, wave: weekOf(sentOn) }];
  });
  return {
    all,
    byKey: Map.groupBy(all, ({ dims }) => keyOf(dims)),
    byPlace: Map.groupBy(all, ({ dims }) => placeOf(dims)),
  };
}

const isOfPlace = (row: Change["row"], dims: Dims) =>
  (["area", "stage"] as const).every((field) => row[field] === NOT_STATED || row[field] === dims[field]);

/** Those whose answer could look like this: the same combination; where nobody holds it, all that it is coarser than. */
function alike({ byKey, byPlace, all }: Roll, row: Change["row"]): readonly Suspect[] {
  // A comment says of a person no more than this, and in a quarter's last night less.
  if (row["offence"] === undefined) {
    return byPlace.get(placeOfRow(row)) ?? all.filter(({ dims }) => isOfPlace(row, dims));
  }
  const exact = byKey.get(fields.map((field) => valueOf(row, field)).join("|"));
  if (exact !== undefined) return exact;
  return all.filter(({ dims }) =>
    fields.every((field) => {
      const said = valueOf(row, field);
      return said === NOT_STATED || said === text(dims[field]).split("+")[0];
    }),
  );
}

/**
 * What an attacker uses beside the rows themselves: nothing, once the history's thirty days are over; all that the history
 * tells of the submissions that a row can be of; that and comments, as if a row were of a night of which a comment of its
 * area and stage can be; or the keys of waves that live, by which it is known who is in a row's batch.
 */
export type Use = "rows" | "history" | "comments" | "keys";

/** Most answer soon: what each day since the link went takes off, by anybody's guess. */
const LAG_DAYS = 4.5;

type Known = Pick<Told, "poured" | "mixes" | "openings">;

/** Submissions that look the same to whoever matches them to invitations, and how many rows are to be expected of them. */
type Group = Pick<Poured, "wave" | "day" | "expiresOn"> & { readonly n: number };

const groupsOf = (poured: readonly Poured[], parts: Mix["parts"]): readonly Group[] =>
  [...Map.groupBy(poured, ({ wave, day, expiresOn }) => `${wave}|${day}|${expiresOn}`).values()].flatMap((alike) => {
    const n = alike.reduce((sum, one) => sum + (parts?.get(one) ?? 1), 0);
    return alike.slice(0, 1).map(({ wave, day, expiresOn }) => ({ wave, day, expiresOn, n }));
  });

/**
 * How well a group of submissions fits an invitation by time: of the same wave, sent before, not ended, by their drafts
 * the same last day, and rather sent lately than long ago.
 */
function fit({ sentOn, expiresOn, wave }: Suspect, of: Group, isDraftTelling: boolean): number {
  const day = of.day as LocalDate;
  if (sentOn > day || expiresOn < day || wave !== of.wave) return 0;
  if (isDraftTelling && of.expiresOn !== null && of.expiresOn !== expiresOn) return 0;
  return of.n * Math.exp(-daysBetween(sentOn, day) / LAG_DAYS);
}

/** Puts a row to the invitation that an attacker takes it to be the answer of; one for each way of attacking. */
export type Matcher = (of: {
  readonly mix: Mix;
  readonly row: Change["row"];
  /** Of the row among those of its batch. */
  readonly place: number;
}) => Suspect | null;

/**
 * By all that is left of a row: its combination; the submissions that it can be of, with the area and stage under which
 * each was opened where that is told, their days and waves, and the last day of their drafts where those of one wave
 * differ; how many of a wave, an area and a stage opened their links at all; and among equals the order of the rows and
 * of the invitations.
 */
export function openMatcher(known: Known, roll: Roll, use: Use): Matcher {
  // Drafts of a wave that all end on one day tell no more than the wave.
  const ends = Map.groupBy(known.poured, ({ wave }) => wave);
  const tellingDrafts = new Set(
    [...ends].flatMap(([wave, of]) => (new Set(of.flatMap(({ expiresOn }) => expiresOn ?? [])).size > 1 ? [wave] : [])),
  );
  const asked = Map.groupBy(roll.all, ({ wave, dims }) => `${wave}|${placeOf(dims)}`);
  const rate = ({ wave, dims }: Suspect) => {
    const key = `${wave}|${placeOf(dims)}`;
    return ((known.openings.get(key) ?? 0) + 0.5) / ((asked.get(key)?.length ?? 0) + 1);
  };
  const withComment = nightsWithComments(known.mixes);
  const among = new Map<Mix, Map<string, readonly Group[]>>();
  const groupsFor = (mix: Mix, row: Change["row"]): readonly Group[] => {
    const groups = among.get(mix) ?? new Map<string, readonly Group[]>();
    among.set(mix, groups);
    const place = placeOfRow(row);
    const before = groups.get(place);
    if (before !== undefined) return before;
    const opened = mix.poured.filter((one) => placeOf(one) === place);
    const nights = withComment.get(place) ?? new Set();
    const hinted = use === "comments" ? mix.poured.filter(({ place: of }) => nights.has(of)) : [];
    const found = groupsOf(opened.length > 0 ? opened : hinted.length > 0 ? hinted : mix.poured, mix.parts);
    groups.set(place, found);
    return found;
  };
  const scores = new Map<string, number>();
  const scoreOf = (suspect: Suspect, groups: readonly Group[]) =>
    rate(suspect) * groups.reduce((sum, group) => sum + fit(suspect, group, tellingDrafts.has(group.wave)), 0);
  const mixNames = new Map<Mix, number>();
  return ({ mix, row, place }) => {
    const name = mixNames.get(mix) ?? mixNames.size;
    mixNames.set(mix, name);
    const groups = groupsFor(mix, row);
    const score = (suspect: Suspect) => {
      if (use === "rows" || use === "keys") return 1;
      const key = `${name}|${suspect.id}|${placeOfRow(row)}`;
      const found = scores.get(key) ?? scoreOf(suspect, groups);
      scores.set(key, found);
      return found;
    };
    let best = 0;
    let equals: Suspect[] = [];
    for (const suspect of alike(roll, row)) {
      const found = score(suspect);
      if (found <= 0 || found < best - 1e-12) continue;
      if (found > best + 1e-12) equals = [];
      best = Math.max(best, found);
      equals.push(suspect);
    }
    return equals[place % Math.max(1, equals.length)] ?? null;
  };
}

/** By area and stage, the submissions (by their places) of the nights of which comments of these can be. */
export function nightsWithComments(mixes: readonly Mix[]): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>();
  for (const { poured, rows } of mixes) {
    for (const key of new Set((rows.get("comment") ?? []).map(placeOfRow))) {
      const places = found.get(key) ?? new Set();
      for (const { place } of poured) places.add(place);
      found.set(key, places);
    }
  }
  return found;
}
