import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sourceSha256 } from "../../../scripts/source.ts";
import { methodology, methodologyText } from "../../../src/domain/methodology.ts";
import type { Quarter } from "../../../src/kernel/time.ts";
import { continuity } from "../../../src/results/continuity.ts";
import { lessHeard } from "../../../src/results/heard.ts";
import { OVERALL, surveyMeasure } from "../../../src/results/measures.ts";
import { participation } from "../../../src/results/rates.ts";
import { expectedAfter } from "../../../src/results/expected.ts";
import { instrumentMeasure, instrumentsHeld, modeMeasure, versionOf } from "../../../src/results/held.ts";
import { answersFor, CHANGE_TEST, PLAN, qualityOf } from "../../../src/results/quality.ts";
import { outcomesBy } from "../../../src/results/quality-outcomes.ts";
import { revisionsCsv, revisionsOf, subjectsToCompare } from "../../../src/results/revisions.ts";
import type { CellsOf } from "../../../src/results/table.ts";
import { detectableDifference, findChanges } from "../../../src/statistics/change.ts";
import { adjustedError } from "../../../src/statistics/adjusted.ts";
import type { Cell } from "../../../src/statistics/perturb.ts";
import { disclosureRules } from "../../../src/statistics/rules.ts";
import { halfRange } from "../../../src/statistics/score.ts";
import { streamOf } from "../../../simulation/chance.ts";
import { fixtureCells } from "../../support/release-fixture.ts";

const root = join(import.meta.dirname, "../../..");

/** Stored tables by `table/measure`; everything else the release has not. */
const holding =
  (tables: Readonly<Record<string, readonly Cell[]>>): CellsOf =>
  (table, measure) =>
    tables[`${table}/${measure}`] ?? null;

const whole = (n: number): readonly Cell[] => [[[], n]];

describe("outcome rates in the quality statement", () => {
  const frame = {
    "/frame:NC": whole(3000),
    "/frame:UO-S": whole(1000),
    "/frame:UO-R": whole(500),
    "/frame:UO": whole(400),
    "/frame:R": whole(100),
    "/frame:O": whole(0),
    "/frame:pending": whole(0),
    "/frame:NS": whole(700),
    "/frame:NE": whole(1000),
    "/started": whole(1500),
    "/outcome:complete": whole(1200),
    "/outcome:partial": whole(100),
  };

  it("are AAPOR's, with who was not asked for safety in the denominators, and e of what is known", () => {
    const [found] = outcomesBy([], holding(frame));
    // I 1200, P 100, R 100 + 200 broken off, NC 3000 - 1500, unknown 400 + 1000 + 500; NE 1000.
    expect(found).toMatchObject({ eligible: 5000, opened: 1500, answered: 1300 });
    const e = 3100 / 4100;
    const per = (share: number) => Math.round(1000 * share) / 10;
    expect(found?.rates).toMatchObject({
      "RR1": per(1200 / 5000),
      "RR2": per(1300 / 5000),
      "RR3": per(1200 / (3100 + e * 1900)),
      "RR5": per(1200 / 3100),
      "COOP4": per(1300 / 1600),
      "REF1": per(300 / 5000),
      "CON1": per(1600 / 5000),
      "e": per(e),
      "UO-S": 20,
      "UO-R": 10,
    });
  });

  it("are not told of so few that even their number is not", () => {
    const few = { ...frame, "/outcome:complete": whole(12), "/outcome:partial": whole(3) };
    const [found] = outcomesBy([], holding(few));
    expect(found?.answered).toBeNull();
    expect(Object.values(found?.rates ?? {}).every((rate) => rate === null)).toBe(true);
  });

  it("are percentages, and not told below the base of one; openings alone never tell how many answered", () => {
    const of = (complete: number, opened: number) => {
      const cells = holding({
        ...frame,
        "/outcome:complete": whole(complete),
        "/outcome:partial": whole(0),
        "/started": whole(opened),
      });
      return [outcomesBy([], cells)[0], participation({ by: [], filters: [] }, cells)[0]] as const;
    };
    for (const answered of [49, 50]) {
      const [quality, page] = of(answered, 1500);
      expect(quality?.answered).toBe(50);
      expect([quality?.rates["RR1"], page?.rates.rr1].map((rate) => rate === null)).toEqual(
        Array.from({ length: 2 }, () => answered < 50),
      );
    }
    const [quality, page] = of(19, 4);
    expect([quality?.opened, page?.counts.opened, quality?.answered, page?.counts.answered]).toEqual([
      0,
      0,
      null,
      null,
    ]);
  });
});

