import { themes } from "../domain/moderation.ts";
import type { Perturbed, ShownPercentage } from "../statistics/shown.ts";
import { shownCount, shownPercentage } from "../statistics/shown.ts";
import { areas } from "./codelist.ts";
import type { CellsOf } from "./table.ts";

// What people write about, from a release alone: how many of the comments that were read carry each theme.

/** How a release names its tables of comments. */
export const COMMENTS = "comments:read";
export const COMMENTS_WAITING = "comments:waiting";
export const themeMeasure = (code: string) => `theme:${code}`;

/** Everything that is to be read of a release for the tables of themes. */
export const themeMeasures: readonly string[] = [
  COMMENTS,
  COMMENTS_WAITING,
  ...themes.map(({ code }) => themeMeasure(code)),
];

/** A theme is told where so many comments carry it, and not below (privacy.md 4, step 5). */
const CARRIED_BY = 10;

export type ThemeRow = Pick<ShownPercentage, "percent" | "lower" | "upper" | "base"> & {
  /** GSS code; null for England and Wales. */
  readonly area: string | null;
  readonly theme: string;
  readonly symbol: "c" | "u" | null;
};

const nothing = { percent: null, lower: null, upper: null } as const;

/** Share of comments that carry a theme, of a noisy base and a noisy number of those that do. */
function themeRow(area: string | null, theme: string, read: number, carrying: number): ThemeRow {
  const sum: Perturbed = { P: carrying, Q: read - carrying, cells: 1 };
  const { status, base, percent, lower, upper } = shownPercentage(sum);
  if (status === "confidential" || carrying < CARRIED_BY) return { area, theme, ...nothing, base, symbol: "c" };
  return { area, theme, percent, lower, upper, base, symbol: status === "low-base" ? "u" : null };
}

const valueAt = (cellsOf: CellsOf, measure: string, area: string | null): number | null =>
  cellsOf(area === null ? "" : "area", measure)?.find(([codes]) => (codes[0] ?? null) === area)?.[1] ?? null;

/** Themes of the nation or an area, in the order of the code frame; empty where the release has none. */
export function themeRows(cellsOf: CellsOf, area: string | null): readonly ThemeRow[] {
  const read = valueAt(cellsOf, COMMENTS, area);
  if (read === null) return [];
  return themes.map(({ code }) => themeRow(area, code, read, valueAt(cellsOf, themeMeasure(code), area) ?? 0));
}

/** The nation's themes and every area's. */
export const allThemeRows = (cellsOf: CellsOf): readonly ThemeRow[] =>
  [null, ...areas.map(({ code }) => code)].flatMap((area) => themeRows(cellsOf, area));

/** How many comments were not read when the release was made: rounded. */
export const waitingComments = (cellsOf: CellsOf): number => shownCount(valueAt(cellsOf, COMMENTS_WAITING, null) ?? 0);
