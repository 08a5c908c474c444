import { isQuarterShut, showing, wordsWaiting } from "./interleavings-show.ts";
import { DAYS, type Defences, type Opener, put, type Row, type State, type World } from "./interleavings-state.ts";

// What opens a quarter: the steps of flow/open-quarter.

/** The sealed records that wait for their second mix: how many, all rows together. */
const countMixed = (rows: readonly Row[]) => rows.reduce((sum, { mixed }) => sum + mixed, 0);

/** What one opener can do next: show the last comments, find what is sealed, put it in piece by piece, take it out, destroy the key; or die. */
export function* openerSteps(state: State, at: number, world: World, defences: Defences): Generator<State> {
  const opener = state.openers[at];
  if (!opener) return;
  const become = (change: Partial<Opener>, rest: Partial<State> = {}): State => ({
    ...state,
    ...rest,
    openers: put(state.openers, at, change),
  });
  const idle = { at: "idle", rows: [], found: 0 } as const;
  const [row, ...later] = opener.rows;
  switch (opener.at) {
    case "idle": {
      if (opener.runs >= world.openings || !mayOpen(state, defences)) return;
      const runs = opener.runs + 1;
      const words = wordsWaiting(state);
      if (words.length > 0 && defences.showFirst) {
        if (state.quarter) yield become({ at: "showing", rows: words, runs });
        return;
      }
      const rows = state.rows.flatMap(({ mixed }, index) => Array.from({ length: mixed }, () => index));
      if (rows.length === 0) yield become({ at: "emptied", runs });
      // Where the key is gone and something is left, nothing can be done: a loss, and found as one.
      else if (state.quarter) yield become({ at: "listed", rows, found: rows.length, runs }, tooSoon(state, defences));
      return;
    }
    case "showing": {
      const shown = showing(state, { rows: opener.rows, isLast: true }, defences);
      // Where something is left, the step has failed.
      const rows = shown.rows.flatMap(({ mixed }, index) => Array.from({ length: mixed }, () => index));
      const next = wordsWaiting(shown).length > 0 ? idle : ({ at: "listed", rows, found: rows.length } as const);
      yield { ...shown, openers: put(state.openers, at, next) };
      break;
    }
    case "listed": {
      if (row !== undefined) {
        yield become({ rows: later }, { rows: putIn(state.rows, row, defences) });
        break;
      }
      // All at once, and only where there are as many as were put in.
      const isWhole = countMixed(state.rows) === opener.found;
      const rows = isWhole ? state.rows.map((each) => ({ ...each, mixed: 0 })) : state.rows;
      yield become(countMixed(rows) === 0 ? { ...idle, at: "emptied" } : idle, { rows });
      break;
    }
    case "emptied":
      yield become(idle, { quarter: false });
      break;
  }
  yield become(idle);
}

const mayOpen = (state: State, { shutFirst }: Defences) =>
  shutFirst ? isQuarterShut(state) : state.today === DAYS.length - 1;

/** What an opener does before anything is in, where it lacks a defence: destroys the key, or takes the sealed ones out. */
const tooSoon = ({ rows }: State, { keyLast, allIn }: Defences): Partial<State> => ({
  ...(!keyLast && { quarter: false }),
  ...(!allIn && { rows: rows.map((row) => ({ ...row, mixed: 0 })) }),
});

/** Puts one record in, while the quarter's sealed ones are there: whoever comes after another writes nothing. */
function putIn(rows: readonly Row[], at: number, { sameFinalIds, allIn }: Defences): readonly Row[] {
  if (allIn && countMixed(rows) === 0) return rows;
  return put(rows, at, { records: sameFinalIds ? 1 : (rows[at]?.records ?? 0) + 1 });
}