describe("who answered beside who was invited", () => {
  it("is told in per cent of those of whom it is known, and not where too few answered", () => {
    const cells = {
      "stage/margin:sex:female": [[["report"], 600]],
      "stage/margin:sex:male": [[["report"], 400]],
      "stage/margin:sex:not-stated": [[["report"], 900]],
      "stage.sex/base": [
        [["report", "female"], 450],
        [["report", "male"], 150],
        [["report", "not-stated"], 77],
      ],
      "stage/weights": [[["report"], 1.42, 2.5, 41]],
    } satisfies Record<string, readonly Cell[]>;
    const { representativeness, weighting } = qualityOf(holding(cells));
    const sex = { stage: "report", attribute: "sex" };
    expect(representativeness).toEqual([
      { ...sex, category: "female", invited: 600, invitedPercent: 60, answeredPercent: 75, answeredCoding: null },
      { ...sex, category: "male", invited: 400, invitedPercent: 40, answeredPercent: 25, answeredCoding: null },
    ]);
    expect(weighting).toEqual([{ stage: "report", designEffect: 1.42, trimmedPercent: 2.5, areas: 41 }]);
    const few = { ...cells, "stage.sex/base": [[["report", "female"], 30]] } satisfies Record<string, readonly Cell[]>;
    expect(qualityOf(holding(few)).representativeness.map(({ answeredPercent }) => answeredPercent)).toEqual([
      null,
      null,
    ]);
  });
});

describe("the sample planner", () => {
  it("asks for as many answers as it takes to find the change, and for no fewer", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 100, max: 2500, noNaN: true }),
        fc.integer({ min: 1, max: 50 }),
        (variance, points) => {
          const answers = answersFor({ stage: "report", variance }, points);
          const found = (n: number) =>
            detectableDifference(n, { ...PLAN, spread: Math.sqrt(variance), designEffect: 1 });
          expect(found(answers)).toBeLessThanOrEqual(points + 1e-9);
          if (answers > 1) expect(found(answers - 1)).toBeGreaterThan(points - 1e-9);
        },
      ),
    );
  });

  it("tells of an area what its answers can show, by the variance that the release holds", () => {
    const cells = {
      "stage/a:C1": [[["report"], 900]],
      "area.stage/C1": [
        [["E23000032", "report"], 402, 200, 202],
        [["E23000034", "report"], 99, 60, 39],
        [["not-stated", "report"], 500, 250, 250],
      ],
    } satisfies Record<string, readonly Cell[]>;
    const { precision } = qualityOf(holding(cells));
    expect(precision).toHaveLength(1);
    // Of one area looked at twice: (2.24 + 0.84) x 30 x sqrt(1.25 / 400) = 5.17; noise makes it more, and it is rounded up.
    expect(precision[0]).toEqual({ area: "E23000032", stage: "report", base: 400, points: 6 });
  });

  it("promises what the test of the trends finds: the change of one area among all, four times in five", () => {
    const areas = Array.from({ length: 43 }, (_, index) => `area ${index}`);
    const cells = {
      "stage/a:C1": [[["report"], 900]],
      "area.stage/C1": areas.map((area): Cell => [[area, "report"], 400, 200, 200]),
    } satisfies Record<string, readonly Cell[]>;
    const points = qualityOf(holding(cells)).precision[0]?.points ?? 0;
    const half = halfRange(surveyMeasure(OVERALL) ?? { points: 7 }) ?? 3;
    const standardError = adjustedError({ base: 400, variance: 900, half });
    const next = streamOf("changes", "trends");
    const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const trials = 500;
    const found = Array.from({ length: trials }, () => {
      const series = areas.map((name, index) => ({
        name,
        periods: Array.from({ length: CHANGE_TEST.quartersBefore + 1 }, (_, quarter) => ({
          score: 60 + standardError * normal() + (index === 0 && quarter === CHANGE_TEST.quartersBefore ? points : 0),
          standardError,
        })),
      }));
      return findChanges(series, CHANGE_TEST.falseDiscoveries)[0]?.isFound === true;
    }).filter(Boolean).length;
    // Rounding up gives it up to a point more: never less than four in five, and little more.
    expect(found / trials).toBeGreaterThan(CHANGE_TEST.power - 0.03);
    expect(found / trials).toBeLessThan(0.96);
  });
});

