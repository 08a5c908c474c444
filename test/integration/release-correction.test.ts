import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { beforeAll, describe, expect, it } from "vitest";
import { startCorrection } from "../../src/flow/correct-release.ts";
import { releaseSteps, startRelease } from "../../src/flow/release.ts";
import { retainResponses } from "../../src/flow/retain-responses.ts";
import { builds } from "../../src/http/api/builds.ts";
import { releaseChanges } from "../../src/http/api/release-changes.ts";
import { releaseQuality } from "../../src/http/api/release-quality.ts";
import { releases } from "../../src/http/api/releases.ts";
import { themesApi } from "../../src/http/api/themes.ts";
import { pageHeaders } from "../../src/http/headers.ts";
import { onApiError } from "../../src/http/problem-response.ts";
import { qualityResults } from "../../src/http/web/results-quality.tsx";
import { results } from "../../src/http/web/results.tsx";
import { locales } from "../../src/kernel/locale.ts";
import type { Quarter } from "../../src/kernel/time.ts";
import { codesOf } from "../../src/statistics/lattice.ts";
import { openResponses } from "../../src/store/responses/database.ts";
import { readInputs } from "../../src/store/responses/microdata.ts";
import { listReleases, readRelease } from "../../src/store/responses/releases.ts";
import { openEngine } from "../../src/worker.ts";
import { openCapabilities } from "../support/capabilities.ts";
import { type Description, faultsOfCsv } from "../support/csv.ts";

const PERIOD = "2026Q1" as Quarter;
const KENT = "E23000032";
const SURREY = "E23000031";
const reason = {
  en: "Kent's answers to the first question were stored upside down.",
  cy: "Cafodd atebion Caint i'r cwestiwn cyntaf eu storio wyneb i waered.",
};

/** Responses and closure discussions as the flush leaves them, decided by their number alone. */
function records() {
  let state = 11;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const pick = (list: readonly string[]) => list[below(list.length)] ?? "";
  return Array.from({ length: 3000 }, (_, key) => ({
    id: `r${String(key).padStart(5, "0")}`,
    stage: pick(codesOf.stage),
    area: key % 3 === 0 ? KENT : key % 3 === 1 ? SURREY : pick(codesOf.area),
    offence: pick(codesOf.offence),
    age: pick(codesOf.age),
    sex: pick(codesOf.sex),
    mode: key % 5 === 0 ? "sms" : "web",
    items: JSON.stringify({
      "C1": pick(["1", "2", "4", "6", "7", "7", "pns"]),
      "C2.POL": pick(["fully", "no", "dna"]),
    }),
    rkey: below(2 ** 20) * 2 ** 20 + below(2 ** 20),
  }));
}

const all = records();

async function seed(d1: D1Database, order: (of: typeof all) => typeof all) {
  await d1
    .prepare(
      `insert into response select value->>'id', ?1, value->>'stage', value->>'area', value->>'offence',
         value->>'age', value->>'sex', 'no', value->>'mode', 'en', 'all',
         iif(value->>'stage' = 'report', 'report@1+easy', value->>'stage' || '@1'),
         'complete', value->>'items', value->>'rkey' from json_each(?2)`,
    )
    .bind(PERIOD, JSON.stringify(order(all)))
    .run();
  const closures = order(all)
    .filter(({ rkey }) => rkey % 40 === 0)
    .map(({ id, rkey }) => ({ id: `c${id}`, rkey: rkey + 1 }));
  await d1
    .prepare(
      `insert into closure_answer select value->>'id', ?1, '${KENT}', 'theft', 'officer', 'closure-officer@1',
         '{"VCD4":"engaged"}', value->>'rkey' from json_each(?2)`,
    )
    .bind(PERIOD, JSON.stringify(closures))
    .run();
  const frame = [
    [KENT, "report", "NC", 2345],
    [SURREY, "charge", "UO-S", 321],
    [KENT, "report", "started", 1200],
  ];
  await d1
    .prepare(`insert into frame select ?1, value->>0, value->>1, value->>2, value->>3 from json_each(?2)`)
    .bind(PERIOD, JSON.stringify(frame))
    .run();
}

