import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { beforeAll, describe, expect, it } from "vitest";
import { publishFrame } from "../../src/flow/publish-frame.ts";
import { releaseSteps, startRelease } from "../../src/flow/release.ts";
import { closureFiguresApi } from "../../src/http/api/closure-results.ts";
import { codelists } from "../../src/http/api/codelists.ts";
import { pageHeaders } from "../../src/http/headers.ts";
import { closureResults } from "../../src/http/web/results-closure.tsx";
import { Problem } from "../../src/kernel/problem.ts";
import type { Quarter } from "../../src/kernel/time.ts";
import { importMacKey, mac } from "../../src/platform/crypto.ts";
import { closureFigures, levels } from "../../src/results/closure-figures.ts";
import { discreteGaussian, type Hmac, noiseFor, noiseForCount } from "../../src/statistics/noise.ts";
import { deleteReleasedFrames } from "../../src/store/responses/retention.ts";
import { readTables } from "../../src/store/responses/releases.ts";
import { openCapabilities } from "../support/capabilities.ts";

const PERIOD = "2026Q1" as Quarter;
const SURREY = "E23000031";
const KENT = "E23000032";
const engine = openCapabilities("2026-03-30T02:30:00.000Z");
const { vault, responses } = engine;

type Discussion = {
  readonly area: string;
  readonly state: string;
  readonly discussion: string | null;
  readonly recordedOn: string;
  readonly actions: Readonly<Record<string, string | readonly string[]>>;
};

/** Discussions in two areas: 300 in Surrey, of which 200 are recorded, and 40 in Kent, of which none are. */
const discussions: readonly Discussion[] = Array.from({ length: 340 }, (_, index) => ({
  area: index < 300 ? SURREY : KENT,
  state: index < 200 ? "recorded" : index % 10 === 9 ? "cancelled" : "open",
  discussion: index < 150 ? "held" : index < 200 ? "attempted" : null,
  recordedOn: index < 100 ? "2026-02-02" : "2026-02-09",
  actions: {
    VCD6: index < 120 ? ["vc01", "vc06"] : [],
    VCD7: index < 60 ? "acted" : "no-new-risk",
    VCD8: index < 90 ? ["victim-support", "housing"] : ["none"],
    ...(index < 70 && { VCD8A: ["housing"] }),
  },
}));

async function seedVault(): Promise<void> {
  const rows = JSON.stringify(
    discussions.map((row, n) => ({ ...row, id: `r${n}`, actions: JSON.stringify(row.actions) })),
  );
  await vault.run(sql`insert into case_file select value ->> 'id', value ->> 'area', 'theft', '[]', '{}', 'PC1', null,
    '2026-02-02', '2026-02-02T09:00:00.000Z' from json_each(${rows})`);
  await vault.run(sql`insert into victim (id, ref_hash, area, safety, language, age, sex, flags, consent, status, updated_at)
    select value ->> 'id', value ->> 'id', value ->> 'area', 'unknown', 'en', '25-44', 'female', '[]', 'not-refused',
      'active', '2026-02-02T09:00:00.000Z' from json_each(${rows})`);
  await vault.run(sql`
    insert into closure_request (id, case_id, victim_id, milestone_id, area, period, wave, state, dims, due_on, created_at)
    select value ->> 'id', value ->> 'id', value ->> 'id', 'm', value ->> 'area', ${PERIOD}, '2026-W06',
      value ->> 'state', '{}', '2026-02-02', '2026-02-02T09:00:00.000Z' from json_each(${rows})`);
  await vault.run(sql`
    insert into closure_discussion (request_id, version, recorded_by, recorded_at, discussion, engagement, actions)
    select value ->> 'id', 1, 'PC1', (value ->> 'recordedOn') || 'T15:00:00.000Z', value ->> 'discussion', 'engaged',
      value ->> 'actions' from json_each(${rows}) where value ->> 'state' = 'recorded'`);
  // Of a corrected discussion the last version counts, and the day of the first.
  await vault.run(sql`
    insert into closure_discussion (request_id, version, recorded_by, recorded_at, discussion, engagement, actions)
    values ('r0', 2, 'PC1', '2026-03-20T09:00:00.000Z', 'not-possible', 'withdrew', '{}')`);
}