describe("what a release holds", () => {
  it("names a version of a survey only where enough people answered it, in whatever words", () => {
    expect(versionOf("report@1+easy")).toBe("report@1");
    const cells = holding({
      [`/${instrumentMeasure("report@1")}`]: whole(20),
      [`/${instrumentMeasure("charge@1")}`]: whole(19),
    });
    expect(instrumentsHeld(cells)).toEqual(["report@1"]);
  });

  it("tells ways of answering as shares, and none of a stage with too few", () => {
    const cells = holding({
      [`/${modeMeasure("web")}`]: whole(90),
      [`/${modeMeasure("sms")}`]: whole(30),
      [`stage/${modeMeasure("web")}`]: [[["report"], 40]],
    });
    const of = (stage: string | null, mode: string) =>
      qualityOf(cells).modes.find((one) => one.stage === stage && one.mode === mode)?.percent;
    expect([of(null, "web"), of(null, "sms"), of("report", "web")]).toEqual([75, 25, null]);
  });

  it("tells a bound as a bound: by what way hardly anybody answered, who hardly answered, what hardly anybody passed over", () => {
    const cells = holding({
      [`/${modeMeasure("web")}`]: whole(98),
      [`/${modeMeasure("sms")}`]: whole(2),
      "stage/margin:sex:female": [[["report"], 500]],
      "stage/margin:sex:male": [[["report"], 500]],
      "stage.sex/base": [
        [["report", "female"], 198],
        [["report", "male"], 2],
      ],
      ...Object.fromEntries(
        ["1", "2", "3", "4", "5", "6", "7", "dna", "pns"].map((code) => [
          `/h:C1:${code}`,
          whole(code === "pns" ? 2 : code === "dna" ? 0 : 28),
        ]),
      ),
    });
    const { modes, representativeness, nonResponse } = qualityOf(cells);
    const bound = Math.ceil(disclosureRules.extremeBelow);
    expect(modes.filter(({ stage }) => stage === null).slice(0, 2)).toEqual([
      { stage: null, mode: "web", percent: 100 - bound, coding: "at-least" },
      { stage: null, mode: "sms", percent: bound, coding: "at-most" },
    ]);
    expect(representativeness.map(({ answeredCoding }) => answeredCoding)).toEqual(["at-least", "at-most"]);
    expect(nonResponse.find(({ measure }) => measure === "C1")).toMatchObject({
      notApplicableCoding: "at-most",
      preferNotToSayCoding: "at-most",
    });
    // Among who was heard less, the bound is told as well, and not the share that it hides.
    const [less] = lessHeard(cells);
    expect(less).toMatchObject({ code: "male", invited: 50, answered: Math.ceil(bound / 2), coding: "at-most" });
  });

  it("goes on from a release with the same versions, question by question", () => {
    const [report] = continuity(["report@1", "trial@1"], ["report@1", "charge@1"]);
    expect(report).toMatchObject({ form: "report", earlier: "report@1", later: "report@1", bridged: [], broken: [] });
    expect(report?.same).toContain("C1");
    expect(continuity(["trial@1"], ["report@1"])).toEqual([]);
  });

  it("is followed by the next quarter's, once that is over and its pool is mixed", () => {
    expect(expectedAfter("2026Q1" as Quarter)).toEqual({ period: "2026Q2", from: "2026-07-08" });
    expect(expectedAfter("2026Q3" as Quarter)).toEqual({ period: "2026Q4", from: "2027-01-08" });
  });
});

