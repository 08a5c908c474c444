import { Hono } from "hono";
import { beforeAll, describe, expect, it } from "vitest";
import { nationApi } from "../../src/http/api/nation.ts";
import { pageHeaders } from "../../src/http/headers.ts";
import { driversResults } from "../../src/http/web/results-drivers.tsx";
import { results } from "../../src/http/web/results.tsx";
import { Problem } from "../../src/kernel/problem.ts";
import type { LocalDate } from "../../src/kernel/time.ts";
import { insertRelease, publishRelease, writeTables } from "../../src/store/responses/releases.ts";
import { openCapabilities } from "../support/capabilities.ts";
import { fixtureHead, fixtureTables } from "../support/release-fixture.ts";

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
  .route("/v1", nationApi)
  .route("/", new Hono().use(pageHeaders).route("/", results).route("/", driversResults));

const get = async (path: string) => await app.request(path);

async function publish(id: string): Promise<void> {
  const { responses } = engine;
  const { methodology, label } = fixtureHead;
  const row = { id, period: id, status: "building" as const, methodology, startedAt: "2026-04-14", publishedOn: null };
  await insertRelease(responses, { ...row, label, facts: "{}" });
  const rows = [...fixtureTables].flatMap(([name, cells]) => {
    const at = name.indexOf("/");
    const [table, measure] = [name.slice(0, at), name.slice(at + 1)];
    return table === "" || table === "stage" ? [{ table, measure, cells }] : [];
  });
  for (let from = 0; from < rows.length; from += 40) await writeTables(responses, id, rows.slice(from, from + 40));
  const facts = JSON.stringify({ sha256: `${id}${"0".repeat(58)}`, ledger: { tables: 18 } });
  await publishRelease(responses, id, "2026-04-14" as LocalDate, facts);
}

beforeAll(async () => {
  // Five quarters: a year ends with the newest, and the oldest is out of it.
  for (const id of ["2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1"]) await publish(id);
});

type Dataset = {
  readonly size: readonly number[];
  readonly value: readonly (number | null)[];
  readonly status: readonly (string | null)[];
  readonly dimension: { readonly [id: string]: { readonly category: { readonly index: readonly string[] } } };
  readonly extension: { readonly releases: readonly string[] };
};

describe("what is told of the nation alone", () => {
  it("adds up journeys over the four quarters that end with the release, and says so", async () => {
    const read = async (id: string): Promise<Dataset> =>
      await (await get(`/v1/releases/${id}/nation/journeys.json`)).json();
    const [year, first] = [await read("2026Q1"), await read("2025Q1")];
    expect(year.extension.releases).toEqual(["2026Q1", "2025Q4", "2025Q3", "2025Q2"]);
    expect(year.dimension["period"]?.category.index).toEqual(["2025-04-01/P1Y"]);
    expect(first.extension.releases).toEqual(["2025Q1"]);
    // The fixture holds the same counts each quarter: four times the base, and the same share.
    const [share, base] = [0, 3];
    const digits = (n: number | null | undefined) => Math.round(n ?? Number.NaN);
    expect(digits(year.value[share])).toBe(digits(first.value[share]));
    expect(Math.abs((year.value[base] ?? 0) - 4 * (first.value[base] ?? 0))).toBeLessThanOrEqual(20);
    const { headers } = await get("/v1/releases/2026Q1/nation/journeys.csv");
    expect(headers.get("Cache-Control")).not.toContain("immutable");
  });

  it.each(["journeys", "drivers", "modes"])(
    "gives %s as JSON-stat, CSV and CSVW, to the byte and in Welsh",
    async (name) => {
      const json: Dataset = await (await get(`/v1/releases/2026Q1/nation/${name}.json?lang=cy`)).json();
      const cells = json.size.reduce((product, n) => product * n, 1);
      expect(json.value).toHaveLength(cells);
      expect(json.value.some((value) => value !== null)).toBe(true);
      const sheet = await (await get(`/v1/releases/2026Q1/nation/${name}.csv`)).text();
      expect(sheet.split("\r\n").length - 2).toBe(cells / 4);
      expect(/undefined|NaN|,,/.test(sheet)).toBe(false);
      expect(await (await get(`/v1/releases/2026Q1/nation/${name}.csv`)).text()).toBe(sheet);
      const about: { readonly url: string } = await (
        await get(`/v1/releases/2026Q1/nation/${name}.csv-metadata.json`)
      ).json();
      expect(about.url).toBe(`${name}.csv`);
    },
  );

  it("has no other files, and repeats nothing that was asked for", async () => {
    const answer = await get("/v1/releases/2026Q1/nation/people%3Cscript%3E.csv");
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain("people");
  });
});

describe("pages of the nation alone", () => {
  it.each(["en", "cy"])("are whole in %s, and say what they do not say", async (lang) => {
    for (const page of ["journey", "drivers", "drivers?stage=trial", "modes"]) {
      const answer = await get(`/results/latest/${page}${page.includes("?") ? "&" : "?"}lang=${lang}`);
      expect(answer.status).toBe(200);
      const html = await answer.text();
      expect(html).not.toMatch(/undefined|NaN|\{\w+\}|style=/);
      expect(html).toContain(`<html lang="${lang}"`);
    }
    const drivers = await (await get(`/results/latest/drivers?lang=${lang}`)).text();
    expect(drivers).toContain(lang === "en" ? "one thing causes the other" : "achosi");
    const journey = await (await get(`/results/latest/journey?lang=${lang}`)).text();
    expect(journey).toContain(lang === "en" ? "The same people, from stage to stage" : "Yr un bobl, o gam i gam");
    expect(journey).toContain(`/results/2026Q1/drivers${lang === "cy" ? "?lang=cy" : ""}`);
    expect(journey).toContain("/v1/releases/2026Q1/nation/journeys.csv");
  });

  it("know no other stage", async () => {
    expect((await get("/results/latest/drivers?stage=appeal")).status).toBe(404);
  });
});
