import { areas } from "../../src/results/codelist.ts";
import type { CellsOf } from "../../src/results/table.ts";
import { adjustedName } from "../../src/statistics/adjusted.ts";
import type { Cell } from "../../src/statistics/perturb.ts";

type Told = Readonly<Record<string, number>>;

/**
 * Cells of one item at the first stage, with adjusted scores, as a release holds them: every area has a share of 60 %, a
 * score of 60 and 400 answers but for those named.
 */
export function scoredCells({
  item = "C1",
  scores = {},
  shares = {},
  bases = {},
  without = [],
}: {
  readonly item?: string;
  readonly scores?: Told;
  readonly shares?: Told;
  readonly bases?: Told;
  /** Areas without a score: too few answers. */
  readonly without?: readonly string[];
}): CellsOf {
  const baseOf = (code: string) => bases[code] ?? 400;
  const whole = areas.reduce((sum, { code }) => sum + baseOf(code), 0);
  const counts = (base: number, share: number) => [base, base * share, base * (1 - share)];
  const stored: ReadonlyMap<string, readonly Cell[]> = new Map<string, readonly Cell[]>([
    [`stage/${item}`, [[["report"], ...counts(whole, 0.6)]]],
    [`stage/${adjustedName(item)}`, [[["report"], 900]]],
    [`area.stage/${item}`, areas.map(({ code }) => [[code, "report"], ...counts(baseOf(code), shares[code] ?? 0.6)])],
    [
      `area.stage/${adjustedName(item)}`,
      areas
        .filter(({ code }) => !without.includes(code))
        .map(({ code }) => [[code, "report"], scores[code] ?? 60, baseOf(code)]),
    ],
    // Half a point above the middle of the scale, an answer.
    [`area.stage/m:${item}`, areas.map(({ code }) => [[code, "report"], baseOf(code) / 2])],
    [`stage/m:${item}`, [[["report"], whole / 2]]],
    ...[1, 2, 3, 4, 5, 6, 7].map((code): [string, readonly Cell[]] => [`/h:${item}:${code}`, [[[], whole / 7]]]),
  ]);
  return (table, measure) => stored.get(`${table}/${measure}`) ?? null;
}