describe("revisions", () => {
  const others = [{ table: "", measure: "instrument:report@1" }];
  const { subjects, others: unlisted } = subjectsToCompare([
    { table: "", measure: "h:C1:7" },
    { table: "area", measure: "C1" },
    { table: "area", measure: "m:C1" },
    { table: "area", measure: "theme:delay" },
    ...others,
  ]);

  it("look at everything that rests on what changed, once, and name the rest", () => {
    expect(unlisted).toEqual(others);
    const names = subjects.map(({ table, statistic }) => `${table}/${statistic}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining(["/answers", "/score", "area/percent", "area/score", "area.stage/score", "area/theme"]),
    );
  });

  it("are none of a release against itself, and tell only what is printed otherwise", () => {
    for (const subject of subjects) expect(revisionsOf(subject, fixtureCells, fixtureCells)).toEqual([]);
    const percent = subjects.find(({ statistic }) => statistic === "percent");
    const shifted =
      (by: number): CellsOf =>
      (table, measure) =>
        fixtureCells(table, measure)?.map((cell) =>
          cell[0][0] === "E23000032" ? [cell[0], cell[1] ?? 0, (cell[2] ?? 0) + by, (cell[3] ?? 0) - by] : cell,
        ) ?? null;
    if (percent === undefined) throw new Error("there is nothing to compare");
    const found = revisionsOf(percent, fixtureCells, shifted(60));
    expect(found.map(({ at }) => at)).toEqual([{ area: "E23000032" }]);
    expect(found[0]?.before.value).not.toBe(found[0]?.after.value);
    const lines = revisionsCsv(found, unlisted).trim().split("\r\n");
    expect(lines[1]).toMatch(/^area,percent,,C1,,E23000032,.*,\[r\]$/);
    expect(lines.at(-1)).toMatch(/^all,stored,,instrument:report@1,.*,\[r\]$/);
    expect(new Set(lines.map((line) => line.split(",").length)).size).toBe(1);
  });

  it("tell bands, and every other figure that a reader sees, of the tables that they rest on", () => {
    const sorts = (table: string, measure: string) => subjectsToCompare([{ table, measure }]).subjects;
    for (const [table, measure, statistic] of [
      ["area.stage", "a:C1", "comparison"],
      ["stage", "a:C1", "comparison"],
      ["area", "C1", "comparison"],
      ["", "journey:report.charge:satisfied.neither", "journey"],
      ["stage", "driver:C2.POL", "driver"],
      ["stage", "by-mode:web:C1", "mode"],
      ["stage", "characteristic:disability:a-lot:C1", "characteristic"],
      ["area", "compliance:victims:report", "right"],
      ["stage", "weights", "weighting"],
      ["stage", "margin:sex:female", "representativeness"],
      ["stage.sex", "base", "representativeness"],
      ["stage", "mode:web", "ways-of-answering"],
    ] as const) {
      const found = sorts(table, measure).filter((one) => one.statistic === statistic);
      expect([measure, found.length]).toEqual([measure, 1]);
      const keys = found[0]
        ?.rowsOf(fixtureCells, [])
        .map(({ at, measure: of, answer }) => JSON.stringify([at, of, answer]));
      expect([measure, new Set(keys).size]).toEqual([measure, keys?.length]);
      // The fixture is of a release without weights.
      if (measure !== "weights" && !measure.startsWith("margin") && measure !== "base")
        expect([measure, keys?.length]).not.toEqual([measure, 0]);
    }
  });

  it("tell the band that one area left, where its percentages alone were changed", () => {
    const subject = subjectsToCompare([{ table: "area", measure: "C1" }]).subjects.find(
      ({ statistic }) => statistic === "comparison",
    );
    if (subject === undefined) throw new Error("there is nothing to compare");
    const worse: CellsOf = (table, measure) =>
      fixtureCells(table, measure)?.map((cell) =>
        table === "area" && cell[0][0] === "W15000001" ? [cell[0], cell[1] ?? 0, cell[3] ?? 0, cell[2] ?? 0] : cell,
      ) ?? null;
    const wales = revisionsOf(subject, fixtureCells, worse).find(
      ({ at, answer }) => at.area === "W15000001" && answer === "adjusted",
    );
    expect([wales?.before.band, wales?.after.band]).toEqual([
      expect.stringMatching(/better/),
      expect.stringMatching(/worse|same/),
    ]);
    expect(revisionsCsv(wales === undefined ? [] : [wales], [])).toMatch(/better,.*(worse|same),\[r\]/);
  });
});

describe("what a release was made by", () => {
  it("is the file of the methodology, to the byte", () => {
    const file = readFileSync(join(root, "surveys/methodology/1.json"), "utf8");
    expect(methodologyText).toBe(file);
    expect(methodology.version).toBe(JSON.parse(file).version);
  });

  it.skipIf(process.platform !== "linux")("is hashed as the quality statement says, which anybody can do", () => {
    const command =
      "find src surveys migrations wrangler.toml tsconfig.json package-lock.json -type f | LC_ALL=C sort | xargs sha256sum | sha256sum";
    const before = sourceSha256();
    const printed = execFileSync("sh", ["-c", command], { cwd: root, encoding: "utf8" }).slice(0, 64);
    expect([before, sourceSha256()]).toContain(printed);
    expect(createHash("sha256").update(methodologyText).digest("hex")).toMatch(/^[0-9a-f]{64}$/);
  });
});
