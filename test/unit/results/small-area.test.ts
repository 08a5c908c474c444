import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Stage, stages } from "../../../src/domain/dimension.ts";
import type { Quarter } from "../../../src/kernel/time.ts";
import { areaMeasures, areaPage } from "../../../src/results/area.ts";
import { areaOf, membersOf, regionCode } from "../../../src/results/codelist.ts";
import { csv } from "../../../src/results/csv.ts";
import { csvw } from "../../../src/results/csvw.ts";
import { type ScaledMeasure, surveyMeasure, surveyMeasures } from "../../../src/results/measures.ts";
import { parseQuery } from "../../../src/results/query.ts";
import { sideBySide } from "../../../src/results/rolling.ts";
import {
  countByBasis,
  heldBack,
  ladder,
  nearestFigure,
  profileLines,
  type ProfileLine,
  profileTable,
  type ProfileSources,
  sourceOf,
} from "../../../src/results/small-area.ts";
import { type CellsOf, tableRows } from "../../../src/results/table.ts";
import { windowTo } from "../../../src/results/window.ts";
import type { Cell } from "../../../src/statistics/perturb.ts";
import { disclosureRules } from "../../../src/statistics/rules.ts";
import { profileColumns, profileLabelsIn } from "../../../src/ui/results-area-labels.ts";
import { fixtureCells, fixtureHead } from "../../support/release-fixture.ts";

const CITY = "E23000034";
const MET = "E23000001";
const KENT = "E23000032";

const found = areaOf(CITY);
if (found === undefined) throw new Error("the City of London is a police area");
const city = found;

/** Asked at every stage; asked once for each agency; asked at one stage. */
const asked = ["C1", "C2.POL", "RPT5"].map((id): ScaledMeasure => {
  const measure = surveyMeasure(id);
  if (measure === undefined) throw new Error("the surveys have these");
  return measure;
});

/** Cells of a quarter as small as life has them, each with counts of its own: noise lets parts and wholes differ. */
const quarterCells = fc
  .constantFrom(12, 20, 45)
  .chain((most) => fc.array(fc.integer({ min: -4, max: most }), { minLength: 200, maxLength: 200 }))
  .map((numbers): CellsOf => {
    let next = 0;
    const counts = () => {
      const [P, Q] = [numbers[next % numbers.length] ?? 0, numbers[(next + 1) % numbers.length] ?? 0];
      next += 2;
      return [P + Q, P, Q];
    };
    const areas = [MET, CITY, KENT];
    const tables = new Map<string, readonly Cell[]>(
      asked.flatMap(({ id, stages: at }) => {
        const atStages = stages.filter((stage) => at.some((one) => one === stage));
        return [
          [`area.stage/${id}`, areas.flatMap((area) => atStages.map((stage): Cell => [[area, stage], ...counts()]))],
          [`area/${id}`, areas.map((area): Cell => [[area], ...counts()])],
          [`stage/${id}`, atStages.map((stage): Cell => [[stage], ...counts()])],
          [`/${id}`, [[[], ...counts()]]],
        ] as const;
      }),
    );
    return (table, measure) => tables.get(`${table}/${measure}`) ?? null;
  });

/** Two to four quarters, and questions that changed in between. */
const world = fc.record({
  quarters: fc.array(quarterCells, { minLength: 2, maxLength: 4 }),
  changed: fc.subarray([...stages, null]),
});

const held = ["2026Q1", "2025Q4", "2025Q3", "2025Q2"];

type World = { readonly quarters: readonly CellsOf[]; readonly changed: readonly (Stage | null)[] };

function sourcesOf({ quarters, changed }: World): ProfileSources {
  const window = windowTo("2026Q1" as Quarter, new Set(held.slice(0, quarters.length)));
  return {
    quarter: quarters.at(-1) ?? null,
    year: { cellsOf: sideBySide(quarters), window, isSame: (_, stage) => !changed.includes(stage) },
  };
}

