import type { Attack, AttackRow } from "./attack.ts";
import { explore, type Faults, wander } from "./interleavings-model.ts";
import { all, type Defences, type World } from "./interleavings-state.ts";

/** Two tabs of one link, each sent off once, two flushers: small enough for a unit test. */
const none = { flushers: 1, runs: 1, openers: 0, openings: 0, showers: 0, showings: 0, earlier: 0 };
export const MIXING: World = { ...none, links: [0, 0], tries: 1, flushers: 2 };
const LONE: World = { ...none, links: [0], tries: 1, openers: 1, openings: 1 };
/** Two links, one flusher, two openers of their quarter: small enough as well. */
export const OPENING: World = { ...none, links: [0, 1], tries: 1, openers: 2, openings: 1 };
/** Two links, one flusher, two showers of their comments and an opener of their quarter. */
const SHOWING: World = { ...none, links: [0, 1], tries: 1, showers: 2, showings: 1, openers: 1, openings: 1 };
/** One link beside two that were mixed before, two showers and an opener: one more comes while the others are shown. */
export const ADDING: World = { ...SHOWING, links: [0], earlier: 2 };

/** Larger: two tabs and somebody else, two flushers and an opener; and two tabs with two of each. */
const LARGE: readonly World[] = [
  { ...none, links: [0, 0, 1], tries: 1, flushers: 2, openers: 1, openings: 1 },
  { ...none, links: [0, 0], tries: 1, flushers: 2, openers: 2, openings: 1 },
  SHOWING,
  ADDING,
];
/** Everybody asks twice again, and every flusher and opener runs three times: too large to go through. */
export const HUGE: World = {
  links: [0, 0, 1],
  tries: 3,
  flushers: 2,
  runs: 3,
  openers: 2,
  openings: 3,
  showers: 2,
  showings: 3,
  earlier: 2,
};
const WANDERINGS = 100_000;

/** A defence or two that are out, in a world that shows it, and what is then found. */
type Lack = {
  readonly name: string;
  readonly off: Partial<Defences>;
  readonly world: World;
  readonly found: keyof Faults;
};

/** What is taken out together: ids and guard, emptiness and shutting stand in for each other. */
export const lacks: readonly Lack[] = [
  { name: "no nullifier", off: { nullifier: false }, world: MIXING, found: "duplicates" },
  { name: "ids of chance, and no guard", off: { sameIds: false, guard: false }, world: MIXING, found: "duplicates" },
  { name: "a day's key destroyed with the day not shut", off: { shut: false }, world: MIXING, found: "losses" },
  {
    name: "and before the pool is empty",
    off: { shut: false, emptyFirst: false },
    world: MIXING,
    found: "losses",
  },
  { name: "a wave closed with its last link", off: { grace: false }, world: MIXING, found: "duplicates" },
  {
    name: "a quarter opened while something may still come to it",
    off: { shutFirst: false },
    world: LONE,
    found: "losses",
  },
  { name: "final ids of chance", off: { sameFinalIds: false }, world: OPENING, found: "duplicates" },
  { name: "sealed records taken out before all are in", off: { allIn: false }, world: OPENING, found: "losses" },
  {
    name: "comments shown with whatever is still there of those they were to be shown with",
    off: { whole: false },
    world: ADDING,
    found: "exposures",
  },
  {
    name: "and under ids of chance",
    off: { whole: false, sameFinalIds: false },
    world: SHOWING,
    found: "duplicates",
  },
  {
    name: "a quarter opened before its last comments are shown",
    off: { showFirst: false },
    world: SHOWING,
    found: "losses",
  },
  { name: "the quarter's key destroyed before all are in", off: { keyLast: false }, world: OPENING, found: "losses" },
];

/** Whether what is expected of a lack is found. */
export const isFound = ({ world, off, found }: Lack): boolean => explore(world, { ...all, ...off }, found)[found] > 0;

/** A generator of chance that begins alike each time (Park and Miller): the table is the same on every machine. */
function openDraw(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

let tried: readonly AttackRow[] | null = null;

/** Exactly once, as rows of the table: however many responses there are, schedules are what is tried, and tried once. */
export const interleavings: Attack = async () => (tried ??= tryAll());

function tryAll(): readonly AttackRow[] {
  const had =
    "crashes, retries, lost replies, midnight and the wave's end at any step; two flushers, two who show comments, two openers";
  const row = (id: string, attack: string, trials: bigint | number, faults: number): AttackRow => ({
    id,
    attack: `${attack}: duplicates, losses and comments shown alone, a count`,
    had,
    trials: Number(trials),
    success: faults,
    chance: 0,
    threshold: "0",
    isPassed: faults === 0,
  });
  const large = LARGE.map((world) => explore(world));
  const schedules = large.reduce((sum, one) => sum + one.schedules, 0n);
  const faultsOf = ({ duplicates, losses, exposures }: Faults) => duplicates + losses + exposures;
  const faults = large.reduce((sum, one) => sum + faultsOf(one), 0);
  const wandered = wander(HUGE, WANDERINGS, openDraw(6));
  const found = lacks.filter(isFound).length;
  return [
    row("X1", "Exactly once, every order of steps", schedules, faults),
    row("X2", "Exactly once, orders by chance", WANDERINGS, faultsOf(wandered)),
    {
      id: "X3",
      attack: "Exactly once with a defence off: the share of defences whose lack is found",
      had,
      trials: lacks.length,
      success: found / lacks.length,
      chance: 0,
      threshold: "1",
      isPassed: found === lacks.length,
    },
  ];
}
