import { methodology } from "../../src/domain/methodology.ts";
import { lastDayOfWave } from "../../src/domain/mixing.ts";
import { type LocalDate, plusDays, type Week } from "../../src/kernel/time.ts";

// The state that a schedule of the model is in, and what is wrong in one.

/** What holds, each of which is taken out once to see a schedule go wrong. */
export type Defences = {
  /** A link is spent in the batch that pours its answers in. */
  readonly nullifier: boolean;
  /** A record's id is made of its pool row's, so that written twice it is one. */
  readonly sameIds: boolean;
  /** A record goes in only while its own pool row is there. */
  readonly guard: boolean;
  /** A day's key goes only when nothing of the day waits. */
  readonly emptyFirst: boolean;
  /** And when nothing can be poured in for it any more. */
  readonly shut: boolean;
  /** A quarter is opened only when nothing more can come to it. */
  readonly shutFirst: boolean;
  /** A final id is made of what the night left, so that written twice it is one. */
  readonly sameFinalIds: boolean;
  /** What the nights left goes only when all of it is in. */
  readonly allIn: boolean;
  /** The quarter's key goes only when nothing is left under it. */
  readonly keyLast: boolean;
  /** Comments are shown only while all that they were to be shown with are there. */
  readonly whole: boolean;
  /** A quarter's last comments are shown before it is opened. */
  readonly showFirst: boolean;
  /** A wave is closed some days after its last link has ended, when no request can still be going on. */
  readonly grace: boolean;
};

export const all: Defences = {
  nullifier: true,
  sameIds: true,
  guard: true,
  emptyFirst: true,
  shut: true,
  shutFirst: true,
  sameFinalIds: true,
  allIn: true,
  keyLast: true,
  whole: true,
  showFirst: true,
  grace: true,
};

/** How large a world is. `links`: whose link each client has; two of one link are two tabs of a browser. */
export type World = {
  readonly links: readonly number[];
  readonly tries: number;
  readonly flushers: number;
  /** How often each mixes. */
  readonly runs: number;
  readonly openers: number;
  /** How often each opens the quarter: a release step that failed is tried again. */
  readonly openings: number;
  /** Where there is one, every submission has a comment; all are of one area and stage. */
  readonly showers: number;
  /** How often each looks for comments to show. */
  readonly showings: number;
  /** Submissions of other links that earlier nights have mixed. */
  readonly earlier: number;
};

/** How many comments are shown together at least: the ten of the engine. */
export const TOGETHER = 2;

export const WAVE = "2026-W10" as Week;
const LAST_DAY_OF_GRACE = lastDayOfWave(WAVE, methodology);
const LAST_DAY_OF_LINKS = plusDays(LAST_DAY_OF_GRACE, -methodology.waveGraceDays);
/** The days of a world: the last of the wave's links; the next, on which a sitting may still end; and that of its close. */
export const DAYS = [LAST_DAY_OF_LINKS, plusDays(LAST_DAY_OF_LINKS, 1), plusDays(LAST_DAY_OF_GRACE, 1)] as const;
export const dayOf = (index: number): LocalDate => DAYS[index] ?? DAYS[2];
export const LAST_SITTING = 1;

export type Client = {
  /** `sealed`: has read the keys and is about to write. */
  readonly at: "idle" | "sealed";
  readonly day: number;
  readonly tries: number;
  /** Whether it was thanked: from then on its link's answers may not be lost. */
  readonly isThanked: boolean;
};

/**
 * A submission: its row in the pool, how many sealed records a night made of it, and how many final ones there are. The
 * same of its comment: how many are sealed, and how many moderators find.
 */
export type Row = {
  readonly link: number;
  readonly day: number;
  readonly isWaiting: boolean;
  readonly mixed: number;
  readonly records: number;
  readonly words: number;
  readonly shown: number;
};

export type Flusher = {
  readonly at: "idle" | "read" | "written" | "looked" | "shut";
  readonly runs: number;
  /** Indexes of the rows that it has read. */
  readonly rows: readonly number[];
  /** Days whose keys it is about to destroy. */
  readonly days: readonly number[];
};

export type Shower = {
  readonly at: "idle" | "asked" | "read";
  readonly runs: number;
  /** Whether nothing more could come to the quarter when it was asked. */
  readonly isLast: boolean;
  /** Indexes of the rows whose comments it has read. */
  readonly rows: readonly number[];
};

export type Opener = {
  readonly at: "idle" | "showing" | "listed" | "emptied";
  readonly runs: number;
  /** Indexes of the rows whose sealed records it has found and not yet put in, and how many it found. */
  readonly rows: readonly number[];
  readonly found: number;
};

