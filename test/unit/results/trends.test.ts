import { describe, expect, it } from "vitest";
import type { Quarter } from "../../../src/kernel/time.ts";
import { changeSince } from "../../../src/results/change-since.ts";
import { areas } from "../../../src/results/codelist.ts";
import type { Comparability } from "../../../src/results/comparability.ts";
import { heardReadings, lessHeard } from "../../../src/results/heard.ts";
import { surveyMeasure } from "../../../src/results/measures.ts";
import type { CellsOf } from "../../../src/results/table.ts";
import { changeOfNation, changesOfAreas, type QuarterRead, trend } from "../../../src/results/trends.ts";
import { linkBetween } from "../../../src/results/versions.ts";
import { scoredCells } from "../../support/scored-cells.ts";

const overall = surveyMeasure("C1");
if (overall === undefined) throw new Error("C1 is the headline");

const KENT = "E23000032";
const nation = { measure: overall, stage: "report", area: null } as const;
const kent = { ...nation, area: KENT };

/** A small wobble of every area's score, another in every quarter, that no law of the test depends on. */
const wobble = (code: string, quarter: number) =>
  1.5 * Math.sin(17 * quarter + areas.findIndex((area) => area.code === code));

function quarterOf(
  period: string,
  instruments: readonly string[],
  cells: Parameters<typeof scoredCells>[0],
): QuarterRead {
  return { release: period, period: period as Quarter, instruments, cellsOf: scoredCells(cells) };
}

const periods = ["2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1"];

/** Five quarters; in the last, one area's score is so many points from where it was. */
const fiveQuarters = (drop: number, instruments: (index: number) => readonly string[] = () => ["report@1"]) =>
  periods.map((period, index) => {
    const scores = Object.fromEntries(areas.map(({ code }) => [code, 60 + wobble(code, index)]));
    const last = index === periods.length - 1 ? { [KENT]: 60 - drop } : {};
    return quarterOf(period, instruments(index), { scores: { ...scores, ...last } });
  });

const breaks = (): Comparability => ({ state: "break" });
const bridges = (): Comparability => ({
  state: "bridged",
  points: -8,
  standardError: 0.5,
  logit: -0.4,
  logitError: 0.1,
});

const isOther = (judge: () => Comparability) => (_: string, earlier: string, later: string) =>
  earlier === later ? { state: "same" as const } : judge();

/** The wording changed with the fourth quarter. */
const changedWording = (index: number) => [index < 3 ? "report@1" : "report@2"];

describe("a figure over time", () => {
  it("goes from the oldest release to the newest, and says of a quarter without one that it is missing", () => {
    const read = fiveQuarters(0).filter(({ period }) => period !== "2025Q3");
    const points = trend(nation, read);
    expect(points.map(({ period, state }) => [period, state])).toEqual([
      ["2025Q1", "same"],
      ["2025Q2", "same"],
      ["2025Q3", "missing"],
      ["2025Q4", "same"],
      ["2026Q1", "same"],
    ]);
    expect(points.map(({ isJoined }) => isJoined)).toEqual([false, true, false, false, true]);
    expect(points[2]?.row).toMatchObject({ value: null, symbol: "x" });
    expect(trend(kent, read).map(({ row }) => row.value)).toEqual([60, 60, null, 60, 60]);
    expect(trend(nation, [])).toEqual([]);
  });

  it("draws no line across a change of the question, and none across it is compared", () => {
    const read = fiveQuarters(20, changedWording);
    const points = trend(nation, read, isOther(breaks));
    expect(points.map(({ state }) => state)).toEqual(["break", "break", "break", "same", "same"]);
    expect(points.map(({ isJoined }) => isJoined)).toEqual([false, true, true, false, true]);
    // Two quarters remain: too few to tell how they differ anyway.
    expect(changesOfAreas(nation, read, isOther(breaks))).toMatchObject({ quarters: 2, looked: 0, found: [] });
  });

  it("tells an earlier wording in terms of the newest where a study did, with the study's own error", () => {
    const plain = trend(nation, fiveQuarters(0))[0]?.row;
    const [first, , , fourth] = trend(nation, fiveQuarters(0, changedWording), isOther(bridges));
    // 60 % is a logit of 0.405; less 0.4 is 50.1 %.
    expect(first).toMatchObject({ state: "bridged", row: { value: 50.1 } });
    expect(fourth).toMatchObject({ state: "same", row: { value: 60 } });
    const width = (row: typeof plain) => (row?.upper ?? 0) - (row?.lower ?? 0);
    expect(width(first?.row)).toBeGreaterThan(2 * width(plain));
  });

  it("is the same while versions are, and a mixture of two is not told apart from either", () => {
    const at = (earlier: readonly string[] | null, later: readonly string[] | null) =>
      linkBetween("C1", "report", { earlier, later }, isOther(bridges)).state;
    expect(at(["report@1", "trial@1"], ["report@1", "trial@2"])).toBe("same");
    expect(at(["report@1"], ["report@2"])).toBe("bridged");
    expect(at(["report@1", "report@2"], ["report@2"])).toBe("break");
    expect(at(null, ["report@2"])).toBe("same");
    // A question of the trial's form cannot break where the report's changed.
    expect(linkBetween("TRL1", null, { earlier: ["report@1"], later: ["report@2"] }, isOther(breaks)).state).toBe(
      "same",
    );
  });
});

