import { Hono } from "hono";
import { beforeAll, describe, expect, it } from "vitest";
import { codelists } from "../../src/http/api/codelists.ts";
import { releases } from "../../src/http/api/releases.ts";
import { pageHeaders } from "../../src/http/headers.ts";
import { results } from "../../src/http/web/results.tsx";
import { Problem } from "../../src/kernel/problem.ts";
import type { LocalDate, Quarter } from "../../src/kernel/time.ts";
import { areas } from "../../src/results/codelist.ts";
import { jsonStat } from "../../src/results/json-stat.ts";
import { surveyMeasures } from "../../src/results/measures.ts";
import { tableRows } from "../../src/results/table.ts";
import { insertRelease, publishRelease, writeTables } from "../../src/store/responses/releases.ts";
import { labelsIn } from "../../src/ui/results-labels.ts";
import { openCapabilities } from "../support/capabilities.ts";
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
  .route("/v1", codelists)
  .route("/", new Hono().use(pageHeaders).route("/", results));

const get = async (path: string, headers: Record<string, string> = {}) => await app.request(path, { headers });

async function publishFixture() {
  const { responses } = engine;
  const { id, period, methodology, label, hash } = fixtureHead;
  await insertRelease(responses, {
    id,
    period,
    status: "building",
    methodology,
    startedAt: "2026-04-14",
    publishedOn: null,
    label,
    facts: "{}",
  });
  const rows = [...fixtureTables].map(([name, cells]) => {
    const at = name.indexOf("/");
    return { table: name.slice(0, at), measure: name.slice(at + 1), cells };
  });
  const small = rows.filter(({ table }) => table.split(".").length < 3);
  for (let from = 0; from < small.length; from += 40) await writeTables(responses, id, small.slice(from, from + 40));
  await publishRelease(
    responses,
    id as Quarter,
    "2026-04-14" as LocalDate,
    JSON.stringify({ sha256: hash, ledger: { tables: 18 } }),
  );
}

describe("before the first release", () => {
  it("the list is empty, a table is not found, and every page says kindly that there is nothing yet", async () => {
    expect(await (await get("/v1/releases")).json()).toEqual({ releases: [], next: null });
    expect((await get("/v1/releases/latest")).status).toBe(404);
    for (const page of ["journey", "compare", "area", "area/E23000001"]) {
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
    const nearest = detail.slice(detail.indexOf("/v1/"));
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
