import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { Dims } from "../../src/domain/dimension.ts";
import type { Session } from "../../src/flow/answer.ts";
import { readDraft, saveDraft } from "../../src/flow/answer.ts";
import { flushPool } from "../../src/flow/flush.ts";
import { closeWaves, createKeys } from "../../src/flow/keys.ts";
import { keepOpening } from "../../src/flow/openings.ts";
import { retainResponses } from "../../src/flow/retain-responses.ts";
import { submitAnswers, submitClosure } from "../../src/flow/submit.ts";
import type { Answers } from "../../src/instrument/definition.ts";
import { type Instant, type LocalDate, plusMinutes, quarterOf, weekOf } from "../../src/kernel/time.ts";
import { deriveBytes, importSealKey, macName, open, toBase64Url } from "../../src/platform/crypto.ts";
import type { ResponsesDb } from "../../src/store/responses/database.ts";
import type { MixedRow } from "../../src/store/responses/mixed.ts";
import { replacePoolRows } from "../../src/store/responses/pool.ts";
import { dump, openCapabilities } from "../support/capabilities.ts";
import { plainDims } from "../support/invited.ts";
import { endQuarter } from "../support/second-mix.ts";

const MONDAY = "2026-03-02T10:00:00.000Z" as Instant;
const TODAY = "2026-03-02" as LocalDate;

const dims: Dims = { ...plainDims, area: "E23000028" };

const complete: Answers = {
  "A0": ["POL"],
  "C1": ["6"],
  "C2.POL": ["fully"],
  "C3": ["5"],
  "C5": ["yes"],
  "C6": ["no"],
  "JOURNEY": ["yes"],
};

const withoutJourney: Answers = { ...complete, JOURNEY: ["no"] };

/** The database, and how many mixed records each of its transactions adds. */
function spyOnBatches(responses: ResponsesDb): readonly [readonly number[], ResponsesDb] {
  const written: number[] = [];
  const $client = {
    prepare: (query: string) => env.RESPONSES.prepare(query),
    batch: async <T>(statements: D1PreparedStatement[]) => {
      const results = await env.RESPONSES.batch<T>(statements);
      written.push(results[0]?.meta.changes ?? 0);
      return results;
    },
  };
  const spied = new Proxy(responses, {
    get: (target, name, receiver) => (name === "$client" ? $client : Reflect.get(target, name, receiver)),
  });
  return [written, spied];
}

