import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../src/http/app.tsx";
import type { LocalDate } from "../../src/kernel/time.ts";
import { areaMeasures } from "../../src/results/area.ts";
import { surveyMeasures } from "../../src/results/measures.ts";
import { insertRelease, publishRelease, writeTables } from "../../src/store/responses/releases.ts";
import { openCapabilities } from "../support/capabilities.ts";
import { fixtureHead, fixtureTables } from "../support/release-fixture.ts";

const engine = openCapabilities("2026-04-20T09:00:00.000Z");
const app = createApp(async () => ({ ...engine, health: async () => ({}) }));
const get = async (path: string, headers: Record<string, string> = {}) => await app.request(path, { headers }, env);

/** Some thirty answers at a stage, a hundred and twenty over all stages or four quarters. */
const CITY = "E23000034";
const KENT = "E23000032";

const profileNames = new Set(areaMeasures(surveyMeasures).map(({ id }) => id));

/** One whose survey at trial was asked in other words than those after it. */
async function publish(id: string, trial = "trial@2"): Promise<void> {
  const { responses } = engine;
  const { methodology, label } = fixtureHead;
  const row = { id, period: id, status: "building" as const, methodology, startedAt: "2026-04-14", publishedOn: null };
  await insertRelease(responses, { ...row, label, facts: "{}" });
  const rows = [...fixtureTables].flatMap(([name, cells]) => {
    const at = name.indexOf("/");
    const [table, measure] = [name.slice(0, at), name.slice(at + 1)];
    return ["", "stage", "area", "area.stage"].includes(table) && profileNames.has(measure)
      ? [{ table, measure, cells }]
      : [];
  });
  for (let from = 0; from < rows.length; from += 40) await writeTables(responses, id, rows.slice(from, from + 40));
  const instruments = ["report@1", "charge@1", trial, "post-conviction@1"];
  const facts = JSON.stringify({ sha256: `${id}${"0".repeat(58)}`, ledger: { tables: 18 }, instruments });
  await publishRelease(responses, id, "2026-04-14" as LocalDate, facts);
}

beforeAll(async () => {
  for (const id of ["2024Q1", "2025Q3", "2025Q4", "2026Q1"]) await publish(id);
});

type Line = Readonly<Record<string, string>>;

/** Fields hold no commas: names and codes of the fixture have none. */
function linesOf(sheet: string): readonly Line[] {
  const [head = "", ...rows] = sheet
    .replaceAll(/"[^"]*"/g, (quoted) => quoted.replaceAll(",", ";"))
    .trimEnd()
    .split("\r\n");
  const names = head.split(",");
  return rows.map((row) => Object.fromEntries(row.split(",").map((field, place) => [names[place] ?? "", field])));
}

const profileOf = async (release: string, area: string, question = "") => {
  const answer = await get(`/v1/releases/${release}/areas/${area}/profile.csv${question}`);
  expect(answer.status).toBe(200);
  return linesOf(await answer.text());
};

const basesOf = (lines: readonly Line[]) => new Set(lines.map(({ basis }) => basis));

type Profile = {
  readonly id: readonly string[];
  readonly size: readonly number[];
  readonly value: readonly (number | null)[];
  readonly extension: {
    readonly counts: Readonly<Record<string, number>>;
    readonly region: string;
    readonly quarters: readonly string[];
    readonly sources: readonly { readonly same_as: string }[];
  };
};

