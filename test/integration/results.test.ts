import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../src/http/app.tsx";
import { areasApi } from "../../src/http/api/areas.ts";
import { codelists } from "../../src/http/api/codelists.ts";
import { releaseChanges } from "../../src/http/api/release-changes.ts";
import { releases } from "../../src/http/api/releases.ts";
import { pageHeaders } from "../../src/http/headers.ts";
import { results } from "../../src/http/web/results.tsx";
import { trendsResults } from "../../src/http/web/results-trends.tsx";
import { nationApi } from "../../src/http/api/nation.ts";
import { trends } from "../../src/http/api/trends.ts";
import { Problem } from "../../src/kernel/problem.ts";
import type { Localised } from "../../src/kernel/locale.ts";
import type { LocalDate } from "../../src/kernel/time.ts";
import { areas } from "../../src/results/codelist.ts";
import { jsonStat } from "../../src/results/json-stat.ts";
import { surveyMeasure, surveyMeasures } from "../../src/results/measures.ts";
import { compareAreas } from "../../src/results/compare.ts";
import type { Cell } from "../../src/statistics/perturb.ts";
import { tableRows } from "../../src/results/table.ts";
import { insertCorrection, insertRelease, publishRelease, writeTables } from "../../src/store/responses/releases.ts";
import { labelsIn } from "../../src/ui/results-labels.ts";
import { openCapabilities } from "../support/capabilities.ts";
import { type Description, faultsOfCsv } from "../support/csv.ts";
import { scoredCells } from "../support/scored-cells.ts";
import { fixtureCells, fixtureHead, fixtureTables } from "../support/release-fixture.ts";

const engine = openCapabilities("2026-04-20T09:00:00.000Z");

const app = new Hono<{ Variables: { engine: typeof engine } }>()
  .use(async (c, next) => {
    c.set("engine", engine);
    await next();
  })
  .onError((cause, c) => {
    if (!(cause instanceof Problem)) throw cause;
    return c.json(cause.toJSON(), cause.status);
  })
  .route("/v1", releases)
  .route("/v1", releaseChanges)
  .route("/v1", codelists)
  .route("/v1", trends)
  .route("/v1", nationApi)
  .route("/v1", areasApi)
  .route("/", new Hono().use(pageHeaders).route("/", results).route("/", trendsResults));

const get = async (path: string, headers: Record<string, string> = {}) => await app.request(path, { headers });

type Published = {
  readonly id: string;
  readonly hash: string;
  readonly instruments?: readonly string[];
  /** Tables that the fixture lacks. */
  readonly more?: ReadonlyMap<string, readonly Cell[]>;
};

async function publish({ id, hash, instruments, more = new Map() }: Published, reason?: Localised) {
  const { responses } = engine;
  const { methodology, label } = fixtureHead;
  const period = id.slice(0, 6);
  const row = {
    id,
    period,
    status: "building",
    methodology,
    startedAt: "2026-04-14",
    publishedOn: null,
    label,
    facts: "{}",
  } as const;
  if (reason === undefined) await insertRelease(responses, row);
  else await insertCorrection(responses, row, { release: id, corrects: period, reason });
  const rows = [...new Map([...fixtureTables, ...more])].map(([name, cells]) => {
    const at = name.indexOf("/");
    return { table: name.slice(0, at), measure: name.slice(at + 1), cells };
  });
  const small = rows.filter(({ table }) => table.split(".").length < 3);
  for (let from = 0; from < small.length; from += 40) await writeTables(responses, id, small.slice(from, from + 40));
  const facts = { sha256: hash, ledger: { tables: 18 }, ...(instruments && { instruments }) };
  await publishRelease(responses, id, "2026-04-14" as LocalDate, JSON.stringify(facts));
}

const publishFixture = () => publish(fixtureHead);

/** Adjusted scores of the headline at report: one area far below what is expected. */
const scored = scoredCells({ scores: { E23000032: 45 } });
const adjustedScores: ReadonlyMap<string, readonly Cell[]> = new Map(
  ["stage", "area.stage"].map((table) => [`${table}/a:C1`, scored(table, "a:C1") ?? []] as const),
);