describe("what changed", () => {
  it("is found where an area drops by 8 points, in words' parts, and nowhere where nothing does", () => {
    const { found, ...about } = changesOfAreas(nation, fiveQuarters(8));
    expect(about).toMatchObject({ kind: "family", adjustment: "adjusted-for-case-mix", quarters: 5, looked: 43 });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ name: KENT, direction: "lower", newest: 1, before: 4 });
    expect(found[0]?.points).toBeGreaterThanOrEqual(7);
    expect(changesOfAreas(nation, fiveQuarters(0)).found).toEqual([]);
  });

  it("allows for a bridge: a drop that is the new wording's own is no change", () => {
    const shifted = periods.map((period, index) =>
      quarterOf(period, changedWording(index), {
        scores: Object.fromEntries(areas.map(({ code }) => [code, (index < 3 ? 68 : 60) + wobble(code, index)])),
      }),
    );
    expect(changesOfAreas(nation, shifted, isOther(bridges)).found).toEqual([]);
    const taken = isOther(() => ({ state: "same" }));
    expect(changesOfAreas(nation, shifted, taken).found.length).toBeGreaterThan(20);
  });

  it("rests on scores as answered in every quarter where one quarter has no adjusted ones", () => {
    const read = fiveQuarters(8);
    const [first] = read;
    if (first === undefined) throw new Error("there are five");
    const unadjusted: CellsOf = (table, measure) => (measure.startsWith("a:") ? null : first.cellsOf(table, measure));
    const finding = changesOfAreas(nation, [{ ...first, cellsOf: unadjusted }, ...read.slice(1)]);
    expect(finding).toMatchObject({ adjustment: "not-adjusted-for-case-mix", looked: 43, found: [] });
  });

  it("is looked for where a quarter has the base for a score, not where it is only stored for a year's sum", () => {
    const small = fiveQuarters(30).map(({ period, instruments }, index) =>
      quarterOf(period, instruments ?? [], {
        scores: {
          ...Object.fromEntries(areas.map(({ code }) => [code, 60 + wobble(code, index)])),
          [KENT]: 30 * index,
        },
        bases: { [KENT]: 90 },
      }),
    );
    expect(changesOfAreas(nation, small)).toMatchObject({ adjustment: "adjusted-for-case-mix", looked: 42, found: [] });
  });

  it("is exploratory for the nation, and needs three quarters", () => {
    expect(changeOfNation(nation, fiveQuarters(0))).toMatchObject({ kind: "exploratory", looked: 1, found: [] });
    expect(changeOfNation(nation, fiveQuarters(0).slice(0, 2))).toMatchObject({ quarters: 2, looked: 0, found: [] });
  });
});

describe("a change since the quarter before", () => {
  const sum = (P: number, Q: number) => ({ counts: [P + Q, P, Q], cells: 1 });

  it("is told in points with Newcombe's limits, and whether it is more than chance", () => {
    // 56 of 70 against 48 of 80: Newcombe's own example, 0.20 (0.0524 to 0.3339); noise makes it wider.
    const change = changeSince(sum(56, 14), sum(48, 32));
    expect(change).toMatchObject({ difference: 20, isBeyondChance: true });
    expect(change?.lower).toBeLessThanOrEqual(5);
    expect(change?.upper).toBeGreaterThanOrEqual(33);
    expect(changeSince(sum(60, 40), sum(58, 42))).toMatchObject({ difference: 2, isBeyondChance: false });
  });

  it("is not told where either figure may not be shown, or is a bound", () => {
    expect(changeSince(sum(20, 20), sum(60, 40))).toBeNull();
    expect(changeSince(sum(100, 1), sum(60, 40))).toBeNull();
  });
});

describe("who was heard less than invited", () => {
  it("is a group whose part of the answers is three points below its part of the invited", () => {
    const counts: Readonly<Record<string, number>> = {
      "stage/margin:sex:female": 600,
      "stage/margin:sex:male": 400,
    };
    const answers: readonly (readonly [string, number])[] = [
      ["female", 330],
      ["male", 270],
    ];
    const cellsOf: CellsOf = (table, measure) => {
      if (table === "stage.sex") return answers.map(([sex, n]) => [["report", sex], n]);
      const n = counts[`${table}/${measure}`];
      return n === undefined ? null : [[["report"], n]];
    };
    expect(lessHeard(cellsOf)).toEqual([
      { stage: "report", attribute: "sex", code: "female", invited: 60, answered: 55, coding: null },
    ]);
    expect(lessHeard(() => null)).toEqual([]);
    expect(heardReadings.map(({ table }) => table)).toEqual(["stage", "stage.offence", "stage.age", "stage.sex"]);
  });
});