const stored = async (d1: D1Database, id: string) =>
  (
    await d1
      .prepare(`select "table", measure, cells from release_table where release = ?1 order by 1, 2`)
      .bind(id)
      .all<{ table: string; measure: string; cells: string }>()
  ).results;

const engine = openCapabilities("2026-04-09T09:00:00.000Z");

/** What an engine elsewhere has published lies in a namespace of its own. */
const publishedElsewhere = new Map<string, string>();
const elsewhere = {
  ...engine,
  responses: openResponses(env.DEVELOPMENT),
  marks: {
    ...engine.marks,
    releases: async () => publishedElsewhere,
    keepRelease: async (id: string, sha256: string) => void publishedElsewhere.set(id, sha256),
  },
};

const build = async (on: typeof engine, id: string) => {
  for (const step of releaseSteps) await step.run(on, id);
};

const app = new Hono<{ Variables: { engine: typeof engine } }>()
  .use(async (c, next) => {
    c.set("engine", engine);
    await next();
  })
  .onError(onApiError)
  .route("/v1", releases)
  .route("/v1", releaseChanges)
  .route("/v1", releaseQuality)
  .route("/v1", themesApi)
  .route("/", new Hono().use(pageHeaders).route("/", qualityResults).route("/", results));

const get = async (path: string, headers: Record<string, string> = {}) => await app.request(path, { headers });