describe("before the first release", () => {
  it("the list is empty, a table is not found, and every page says kindly that there is nothing yet", async () => {
    expect(await (await get("/v1/releases")).json()).toEqual({
      releases: [],
      next: null,
      nextExpected: null,
    });
    expect((await get("/v1/releases/latest")).status).toBe(404);
    for (const page of ["journey", "compare", "area", "area/E23000001", "trends"]) {
      const answer = await get(`/results/latest/${page}?lang=cy`);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain("Nid oes canlyniadau eto");
    }
  });
});

describe("a published release", () => {
  beforeAll(publishFixture);

  it("is listed with its hash, and gives its facts and its tables", async () => {
    const list = await (await get("/v1/releases")).json<{ releases: { id: string; sha256: string }[] }>();
    expect(list.releases).toMatchObject([{ id: "2026Q1", sha256: fixtureHead.hash, status: "published" }]);
    expect(await (await get("/v1/releases/latest")).json()).toMatchObject({
      id: "2026Q1",
      facts: { ledger: { tables: 18 } },
    });
    const listed = await get("/v1/releases/2026Q1/tables");
    const { tables } = await listed.json<{ tables: { table: string; links: { json: string; csv: string } }[] }>();
    expect(tables).toHaveLength(18);
    for (const { links } of tables.filter(({ table }) => table.split(".").length < 3)) {
      expect((await get(links.json)).status).toBe(200);
      expect((await get(links.csv)).status).toBe(200);
    }
  });

  it("answers with what the pure model makes of its cells, the same however it is asked", async () => {
    const query = { by: ["area", "stage"], filters: [], measures: ["C1", "C3"], statistic: "percent" } as const;
    const rows = tableRows(query, surveyMeasures, fixtureCells);
    const expected = JSON.stringify(jsonStat({ release: fixtureHead, query, rows }, labelsIn("en")));
    const asked = [
      "/v1/releases/2026Q1/tables/area.stage.json?measure=C1&measure=C3",
      "/v1/releases/2026Q1/tables/stage.area.json?measure=C3,C1,C3&statistic=percent",
    ];
    const answers = await Promise.all(asked.map((path) => get(path)));
    for (const answer of answers) expect(await answer.text()).toBe(expected);
    expect(new Set(answers.map(({ headers }) => headers.get("ETag"))).size).toBe(1);
  });

  it("may be kept for good, is known again by its tag, and may be read by any page", async () => {
    const first = await get("/v1/releases/2026Q1/tables/area.csv?measure=C1&stage=report");
    expect(first.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
    expect(first.headers.get("Access-Control-Allow-Origin")).toBe("*");
    expect(first.headers.get("Content-Type")).toContain("text/csv; charset=utf-8");
    const tag = first.headers.get("ETag") ?? "";
    expect(
      (await get("/v1/releases/2026Q1/tables/area.csv?stage=report&measure=C1", { "If-None-Match": tag })).status,
    ).toBe(304);
    expect(
      (await get("/v1/releases/2026Q1/tables/area.csv?stage=trial&measure=C1", { "If-None-Match": tag })).status,
    ).toBe(200);
    expect(
      (await get("/v1/releases/2026Q1/tables/area.json?stage=report&measure=C1", { "If-None-Match": tag })).status,
    ).toBe(200);
    expect((await get("/v1/releases/latest/tables/area.csv?measure=C1")).headers.get("Cache-Control")).toBe(
      "public, max-age=300",
    );
    const text = await first.text();
    expect(text).toContain("much-better");
    expect(text).toContain("E23000034,City of London,system,report,C1,all,percent-positive,all,2026-01-01,P3M,[c]");
    const metadata = await get("/v1/releases/2026Q1/tables/area.csv-metadata.json?measure=C1&stage=report");
    expect(await metadata.json()).toMatchObject({ url: "area.csv?measure=C1&stage=report" });
  });

  it("refuses what it does not publish with 422 and the nearest that it does, and repeats nothing", async () => {
    const refused = await get("/v1/releases/2026Q1/tables/area.stage.sex.json?measure=C1");
    expect(refused.status).toBe(422);
    const { detail } = await refused.json<{ detail: string }>();
    const [nearest = ""] = /\/v1\/[^\s,;]+(?<!\.)/.exec(detail) ?? [];
    expect((await get(nearest)).status).toBe(200);
    const odd = await get("/v1/releases/2026Q1/tables/area.json?measure=%3Cscript%3E");
    expect(odd.status).toBe(422);
    expect(await odd.text()).not.toContain("script");
    expect((await get("/v1/releases/1999Q1/tables/area.json")).status).toBe(404);
    expect((await get("/v1/releases/2026Q1/tables/area.xml")).status).toBe(404);
    expect((await get("/v1/releases/2026Q1/compare?measure=RPT5&stage=trial")).status).toBe(422);
  });

  it("compares areas by one measure at one stage", async () => {
    const compared = await (
      await get("/v1/releases/2026Q1/compare?measure=C3&stage=trial")
    ).json<{
      areas: { band: string | null; status: string | null; value: number | null }[];
    }>();
    expect(compared).toMatchObject({ adjustment: "not-adjusted-for-case-mix", stage: "trial", measure: { id: "C3" } });
    expect(compared.areas).toHaveLength(areas.length);
    const missing = compared.areas.filter(({ value }) => value === null);
    expect(missing.map(({ status }) => status)).toEqual(missing.map(() => "c"));
  });

  it("is shown on pages that link to the same figures, in both languages, cached and found", async () => {
    const pages = [
      "journey",
      "compare",
      "compare?stage=trial&measure=TRL1",
      "compare?stage=report&measure=TRL1",
      "area",
      "area/E23000001",
      "area/E23000034",
    ];
    for (const page of pages) {
      for (const lang of ["en", "cy"]) {
        const answer = await get(`/results/latest/${page}${page.includes("?") ? "&" : "?"}lang=${lang}`);
        const html = await answer.text();
        expect(answer.status).toBe(200);
        expect(answer.headers.get("Cache-Control")).toBe("public, max-age=300");
        expect(answer.headers.get("X-Robots-Tag")).toBe("all");
        expect(html).toContain(`<html lang="${lang}"`);
        expect(html).not.toMatch(/undefined|NaN|\[object|style=|<script|\{\w+\}/);
        const links = [...html.matchAll(/href="(\/v1\/releases[^"]+)"/g)].map(([, href = ""]) =>
          href.replaceAll("&amp;", "&"),
        );
        expect([page, links.length > 0]).toEqual([
          page,
          page !== "area" && !page.includes("stage=report&measure=TRL1"),
        ]);
        for (const link of new Set(lang === "en" ? links : [])) {
          expect([link, (await get(link)).status]).toEqual([link, 200]);
        }
      }
    }
    expect((await get("/results/latest/area?code=E23000001")).headers.get("Location")).toBe(
      "/results/latest/area/E23000001",
    );
    expect((await get("/results/latest/area/E99")).status).toBe(404);
    expect((await get("/results/1999Q1/journey")).status).toBe(404);
  });
});

describe("several published quarters", () => {
  const versions = (trial: string) => ["report@1", "charge@1", trial, "post-conviction@1"];

  beforeAll(async () => {
    await publish({ id: "2025Q3", hash: "3".repeat(64), instruments: versions("trial@1") });
    const hash = "4".repeat(64);
    await publish({ id: "2026Q2", hash, instruments: versions("trial@2"), more: adjustedScores });
  });

  const all = "/v1/releases/2026Q2";

  it("compares areas by adjusted scores where a release has them, and gives what the pure model makes of its cells", async () => {
    const overall = surveyMeasure("C1");
    if (overall === undefined) throw new Error("C1 is the headline");
    const answer = await (await get(`${all}/compare?measure=C1&stage=report`)).json<{ areas: { area: string }[] }>();
    const cells: typeof fixtureCells = (table, measure) =>
      adjustedScores.get(`${table}/${measure}`) ?? fixtureCells(table, measure);
    const expected = compareAreas(overall, "report", cells);
    expect(answer).toMatchObject({ adjustment: "adjusted-for-case-mix", expected: expected.expected, window: null });
    expect(answer.areas.map(({ area }) => area)).toEqual(expected.areas.map(({ area }) => area));
    expect(answer.areas.find(({ area }) => area === "E23000032")).toMatchObject({
      band: "much-worse",
      significance: "sss",
      score: { value: 45, base: 400 },
    });
    const sheet = await (await get(`${all}/tables/area.csv?measure=C1&stage=report`)).text();
    const [header = "", ...lines] = sheet.split("\r\n");
    const kent = lines.find((line) => line.startsWith("E23000032"))?.split(",") ?? [];
    const field = (name: string) => kent[header.split(",").indexOf(name)];
    expect([field("band"), field("adjusted_score"), field("adjusted_base")]).toEqual(["much-worse", "45", "400"]);
    expect([field("significance"), field("adjustment")]).toEqual(["[sss]", "adjusted-for-case-mix"]);
  });

  it("adds up four quarters on request, says which is missing, and keeps no such answer for good", async () => {
    const path = `${all}/tables/area.json?measure=C1&stage=report&window=4q`;
    const joined = await get(path);
    expect(joined.headers.get("Cache-Control")).toBe("public, max-age=300");
    const dataset = await joined.json<{ value: (number | null)[]; dimension: object; extension: object }>();
    expect(dataset).toMatchObject({
      dimension: { period: { category: { index: ["2025-07-01/P1Y"] } } },
      extension: { window: { quarters: ["2025Q3", "2026Q1", "2026Q2"], missing: ["2025Q4"] } },
    });
    const single = await (await get(path.replace("&window=4q", ""))).json<{ value: (number | null)[] }>();
    // Three quarters of the same cells: the same share, three times the base, a narrower interval.
    const [once, thrice] = [single.value.slice(0, 4), dataset.value.slice(0, 4)];
    expect(thrice[0]).toBe(once[0]);
    expect(thrice[3]).toBeGreaterThan(2.8 * (once[3] ?? 0));
    expect((thrice[2] ?? 0) - (thrice[1] ?? 0)).toBeLessThan((once[2] ?? 0) - (once[1] ?? 0));
    const sheet = await (await get(path.replace(".json", ".csv"))).text();
    expect(sheet).toContain(",2025-07-01,P1Y,");
    expect(sheet).toContain("2025Q3+2026Q1+2026Q2");
    const compared = await get(`${all}/compare?measure=C1&stage=report&window=4q`);
    expect(await compared.json()).toMatchObject({
      // Two of the three quarters have no adjusted scores.
      adjustment: "not-adjusted-for-case-mix",
      quartersWithoutScores: 2,
      window: { missing: ["2025Q4"] },
    });
    expect((await get(`${all}/compare?window=2q`)).status).toBe(422);
  });

  it("refuses to add up across a change of a question, and says what to do instead", async () => {
    const refused = await get(`${all}/tables/area.json?measure=C1&stage=trial&window=4q`);
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining("Leave out window=4q") });
    expect((await get(`${all}/compare?measure=C1&stage=trial&window=4q`)).status).toBe(422);
    expect((await get("/v1/releases/2026Q1/compare?measure=C1&stage=trial&window=4q")).status).toBe(200);
    const page = await (await get("/results/2026Q2/compare?measure=C1&stage=trial&window=4q")).text();
    expect(page).toContain("cannot be added up");
  });

  it("tells every quarter of a measure, as JSON and CSV, with breaks and the quarter that is missing", async () => {
    const trend = await (
      await get("/v1/trends.json?measure=C1&stage=trial")
    ).json<{ value: number[]; status: string[] }>();
    expect(trend).toMatchObject({
      id: ["period", "figure"],
      size: [4, 4],
      extension: {
        comparability: { "2025Q3": "break", "2025Q4": "missing", "2026Q1": "same", "2026Q2": "same" },
        changes: { areas: { kind: "family", found: [] }, nation: { kind: "exploratory" } },
      },
    });
    expect(trend.status[0]).toBe("b");
    const tag = (await get("/v1/trends.json?measure=C1&stage=trial")).headers.get("ETag") ?? "";
    const again = (path: string) => get(path, { "If-None-Match": tag });
    expect((await again("/v1/trends.json?stage=trial")).status).toBe(304);
    expect((await again("/v1/trends.json?stage=report")).status).toBe(200);
    expect(trend.value.slice(4, 8)).toEqual([null, null, null, null]);
    const sheet = await (await get("/v1/trends.csv?measure=C1&stage=report&area=E23000032")).text();
    expect(sheet.split("\r\n")).toHaveLength(6);
    expect(sheet).toContain("E23000032,Kent,report,C1,percent-positive,2025-10-01,P3M,[x],[x],[x],[x],x,missing,none");
    const described = await get("/v1/trends.csv-metadata.json?measure=C1&stage=report&area=E23000032&lang=cy");
    expect(described.headers.get("content-type")).toBe("application/csvm+json");
    const description = await described.json<Description>();
    expect(description.url).toBe("trends.csv?measure=C1&stage=report&area=E23000032&lang=cy");
    expect(faultsOfCsv(description, sheet)).toEqual([]);
    expect((await get("/v1/trends.json?measure=RPT5&stage=trial")).status).toBe(422);
    expect((await get("/v1/trends.json?area=E99")).status).toBe(422);
  });

  it("tells a trend up to a quarter, as the page of that quarter offers it", async () => {
    const page = await (await get("/results/2026Q1/trends?measure=C1&stage=trial")).text();
    const [, address = ""] = /href="(\/v1\/trends\.json[^"]*)"/.exec(page) ?? [];
    const trend = await (
      await get(address.replaceAll("&amp;", "&"))
    ).json<{ dimension: { period: { category: { index: string[] } } } }>();
    expect(trend.dimension.period.category.index).toEqual(["2025Q3", "2025Q4", "2026Q1"]);
    expect(page).toContain(
      "Answers received in 2 quarters, the first July to September 2025, the last January to March 2026",
    );
    expect((await get("/v1/trends.json?until=1999Q1")).status).toBe(404);
  });

  it("refuses what an address may not ask, naming the parameter or listing those that there are", async () => {
    const errorsOf = async (path: string) => {
      const answer = await get(path);
      const { detail, errors = [] } = await answer.json<{ detail: string; errors?: { path: string }[] }>();
      return { status: answer.status, wrong: errors.map((one) => one.path).join(), detail };
    };
    const listed = "The parameters are measure, stage, area, until, lang.";
    expect(await errorsOf("/v1/trends.json?mesure=C1")).toEqual({ status: 422, wrong: "", detail: listed });
    expect(await errorsOf("/v1/trends.csv?stage=report&stage=trial")).toMatchObject({ status: 422, wrong: "stage" });
    expect(await errorsOf("/v1/trends.csv?until=soon")).toMatchObject({ status: 422, wrong: "until" });
    const { wrong, detail } = await errorsOf("/v1/trends.csv?measure=RPT5&stage=trial");
    expect([wrong, detail]).toEqual(["stage", expect.stringContaining("/v1/trends.csv?measure=RPT5&stage=report")]);
    for (const path of ["compare?window=4q&by=area", "nation/drivers.json?stage=report"])
      expect(await errorsOf(`/v1/releases/2026Q1/${path}`)).toMatchObject({ status: 422 });
    const nearest = await errorsOf("/v1/releases/2026Q1/tables/area.stage.age.sex.csv?measure=C2.POL");
    expect(nearest.detail).toMatch(/tables\/[a-z.]+\.csv\?measure=C2\.POL/);
  });

  it("shows where a question is asked, if it is not asked at the stage that was chosen", async () => {
    const answer = await get("/results/2026Q2/trends?measure=RPT5&stage=trial&lang=cy");
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(page).toContain("[z]");
    expect(page).toContain("/results/2026Q2/trends?stage=report&amp;measure=RPT5&amp;lang=cy");
    expect(page).not.toContain("<svg");
  });

  it("says on the public site what is wrong with an address, and leads to the page without parameters", async () => {
    const whole = createApp(async () => ({ ...engine, health: async () => ({}) }));
    const answer = await whole.request("/results/latest/rights?area=E99&lang=cy", {}, env);
    const page = await answer.text();
    expect(answer.status).toBe(404);
    expect(page).toContain("Dewiswch ardal o&#39;r rhestr.");
    expect(page).toContain('href="/results/latest/rights?lang=cy"');
    expect(page).toContain("govuk-service-navigation");
    const unknown = await (await whole.request("/results/latest/nonsense", {}, env)).text();
    expect(unknown).toContain("govuk-service-navigation");
    expect(unknown).not.toContain('href="/results/latest/nonsense"');
  });

  it("keeps to the release of its address, and carries on nothing that it does not know", async () => {
    const page = await (await get("/results/2026Q1/compare?measure=C1&tracked=by-somebody")).text();
    for (const section of ["journey", "trends", "quality", "area"])
      expect(page).toContain(`class="govuk-service-navigation__link" href="/results/2026Q1/${section}"`);
    expect(page).not.toContain("tracked");
  });

  it("is shown on pages in both languages whose downloads are all there", async () => {
    const pages = [
      "2026Q2/compare?measure=C1&stage=report",
      "2026Q2/compare?measure=C1&stage=report&window=4q",
      "2026Q2/area/E23000032",
      "2026Q1/area/E23000032?window=4q",
      "latest/trends",
      "latest/trends?measure=C1&stage=trial&area=E23000032",
    ];
    for (const page of pages) {
      for (const lang of ["en", "cy"]) {
        const answer = await get(`/results/${page}${page.includes("?") ? "&" : "?"}lang=${lang}`);
        const html = await answer.text();
        expect([page, answer.status]).toEqual([page, 200]);
        expect(html).toContain(`<html lang="${lang}"`);
        expect(html).not.toMatch(/undefined|NaN|\[object|style=|<script|\{\w+\}/);
        const links = [...html.matchAll(/href="(\/v1\/[^"]+)"/g)].map(([, href = ""]) => href.replaceAll("&amp;", "&"));
        for (const link of new Set(lang === "en" ? links.filter((one) => !one.includes("reference")) : [])) {
          expect([link, (await get(link)).status]).toEqual([link, 200]);
        }
      }
    }
    expect((await get("/results/latest/trends?stage=nowhere")).status).toBe(404);
  });

  it("sets a change since the quarter before beside a figure, and says when it is within chance", async () => {
    const html = await (await get("/results/2026Q2/area/E23000032")).text();
    expect(html).toContain("0 points");
    expect(html).toContain("within chance");
    expect(html).toContain("Who we did not hear from in Kent");
    // 2025Q4 is missing: nothing stands beside the quarter after it.
    expect(await (await get("/results/2026Q1/area/E23000032")).text()).not.toContain("within chance");
  });
});

