import { disclosureRules } from "../statistics/rules.ts";
import { codesOf } from "./codelist.ts";
import {
  BASE,
  closureCountName,
  type ClosureFigure,
  codesOfLevel,
  gapName,
  type Level,
  levels,
} from "./closure-figures.ts";
import { sumOf } from "./sum.ts";
import { type CellsOf, emptyRow, percentRow, type Row } from "./table.ts";

/** Closure figures are cut by area, or not at all. */
export type ClosureCut = "area" | "all";

/** The stored table of a cut. */
export const closureTable = (cut: ClosureCut) => (cut === "area" ? "area" : "");

/** What a figure is stored as: the measures whose counts make each of its answers, and the one that is its base. */
function storedOf({ id, source, codes, several }: ClosureFigure) {
  const isLevel = (code: string): code is Level => levels.some((level) => level === code);
  const by = source === "own" ? "victim" : "officer";
  const nameOf = (code: string) => (source === "recorded" ? closureCountName(id, code) : `closure-${by}:${id}:${code}`);
  const parts = codes.map((code) => ({
    code,
    names: (isLevel(code) ? codesOfLevel[code] : [code]).map(nameOf),
  }));
  const base = several ? nameOf(source === "recorded" ? BASE : "answered") : null;
  return { parts, base };
}

/** Every stored measure that some figures are made of. */
export const closureMeasures = (figures: readonly ClosureFigure[]): readonly string[] =>
  figures.flatMap((figure) => {
    const { parts, base } = storedOf(figure);
    return [...parts.flatMap(({ names }) => names), ...(base === null ? [] : [base])];
  });

/**
 * What one stored count varies by, in draws of noise: a count of cases is rounded as well, to which a uniform error of
 * that width is added (its square over twelve).
 */
const drawsOf = ({ source }: ClosureFigure) =>
  source === "recorded" ? 1 + disclosureRules.roundFrameTo ** 2 / 12 / disclosureRules.noise.variance : 1;

/** A share of a base that has a draw of its own varies by less than if each of its two parts had three. */
const DRAWS_WITH_BASE = 3;

/**
 * The share of each answer of some figures, for the nation or for every area, by the rules of every percentage: nothing
 * on a base below 50, marked below 100, with an interval that carries the noise. A figure that the release lacks is `x`.
 */
export function closureRows(figures: readonly ClosureFigure[], cut: ClosureCut, cellsOf: CellsOf): readonly Row[] {
  const places = cut === "area" ? codesOf("area").map((area) => ({ area })) : [{}];
  return figures.flatMap((figure) => {
    const { parts, base } = storedOf(figure);
    // What may be answered several times over is stored by area alone.
    const isSummed = cut === "all" && figure.several && figure.source !== "recorded";
    const table = isSummed ? closureTable("area") : closureTable(cut);
    const summed = isSummed ? codesOf("area").length : 1;
    const countAt = (name: string, area: string | undefined) => {
      const cells = cellsOf(table, name);
      if (cells === null) return null;
      return Math.max(0, sumOf(cells.filter(([codes]) => area === undefined || codes[0] === area)).counts[0] ?? 0);
    };
    return places.flatMap((at: { readonly area?: string }) => {
      const counts = parts.map(({ code, names }) => ({
        code,
        n: names.reduce<number | null>((sum, name) => {
          const n = countAt(name, at.area);
          return n === null || sum === null ? null : sum + n;
        }, 0),
      }));
      const whole = base === null ? counts.reduce((sum, { n }) => sum + (n ?? 0), 0) : countAt(base, at.area);
      const draws =
        summed * drawsOf(figure) * (base === null ? parts.flatMap(({ names }) => names).length : DRAWS_WITH_BASE);
      return counts.map(({ code, n }) => {
        const subject = { at, measure: figure.id, answer: code };
        if (n === null || whole === null) return emptyRow(subject, "x");
        const P = Math.min(n, whole);
        return percentRow(subject, { P, Q: whole - P, cells: draws });
      });
    });
  });
}

/** What the comparison of closure forms with surveys is stored as. */
export const gapMeasures: readonly string[] = levels.flatMap((closure) =>
  levels.map((survey) => gapName(closure, survey)),
);

/**
 * Three levels by three: how the same people answered in the closure form and in their first survey. Officers' records
 * are not in it (docs/decisions/0028).
 */
export function closureGap(cellsOf: CellsOf): readonly Row[] {
  const cells = levels.flatMap((closure) =>
    levels.map((survey) => ({
      answer: `${closure}.${survey}`,
      stored: cellsOf("", gapName(closure, survey)),
    })),
  );
  const counts = cells.map(({ stored }) => Math.max(0, stored?.[0]?.[1] ?? 0));
  const all = counts.reduce((sum, n) => sum + n, 0);
  return cells.map(({ answer, stored }, index) => {
    const subject = { at: {}, measure: "gap", answer };
    if (stored === null) return emptyRow(subject, "x");
    if (all < disclosureRules.baseJourney) return emptyRow(subject, "c");
    const P = counts[index] ?? 0;
    return percentRow(subject, { P, Q: all - P, cells: cells.length });
  });
}
