import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { beforeEach, describe, expect, it } from "vitest";
import { publishFrame } from "../../src/flow/publish-frame.ts";
import { releaseSteps, startRelease } from "../../src/flow/release.ts";
import { rightsApi } from "../../src/http/api/rights.ts";
import { pageHeaders } from "../../src/http/headers.ts";
import { rightsResults } from "../../src/http/web/results-rights.tsx";
import { Problem } from "../../src/kernel/problem.ts";
import type { Quarter } from "../../src/kernel/time.ts";
import { importMacKey, mac } from "../../src/platform/crypto.ts";
import { complianceMeasures } from "../../src/results/compliance-figures.ts";
import { discreteGaussian, noiseForCount } from "../../src/statistics/noise.ts";
import { deleteReleasedFrames } from "../../src/store/responses/retention.ts";
import { readTables } from "../../src/store/responses/releases.ts";
import { about, engine, prepareVault, send } from "../support/milestones.ts";

const PERIOD = "2026Q1" as Quarter;
const SURREY = "E23000031";
const KENT = "E23000032";
const { vault, responses } = engine;

prepareVault();

type Count = { readonly area: string; readonly figure: string; readonly code: string; readonly n: number };

const exact = async (period: string = PERIOD) =>
  await responses.all<Count>(
    sql`select area, figure, code, n from compliance_count where period = ${period} order by 1, 2, 3`,
  );

/** What is counted of an area, as `figure:code`. */
const countsOf = (counts: readonly Count[], area: string) =>
  Object.fromEntries(counts.filter((one) => one.area === area).map(({ figure, code, n }) => [`${figure}:${code}`, n]));

/** A Friday: two working days after it end with Tuesday. */
const FRIDAY = "2026-02-06T15:00:00Z";

/** The night on which the quarter is over. */
const publish = async () => {
  engine.setTime("2026-04-01T02:30:00.000Z");
  await publishFrame(engine);
};

const report = (number: number, at: string, more: { victim?: object; id?: string } = {}) =>
  about(number, {
    id: more.id ?? `report-${number}`,
    data: { occurredAt: at },
    ...(more.victim && { victim: more.victim }),
  });

let sent = 0;
/** An event about a case that names no victim unless it is told which. */
const recorded = (number: number, milestone: string, at: string, more: object = {}) => {
  const event = about(number, { id: `record-${sent++}` });
  const { victim: _, ...data } = event.data;
  return { ...event, data: { ...data, milestone, occurredAt: at, ...more } };
};

