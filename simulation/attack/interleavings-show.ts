import {
  DAYS,
  type Defences,
  LAST_SITTING,
  put,
  type Shower,
  type State,
  TOGETHER,
  type World,
} from "./interleavings-state.ts";

// What shows comments: the steps of flow/show-comments.

/** Whether nothing more can come to the quarter: it is over, nothing of it waits, and its days' keys are gone. */
export const isQuarterShut = ({ today, rows, keys }: State): boolean =>
  today === DAYS.length - 1 && !rows.some(({ isWaiting }) => isWaiting) && keys.every((day) => day > LAST_SITTING);

/** The rows whose comments wait to be shown. */
export const wordsWaiting = ({ rows }: State): readonly number[] =>
  rows.flatMap(({ words }, index) => (words > 0 ? [index] : []));

/** Shows what was read, all in one batch; or nothing, where some of it has been shown since. */
export function showing(
  state: State,
  { rows, isLast }: Pick<Shower, "rows" | "isLast">,
  { whole, sameFinalIds }: Defences,
): State {
  const there = rows.filter((row) => (state.rows[row]?.words ?? 0) > 0);
  if (whole && there.length < rows.length) return state;
  return {
    ...state,
    isAlone: state.isAlone || (!isLast && there.length > 0 && there.length < TOGETHER),
    rows: state.rows.map((row, index) =>
      rows.includes(index) ? { ...row, words: 0, shown: sameFinalIds ? 1 : row.shown + 1 } : row,
    ),
  };
}

/** What one shower can do next: ask whether the quarter is shut, read what waits, show it; or die. */
export function* showerSteps(state: State, at: number, world: World, defences: Defences): Generator<State> {
  const shower = state.showers[at];
  if (!shower) return;
  const become = (change: Partial<Shower>, from: State = state): State => ({
    ...from,
    showers: put(from.showers, at, change),
  });
  const idle = { at: "idle", isLast: false, rows: [] } as const;
  switch (shower.at) {
    case "idle":
      // Without the quarter's key nothing can be opened.
      if (shower.runs >= world.showings || !state.quarter || wordsWaiting(state).length === 0) return;
      yield become({ at: "asked", isLast: isQuarterShut(state), runs: shower.runs + 1 });
      return;
    case "asked": {
      const rows = wordsWaiting(state);
      if (rows.length > 0 && (shower.isLast || rows.length >= TOGETHER)) yield become({ at: "read", rows });
      break;
    }
    case "read":
      yield become(idle, showing(state, shower, defences));
      break;
  }
  yield become(idle);
}