describe("a correction of a quarter that several windows hold", () => {
  const KENT = "E23000032";
  type Side = { value: number | null; base: number | null };
  type Revised = {
    statistic: string;
    window: string | null;
    measure: string;
    answer: string | null;
    at: { area?: string; stage?: string };
    before: Side;
    after: Side;
  };

  /** Kent's figure at report as a release's table of the quarter, or of four, prints it. */
  const printed = async (id: string, window: string) => {
    const path = `/v1/releases/${id}/tables/area.csv?measure=C1&stage=report${window}`;
    const [head = "", ...lines] = (await (await get(path)).text()).split("\r\n");
    const line = lines.find((one) => one.startsWith(KENT))?.split(",") ?? [];
    return Number(line[head.split(",").indexOf("value")]);
  };

  /** The same of those whom a condition limits a lot. */
  const toldOf = async (id: string, window: string) => {
    const sheet = await (await get(`/v1/releases/${id}/nation/characteristics.csv${window}`)).text();
    const lines = sheet.split("\r\n").map((line) => line.replaceAll(/"[^"]*"/g, "quoted").split(","));
    const at = lines[0]?.indexOf("value") ?? -1;
    const found = lines.find((line) => line.join().includes(",report,C1,disability.a-lot,"));
    return Number(found?.[at]);
  };

  it("lists each of them as it was printed before and after, and none whose question changed", async () => {
    const wereTold = await toldOf("2026Q1", "?window=4q");
    const were = {
      quarter: await printed("2026Q1", ""),
      own: await printed("2026Q1", "&window=4q"),
      later: await printed("2026Q2", "&window=4q"),
    };
    const shift =
      (stage: string) =>
      (cell: Cell): Cell => {
        const [codes, n = 0, positive = 0, negative = 0] = cell;
        return String(codes) === `${KENT},${stage}` ? [codes, n, positive + 40, negative - 40] : cell;
      };
    const cells = fixtureTables.get("area.stage/C1")?.map(shift("report")).map(shift("trial")) ?? [];
    const reason = { en: "Kent's answers were upside down.", cy: "Roedd atebion Caint wyneb i waered." };
    const unequal = "stage/characteristic:disability:a-lot:C1";
    const moved = (fixtureTables.get(unequal) ?? []).map(([codes, n = 0, positive = 0, negative = 0]): Cell => [
      codes,
      n,
      positive + 30,
      negative - 30,
    ]);
    const more = new Map([
      ["area.stage/C1", cells],
      [unequal, moved],
    ]);
    await publish({ ...fixtureHead, id: "2026Q1-2", hash: "5".repeat(64), more }, reason);

    const revisions: Revised[] = [];
    for (let next: string | null = "0"; next !== null;) {
      const page: { revisions: Revised[]; next: string | null } = await (
        await get(`/v1/releases/2026Q1-2/changes?cursor=${next}`)
      ).json();
      revisions.push(...page.revisions);
      next = page.next;
    }
    const figure = (stage: string, window: string | null) =>
      revisions.find(
        ({ statistic, at, ...of }) =>
          statistic === "percent" && at.area === KENT && at.stage === stage && of.window === window,
      );
    expect(figure("report", null)).toMatchObject({
      before: { value: were.quarter },
      after: { value: await printed("2026Q1-2", "") },
    });
    expect(figure("report", "2026Q1-2")).toMatchObject({
      before: { value: were.own },
      after: { value: await printed("2026Q1-2", "&window=4q") },
    });
    expect(figure("report", "2026Q2")).toMatchObject({
      before: { value: were.later },
      after: { value: await printed("2026Q2", "&window=4q") },
    });
    expect(figure("report", "2026Q2")?.before.value).not.toBe(figure("report", "2026Q2")?.after.value);
    const group = (stage: string | undefined, window: string | null) =>
      revisions.find(
        ({ statistic, answer, at, ...of }) =>
          statistic === "characteristic" && answer === "disability.a-lot" && at.stage === stage && of.window === window,
      );
    expect(group("report", null)?.after.value).toBe(await toldOf("2026Q1-2", ""));
    expect(group("report", "2026Q1-2")).toMatchObject({
      before: { value: wereTold },
      after: { value: await toldOf("2026Q1-2", "?window=4q") },
    });
    expect(group("report", "2026Q2")?.after.value).toBe(await toldOf("2026Q2", "?window=4q"));
    expect([group("trial", "2026Q1-2"), group("trial", "2026Q2")]).toEqual([expect.anything(), undefined]);
    expect([group(undefined, "2026Q1-2"), group(undefined, "2026Q2")]).toEqual([expect.anything(), undefined]);
    // The question at trial is another in 2026Q2: of those four quarters nothing was printed.
    expect(figure("trial", "2026Q1-2")).toBeDefined();
    expect(figure("trial", "2026Q2")).toBeUndefined();
    expect(new Set(revisions.map(({ window }) => window))).toEqual(new Set([null, "2026Q1-2", "2026Q2"]));

    const sheet = (await (await get("/v1/releases/2026Q1-2/changes.csv")).text()).trim().split("\r\n");
    expect(sheet[0]).toMatch(/^table,statistic,window,item,/);
    expect(sheet.filter((line) => line.includes(",2026Q2,")).length).toBeGreaterThan(0);
    expect(new Set(sheet.map((line) => line.split(",").length)).size).toBe(1);
  });
});