describe("the sealed pool", () => {
  let engine: ReturnType<typeof openCapabilities>;

  beforeEach(async () => {
    engine = openCapabilities(MONDAY);
    await createKeys(engine);
    for (const table of [
      "pool",
      "spent",
      "started",
      "draft",
      "response",
      "journey_answer",
      "comment",
      "profile_count",
      "closure_answer",
      "shut_day",
      "mixed",
      "started_count",
    ]) {
      await env.RESPONSES.prepare(`delete from ${table}`).run();
    }
  });

  async function sessionOf(token = toBase64Url(engine.random.bytes(16))): Promise<Session> {
    return {
      token,
      linkHash: await macName(await engine.keys.standing("link"), token),
      wave: weekOf(TODAY),
      dims,
      instrument: "report@1",
      draw: 0.5,
      mode: "web",
      variant: "standard",
      wording: [],
      locale: "en",
      journey: { id: token, cohort: quarterOf(TODAY) },
      expiresOn: "2026-03-30" as LocalDate,
      until: plusMinutes(MONDAY, 60),
    };
  }

  const count = async (table: string) =>
    (await env.RESPONSES.prepare(`select count(*) as n from ${table}`).first<{ n: number }>())?.n;

  /** How many records of a kind wait for the second mix. */
  const mixed = async (kind: string) => (await count(`mixed where kind = '${kind}'`)) ?? 0;

  async function submitMany(times: number, answers: Answers = complete) {
    for (let index = 0; index < times; index++) await submitAnswers(engine, await sessionOf(), answers);
  }

  it("takes one submission a link, however many arrive at once", async () => {
    const session = await sessionOf();
    const receipts = await Promise.all(Array.from({ length: 8 }, () => submitAnswers(engine, session, complete)));
    expect(receipts.filter((receipt) => receipt === "received")).toHaveLength(1);
    expect(receipts.filter((receipt) => receipt === "already-received")).toHaveLength(7);
    expect(await count("pool")).toBe(1);
  });

  it("holds nothing but ciphertext of one length until the mix, whatever was answered", async () => {
    await submitMany(1);
    await submitMany(1, { ...complete, OPEN1: ["They never called me back on 07700 900461"] });
    await submitMany(1, {});
    const { results } = await env.RESPONSES.prepare("select sealed from pool").all<{ sealed: string }>();
    expect(new Set(results.map(({ sealed }) => sealed.length)).size).toBe(1);
    expect(/07700 ?900|called|burglary|E23000028/.test(await dump(env.RESPONSES))).toBe(false);
  });

  it("waits for twenty to hide among, then leaves records without a common key and destroys the day's key", async () => {
    await submitMany(19, { ...complete, OPEN1: ["Call me on 07700 900461"], PROFILE: ["yes"], ETHNICITY: ["white"] });
    engine.setTime("2026-03-03T02:30:00.000Z");
    await flushPool(engine);
    expect([await count("pool"), await count("mixed")]).toEqual([19, 0]);

    engine.setTime(MONDAY);
    await submitMany(1, {});
    engine.setTime("2026-03-03T02:30:00.000Z");
    await flushPool(engine);
    expect([await count("pool"), await count("mixed")]).toEqual([20, 0]);

    engine.setTime(MONDAY);
    await submitMany(1, { ...complete, JOURNEY: ["no"] });
    engine.setTime("2026-03-03T02:30:00.000Z");
    await flushPool(engine);
    expect([await count("pool"), await mixed("response"), await mixed("comment")]).toEqual([0, 20, 19]);
    await endQuarter(engine, "2026Q1");
    expect([
      await count("pool"),
      await count("response"),
      await count("journey_answer"),
      await count("comment"),
    ]).toEqual([0, 20, 19, 19]);
    await expect(engine.keys.dated("day", TODAY)).rejects.toThrow("key-not-ready");

    const kept = JSON.parse(await dump(env.RESPONSES)) as Record<string, Record<string, unknown>[]>;
    const ids = ["response", "journey_answer", "comment"].flatMap((table) => (kept[table] ?? []).map(({ id }) => id));
    expect(new Set(ids).size).toBe(58);
    const shared = (table: string) => Object.keys(kept[table]?.[0] ?? {});
    const common = shared("journey_answer").filter((field) => shared("response").includes(field));
    expect(new Set(common)).toEqual(new Set(["area", "id", "period", "rkey", "stage"]));
    // That nothing more is poured in for a day is said of every day, whatever came on it.
    expect(/2026-03-02|07700 ?900/.test(JSON.stringify({ ...kept, shut_day: [] }))).toBe(false);
  });

  it("mixes days together, in transactions that twenty or more share", async () => {
    await submitMany(110, withoutJourney);
    engine.setTime("2026-03-03T10:00:00.000Z");
    await submitMany(1, withoutJourney);
    engine.setTime("2026-03-04T02:30:00.000Z");
    const [written, responses] = spyOnBatches(engine.responses);
    await flushPool({ ...engine, responses });
    expect(await mixed("response")).toBe(111);
    expect(written.length).toBeGreaterThan(1);
    expect(written.reduce((sum, n) => sum + n, 0)).toBe(111);
    expect(Math.min(...written)).toBeGreaterThanOrEqual(20);
    await expect(engine.keys.dated("day", "2026-03-03")).rejects.toThrow("key-not-ready");
  });

  it("lets what is left at the end join the others, however many broke off", async () => {
    await submitMany(25, withoutJourney);
    await submitMany(120, {});
    await submitMany(5, withoutJourney);
    engine.setTime("2026-03-03T02:30:00.000Z");
    const [written, responses] = spyOnBatches(engine.responses);
    await flushPool({ ...engine, responses });
    expect([await count("pool"), await mixed("response")]).toEqual([0, 30]);
    expect(written.filter((n) => n > 0)).toEqual([30]);
  });

  it("keeps the pool rows of a batch that a fault stops", async () => {
    await submitMany(20);
    const rows = await engine.responses.all<{ id: string }>(sql`select id from pool`);
    const wrong = { id: "x", period: "2026Q1", kind: "carrier pigeon", sealed: "" };
    const left = [{ ...(wrong as unknown as MixedRow), pool: rows[0]?.id ?? "" }];
    await expect(replacePoolRows(engine.responses, [rows[0]?.id ?? ""], left)).rejects.toThrow("CHECK");
    expect(await count("pool")).toBe(20);
  });

  it("puts in nothing of a row that another flusher has mixed, though others of its batch still wait", async () => {
    await submitMany(20, { ...complete, OPEN1: ["They were kind"] });
    const [mixedBefore] = await engine.responses.all<{ id: string }>(sql`select id from pool`);
    engine.setTime("2026-03-03T02:30:00.000Z");
    await flushPool(engine);
    // Its comment has been shown since, and is gone from here.
    const [words] = await engine.responses.all<MixedRow>(sql`select * from mixed where kind = 'comment'`);
    if (words === undefined || mixedBefore === undefined) throw new Error("nothing was mixed");
    await engine.responses.run(sql`delete from mixed where kind = 'comment'`);
    engine.setTime("2026-03-03T10:00:00.000Z");
    await submitMany(1);
    const [waiting] = await engine.responses.all<{ id: string }>(sql`select id from pool`);
    if (waiting === undefined) throw new Error("nothing waits");
    const late = [
      { ...words, pool: mixedBefore.id },
      { ...words, id: "of the one that waits", pool: waiting.id },
    ];
    await replacePoolRows(engine.responses, [mixedBefore.id, waiting.id], late);
    expect(await engine.responses.all(sql`select id from mixed where kind = 'comment'`)).toEqual([
      { id: "of the one that waits" },
    ]);
    expect(await count("pool")).toBe(0);
  });

  it("lets a closure record tell its area and offence only where ten of the same mix do", async () => {
    const record = { items: { VCD3: "6" }, comment: null };
    const wave = weekOf(TODAY);
    const closed = { ...dims, stage: "closure", instrument: "closure-officer@1" } as const;
    const put = async (n: number, area: string, offence: Dims["offence"]) => {
      for (let index = 0; index < n; index++) {
        const link = { wave, linkHash: toBase64Url(engine.random.bytes(16)) };
        await submitClosure(engine, link, { ...record, dims: { ...closed, area, offence } });
      }
    };
    await put(11, "E23000001", "burglary");
    await put(6, "E23000002", "burglary");
    await put(5, "E23000002", "theft");
    await put(9, "E23000003", "theft");
    engine.setTime("2026-03-03T02:30:00.000Z");
    await flushPool(engine);
    await endQuarter(engine, "2026Q1");
    const kept = await engine.responses.all(
      sql`select area, offence, count(*) as n from closure_answer group by area, offence order by n`,
    );
    expect(kept).toEqual([
      { area: "not-stated", offence: "not-stated", n: 9 },
      { area: "E23000001", offence: "burglary", n: 11 },
      { area: "E23000002", offence: "not-stated", n: 11 },
    ]);
  });

  it("tells how an answer came only where ten of the same mix came so, and never by leaving it out of one alone", async () => {
    const put = async (n: number, area: string, mode: Session["mode"]) => {
      for (let index = 0; index < n; index++) {
        const session = await sessionOf();
        await submitAnswers(engine, { ...session, mode, dims: { ...session.dims, area } }, complete);
      }
    };
    await put(11, "E23000001", "web");
    await put(1, "E23000001", "telephone");
    await put(10, "E23000002", "web");
    await put(10, "E23000002", "adviser");
    await put(1, "E23000002", "sms");
    await put(9, "E23000003", "web");
    engine.setTime("2026-03-03T02:30:00.000Z");
    await flushPool(engine);
    await endQuarter(engine, "2026Q1");
    const kept = await engine.responses.all(
      sql`select area, mode, count(*) as n from response group by area, mode order by area, mode`,
    );
    expect(kept).toEqual([
      { area: "E23000001", mode: "not-stated", n: 12 },
      { area: "E23000002", mode: "adviser", n: 10 },
      { area: "E23000002", mode: "sms", n: 1 },
      { area: "E23000002", mode: "web", n: 10 },
      { area: "E23000003", mode: "not-stated", n: 9 },
    ]);
  });

  it("mixes fewer than twenty after seven days, so that nobody's answer waits for ever", async () => {
    await submitMany(2);
    engine.setTime("2026-03-08T02:30:00.000Z");
    await flushPool(engine);
    expect(await mixed("response")).toBe(0);
    engine.setTime("2026-03-09T02:30:00.000Z");
    await flushPool(engine);
    expect(await mixed("response")).toBe(2);
  });

  it("loses nothing and doubles nothing when two flushers run at once, or one dies before the key is destroyed", async () => {
    await submitMany(30);
    engine.setTime("2026-03-03T02:30:00.000Z");
    const dying = { ...engine, keys: { ...engine.keys, destroy: () => Promise.reject(new Error("crash")) } };
    await expect(Promise.all([flushPool(dying), flushPool(engine), flushPool(engine)])).rejects.toThrow("crash");
    await flushPool(engine);
    expect([await count("pool"), await mixed("response"), await mixed("journey")]).toEqual([0, 30, 30]);
    await expect(engine.keys.datedSeal("day", TODAY)).rejects.toThrow("key-not-ready");
  });

  it("lets only the holder of the link read a draft, and nobody a copy of it without the wave's key; drops it with the submission", async () => {
    const session = await sessionOf();
    await saveDraft(engine, session, complete);
    expect(await readDraft(engine, session)).toEqual(complete);
    const stranger = { ...session, token: toBase64Url(engine.random.bytes(16)) };
    expect(await readDraft(engine, stranger)).toEqual({});
    // Whoever has the link and a copy of the row, once the wave's key is another: what was sealed opens no more.
    const [row] = await engine.responses.all<{ id: string; sealed: string }>(sql`select id, sealed from draft`);
    const alone = await importSealKey(await deriveBytes(session.token, "", "throughline/draft"));
    expect(await open(alone, row?.sealed ?? "", row?.id ?? "")).toBeNull();
    await submitAnswers(engine, session, complete);
    expect(await count("draft")).toBe(0);
  });

  it("forgets with the wave whether a link was used: nullifiers and key are gone, and the link with them", async () => {
    const session = await sessionOf();
    await submitAnswers(engine, session, complete);
    engine.setTime("2026-04-12T02:30:00.000Z");
    await closeWaves(engine);
    expect(await count("spent")).toBe(1);
    engine.setTime("2026-04-13T02:30:00.000Z");
    await closeWaves(engine);
    expect(await count("spent")).toBe(0);
    await expect(submitAnswers(engine, session, complete)).rejects.toThrow("key-not-ready");
  });

  it("tells no fewer than ten openings of an area and stage by their wave: they wait for the next one's, or the quarter's end", async () => {
    const opened = async (wave: string, n: number, stage = "report") => {
      await engine.keys.create("wave", [wave]);
      for (let index = 0; index < n; index++) {
        await keepOpening(engine, { wave, nullifier: `${wave} ${stage} ${index}` }, { area: dims.area, stage });
      }
    };
    const counts = async () =>
      await engine.responses.all(
        sql`select stage, n, carried from started_count where period = '2026Q1' order by stage`,
      );
    await opened("2026-W08", 4);
    await opened("2026-W08", 12, "trial");
    await opened("2026-W09", 5);
    await opened("2026-W10", 6);
    await opened("2026-W13", 3, "trial");
    const rows = { report: [] as unknown[], trial: [] as unknown[] };
    for (const night of ["2026-03-31", "2026-04-07", "2026-04-14", "2026-05-05", "2026-05-12"]) {
      engine.setTime(`${night}T02:30:00.000Z`);
      await closeWaves(engine);
      await closeWaves(engine);
      for (const { stage, n, carried } of (await counts()) as {
        stage: "report" | "trial";
        n: number;
        carried: number;
      }[])
        rows[stage].push([n, carried]);
    }
    expect(rows.report).toEqual([
      [0, 4],
      [0, 9],
      [15, 0],
      [15, 0],
      [15, 0],
    ]);
    // The quarter's last wave is that of its last Monday: what is left when it closes is added.
    expect(rows.trial).toEqual([
      [12, 0],
      [12, 0],
      [12, 0],
      [12, 3],
      [15, 0],
    ]);
  });

  it("counts answers without a journey once the journeys of their cohort have ended", async () => {
    const session = {
      ...(await sessionOf()),
      journey: { id: "journey", cohort: quarterOf("2023-03-02" as LocalDate) },
    };
    expect(await submitAnswers(engine, session, complete)).toBe("received");
    await submitMany(19);
    engine.setTime("2026-03-03T02:30:00.000Z");
    await flushPool(engine);
    expect([await mixed("response"), await mixed("journey")]).toEqual([20, 19]);
  });

  it("takes an empty closure form for a break-off, and one with a single answer for a record", async () => {
    const closed = { ...dims, stage: "closure", instrument: "closure-victim@1" } as const;
    const session = async () => ({ ...(await sessionOf()), dims: closed, instrument: "closure-victim@1" });
    await submitAnswers(engine, await session(), {});
    await submitAnswers(engine, await session(), { VCF1: ["6"] });
    await submitMany(19);
    engine.setTime("2026-03-03T02:30:00.000Z");
    await flushPool(engine);
    expect([await count("pool"), await mixed("response"), await mixed("closure")]).toEqual([0, 19, 1]);
  });

  it("drops the steps of a journey that found no partner in the year after their cohort's quarter, once that year is opened", async () => {
    await env.RESPONSES.batch([
      env.RESPONSES.prepare(
        `insert into release values ('2026Q1', '2026Q1', 'published', '1', 'x', '2026-04-14', 'x', '')`,
      ),
      ...["2026Q1", "2026Q1", "2026Q2"].map((period, index) =>
        env.RESPONSES.prepare(
          `insert into journey_answer values (?, ?, '2026Q1', ?, 'report', 'E', 'satisfied', 1)`,
        ).bind(`step ${index}`, period, index === 0 ? "lone" : "pair"),
      ),
      env.RESPONSES.prepare(
        `insert into journey_answer values ('step 3', '2026Q2', '2026Q1', 'late', 'trial', 'E', 'satisfied', 1)`,
      ),
    ]);
    engine.setTime("2027-07-03T02:30:00.000Z");
    await retainResponses(engine);
    expect(await count("journey_answer")).toBe(4);
    engine.setTime("2027-07-04T02:30:00.000Z");
    await retainResponses(engine);
    const left = await engine.responses.all(sql`select id from journey_answer order by id`);
    expect(left).toEqual([{ id: "step 1" }, { id: "step 2" }, { id: "step 3" }]);
    await env.RESPONSES.prepare("delete from release").run();
  });

  it("answers 'not ready' rather than make a key that nobody prepared", async () => {
    engine.setTime("2026-05-01T10:00:00.000Z");
    await expect(submitAnswers(engine, await sessionOf(), complete)).rejects.toThrow("key-not-ready");
    expect(await count("pool")).toBe(0);
  });
});
