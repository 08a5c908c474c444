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

async function publish(id: string, instruments?: readonly string[]): Promise<void> {
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
  const held = instruments && { instruments };
  const facts = JSON.stringify({ sha256: `${id}${"0".repeat(58)}`, ledger: { tables: 18 }, ...held });
  await publishRelease(responses, id, "2026-04-14" as LocalDate, facts);
}

beforeAll(async () => {
  // Five quarters: a year ends with the newest, and the oldest is out of it.
  for (const id of ["2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1"]) await publish(id);
  // Two of another year, between which the survey at trial changed.
  await publish("2023Q1", ["report@1", "charge@1", "trial@1", "post-conviction@1"]);
  await publish("2023Q2", ["report@1", "charge@1", "trial@2", "post-conviction@1"]);
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

  it.each(["journeys", "drivers", "modes", "characteristics", "characteristics-all-stages"])(
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

  it("says of a difference by characteristic whose it is, and whether it is more than chance", async () => {
    const sheet = await (await get("/v1/releases/2026Q1/nation/characteristics.csv")).text();
    const [head = "", ...lines] = sheet.trim().split("\r\n");
    const fields = (line: string) =>
      Object.fromEntries(line.split(",").map((value, at) => [head.split(",")[at], value]));
    const rowOf = (answer: string) =>
      fields(lines.find((line) => line.includes(`,report,C1,${answer},`))?.replaceAll(/"[^"]*"/g, "quoted") ?? "");
    // 40 in 100 of those whom a condition limits a lot, where 60 and more of the others are satisfied.
    const those = rowOf("disability.a-lot");
    expect(those).toMatchObject({ group: "disability=a-lot", value: "40", significance: "none", adjustment: "none" });
    expect(rowOf("disability.a-lot.others")).toMatchObject({ group: "disability!=a-lot" });
    const difference = rowOf("disability.a-lot.difference");
    expect(difference).toMatchObject({ group: "disability=a-lot", adjusted_p: "0", significance: "[sss]" });
    expect(Number(difference["upper_95"])).toBeLessThan(-10);
    // Of those who sign there are too few: nothing of them is told, nor judged.
    expect(rowOf("main-language.bsl")).toMatchObject({ value: "[c]", base_unweighted: "[c]" });
    expect(rowOf("main-language.bsl.difference")).toMatchObject({
      value: "[c]",
      adjusted_p: "[x]",
      significance: "none",
    });
    const json: Dataset & { readonly extension: { readonly differences: readonly { readonly answer: string }[] } } =
      await (await get("/v1/releases/2026Q1/nation/characteristics-all-stages.json")).json();
    expect(json.extension.differences).toContainEqual({
      measure: "C1",
      stage: "all",
      answer: "disability.a-lot.difference",
      adjustedP: 0,
      significance: "sss",
    });
    expect(json.extension.differences.some(({ answer }) => answer.includes(".bsl."))).toBe(false);
  });

  it("adds characteristics up over four quarters where that is asked for, and nothing else", async () => {
    const read = async (question: string): Promise<Dataset> =>
      await (await get(`/v1/releases/2026Q1/nation/characteristics-all-stages.json${question}`)).json();
    const [quarter, year] = [await read(""), await read("?window=4q")];
    expect(quarter.extension.releases).toEqual(["2026Q1"]);
    expect(year.extension.releases).toEqual(["2025Q2", "2025Q3", "2025Q4", "2026Q1"]);
    expect(year.dimension["period"]?.category.index).toEqual(["2025-04-01/P1Y"]);
    // 48 people who sign in a quarter: too few. In a year they are enough.
    const at = (year.dimension["answer"]?.category.index ?? []).indexOf("main-language.bsl") * 4;
    expect([quarter.value[at], quarter.status[at]]).toEqual([null, "c"]);
    expect([year.value[at] === null, year.value[at + 3]]).toEqual([false, 190]);
    const sheet = await get("/v1/releases/2026Q1/nation/characteristics.csv?window=4q");
    expect(sheet.headers.get("Cache-Control")).not.toContain("immutable");
    expect(sheet.headers.get("Link")).toContain("<characteristics.csv-metadata.json?window=4q>");
    for (const refused of [
      "drivers.csv?window=4q",
      "characteristics.csv?window=2q",
      "characteristics.csv?window=4q&window=1q",
    ])
      expect((await get(`/v1/releases/2026Q1/nation/${refused}`)).status).toBe(422);
  });

  it("leaves out of four quarters what was asked in other words in one of them, of the page and the file alike", async () => {
    const rowsOf = async (stage: string, question: string) => {
      const sheet = await (await get(`/v1/releases/2023Q2/nation/characteristics.csv${question}`)).text();
      const lines = sheet.split("\r\n").map((line) => line.replaceAll(/"[^"]*"/g, "quoted"));
      const at = lines[0]?.split(",").indexOf("value") ?? -1;
      const answer = `,${stage},C1,disability.a-lot,`;
      return lines.filter((line) => line.includes(answer)).map((line) => line.split(",")[at]);
    };
    expect(await rowsOf("trial", "")).toEqual([expect.stringMatching(/^\d/)]);
    expect(await rowsOf("trial", "?window=4q")).toEqual(["[x]"]);
    const [year = ""] = await rowsOf("report", "?window=4q");
    expect(year).toMatch(/^\d/);
    const page = await (await get("/results/2023Q2/characteristics?window=4q&stage=report")).text();
    expect(page).toContain("/v1/releases/2023Q2/nation/characteristics.csv?window=4q");
    expect(page).toContain(`: ${year}% gave a good answer`);
    const refused = await (await get("/results/2023Q2/characteristics?window=4q&stage=trial")).text();
    expect(refused).toContain("cannot be added up");
    expect(refused).not.toContain("characteristics.csv?window=4q");
  });

  it("has no other files, and repeats nothing that was asked for", async () => {
    const answer = await get("/v1/releases/2026Q1/nation/people%3Cscript%3E.csv");
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain("people");
  });
});

describe("pages of the nation alone", () => {
  it.each(["en", "cy"])("are whole in %s, and say what they do not say", async (lang) => {
    for (const page of [
      "journey",
      "drivers",
      "drivers?stage=trial",
      "modes",
      "characteristics",
      "characteristics?stage=trial&measure=C5",
      "characteristics?window=4q",
    ]) {
      const answer = await get(`/results/latest/${page}${page.includes("?") ? "&" : "?"}lang=${lang}`);
      expect(answer.status).toBe(200);
      const html = await answer.text();
      expect(html).not.toMatch(/undefined|NaN|\{\w+\}|style=/);
      expect(html).toContain(`<html lang="${lang}"`);
    }
    const drivers = await (await get(`/results/latest/drivers?lang=${lang}`)).text();
    expect(drivers).toContain(lang === "en" ? "one thing causes the other" : "achosi");
    const unequal = await (await get(`/results/latest/characteristics?lang=${lang}`)).text();
    expect(unequal).toContain(lang === "en" ? "It is not adjusted." : "Nid yw wedi&#39;i addasu.");
    expect(unequal).toContain(lang === "en" ? "40% gave a good answer" : "rhoddodd 40% ateb da");
    expect(unequal).toContain("/v1/releases/2026Q1/nation/characteristics.csv");
    const twice = lang === "en" ? "its intervals are somewhat too narrow" : "mae ei gyfyngau ychydig yn rhy gul";
    expect(unequal).not.toContain(twice);
    const together = await (await get(`/results/latest/characteristics?stage=all&lang=${lang}`)).text();
    expect(together).toContain("/v1/releases/2026Q1/nation/characteristics-all-stages.csv");
    expect(together).toContain(twice);
    const year = await (await get(`/results/latest/characteristics?window=4q&stage=report&lang=${lang}`)).text();
    expect(year).toContain("/v1/releases/2026Q1/nation/characteristics.csv?window=4q");
    const journey = await (await get(`/results/latest/journey?lang=${lang}`)).text();
    expect(journey).toContain(lang === "en" ? "The same people, from stage to stage" : "Yr un bobl, o gam i gam");
    expect(journey).toContain(`/results/2026Q1/drivers${lang === "cy" ? "?lang=cy" : ""}`);
    expect(journey).toContain("/v1/releases/2026Q1/nation/journeys.csv");
  });

  it("know no other stage, and no other question", async () => {
    expect((await get("/results/latest/characteristics?stage=appeal")).status).toBe(404);
    expect((await get("/results/latest/characteristics?measure=RPT1")).status).toBe(404);
    expect((await get("/results/latest/drivers?stage=appeal")).status).toBe(404);
  });
});
