import { describe, expect, it } from "vitest";
import { drivers } from "../../../src/results/drivers.ts";
import { byMode, modeName } from "../../../src/results/modes.ts";
import { driversTable, journeysTable, modesTable } from "../../../src/results/nation.ts";
import type { CellsOf } from "../../../src/results/table.ts";
import { transitionName, transitions, ways } from "../../../src/results/transitions.ts";
import { windowTo } from "../../../src/results/window.ts";
import { fixtureCells, fixtureHead } from "../../support/release-fixture.ts";

const pair = { from: "report", to: "charge" } as const;

/** A release in which so many went each of the nine ways from report to charge. */
const releaseOf =
  (counts: readonly number[]): CellsOf =>
  (table, measure) => {
    const place = ways.findIndex(({ before, after }) => transitionName(pair, before, after) === measure);
    const n = counts[place];
    return table !== "" || n === undefined ? null : [[[], n]];
  };

const reportToCharge = (...releases: readonly CellsOf[]) => {
  const found = transitions(releases).find(({ from, to }) => from === pair.from && to === pair.to);
  if (found === undefined) throw new Error("no such pair");
  return found;
};

// Satisfied and then satisfied, neither, dissatisfied; neither and then; dissatisfied and then.
const quarter = releaseOf([60, 10, 30, 5, 20, 10, 5, 10, 50]);

describe("the same people at two stages", () => {
  it("are told by who changed: of 200, a hundred satisfied at first and seventy later", () => {
    const { base, earlier, later, change } = reportToCharge(quarter);
    expect([base, earlier.value, later.value, change?.points]).toEqual([200, 50, 35, -15]);
    // p01 + p10 = 0.25, the square of the change 0.0225, and the noise of four cells of variance 5 in 200.
    const error = Math.sqrt(
      (52 / 204 - 0.0225) / 200 + (5 * (2 * 1.15 ** 2 + 2 * 0.85 ** 2 + 5 * 0.15 ** 2)) / 200 ** 2,
    );
    expect(change?.lower).toBe(Math.round(-15 - 196 * error));
    expect(change?.upper).toBe(Math.round(-15 + 196 * error));
  });

  it("are added up over releases cell by cell, with the noise of each", () => {
    const [one, two] = [reportToCharge(quarter), reportToCharge(quarter, quarter)];
    expect(two.base).toBe(400);
    expect(two.change?.points).toBe(one.change?.points);
    const width = (of: typeof one) => (of.change?.upper ?? 0) - (of.change?.lower ?? 0);
    expect(width(two)).toBeLessThan(width(one));
    const doubled = reportToCharge(releaseOf([120, 20, 60, 10, 40, 20, 10, 20, 100]));
    expect(width(two)).toBeGreaterThanOrEqual(width(doubled));
  });

  it("are not told on a noisy base below fifty, where quarters together may be", () => {
    const few = releaseOf([14, 3, 5, 2, 4, 3, 1, 3, 13]);
    const alone = reportToCharge(few);
    expect([alone.symbol, alone.change, alone.earlier.value, alone.base]).toEqual(["c", null, null, 50]);
    expect(alone.shares.every(({ value, symbol }) => value === null && symbol === "c")).toBe(true);
    expect(reportToCharge(few, few).change).not.toBeNull();
  });

  it("are not available from a release that did not count them", () => {
    expect(reportToCharge(() => null).symbol).toBe("x");
    expect(reportToCharge(() => null, quarter).base).toBe(200);
  });
});

describe("what goes with satisfaction", () => {
  const cellsOf =
    (measures: Readonly<Record<string, readonly [number, number, number, number]>>): CellsOf =>
    (table, measure) => {
      const counts = measures[measure];
      return table === "stage" && counts ? [[["report"], ...counts]] : null;
    };

  it("is a share with and without, their difference, and it times the share that missed it", () => {
    // Kept informed: 800 of 1,000 satisfied; not: 600 of 2,000.
    const [first] = drivers("report", cellsOf({ "driver:C3": [800, 600, 200, 1400] }));
    expect(first?.measure).toBe("C3");
    expect([first?.having.value, first?.lacking.value, first?.missed.value]).toEqual([80, 30, 66.7]);
    expect(first?.difference?.points).toBe(50);
    // Newcombe's limits without noise would be 46.7 to 53.1; the noise widens them by less than a point.
    expect(first?.difference?.lower).toBeGreaterThan(46);
    expect(first?.difference?.upper).toBeLessThan(54);
    expect(first?.product).toBe(33.3);
  });

  it("has limits that allow for four times the noise of a count", () => {
    const [first] = drivers("report", cellsOf({ "driver:C3": [60, 30, 40, 70] }));
    // 60 of 100: Wilson's limits at an effective base of 69.9 = 0.2408 / (0.2408 / 100 + 20 x 0.5185 / 100^2).
    expect([first?.having.lower, first?.having.upper]).toEqual([48, 71]);
  });

  it("puts first what many missed and goes with much, not what goes with most", () => {
    const rare = [2700, 10, 200, 90] as const;
    const common = [1400, 500, 300, 800] as const;
    const told = drivers("report", cellsOf({ "driver:C5": rare, "driver:C6": common }));
    expect(told.slice(0, 2).map(({ measure }) => measure)).toEqual(["C6", "C5"]);
    expect((told[1]?.difference?.points ?? 0) > (told[0]?.difference?.points ?? 0)).toBe(true);
  });

  it("is not told where hardly anybody missed it", () => {
    const told = drivers("report", cellsOf({ "driver:C3": [800, 20, 200, 25] })).find(
      ({ measure }) => measure === "C3",
    );
    expect([told?.lacking.symbol, told?.difference, told?.product]).toEqual(["c", null, null]);
    expect(told?.having.value).toBe(80);
  });
});

describe("answers by mode", () => {
  const cellsOf: CellsOf = (_, measure) =>
    measure === modeName("web", "C1")
      ? [[["report"], 1000, 600, 400]]
      : measure === modeName("telephone", "C1")
        ? [[["report"], 200, 150, 50]]
        : measure === modeName("sms", "C1")
          ? [[["report"], 500, 400, 100]]
          : null;

  it("are set beside each other, telephone less web with Newcombe's limits", () => {
    const [told] = byMode(cellsOf);
    expect(told?.rows.web.value).toBe(60);
    expect(told?.rows.telephone.value).toBe(75);
    expect(told?.telephone?.points).toBe(15);
    expect(told?.telephone?.lower).toBe(8);
    expect(told?.telephone?.upper).toBe(21);
  });

  it("by text are not told while no study has tied them to the web's, whatever a release holds", () => {
    expect(byMode(cellsOf)[0]?.rows.sms).toMatchObject({ symbol: "z", value: null, base: null });
  });
});

describe("tables of the nation alone", () => {
  it("are whole cubes, in which every missing figure says why", () => {
    const window = windowTo(fixtureHead.period, new Set([fixtureHead.period]));
    const tables = [
      journeysTable(fixtureHead, transitions([fixtureCells]), window),
      driversTable(fixtureHead, fixtureCells),
      modesTable(fixtureHead, fixtureCells),
    ];
    for (const { query, rows } of tables) {
      const stages = query.by.length === 0 ? 1 : 4;
      const answers = new Set(rows.map(({ answer }) => answer)).size;
      expect(rows).toHaveLength(query.measures.length * stages * answers);
      expect(rows.every(({ value, symbol }) => value !== null || symbol !== null)).toBe(true);
      const keys = rows.map(({ measure, at, answer }) => `${measure}|${at.stage ?? ""}|${answer}`);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});