/** What the public tables answer to an address, of one release or of the quarters that it is added up with. */
function publicAnswer(address: string, { quarters }: World) {
  const { pathname, searchParams } = new URL(address, "https://api.example/");
  const parsed = parseQuery(
    pathname.slice(1).replace(/\.csv$/, ""),
    [...searchParams],
    asked.map(({ id }) => id),
  );
  if (!parsed.ok) throw new Error(parsed.why);
  const read = parsed.query.window === "4q" ? quarters : quarters.slice(-1);
  return { query: parsed.query, rows: tableRows(parsed.query, asked, sideBySide(read)) };
}

/** The noisy base of a rung, added up here by hand. */
function baseAt(rung: (typeof ladder)[number], measure: ScaledMeasure, stage: Stage, { quarters }: World): number {
  const places = rung.place === "area" ? [CITY] : membersOf("region", regionCode(city));
  const table = [...(rung.place === "nation" ? [] : ["area"]), ...(rung.isOverStages ? [] : ["stage"])].join(".");
  const cells = (rung.window === "4q" ? quarters : quarters.slice(-1)).flatMap((of) => of(table, measure.id) ?? []);
  const meant = cells.filter(
    ([codes]) =>
      (rung.place === "nation" || places.includes(codes[0] ?? "")) && (rung.isOverStages || codes.at(-1) === stage),
  );
  const sum = (which: 2 | 3) =>
    Math.max(
      0,
      meant.reduce((total, cell) => total + (cell[which] ?? 0), 0),
    );
  return sum(2) + sum(3);
}

const isOpen = (rung: (typeof ladder)[number], { stages: at }: ScaledMeasure, stage: Stage, { changed }: World) => {
  const isOfOne = stages.filter((one) => at.some((each) => each === one)).length === 1;
  const isBroken = rung.window === "4q" && changed.includes(rung.isOverStages ? null : stage);
  return !(rung.isOverStages && isOfOne) && !isBroken;
};

const measureOf = ({ measure }: ProfileLine) => asked.find(({ id }) => id === measure) ?? surveyMeasure("C1");

