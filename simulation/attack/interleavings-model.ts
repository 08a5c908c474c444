import { methodology } from "../../src/domain/methodology.ts";
import { isSpentDay, isWaveOver } from "../../src/domain/mixing.ts";
import { openerSteps } from "./interleavings-open.ts";
import { showerSteps } from "./interleavings-show.ts";
import {
  all,
  begin,
  type Client,
  dayOf,
  DAYS,
  type Defences,
  faultOf,
  type Flusher,
  including,
  LAST_SITTING,
  nameOf,
  put,
  type State,
  WAVE,
  type World,
} from "./interleavings-state.ts";

// Every order in which submitting, mixing, showing comments, closing and opening a quarter can happen, with whatever can
// crash, be lost or come twice.
//
// The steps are those of flow/submit, flow/flush, flow/show-comments, flow/open-quarter and flow/keys, one for each call to a database or to
// the keys; what decides between them is the very code that decides there (domain/mixing). A schedule is one order of
// steps. Nothing goes back, so that schedules are the paths of a graph without circles, and can be counted without
// walking each.

/** What one client can do next: read the keys and seal; write, and be told so or not; die. */
function* clientSteps(state: State, at: number, world: World, defences: Defences): Generator<State> {
  const client = state.clients[at];
  const link = world.links[at];
  if (!client || link === undefined || client.isThanked) return;
  const become = (change: Partial<Client>, rest: Partial<State> = {}): State => ({
    ...state,
    ...rest,
    clients: put(state.clients, at, change),
  });
  if (client.at === "idle") {
    const tries = client.tries + 1;
    const isReady = state.wave !== "closed" && state.today <= LAST_SITTING && state.keys.includes(state.today);
    if (client.tries < world.tries && isReady) yield become({ at: "sealed", day: state.today, tries });
    return;
  }
  yield become({ at: "idle" });
  if (defences.nullifier && state.spent.includes(link)) {
    yield become({ at: "idle", isThanked: true });
    return;
  }
  // The batch fails as a whole: the client is told that it did not go, and asks again.
  if (defences.shut && state.shut.includes(client.day)) return;
  const poured = {
    spent: including(state.spent, link),
    rows: [...state.rows, { link, day: client.day, isWaiting: true, mixed: 0, records: 0, words: 0, shown: 0 }],
  };
  yield become({ at: "idle" }, poured);
  yield become({ at: "idle", isThanked: true }, poured);
}

const daysWaiting = (state: State): ReadonlySet<string> =>
  new Set(state.rows.flatMap(({ isWaiting, day }) => (isWaiting ? [dayOf(day)] : [])));

/** Writes what a flusher has read, in one batch: of each row what is left of it, while the row is there. */
function written(state: State, rows: readonly number[], { showers }: World, { sameIds, guard }: Defences): State {
  return {
    ...state,
    rows: state.rows.map((row, index) => {
      if (!rows.includes(index) || (guard && !row.isWaiting)) return row;
      const words = showers === 0 ? 0 : sameIds ? 1 : row.words + 1;
      return { ...row, isWaiting: false, mixed: sameIds ? 1 : row.mixed + 1, words };
    }),
  };
}

/** Shuts a day of which nothing waits; without that defence it is taken for shut. */
function shutting(state: State, day: number, defences: Defences): State | null {
  if (!defences.shut) return state;
  if (state.rows.some((row) => row.isWaiting && row.day === day)) return null;
  return { ...state, shut: including(state.shut, day) };
}

/** What one flusher can do next: read, write, look which days are spent, shut one, destroy its key; or die. */
function* flusherSteps(state: State, at: number, world: World, defences: Defences): Generator<State> {
  const flusher = state.flushers[at];
  if (!flusher) return;
  const become = (change: Partial<Flusher>, from: State = state): State => ({
    ...from,
    flushers: put(from.flushers, at, change),
  });
  const idle = { at: "idle", rows: [], days: [] } as const;
  const [day, ...later] = flusher.days;
  switch (flusher.at) {
    case "idle": {
      if (flusher.runs >= world.runs || state.today === 0) return;
      // Without the quarter's key nothing can be sealed for it.
      if (!state.quarter) return;
      // What it cannot open it leaves: a row whose key is gone is a loss, and found as one.
      const rows = state.rows.flatMap((row, index) =>
        row.isWaiting && row.day < state.today && state.keys.includes(row.day) ? [index] : [],
      );
      yield become({ at: "read", rows, runs: flusher.runs + 1 });
      return;
    }
    case "read":
      yield become({ at: "written", rows: [] }, written(state, flusher.rows, world, defences));
      break;
    case "written": {
      const waiting = defences.emptyFirst ? daysWaiting(state) : new Set<string>();
      const days = state.keys.filter((each) => isSpentDay(dayOf(each), dayOf(state.today), waiting));
      yield become({ at: "looked", days });
      break;
    }
    case "looked": {
      if (day === undefined) {
        yield become(idle);
        return;
      }
      const shut = shutting(state, day, defences);
      yield shut === null ? become({ days: later }) : become({ at: "shut" }, shut);
      break;
    }
    case "shut":
      yield become(
        { at: "looked", days: later },
        {
          ...state,
          keys: state.keys.filter((key) => key !== day),
        },
      );
      break;
  }
  yield become(idle);
}

