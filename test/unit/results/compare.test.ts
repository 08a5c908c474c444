import { describe, expect, it } from "vitest";
import { areaPage } from "../../../src/results/area.ts";
import { areas } from "../../../src/results/codelist.ts";
import { compareAreas } from "../../../src/results/compare.ts";
import { limitsAt } from "../../../src/results/funnel-limits.ts";
import { journey } from "../../../src/results/journey.ts";
import { surveyMeasure, surveyMeasures } from "../../../src/results/measures.ts";
import type { CellsOf } from "../../../src/results/table.ts";
import type { Cell } from "../../../src/statistics/perturb.ts";
import { fixtureCells } from "../../support/release-fixture.ts";

const overall = surveyMeasure("C1");
if (overall === undefined) throw new Error("C1 is the headline");

/** Areas of which all but the named have exactly the nation's share. */
const nationAnd =
  (share: number, base: number, odd: Readonly<Record<string, readonly [number, number]>>): CellsOf =>
  (table, measure) => {
    if (measure !== "C1") return null;
    const cell = (at: readonly string[], P: number, Q: number): Cell => [at, P + Q, P, Q];
    if (table === "stage") return [cell(["report"], 10_000 * share, 10_000 * (1 - share))];
    return areas.map(({ code }) => {
      const [P, Q] = odd[code] ?? [base * share, base * (1 - share)];
      return cell([code, "report"], P, Q);
    });
  };

describe("comparing areas", () => {
  it("gives the bands that a pocket calculator gives, held back for how many areas are looked at", () => {
    // 60 % is expected. At a base of 400, noise makes the effective base 387 to 390, one standard error 0.0254 on the arcsine scale:
    // 70 % is 0.1051 up (4.1 errors), 67.75 % is 0.0806 up and 52 % as much down (3.2; p 0.003, times 42 over rank 3 is 0.04),
    // 66 % is 0.0623 up (2.5; p 0.017, times 42 over rank 4 is 0.17), 62.75 % is 0.0282 up (1.1).
    const cellsOf = nationAnd(0.6, 400, {
      E23000001: [280, 120],
      E23000002: [271, 129],
      E23000003: [251, 149],
      E23000004: [208, 192],
      E23000005: [60, 30],
      E23000006: [264, 136],
    });
    const { areas: compared, tau2, nation, expected, banded, adjustment } = compareAreas(overall, "report", cellsOf);
    const of = (code: string) => compared.find(({ area }) => area === code);
    expect(nation.value).toBe(60);
    expect(Math.abs((expected ?? 0) - 60)).toBeLessThan(0.5);
    expect([tau2, banded, adjustment]).toEqual([0, 42, "not-adjusted-for-case-mix"]);
    expect(of("E23000001")).toMatchObject({ band: "much-better", significance: "ss", z: 4.1 });
    expect(of("E23000002")).toMatchObject({ band: "better", significance: "s", z: 3.2 });
    expect(of("E23000003")).toMatchObject({ band: "about-the-same", significance: "ns" });
    expect(of("E23000004")).toMatchObject({ band: "worse", significance: "s", z: -3.2 });
    expect(of("E23000005")).toMatchObject({ band: null, z: null, significance: null, row: { symbol: "u", value: 67 } });
    expect(of("E23000006")).toMatchObject({ band: "about-the-same", significance: "ns", z: 2.5 });
  });

  it("does not tell by its z what the bound of a percentage hides", () => {
    const cellsOf = nationAnd(0.6, 400, { E23000001: [399, 1], E23000002: [398, 2] });
    const { areas: compared, phi, tau2 } = compareAreas(overall, "report", cellsOf);
    for (const code of ["E23000001", "E23000002"]) {
      const found = compared.find(({ area }) => area === code);
      expect(found).toMatchObject({ band: "much-better", z: null, adjustedZ: null });
      expect(found?.row).toMatchObject({ coding: "at-least", effectiveBase: null });
    }
    expect([phi, tau2]).toEqual([Number(phi?.toFixed(2)), Number(tau2.toFixed(3))]);
  });

  it("calls no area better or worse for less than three points, however many answered", () => {
    const { areas: compared } = compareAreas(
      overall,
      "report",
      nationAnd(0.6, 20_000, { E23000001: [12_500, 7_500], E23000002: [12_700, 7_300] }),
    );
    expect(compared.find(({ area }) => area === "E23000001")).toMatchObject({ band: "about-the-same" });
    expect(compared.find(({ area }) => area === "E23000002")).toMatchObject({ band: "much-better" });
  });

  it("asks more of an area where areas differ much anyway", () => {
    const spread = Object.fromEntries(
      areas.map(({ code }, index) => [
        code,
        [400 * (0.6 + (index % 2 === 0 ? 0.07 : -0.07)), 400 * (0.4 - (index % 2 === 0 ? 0.07 : -0.07))] as const,
      ]),
    );
    const { areas: compared, tau2 } = compareAreas(overall, "report", nationAnd(0.6, 400, spread));
    expect(tau2).toBeGreaterThan(0);
    expect(compared.every(({ band }) => band === "about-the-same")).toBe(true);
    expect(compared.every(({ z, adjustedZ }) => Math.abs(adjustedZ ?? 9) < Math.abs(z ?? 0))).toBe(true);
  });

  it("draws funnel limits that are score limits around the nation and close as the base grows", () => {
    expect(limitsAt(0.6, 100)).toEqual({ base: 100, lower95: 50.4, upper95: 69.6, lower998: 44.9, upper998: 75.1 });
    const widths = [50, 100, 400, 1600]
      .map((base) => limitsAt(0.6, base))
      .map(({ upper998, lower998 }) => upper998 - lower998);
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
  });

  it("says not applicable at a stage where the question is not asked", () => {
    const police = surveyMeasure("RPT5");
    if (police === undefined) throw new Error("RPT5 is about the police");
    const { nation, areas: compared } = compareAreas(police, "trial", fixtureCells);
    expect(nation.symbol).toBe("z");
    expect(compared.every(({ row, band }) => row.symbol === "z" && band === null)).toBe(true);
  });
});