describe("what is on record of victims' rights", () => {
  beforeEach(async () => {
    await responses.run(sql`delete from compliance_count`);
    await responses.run(sql`delete from frame_mark`);
  });

  it("leaves the vault as counts of victims: done, in time, and which rights, each victim once", async () => {
    await send(
      "force-45",
      ...[1, 2, 3, 4].map((number) => report(number, FRIDAY)),
      // In the last minute of the second working day, and in the first one after it.
      recorded(1, "compliance.needs-assessment", "2026-02-10T23:59:00Z"),
      recorded(2, "compliance.needs-assessment", "2026-02-11T00:00:00Z"),
      recorded(1, "compliance.needs-assessment", "2026-03-01T10:00:00Z"),
      recorded(1, "compliance.support-referred", "2026-02-20T10:00:00Z"),
      recorded(1, "compliance.rights-offered", FRIDAY, { facts: { rights: ["VC01", "VC04"] } }),
      recorded(1, "compliance.rights-offered", FRIDAY, { facts: { rights: ["VC04", "VC07"] } }),
      recorded(3, "compliance.rights-offered", FRIDAY),
    );
    await publish();
    expect(countsOf(await exact(), SURREY)).toEqual({
      "victims:report": 4,
      "recorded:report": 3,
      "needs-assessment:done": 2,
      "needs-assessment:in-time": 1,
      "support-referred:done": 1,
      "rights-offered:done": 2,
      "right:VC01": 1,
      "right:VC04": 1,
      "right:VC07": 1,
    });
  });

  it("does not count what was taken back, nor organisations, nor a record that may be of either of two victims", async () => {
    const mistaken = recorded(1, "compliance.needs-assessment", FRIDAY);
    const told = [
      report(1, FRIDAY),
      mistaken,
      report(2, FRIDAY, { victim: { organisation: true } }),
      recorded(2, "compliance.needs-assessment", FRIDAY),
      report(3, FRIDAY),
      report(3, FRIDAY, { id: "of the other victim", victim: { victimRef: "V-3b" } }),
      recorded(3, "compliance.support-referred", FRIDAY),
      recorded(3, "compliance.needs-assessment", FRIDAY, { victim: { victimRef: "V-3b" } }),
    ];
    expect(new Set(await send("force-45", ...told))).toEqual(new Set(["accepted"]));
    await publish();
    const before = { "victims:report": 3, "recorded:report": 2 };
    expect(countsOf(await exact(), SURREY)).toEqual({
      ...before,
      "needs-assessment:done": 2,
      "needs-assessment:in-time": 2,
    });

    const { id, source } = mistaken;
    await send("force-45", recorded(1, "milestone.retracted", "2026-03-01T10:00:00Z", { retracts: { id, source } }));
    await publish();
    expect(countsOf(await exact(), SURREY)).toEqual({
      "victims:report": 3,
      "recorded:report": 1,
      "needs-assessment:done": 1,
      "needs-assessment:in-time": 1,
    });
  });

  it("goes by the quarter of the case's report, and for the personal statement by that of the decision", async () => {
    await send(
      "force-45",
      // The last evening of the year in London, and the first moment of the next one.
      report(1, "2025-12-31T23:59:00Z"),
      report(2, "2026-01-01T00:00:00Z"),
      recorded(1, "decision.charged", "2026-02-01T10:00:00Z"),
      recorded(1, "compliance.personal-statement-offered", "2026-01-02T10:00:00Z"),
      recorded(2, "compliance.personal-statement-offered", "2026-01-02T10:00:00Z"),
      // Told again in the new year, a case is still the old year's.
      report(1, "2026-01-15T10:00:00Z", { id: "again" }),
    );
    await publish();
    expect(countsOf(await exact(), SURREY)).toEqual({
      "victims:report": 1,
      "recorded:report": 1,
      "victims:decision": 1,
      "recorded:decision": 1,
      "personal-statement-offered:done": 1,
    });
    // While a quarter runs, nothing of it is counted.
    engine.setTime("2026-02-01T02:30:00.000Z");
    await publishFrame(engine);
    expect(countsOf(await exact("2025Q4"), SURREY)).toEqual({ "victims:report": 1, "recorded:report": 1 });
    await responses.run(sql`delete from compliance_count`);
    engine.setTime("2026-03-31T02:30:00.000Z");
    await publishFrame(engine);
    expect(await exact()).toEqual([]);
  });

  it("counts nobody before what is expected was due: a late report waits for the night on which it is 28 days old", async () => {
    await send("force-45", report(1, FRIDAY), report(2, "2026-03-06T15:00:00Z"), report(3, "2026-03-05T15:00:00Z"));
    engine.setTime("2026-04-02T02:30:00.000Z");
    expect(await startRelease(engine, PERIOD)).toBe("period-open");
    await publishFrame(engine);
    expect(countsOf(await exact(), SURREY)).toEqual({ "victims:report": 2 });
    await send("force-45", recorded(2, "compliance.needs-assessment", "2026-03-09T10:00:00Z"));
    engine.setTime("2026-04-03T02:30:00.000Z");
    await publishFrame(engine);
    expect(countsOf(await exact(), SURREY)).toEqual({
      "victims:report": 3,
      "recorded:report": 1,
      "needs-assessment:done": 1,
      "needs-assessment:in-time": 1,
    });
  });
});