/** Asks for a build as the operator does. */
async function post(body: object) {
  const outer = openEngine(env, engine.clock);
  const door = new Hono<{ Variables: { engine: typeof outer } }>()
    .use(async (c, next) => {
      c.set("engine", outer);
      await next();
    })
    .onError(onApiError)
    .route("/v1", builds);
  return await door.request("/v1/releases", {
    method: "POST",
    headers: { "authorization": `Bearer ${env.OPERATOR_KEY}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

beforeAll(async () => {
  await applyD1Migrations(env.DEVELOPMENT, env.TEST_MIGRATIONS.responses, "responses_migrations");
  await seed(env.RESPONSES, (of) => of);
  await seed(env.DEVELOPMENT, (of) => of.toSorted((a, b) => (a.rkey % 9973) - (b.rkey % 9973)));
});

describe("what a release was made of", { timeout: 180_000 }, () => {
  it("decides every byte: the same records in another order, in another database, make the same release", async () => {
    for (const one of [engine, elsewhere]) {
      await one.responses.run(sql`insert into frame_mark values (${PERIOD})`);
      expect(await startRelease(one, PERIOD)).toBe("started");
      await build(one, PERIOD);
    }
    const [here, there] = [await stored(env.RESPONSES, PERIOD), await stored(env.DEVELOPMENT, PERIOD)];
    expect(here.length).toBeGreaterThan(500);
    expect(there).toEqual(here);
    const release = await readRelease(engine.responses, PERIOD);
    expect(await readRelease(elsewhere.responses, PERIOD)).toEqual(release);
    const facts: Record<string, unknown> = JSON.parse(release?.facts ?? "");
    const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(facts).toMatchObject({
      sha256: digest,
      methodologySha256: digest,
      code: digest,
      revision: 1,
      inputs: { response: digest, closure_answer: digest, comment: digest, frame: digest },
      instruments: ["report@1", "charge@1", "trial@1", "post-conviction@1"],
    });
    const described = await (await get(`/v1/releases/${PERIOD}`)).json();
    expect(described).toMatchObject({
      methodologySha256: digest,
      code: digest,
      status: "published",
      correctedBy: null,
    });
  });

  it("is in its seal, to the last answer, and nobody without the key can make the seal", async () => {
    const inputs = (text: string): Record<string, string> => JSON.parse(text).inputs;
    const before = inputs((await readRelease(engine.responses, PERIOD))?.facts ?? "");
    await env.DEVELOPMENT.prepare(`delete from release_table`).run();
    await env.DEVELOPMENT.prepare(`delete from release`).run();
    publishedElsewhere.clear();
    await env.DEVELOPMENT.prepare(`update response set items = '{"C1":"7"}' where id = 'r00001'`).run();
    await startRelease(elsewhere, PERIOD);
    await releaseSteps.find(({ name }) => name === "seal")?.run(elsewhere, PERIOD);
    const other = inputs((await readRelease(elsewhere.responses, PERIOD))?.facts ?? "");
    expect(other["response"]).not.toBe(before["response"]);
    expect(other["closure_answer"]).toBe(before["closure_answer"]);

    const whole = await readInputs(engine.responses, { input: "response", period: PERIOD }, null);
    const pages: (typeof whole)[number][] = [];
    for (let size = 1; size > 0;) {
      const last = pages.at(-1)?.key ?? null;
      const page = await readInputs(engine.responses, { input: "response", period: PERIOD }, last, 700);
      pages.push(...page);
      size = page.length;
    }
    expect(pages).toEqual(whole);
    expect(whole).toHaveLength(all.length);

    await releaseSteps.find(({ name }) => name === "several-stages")?.run(elsewhere, PERIOD);
    const kent = async () => {
      const rows = await stored(env.DEVELOPMENT, PERIOD);
      const found = rows.find(({ table, measure }) => table === "area" && measure === "C1");
      const cells: readonly [string[], ...number[]][] = JSON.parse(found?.cells ?? "[]");
      return cells.find(([[area]]) => area === KENT)?.[1] ?? 0;
    };
    expect(await kent()).toBeGreaterThan(500);
    await env.DEVELOPMENT.prepare(`delete from response where area = '${KENT}'`).run();
    const check = releaseSteps.find(({ name }) => name === "check-seal");
    await expect(check?.run(elsewhere, PERIOD)).rejects.toThrow("response records changed");

    // Asked for again it counts everything anew: no table of what is no longer there is published under the new seal.
    await build(elsewhere, PERIOD);
    expect((await readRelease(elsewhere.responses, PERIOD))?.status).toBe("published");
    expect(await kent()).toBeLessThan(50);
  });
});

describe("the quality statement", () => {
  type Outcome = {
    stage: string | null;
    answered: number;
    counts: Record<string, number>;
    rates: Record<string, number>;
  };
  type Statement = {
    outcomes: Outcome[];
    modes: { stage: string | null; mode: string; percent: number | null }[];
    precision: { area: string; stage: string; base: number; points: number }[];
    nonResponse: { measure: string; preferNotToSay: number; notApplicable: number }[];
    disclosure: { figures: number; notShown: number };
  };
  const text = async (path: string) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    return await answer.text();
  };

  it("tells from the release alone who was asked, who answered, and how sure one can be", async () => {
    const answer = await get(`/v1/releases/${PERIOD}/quality`);
    const told = await answer.json<Statement>();
    expect(told).toMatchObject({ release: PERIOD, made: { instruments: { length: 4 }, tables: 18 }, earlier: null });
    const [whole] = told.outcomes;
    expect(Math.abs((whole?.answered ?? 0) - all.length)).toBeLessThanOrEqual(50);
    expect(Math.abs((whole?.counts["NC"] ?? 0) - 2345)).toBeLessThanOrEqual(30);
    const web = told.modes.find(({ stage, mode }) => stage === null && mode === "web");
    expect(Math.abs((web?.percent ?? 0) - 80)).toBeLessThanOrEqual(2);
    const refused = all.filter(({ mode, items }) => mode === "web" && items.includes("pns")).length;
    const asked = all.filter(({ mode }) => mode === "web").length;
    const overall = told.nonResponse.find(({ measure }) => measure === "C1");
    expect(Math.abs((overall?.preferNotToSay ?? 0) - (100 * refused) / asked)).toBeLessThanOrEqual(3);
    // A cell with four times the answers finds a change of about half the size.
    const sizes = told.precision.filter(({ stage }) => stage === "report").toSorted((a, b) => a.base - b.base);
    const [least, most] = [sizes[0], sizes.at(-1)];
    expect(least?.base).toBeLessThan(most?.base ?? 0);
    expect(least?.points).toBeGreaterThan(most?.points ?? 0);
    expect(told.disclosure.notShown).toBeGreaterThan(0);
    expect(told.disclosure.notShown).toBeLessThan(told.disclosure.figures);
    const tag = answer.headers.get("etag") ?? "";
    expect((await get(`/v1/releases/${PERIOD}/quality`, { "if-none-match": tag })).status).toBe(304);
  });

  it("has every area and stage in a file, with nothing of few people", async () => {
    const lines = (await text(`/v1/releases/${PERIOD}/quality/areas.csv`)).trim().split("\r\n");
    expect(lines).toHaveLength(1 + codesOf.area.length * 4);
    const head = (lines[0] ?? "").split(",");
    const at = (line: string, column: string) => line.split(",")[head.indexOf(column)];
    const kent = lines.find((line) => line.startsWith(`${KENT},report`)) ?? "";
    expect(Math.abs(Number(at(kent, "count_NC")) - 2345)).toBeLessThanOrEqual(30);
    expect(Number(at(kent, "RR1_percent"))).toBeGreaterThan(0);
    const small = lines.filter((line) => at(line, "answered") === "[c]");
    expect(small.length).toBeGreaterThan(50);
    expect(small.every((line) => at(line, "RR1_percent") === "[x]" && at(line, "detectable_points") === "[c]")).toBe(
      true,
    );
  });

  it.each(["quality/areas", "themes"])(
    "says of its file %s what every column and row is, in both languages",
    async (file) => {
      const answer = await get(`/v1/releases/${PERIOD}/${file}.csv`);
      expect(answer.headers.get("content-type")).toMatch(/^text\/csv/);
      const [, link = ""] = /^<([^>]+)>; rel="describedby"/.exec(answer.headers.get("link") ?? "") ?? [];
      const beside = new URL(link, `https://x.example/v1/releases/${PERIOD}/${file}.csv`);
      for (const locale of locales) {
        const metadata = await get(`${beside.pathname}?lang=${locale}`);
        expect(metadata.headers.get("content-type")).toBe("application/csvm+json");
        const described = await metadata.json<Description>();
        expect(described).toMatchObject({ "dc:issued": "2026-04-09", "@context": [{}, { "@language": locale }] });
        expect(new URL(described.url, beside).pathname).toBe(`/v1/releases/${PERIOD}/${file}.csv`);
        expect(faultsOfCsv(described, await text(`/v1/releases/${PERIOD}/${file}.csv`))).toEqual([]);
      }
    },
  );

  it("is a page in both languages, explains the bands, and plans a sample without script", async () => {
    const english = await text(`/results/${PERIOD}/quality?stage=charge&points=8`);
    expect(english).toContain('id="bands"');
    expect(english).toContain("Areas are never ranked.");
    expect(english).toMatch(
      /To find a change of 8 points in the overall score at this stage, an area needs [0-9,]+ answers/,
    );
    expect(english).toMatch(/sha256sum surveys\/methodology\/1\.json/);
    const answersIn = (page: string) => Number(/needs ([0-9,]+) answers/.exec(page)?.[1]?.replace(",", ""));
    const half = await text(`/results/${PERIOD}/quality?stage=charge&points=4`);
    expect(Math.abs(answersIn(half) / answersIn(english) - 4)).toBeLessThan(0.1);
    const welsh = await text(`/results/latest/quality?lang=cy`);
    expect(welsh).toContain("Ni chaiff ardaloedd byth eu rhestru yn ôl teilyngdod.");
    for (const page of [english, welsh]) expect(page).not.toMatch(/NaN|undefined|\{[a-z]+\}/);
    for (const points of ["60", "", "0.5"]) {
      const answer = await get(`/results/${PERIOD}/quality?stage=charge&points=${points}`);
      const again = await answer.text();
      expect([points, answer.status]).toEqual([points, 400]);
      expect(again).toMatch(
        /<input[^>]*id="points"[^>]*min="1" max="50" step="any"[^>]*aria-describedby="[^"]*points-error/,
      );
      expect(again).toContain("Enter a number of points from 1 to 50");
      expect(again).not.toMatch(/answers in each of the two quarters/);
    }
  });
});