describe("the area page", () => {
  const page = areaPage("E23000032", surveyMeasures, { quarters: [fixtureCells], before: null });

  it("has every agency, each at the stages at which it is asked about, beside the nation", () => {
    expect(page.agencies.map(({ agency }) => agency)).toEqual(["POL", "CPS", "HMCTS", "WCU", "PROB", "SUP"]);
    const police = page.agencies[0]?.stages[0];
    expect(police?.stage).toBe("report");
    expect(police?.respect).toMatchObject({ measure: "C2.POL", compared: { band: "much-worse" } });
    expect(police?.respect?.nation.value).toBeGreaterThan(police?.respect?.here.value ?? 100);
    expect(police?.items.map(({ measure }) => measure)).toEqual(["RPT1", "RPT2", "RPT3", "RPT4", "RPT5", "RPT6"]);
  });

  it("never disagrees with the comparison", () => {
    for (const { stage, overall: placed } of page.whole) {
      const compared = compareAreas(overall, stage, fixtureCells).areas.find(({ area }) => area === page.area);
      expect(placed).toMatchObject({ here: compared?.row, compared: { band: compared?.band } });
    }
  });

  it("keeps a small area's cells confidential, and shows the agency over all stages beside them", () => {
    const city = areaPage("E23000034", surveyMeasures, { quarters: [fixtureCells], before: null });
    const police = city.agencies[0];
    expect(police?.stages.every(({ respect }) => respect?.here.symbol === "c" && respect.compared.band === null)).toBe(
      true,
    );
    expect(police?.overall?.here).toMatchObject({ symbol: "u" });
  });
});

describe("the journey", () => {
  it("runs from report to post-conviction with what people said, whom they met and who fell away", () => {
    const stages = journey(surveyMeasures, fixtureCells);
    expect(stages.map(({ stage }) => stage)).toEqual(["report", "charge", "trial", "post-conviction"]);
    for (const { overall: said, informed, participation, agencies } of stages) {
      expect(said.value).not.toBeNull();
      expect(informed.lower).toBeLessThan(informed.upper ?? 0);
      expect(participation?.counts.delivered).toBeGreaterThan(participation?.counts.answered ?? 0);
      expect(agencies.length).toBeGreaterThan(0);
    }
  });
});