/** Sixty people who agreed to be compared: forty content twice, twenty of another mind in their survey. */
async function seedJourneys(): Promise<void> {
  const steps = Array.from({ length: 60 }, (_, n) => [
    { id: `c${n}`, tag: `t${n}`, stage: "closure", overall: "satisfied", period: PERIOD, rkey: n + 1 },
    {
      id: `s${n}`,
      tag: `t${n}`,
      stage: "report",
      overall: n < 40 ? "satisfied" : "dissatisfied",
      period: PERIOD,
      rkey: 9,
    },
    // A later survey changes nothing; somebody without a closure form is in no pair.
    { id: `p${n}`, tag: `t${n}`, stage: "trial", overall: "neither", period: PERIOD, rkey: 9 },
    { id: `l${n}`, tag: `l${n}`, stage: "report", overall: "neither", period: PERIOD, rkey: 9 },
  ]).flat();
  await responses.run(sql`
    insert into journey_answer (id, period, cohort, tag, stage, area, overall, rkey)
    select value ->> 'id', value ->> 'period', '2026Q1', value ->> 'tag', value ->> 'stage', ${SURREY},
      value ->> 'overall', value ->> 'rkey' from json_each(${JSON.stringify(steps)})`);
}

const app = new Hono<{ Variables: { engine: typeof engine } }>()
  .use(async (c, next) => {
    c.set("engine", engine);
    await next();
  })
  .onError((cause, c) => {
    if (!(cause instanceof Problem)) throw cause;
    return c.json(cause.toJSON(), cause.status);
  })
  .route("/v1", closureFiguresApi)
  .route("/v1", codelists)
  .route("/", new Hono().use(pageHeaders).route("/", closureResults));

const get = async (path: string) => await app.request(path);