describe("a correction", { timeout: 180_000 }, () => {
  const NEXT = `${PERIOD}-2`;

  it("is refused while there is nothing to correct, and asks for its reason in both languages", async () => {
    const none = await post({ period: "2025Q4", correction: { reason } });
    expect(none.status).toBe(409);
    expect(await none.json()).toMatchObject({ detail: "There is no published release of 2025Q4 to correct." });
    expect((await post({ period: PERIOD, correction: { reason: { en: reason.en } } })).status).toBe(400);
  });

  it("is a release of its own, in which only what truly changed is drawn anew", async () => {
    const before = await stored(env.RESPONSES, PERIOD);
    // The night after a release takes the exact counts of its frame.
    await retainResponses(engine);
    await env.RESPONSES.prepare(
      `update response set items = json_set(items, '$.C1', '' || (8 - items ->> 'C1'))
       where area = ?1 and items ->> 'C1' <> 'pns'`,
    )
      .bind(KENT)
      .run();
    engine.setTime("2026-05-20T09:00:00.000Z");
    expect(await startCorrection(engine, PERIOD, reason)).toEqual({ state: "started", id: NEXT });
    expect(await startCorrection(engine, PERIOD, reason)).toEqual({ state: "building", id: NEXT });
    // A second operator's reason would be lost: it is refused, and the first one's stays.
    const other = { ...reason, en: "Surrey's answers were counted twice." };
    expect(await startCorrection(engine, PERIOD, other)).toEqual({ state: "other-reason", id: NEXT });
    const refused = await post({ period: PERIOD, correction: { reason: other } });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining("for another reason") });
    expect((await listReleases(engine.responses)).map(({ id }) => id)).toEqual([PERIOD]);
    await build(engine, NEXT);

    const after = await stored(env.RESPONSES, NEXT);
    expect(after.map(({ table, measure }) => `${table}/${measure}`)).toEqual(
      before.map(({ table, measure }) => `${table}/${measure}`),
    );
    expect(await stored(env.RESPONSES, PERIOD)).toEqual(before);
    const changed = after.filter(({ cells }, index) => cells !== before[index]?.cells);
    expect(changed.length).toBeGreaterThan(10);
    expect(changed.filter(({ measure }) => !/(?:^|:)C1(?:$|:)|^driver:/.test(measure))).toEqual([]);
    const cellsOf = (rows: typeof after): readonly [string[], ...number[]][] =>
      JSON.parse(rows.find(({ table, measure }) => table === "area" && measure === "C1")?.cells ?? "[]");
    const others = (rows: typeof after) => cellsOf(rows).filter(([[area]]) => area !== KENT);
    expect(others(after)).toEqual(others(before));
    expect(cellsOf(after)).not.toEqual(cellsOf(before));
  });

  it("takes the place of the one before, which stays to be read and says so", async () => {
    const list = await (await get("/v1/releases")).json<{ releases: object[]; nextExpected: object }>();
    expect(list.releases).toHaveLength(1);
    expect(list).toMatchObject({
      releases: [{ id: NEXT, status: "published", corrects: PERIOD, reason, correctedBy: null }],
      nextExpected: { period: "2026Q2", from: "2026-07-08" },
    });
    expect(await (await get(`/v1/releases/${PERIOD}`)).json()).toMatchObject({
      status: "superseded",
      correctedBy: NEXT,
      publishedOn: "2026-04-09",
    });
    const page = await (await get(`/results/${PERIOD}/journey`)).text();
    expect(page).toContain("This release has been corrected.");
    expect(page).toContain(`/results/${NEXT}/journey`);
    expect(await (await get(`/results/latest/quality?lang=cy`)).text()).toContain(reason.cy.replace("'", "&#39;"));
    const [earlier, newest] = await Promise.all(
      [PERIOD, "latest"].map(async (id) => await (await get(`/v1/releases/${id}/tables/area.json?measure=C1`)).json()),
    );
    expect(earlier).toMatchObject({ extension: { release: PERIOD } });
    expect(newest).toMatchObject({ extension: { release: NEXT } });
    const facts: Record<string, unknown> = JSON.parse((await readRelease(engine.responses, NEXT))?.facts ?? "");
    expect(facts).toMatchObject({
      revision: 2,
      corrects: PERIOD,
      reason,
      ledger: { rhoPerFamily: { item: 1.8, frame: 0.4 }, rhoOfPeriod: { item: 3.6, frame: 0.4 } },
    });
  });

  it("lists what it changed as it was printed, before and after, for people and machines", async () => {
    type Side = { value: number | null; base: number | null };
    type Revised = {
      table: string;
      statistic: string;
      measure: string;
      at: { area?: string };
      before: Side;
      after: Side;
    };
    type Changes = {
      revisions: Revised[];
      others: { table: string; measure: string }[];
      next: string | null;
    };
    const revisions: Revised[] = [];
    let next: string | null = "0";
    while (next !== null) {
      const page: Changes = await (await get(`/v1/releases/${NEXT}/changes?cursor=${next}`)).json<Changes>();
      expect(page).toMatchObject({ release: NEXT, corrects: PERIOD, reason });
      revisions.push(...page.revisions);
      next = page.next;
    }
    expect(revisions.filter(({ measure }) => !/^C1$|^driver:/.test(measure))).toEqual([]);
    const shownIn = async (id: string) => {
      const csv = await (await get(`/v1/releases/${id}/tables/area.csv?measure=C1`)).text();
      const [head = "", ...lines] = csv.trim().split("\r\n");
      const line = lines.find((one) => one.startsWith(KENT))?.split(",") ?? [];
      return Number(line[head.split(",").indexOf("value")]);
    };
    const kent = revisions.find(
      ({ table, statistic, at }) => table === "area" && statistic === "percent" && at.area === KENT,
    );
    expect(kent).toMatchObject({
      before: { value: await shownIn(PERIOD) },
      after: { value: await shownIn(NEXT) },
      mark: "[r]",
    });
    expect(kent?.before.value).not.toBe(kent?.after.value);
    // Of other areas nothing was counted otherwise; limits, what is expected and so bands rest on the nation, and may be other.
    const counted = revisions.filter(({ statistic }) => ["percent", "answers", "count"].includes(statistic));
    expect(counted.filter(({ at }) => at.area !== undefined && at.area !== KENT)).toEqual([]);
    expect(revisions.filter(({ statistic, at }) => statistic === "comparison" && at.area === KENT)).not.toEqual([]);
    expect(revisions.map(({ statistic }) => statistic)).toContain("driver");

    const answer = await get(`/v1/releases/${NEXT}/changes.csv`);
    expect(answer.headers.get("content-type")).toContain("text/csv");
    const lines = (await answer.text()).trim().split("\r\n");
    expect(lines[0]).toBe(
      "table,statistic,window,item,answer,area,stage,offence,age,sex,before_value,before_lower_95,before_upper_95,before_base,before_status,after_value,after_lower_95,after_upper_95,after_base,after_status,mark",
    );
    expect(lines.slice(1).every((line) => line.endsWith("[r]"))).toBe(true);
    const tag = answer.headers.get("etag") ?? "";
    expect((await get(`/v1/releases/${NEXT}/changes.csv`, { "if-none-match": tag })).status).toBe(304);
    expect((await get(`/v1/releases/${PERIOD}/changes`)).status).toBe(404);
  });

  it("is made once a year at most, and only while there are records, which it keeps no longer", async () => {
    const again = await post({ period: PERIOD, correction: { reason } });
    expect(again.status).toBe(409);
    expect(await again.text()).toContain("2027-05-20");
    const left = async () => (await env.RESPONSES.prepare(`select count(*) n from response`).first<{ n: number }>())?.n;
    engine.setTime("2026-07-08T09:00:00.000Z");
    await retainResponses(engine);
    expect(await left()).toBe(all.length);
    engine.setTime("2026-07-10T09:00:00.000Z");
    await retainResponses(engine);
    expect(await left()).toBe(0);
    engine.setTime("2027-06-01T09:00:00.000Z");
    expect(await startCorrection(engine, PERIOD, reason)).toEqual({ state: "records-gone" });
  });
});