const graceless = { ...methodology, waveGraceDays: 0 };

/** Midnight; and, once it is over, the wave's end: the nullifiers first, then the key. No request lasts for a week. */
function* otherSteps(state: State, { grace }: Defences): Generator<State> {
  const isGoingOn = state.clients.some((client) => client.at === "sealed");
  if (state.today < LAST_SITTING || (state.today < DAYS.length - 1 && !isGoingOn)) {
    yield { ...state, today: state.today + 1 };
  }
  const isOver = isWaveOver(WAVE, dayOf(state.today), grace ? methodology : graceless);
  if (state.wave === "open" && isOver) yield { ...state, wave: "emptied", spent: [] };
  if (state.wave === "emptied") yield { ...state, wave: "closed" };
}

function* steps(state: State, world: World, defences: Defences): Generator<State> {
  for (const at of state.clients.keys()) yield* clientSteps(state, at, world, defences);
  for (const at of state.flushers.keys()) yield* flusherSteps(state, at, world, defences);
  for (const at of state.showers.keys()) yield* showerSteps(state, at, world, defences);
  for (const at of state.openers.keys()) yield* openerSteps(state, at, world, defences);
  yield* otherSteps(state, defences);
}

export type Exploration = {
  readonly states: number;
  readonly steps: number;
  /** How many different schedules from the beginning to the end these states and steps make. */
  readonly schedules: bigint;
} & Faults;

/** States in which a link counts twice, in which somebody's answers are nowhere, and in which words were shown alone. */
export type Faults = { readonly duplicates: number; readonly losses: number; readonly exposures: number };

const kinds = { duplicate: "duplicates", loss: "losses", exposure: "exposures" } as const;

/**
 * Goes through every state that can be reached. A state in which something is wrong is not followed further.
 *
 * @param until A fault that is enough: once it is found, no state is followed further.
 */
export function explore(world: World, defences: Defences = all, until: keyof Faults | null = null): Exploration {
  const schedules = new Map<string, bigint>();
  const found = { steps: 0, duplicates: 0, losses: 0, exposures: 0 };
  const walk = (state: State): bigint => {
    if (until !== null && found[until] > 0) return 0n;
    const name = nameOf(state);
    const known = schedules.get(name);
    if (known !== undefined) return known;
    const fault = faultOf(state, world);
    if (fault !== null) found[kinds[fault]]++;
    let sum = 0n;
    if (fault === null) {
      for (const next of steps(state, world, defences)) {
        found.steps++;
        sum += walk(next);
      }
    }
    const count = sum === 0n ? 1n : sum;
    schedules.set(name, count);
    return count;
  };
  const count = walk(begin(world));
  return { states: schedules.size, schedules: count, ...found };
}

/**
 * Walks schedules by chance, in a world too large to go through.
 *
 * @param draw Uniform in [0, 1).
 */
export function wander(
  world: World,
  schedules: number,
  draw: () => number,
  defences: Defences = all,
): Pick<Exploration, "steps" | keyof Faults> {
  const found = { steps: 0, duplicates: 0, losses: 0, exposures: 0 };
  for (let walked = 0; walked < schedules; walked++) {
    for (let state: State | undefined = begin(world); state !== undefined;) {
      const fault = faultOf(state, world);
      if (fault !== null) {
        found[kinds[fault]]++;
        break;
      }
      const next: readonly State[] = [...steps(state, world, defences)];
      state = next[Math.floor(draw() * next.length)];
      found.steps++;
    }
  }
  return found;
}