/** Cases with one victim each: 300 in Surrey, of which many have records, and 36 in Kent. */
async function fillVault(): Promise<void> {
  const rows = JSON.stringify(
    Array.from({ length: 336 }, (_, n) => ({
      id: `bulk-${n}`,
      area: n < 300 ? SURREY : KENT,
      kinds: [
        ...(n < 240 ? ["compliance.needs-assessment"] : []),
        ...(n < 200 || n >= 300 ? ["compliance.rights-offered"] : []),
      ],
      at: n < 90 ? "2026-02-09T09:00:00.000Z" : "2026-02-20T09:00:00.000Z",
    })),
  );
  const at = "2026-02-06T09:00:00.000Z";
  const statements = [
    sql`insert into case_file select value ->> 'id', value ->> 'area', 'theft', '[]', '{}', 'PC1', null, null, ${at}
      from json_each(${rows})`,
    sql`insert into victim (id, ref_hash, area, safety, language, age, sex, flags, consent, status, updated_at)
      select value ->> 'id', value ->> 'id', value ->> 'area', 'unknown', 'en', '25-44', 'female', '[]', 'not-refused',
        'active', ${at} from json_each(${rows})`,
    sql`insert into case_victim (case_id, victim_id) select value ->> 'id', value ->> 'id' from json_each(${rows})`,
    sql`insert into milestone (id, event_key, sender_id, kind, occurred_at, received_at, case_id, victim_id, state, detail)
      select value ->> 'id', value ->> 'id', 'force-45', 'report.recorded', ${at}, ${at}, value ->> 'id', value ->> 'id',
        'recorded', '{}' from json_each(${rows})`,
    sql`insert into milestone (id, event_key, sender_id, kind, occurred_at, received_at, case_id, victim_id, state, detail)
      select (c.value ->> 'id') || k.value, (c.value ->> 'id') || k.value, 'force-45', k.value, c.value ->> 'at', ${at},
        c.value ->> 'id', null, 'recorded', '{"facts":{"rights":["VC03"]}}'
      from json_each(${rows}) c cross join json_each(c.value, '$.kinds') k`,
  ];
  for (const statement of statements) await vault.run(statement);
}