describe("the profile of a small area", () => {
  it("publishes nothing: every figure is what the public tables answer at the address that it names", () => {
    fc.assert(
      fc.property(world, (drawn) => {
        for (const line of profileLines(city, asked, sourcesOf(drawn))) {
          if (line.nearest === null) continue;
          const { query, rows } = publicAnswer(sourceOf(line), drawn);
          expect(line.nearest.query).toEqual(query);
          expect([line.nearest.row]).toEqual(rows);
        }
      }),
    );
  });

  it("takes the first rung whose noisy base is large enough and whose question is the same, and no other", () => {
    fc.assert(
      fc.property(world, (drawn) => {
        for (const line of profileLines(city, asked, sourcesOf(drawn))) {
          const measure = measureOf(line);
          if (measure === undefined) continue;
          const first = ladder.find(
            (rung) =>
              isOpen(rung, measure, line.stage, drawn) &&
              baseAt(rung, measure, line.stage, drawn) >= disclosureRules.basePercentage,
          );
          expect(line.nearest?.basis).toBe(first?.basis);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("can end on every rung, and below the last", () => {
    const ends = fc
      .sample(world, { numRuns: 400, seed: 47 })
      .flatMap((drawn) => profileLines(city, asked, sourcesOf(drawn)).map(({ nearest }) => nearest?.basis ?? "none"));
    expect([...new Set(ends)].toSorted()).toEqual([...ladder.map(({ basis }) => basis), "none"].toSorted());
  });

  it("calls nothing the area's own that is not, and nothing four quarters that is not", () => {
    fc.assert(
      fc.property(world, (drawn) => {
        for (const { stage, nearest } of profileLines(city, asked, sourcesOf(drawn))) {
          if (nearest === null) continue;
          const { basis, row, window, query } = nearest;
          expect(row.at).toEqual(
            basis.startsWith("own") ? { area: CITY } : basis.startsWith("region") ? { region: "london" } : {},
          );
          expect(window?.quarters.length ?? 1).toBe(basis.endsWith("four-quarters") ? drawn.quarters.length : 1);
          const filtered = query.filters.find(({ level }) => level === "stage")?.codes;
          expect(filtered).toEqual(basis.includes("all-stages") ? undefined : [stage]);
        }
      }),
    );
  });

  it("needs further quarters only for the questions of which this one holds a figure back", () => {
    fc.assert(
      fc.property(world, (drawn) => {
        const sources = sourcesOf(drawn);
        const [now] = drawn.quarters.slice(-1);
        if (now === undefined) return;
        const needed = heldBack(city, asked, now);
        const lines = profileLines(city, asked, sources);
        for (const line of lines) {
          if (needed.some(({ id }) => id === line.measure)) continue;
          expect(line.nearest?.basis).toBe("own-quarter");
        }
        expect(countByBasis(lines).reduce((sum, one) => sum + one.count, 0)).toBe(lines.length);
      }),
    );
  });
});

describe("the profile of the City of London in the fixture", () => {
  const measures = areaMeasures(surveyMeasures);
  const sources = { quarter: fixtureCells, year: null };
  const lines = profileLines(city, measures, sources);
  const profile = profileTable(fixtureHead, city, lines, null);

  it("has every figure by stage that the area's page has, once each", () => {
    const page = areaPage(CITY, surveyMeasures, { quarters: [fixtureCells], before: null });
    const onPage = [
      ...page.whole.flatMap(({ stage, overall, informed }) => [overall, informed].map((placed) => ({ stage, placed }))),
      ...page.agencies.flatMap(({ stages: at }) =>
        at.flatMap(({ stage, respect, items }) => [respect, ...items].map((placed) => ({ stage, placed }))),
      ),
    ].flatMap(({ stage, placed }) => (placed === null ? [] : [`${placed.measure} ${stage}`]));
    const inProfile = lines.map(({ measure, stage }) => `${measure} ${stage}`);
    expect(inProfile.toSorted()).toEqual([...new Set(onPage)].toSorted());
    expect(new Set(inProfile).size).toBe(inProfile.length);
  });

  it("stands on the page in the place of what is held back, and of nothing else", () => {
    const nearestOf = (measure: ScaledMeasure, stage: Stage | null) => nearestFigure(city, measure, stage, sources);
    const page = areaPage(CITY, surveyMeasures, { quarters: [fixtureCells], before: null, nearestOf });
    const [police] = page.agencies;
    expect(police?.overall).toMatchObject({ here: { symbol: "u" }, nearest: null });
    for (const { respect } of police?.stages ?? [])
      expect(respect).toMatchObject({ here: { symbol: "c" }, nearest: { basis: "own-all-stages" } });
    const kent = areaPage(KENT, surveyMeasures, { quarters: [fixtureCells], before: null, nearestOf });
    expect(kent.agencies[0]?.stages[0]?.respect?.nearest).toBeNull();
  });

  it("is written as CSV under the place, stage and time of each figure, with what it stands for beside it", () => {
    const labels = profileLabelsIn("en");
    const further = profileColumns(city, profile, "en");
    const beside = { bandOf: () => null, rateOf: () => null, further };
    const [head = "", ...rows] = csv(profile.table, labels, beside).trimEnd().split("\r\n");
    const at = (row: string, column: string) => row.split(",")[head.split(",").indexOf(column)];
    expect(rows).toHaveLength(lines.length);
    const regions = rows.filter((row) => row.includes(",region-quarter,"));
    expect(regions.length).toBeGreaterThan(0);
    for (const row of regions) {
      expect([at(row, "area_code"), at(row, "profile_area")]).toEqual(["E12000007", CITY]);
      expect(at(row, "stage")).toBe(at(row, "profile_stage"));
      expect(row).toContain(",region.csv?measure=");
    }
    const own = rows.filter((row) => row.includes(",own-all-stages,"));
    expect(own.every((row) => at(row, "area_code") === CITY && at(row, "stage") === "all")).toBe(true);
    const keys = rows.map((row) => further.primaryKey.map((column) => at(row, column)).join("|"));
    expect(new Set(keys).size).toBe(rows.length);
    const { columns, primaryKey } = csvw(profile.table, labels, "profile.csv", further).tableSchema;
    expect(columns.map(({ name }) => name)).toEqual(head.split(","));
    expect(primaryKey).toEqual(further.primaryKey);
  });
});