describe("closure discussions in a release", () => {
  const noise = discreteGaussian(5, 16);
  let hmac: Hmac;
  const exact = async () =>
    await responses.all<{ area: string; figure: string; code: string; n: number }>(
      sql`select area, figure, code, n from closure_count where period = ${PERIOD} order by 1, 2, 3`,
    );
  const stored = async (table: string, measure: string) => {
    const [row] = await readTables(responses, PERIOD, table, [measure]);
    return new Map((row?.cells ?? []).map(([codes, n]) => [codes.join("|"), n]));
  };

  beforeAll(async () => {
    await seedVault();
    await seedJourneys();
    await publishFrame(engine);
    const key = await importMacKey(await engine.keys.noise(PERIOD));
    hmac = (message) => mac(key, message);
  });

  it("come out of the vault as counts by area and nothing finer", async () => {
    const counts = await exact();
    const of = (area: string, figure: string) =>
      Object.fromEntries(
        counts.filter((one) => one.area === area && one.figure === figure).map(({ code, n }) => [code, n]),
      );
    expect(of(SURREY, "coverage")).toEqual({ "held": 149, "attempted": 50, "not-possible": 1, "none": 90 });
    expect(of(KENT, "coverage")).toEqual({ none: 36 });
    expect(of(SURREY, "days")).toEqual({ "same-day": 100, "4-7": 100 });
    expect(of(SURREY, "VCD6")).toEqual({ vc01: 119, vc06: 119, base: 149 });
    expect(of(SURREY, "VCD7")).toEqual({ "acted": 59, "no-new-risk": 140 });
    expect(of(SURREY, "VCD8")).toEqual({ "victim-support": 89, "housing": 89, "none": 110, "base": 199 });
    expect(of(SURREY, "VCD8A")).toEqual({ housing: 69, base: 89 });
    expect(JSON.stringify(counts)).not.toMatch(/PC1|r\d+/);
  });

  it("are published with noise of their own, rounded to ten, and the exact counts are deleted", async () => {
    engine.setTime("2026-04-09T09:00:00.000Z");
    expect(await startRelease(engine, PERIOD)).toBe("period-open");
    await publishFrame(engine);
    const counts = await exact();
    expect(await startRelease(engine, PERIOD)).toBe("started");
    for (const step of releaseSteps) await step.run(engine, PERIOD);

    for (const table of ["", "area"]) {
      const cells = await stored(table, "closure-count:coverage:held");
      for (const [cell, value] of cells) {
        const n = counts
          .filter((one) => one.figure === "coverage" && one.code === "held" && (table === "" || one.area === cell))
          .reduce((sum, one) => sum + one.n, 0);
        const drawn = await noiseForCount(hmac, { measure: "closure-count:coverage:held", cell, n }, noise);
        expect([table, cell, value]).toEqual([table, cell, Math.max(0, Math.round((n + drawn) / 10) * 10)]);
      }
    }
    await deleteReleasedFrames(responses);
    expect(await exact()).toEqual([]);
    await publishFrame(engine);
    expect(await exact()).toEqual([]);
  });

  it("compare a victim's own form with their first survey, each person once, and never an officer's record", async () => {
    const everybody = { n: 60, key: (60 * 61) / 2 };
    const content = { n: 40, key: (40 * 41) / 2 };
    const measure = "closure-gap:satisfied.satisfied";
    const drawn = await noiseFor(hmac, { measure, base: everybody, numerator: content }, noise);
    expect((await stored("", measure)).get("")).toBe(40 + drawn);
    for (const survey of levels) {
      const n = (await stored("", `closure-gap:satisfied.${survey}`)).get("") ?? 0;
      const truth = { satisfied: 40, neither: 0, dissatisfied: 20 }[survey];
      expect(Math.abs(n - truth)).toBeLessThanOrEqual(16);
    }
    expect(await stored("area", measure)).toEqual(new Map());
  });

  it("are told in the API by the rules of every figure, with a code list", async () => {
    const answer = await get("/v1/releases/2026Q1/closure/area.csv?figure=coverage");
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    const lines = (await answer.text()).split("\r\n");
    const surrey = lines.find((line) => line.startsWith(SURREY) && line.includes(",held,")) ?? "";
    expect(surrey).toMatch(/^E23000031,Surrey,POL,closure,coverage,held,percent-of-answers,all,2026-01-01,P3M,5[0-4],/);
    // Thirty-six cases are too few to tell a share of.
    const kent = lines.find((line) => line.startsWith(KENT) && line.includes(",none,")) ?? "";
    expect(kent).toContain("[c],[c],[c]");

    const cube = await (
      await get("/v1/releases/latest/closure/all.json?figure=VCD8,coverage&lang=cy")
    ).json<{
      dimension: { answer: { category: { label: Record<string, string> } } };
      extension: { query: string };
      status: unknown[];
    }>();
    expect(cube.dimension.answer.category.label["coverage:none"]).toBe("Dim eto");
    expect(cube.extension.query).toBe("closure/all.json?figure=coverage,VCD8");
    expect((await get("/v1/releases/latest/closure/all.json?figure=C1")).status).toBe(422);
    expect((await get("/v1/releases/latest/closure/region.json")).status).toBe(404);
    const list = await (await get("/v1/codelists/closure-figures")).json<{ items: { code: string }[] }>();
    expect(list.items.map(({ code }) => code)).toEqual(closureFigures.map(({ id }) => id));
  });

  it("have a page in both languages, for the nation and for an area beside it", async () => {
    const nation = await (await get("/results/latest/closure")).text();
    expect(nation).toContain("What these figures are");
    expect(nation).toMatch(/Held and recorded<\/th><td[^>]*>\d+%/);
    const area = await (await get(`/results/latest/closure?area=${SURREY}&lang=cy`)).text();
    expect(area).toContain("Pan fydd achosion yn cau: Surrey");
    expect(area).toContain("fel y dywedwyd wrth swyddog");
    // What was told and the own form are by the quarter of the answer; what was recorded, by that of the closing.
    expect(nation.split("the answers received in the quarter")).toHaveLength(3);
    expect((await get("/results/latest/closure?area=E99")).status).toBe(404);
  });
});