/** Answers of 120 people in Surrey at the report stage: 30 say that somebody asked about their needs. */
async function fillResponses(): Promise<void> {
  const rows = Array.from({ length: 120 }, (_, n) => ({
    id: `r${n}`,
    needs: n < 30 ? "fully" : "no",
    rkey: 7 * n + 1,
  }));
  await responses.run(sql`
    insert into response (id, period, stage, area, offence, age, sex, abuse, mode, language, inclusion, instrument,
      outcome, items, rkey)
    select value ->> 'id', ${PERIOD}, 'report', ${SURREY}, 'theft', '25-44', 'female', 'no', 'web', 'en', 'all', 'report@1',
      'complete', json_object('C1', '6', 'RPT3', value ->> 'needs'), value ->> 'rkey' from json_each(${JSON.stringify(rows)})`);
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
  .route("/v1", rightsApi)
  .route("/", new Hono().use(pageHeaders).route("/", rightsResults));

const get = async (path: string) => await app.request(path);

describe("rights in a release", () => {
  const noise = discreteGaussian(5, 16);
  const stored = async (table: string, measure: string) => {
    const [row] = await readTables(responses, PERIOD, table, [measure]);
    return new Map((row?.cells ?? []).map(([codes, n]) => [codes.join("|"), n]));
  };

  it("have noise of their own, are rounded to ten, and the exact counts are deleted", async () => {
    await fillVault();
    await fillResponses();
    await publish();
    const counts = await exact();
    expect(countsOf(counts, SURREY)).toEqual({
      "victims:report": 300,
      "recorded:report": 240,
      "needs-assessment:done": 240,
      "needs-assessment:in-time": 90,
      "rights-offered:done": 200,
      "right:VC03": 200,
    });
    expect(JSON.stringify(counts)).not.toMatch(/bulk|PC1|force/);

    engine.setTime("2026-04-09T09:00:00.000Z");
    expect(await startRelease(engine, PERIOD)).toBe("started");
    for (const step of releaseSteps) await step.run(engine, PERIOD);
    const key = await importMacKey(await engine.keys.noise(PERIOD));
    for (const table of ["", "area"]) {
      for (const measure of complianceMeasures) {
        const [, figure, code] = measure.split(":");
        for (const [cell, value] of await stored(table, measure)) {
          const n = counts
            .filter((one) => one.figure === figure && one.code === code && (table === "" || one.area === cell))
            .reduce((sum, one) => sum + one.n, 0);
          const drawn = await noiseForCount((message) => mac(key, message), { measure, cell, n }, noise);
          expect([table, measure, cell, value]).toEqual([
            table,
            measure,
            cell,
            Math.max(0, Math.round((n + drawn) / 10) * 10),
          ]);
        }
      }
    }
    await deleteReleasedFrames(responses);
    expect(await exact()).toEqual([]);
    await publishFrame(engine);
    expect(await exact()).toEqual([]);
  }, 120_000);

  it("are told in the API by the rules of every figure, by area and right", async () => {
    const answer = await get("/v1/releases/2026Q1/rights/area.csv?right=VC04");
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    const lines = (await answer.text()).split("\r\n");
    const lineOf = (area: string, told: string) =>
      lines.find((line) => line.startsWith(area) && line.includes(`,VC04,${told},`)) ?? "";
    expect(lineOf(SURREY, "needs-assessment.done")).toMatch(
      /^E23000031,Surrey,POL\+WCU\+SUP,all,VC04,needs-assessment.done,percent-of-answers,all,2026-01-01,P3M,(7[6-9]|8[0-4]),/,
    );
    expect(lineOf(SURREY, "needs-assessment.in-time")).toMatch(/,P3M,(2[6-9]|3[0-4]),/);
    expect(lineOf(SURREY, "victims.RPT3.report")).toMatch(/,report,VC04,.*,P3M,(2[0-9]|30),.*,report@1,/);
    // Thirty-six victims are too few to tell a share of; and of those who are not asked there is no answer.
    expect(lineOf(KENT, "needs-assessment.done")).toContain("[c],[c],[c]");
    expect(lineOf(KENT, "victims.RPT3.report")).toContain("[c],[c],[c]");

    const cube = await (
      await get("/v1/releases/latest/rights/all.json?right=VC07,VC03&lang=cy")
    ).json<{
      dimension: Record<"measure" | "answer", { category: { index: string[]; label: Record<string, string> } }>;
      extension: { query: string };
    }>();
    expect(cube.dimension.measure.category.index).toEqual(["VC03", "VC07"]);
    expect(cube.dimension.answer.category.label["told-of-it"]).toBe("Wedi cael gwybod am yr hawl hon");
    expect(cube.extension.query).toBe("rights/all.json?right=VC03,VC07");
    expect((await get("/v1/releases/latest/rights/all.json?right=VC13")).status).toBe(422);
    expect((await get("/v1/releases/latest/rights/region.json")).status).toBe(404);
  });

  it("have a page in both languages that sets records beside what victims say, and says what no question asks", async () => {
    const area = await (await get(`/results/latest/rights?area=${SURREY}`)).text();
    expect(area).toMatch(
      /Needs assessed: on record for \d+% of victims\. “Did the person [^”]+” \d+% of those who answered say yes\. The records show more/,
    );
    expect(area).toContain("No question asks victims whether the crime was recorded without delay.");
    const kent = await (await get(`/results/latest/rights?area=${KENT}&lang=cy`)).text();
    expect(kent).toContain("Hawliau, ar gofnod ac fel y dywed dioddefwyr: Caint");
    expect(kent).toContain("Rhy ychydig i osod y ddau wrth ochr ei gilydd.");
    // For the nation, every area stands in one table: no share of so few in Kent.
    const nation = await (await get("/results/latest/rights")).text();
    expect(nation).toMatch(/>Surrey<\/th>(<td[^>]*>\d+%<\/td>){2}/);
    expect(nation).toMatch(/>Kent<\/th>(<td[^>]*>\[c\]<\/td>){9}/);
    expect((await get("/results/latest/rights?area=E99")).status).toBe(404);
  });
});