describe("the profile of an area", () => {
  it("gives a small area figures of its own where there are any, and says of the others whose they are", async () => {
    const year = await profileOf("2026Q1", CITY);
    expect(basesOf(year)).toEqual(new Set(["own-four-quarters"]));
    for (const { area_code, quarters, period_duration } of year)
      expect([area_code, quarters, period_duration]).toEqual([CITY, "2025Q3+2025Q4+2026Q1", "P9M"]);

    const first = await profileOf("2024Q1", CITY);
    expect(basesOf(first)).toEqual(new Set(["own-all-stages", "region-quarter"]));
    for (const { basis, area_code, area_name, stage, profile_area, profile_stage } of first) {
      expect(profile_area).toBe(CITY);
      const isOwn = basis?.startsWith("own");
      expect([area_code, area_name]).toEqual(isOwn ? [CITY, "City of London"] : ["E12000007", "London"]);
      expect(stage).toBe(isOwn ? "all" : profile_stage);
    }
    expect(basesOf(await profileOf("2026Q1", KENT))).toEqual(new Set(["own-quarter"]));
  });

  it("holds nothing that the tables do not: each figure is the one at the address beside it", async () => {
    for (const [release, question] of [
      ["2024Q1", ""],
      ["2026Q1", ""],
      ["2026Q1", "?window=4q"],
    ] as const) {
      const lines = await profileOf(release, CITY, question);
      const columns = [
        "area_code",
        "stage",
        "item",
        "value",
        "lower_95",
        "upper_95",
        "base_unweighted",
        "n_eff",
      ] as const;
      const more = ["status", "quarters", "period_start", "period_duration"] as const;
      for (const line of lines) {
        const answer = await get(`/v1/releases/${release}/tables/${line["same_as"] ?? ""}`);
        const [published = {}, ...others] = linesOf(await answer.text());
        expect(others).toEqual([]);
        for (const column of [...columns, ...more]) expect([column, published[column]]).toEqual([column, line[column]]);
      }
    }
  });

  it("adds up no quarters between which the question changed", async () => {
    await publish("2025Q2", "trial@1");
    const lines = await profileOf("2026Q1", CITY);
    const at = (stage: string) => basesOf(lines.filter(({ profile_stage }) => profile_stage === stage));
    expect(at("report")).toEqual(new Set(["own-four-quarters"]));
    expect(at("trial")).not.toContain("own-four-quarters");
    expect(lines.filter(({ profile_stage, item }) => profile_stage === "trial" && item === "C1")).toMatchObject([
      { basis: "own-all-stages", quarters: "2026Q1" },
    ]);
  });

  it("is another once a quarter that it adds up is, and is known again until then", async () => {
    const path = `/v1/releases/2025Q3/areas/${CITY}/profile.json`;
    const [before, again] = [await get(path), await get(path)];
    const tag = before.headers.get("ETag") ?? "";
    expect(again.headers.get("ETag")).toBe(tag);
    expect((await get(path, { "If-None-Match": tag })).status).toBe(304);
    expect((await get(`${path}?window=4q`, { "If-None-Match": tag })).status).toBe(200);
    expect((await get(`${path}?lang=cy`, { "If-None-Match": tag })).status).toBe(200);
    expect(before.headers.get("Cache-Control")).not.toContain("immutable");
    await publish("2025Q1");
    expect((await get(path)).headers.get("ETag")).not.toBe(tag);
  });

  it("is JSON-stat as well, with each figure under its basis alone, in both languages", async () => {
    const profile: Profile = await (await get(`/v1/releases/2024Q1/areas/${CITY}/profile.json?lang=cy`)).json();
    const lines = await profileOf("2024Q1", CITY);
    expect(profile.id).toEqual(["measure", "stage", "answer", "period", "figure"]);
    expect(profile.value).toHaveLength(profile.size.reduce((product, n) => product * n, 1));
    expect(profile.value.filter((value, place) => place % 4 === 0 && value !== null)).toHaveLength(lines.length);
    expect(profile.extension).toMatchObject({ region: "london", quarters: ["2024Q1"] });
    expect(Object.values(profile.extension.counts).reduce((sum, n) => sum + n, 0)).toBe(lines.length);
    expect(profile.extension.sources).toHaveLength(lines.length);
    const about: { readonly url: string; readonly tableSchema: { readonly primaryKey: readonly string[] } } = await (
      await get(`/v1/releases/2024Q1/areas/${CITY}/profile.csv-metadata.json`)
    ).json();
    expect(about).toMatchObject({
      url: "profile.csv",
      tableSchema: { primaryKey: expect.arrayContaining(["profile_stage"]) },
    });
    const list: { readonly items: readonly { readonly code: string }[] } = await (
      await get("/v1/codelists/profile-bases")
    ).json();
    const codes = list.items.map(({ code }) => code);
    for (const basis of basesOf(lines)) expect(codes).toContain(basis);
  });

  it("knows no other area, file or parameter, and repeats nothing that was asked for", async () => {
    for (const [path, status] of [
      [`areas/E99odd/profile.csv`, 404],
      [`areas/london/profile.csv`, 404],
      [`areas/${CITY}/odd.csv`, 404],
      [`areas/${CITY}/profile.xml`, 404],
      [`areas/${CITY}/profile.csv?odd=1`, 422],
      [`areas/${CITY}/profile.csv?window=odd`, 422],
      [`areas/${CITY}/profile.csv?window=4q&window=1q`, 422],
    ] as const) {
      const answer = await get(`/v1/releases/2026Q1/${path}`);
      expect([path, answer.status]).toEqual([path, status]);
      expect(await answer.text()).not.toContain("odd");
    }
    expect((await get(`/v1/releases/1999Q1/areas/${CITY}/profile.csv`)).status).toBe(404);
  });
});

describe("the page of a small area", () => {
  it.each([
    ["en", "Not this area: region, London, this quarter", "This area, all stages together, this quarter"],
    [
      "cy",
      "Nid yr ardal hon: rhanbarth, Llundain, y chwarter hwn",
      "Yr ardal hon, pob cam gyda&#39;i gilydd, y chwarter hwn",
    ],
  ])("counts in %s what is its own, and puts the nearest figure where one is held back", async (lang, region, own) => {
    const html = await (await get(`/results/2024Q1/area/${CITY}?lang=${lang}`)).text();
    const lines = await profileOf("2024Q1", CITY);
    const { length: ofRegion } = lines.filter(({ basis }) => basis === "region-quarter");
    expect(html).toContain(region);
    expect(html).toContain(own);
    expect(html).toContain(
      lang === "en"
        ? `City of London has ${lines.length} figures by stage: ${lines.length - ofRegion} its own for all stages together; ${ofRegion} its region&#39;s (London), not its own.`
        : `${ofRegion} o&#39;i rhanbarth (Llundain)`,
    );
    expect(html).not.toMatch(/undefined|NaN|\[object|style=|\{\w+\}/);
    const links = [...html.matchAll(/href="(\/v1\/releases\/[^"]+profile[^"]*)"/g)].map(([, link = ""]) => link);
    expect(links).toHaveLength(3);
    for (const link of links) expect((await get(link)).status).toBe(200);
  });

  it("says so where every figure is the area's own, and has nothing in the place of any", async () => {
    const html = await (await get(`/results/2026Q1/area/${KENT}`)).text();
    expect(html).toContain(" figures by stage: 59 its own for this quarter.");
    expect(html).not.toContain("app-nearest");
  });

  it("looks among four quarters alone where these are shown", async () => {
    const html = await (await get(`/results/2024Q1/area/${CITY}?window=4q`)).text();
    expect(html).toContain(`/v1/releases/2024Q1/areas/${CITY}/profile.csv?window=4q`);
    const lines = await profileOf("2024Q1", CITY, "?window=4q");
    expect(basesOf(lines)).toEqual(new Set(["own-all-stages-four-quarters", "region-four-quarters"]));
  });
});