export type State = {
  readonly today: number;
  readonly spent: readonly number[];
  /** Days whose keys exist, and days for which nothing more is poured in. */
  readonly keys: readonly number[];
  readonly shut: readonly number[];
  /** Whether the quarter's key exists. */
  readonly quarter: boolean;
  /** `emptied`: its nullifiers are gone, and its key is not yet. */
  readonly wave: "open" | "emptied" | "closed";
  readonly rows: readonly Row[];
  readonly clients: readonly Client[];
  readonly flushers: readonly Flusher[];
  readonly openers: readonly Opener[];
  readonly showers: readonly Shower[];
  /** Whether comments were shown with fewer than are to be shown together, while more could come. */
  readonly isAlone: boolean;
};

/** The links of what earlier nights have mixed: none of any client's. */
const linksBefore = ({ earlier }: World) => Array.from({ length: earlier }, (_, at) => 9 - at);

export const begin = (world: World): State => ({
  today: 0,
  spent: [],
  keys: [...DAYS.keys()],
  shut: [],
  quarter: true,
  wave: "open",
  rows: linksBefore(world).map((link) => ({
    link,
    day: 0,
    isWaiting: false,
    mixed: 1,
    records: 0,
    words: world.showers === 0 ? 0 : 1,
    shown: 0,
  })),
  clients: world.links.map(() => ({ at: "idle", day: 0, tries: 0, isThanked: false })),
  flushers: Array.from({ length: world.flushers }, () => ({ at: "idle", runs: 0, rows: [], days: [] })),
  openers: Array.from({ length: world.openers }, () => ({ at: "idle", runs: 0, rows: [], found: 0 })),
  showers: Array.from({ length: world.showers }, () => ({ at: "idle", runs: 0, isLast: false, rows: [] })),
  isAlone: false,
});

export const put = <T>(list: readonly T[], at: number, change: Partial<T>): readonly T[] =>
  list.map((one, index) => (index === at ? { ...one, ...change } : one));

/** A set as a list in order, so that equal ones are equal. */
export const including = (numbers: readonly number[], one: number): readonly number[] =>
  numbers.includes(one) ? numbers : [...numbers, one].toSorted((a, b) => a - b);

/** Equal for equal states. */
export function nameOf(state: State): string {
  const { today, spent, keys, shut, quarter, wave, rows, clients, flushers, openers, showers, isAlone } = state;
  let name = `${today}${wave}${quarter ? 1 : 0}${isAlone ? 1 : 0}/${spent.join("")}/${keys.join("")}/${shut.join("")}`;
  for (const { link, day, isWaiting, mixed, records, words, shown } of rows)
    name += `/${link}${day}${isWaiting ? 1 : 0}${mixed}${records}${words}${shown}`;
  for (const { at, day, tries, isThanked } of clients) name += `|${at}${day}${tries}${isThanked ? 1 : 0}`;
  for (const flusher of flushers)
    name += `|${flusher.at}${flusher.runs}.${flusher.rows.join("")}.${flusher.days.join("")}`;
  for (const { at, runs, rows: left, found } of openers) name += `|${at}${runs}.${left.join("")}.${found}`;
  for (const { at, runs, isLast, rows: read } of showers) name += `|${at}${runs}${isLast ? 1 : 0}.${read.join("")}`;
  return name;
}

export type Fault = "duplicate" | "loss" | "exposure";

/**
 * What is wrong in a state: a link that counts twice, somebody who was thanked and whose answers or words are nowhere, or
 * words that were shown alone.
 */
export function faultOf(state: State, world: World): Fault | null {
  const { links, showers } = world;
  const before = linksBefore(world);
  // While a quarter is being opened, a record stands beside the sealed one that it was made of.
  const counted = (link: number) =>
    state.rows
      .filter((row) => row.link === link)
      .reduce((sum, row) => sum + Math.max(row.records, row.mixed + (row.isWaiting ? 1 : 0)), 0);
  const read = (link: number) =>
    state.rows
      .filter((row) => row.link === link)
      .reduce((sum, row) => sum + row.shown + row.words + (row.isWaiting ? 1 : 0), 0);
  if ([...links, ...before].some((link) => counted(link) > 1 || read(link) > 1)) return "duplicate";
  const isUnreadable = state.rows.some(
    (row) =>
      (row.isWaiting && !(state.keys.includes(row.day) && state.quarter)) ||
      ((row.mixed > row.records || row.words > 0) && !state.quarter),
  );
  const isThere = (link: number) => counted(link) > 0 && (showers === 0 || read(link) > 0);
  const thanked = state.clients.flatMap(({ isThanked }, at) => (isThanked ? [links[at] ?? -1] : []));
  const isGone = [...thanked, ...before].some((link) => !isThere(link));
  if (isUnreadable || isGone) return "loss";
  return state.isAlone ? "exposure" : null;
}
