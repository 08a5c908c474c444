import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { beforeAll, describe, expect, it } from "vitest";
import { startCorrection } from "../../src/flow/correct-release.ts";
import { releaseSteps, startRelease } from "../../src/flow/release.ts";
import { builds } from "../../src/http/api/builds.ts";
import { onApiError } from "../../src/http/problem-response.ts";
import type { Quarter } from "../../src/kernel/time.ts";
import { readRelease } from "../../src/store/responses/releases.ts";
import { openEngine } from "../../src/worker.ts";
import { dump, openCapabilities } from "../support/capabilities.ts";

const PERIOD = "2026Q1" as Quarter;
const AFTER = "2026-04-09T09:00:00.000Z";
const reason = { en: "Kent's answers were stored upside down.", cy: "Cafodd atebion Caint eu storio wyneb i waered." };

const engine = openCapabilities(AFTER);

const build = async (id: string) => {
  for (const step of releaseSteps) await step.run(engine, id);
};

/** What D1 takes in one statement: two megabytes. */
const ROWS_A_CALL = 100;

/** A copy of what the responses hold of a release, and a way back to it, as Time Travel would go. */
async function remember() {
  const tables = ["release", "release_correction", "release_table", "release_quote", "response"] as const;
  const copies = await Promise.all(
    tables.map(async (table) => (await env.RESPONSES.prepare(`select * from ${table}`).all()).results),
  );
  return async () => {
    for (const table of tables.toReversed()) await env.RESPONSES.prepare(`delete from ${table}`).run();
    for (const [at, table] of tables.entries()) {
      const rows = copies[at] ?? [];
      const columns = Object.keys(rows[0] ?? {});
      if (columns.length === 0) continue;
      for (let from = 0; from < rows.length; from += ROWS_A_CALL)
        await env.RESPONSES.prepare(
          `insert into ${table} (${columns.map((one) => `"${one}"`).join(", ")})
           select ${columns.map((one) => `value ->> '${one}'`).join(", ")} from json_each(?)`,
        )
          .bind(JSON.stringify(rows.slice(from, from + ROWS_A_CALL)))
          .run();
    }
  };
}

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

const change = async () =>
  await env.RESPONSES.prepare(`update response set items = '{"C1":"1"}' where id < 'r100'`).run();

beforeAll(async () => {
  const rows = Array.from({ length: 400 }, (_, key) => ({
    id: `r${String(key).padStart(3, "0")}`,
    C1: String(1 + (key % 7)),
    rkey: 1000003 * (key + 1),
  }));
  await env.RESPONSES.prepare(
    `insert into response select value->>'id', ?1, 'report', 'E23000032', 'theft', 'not-stated', 'not-stated', 'no', 'web', 'en',
       'all', 'report@1', 'complete', json_object('C1', value->>'C1'), value->>'rkey' from json_each(?2)`,
  )
    .bind(PERIOD, JSON.stringify(rows))
    .run();
  await env.RESPONSES.prepare(`insert into frame values (?, 'E23000032', 'report', 'NC', 900)`).bind(PERIOD).run();
  await env.RESPONSES.prepare(`insert into frame_mark values (?)`).bind(PERIOD).run();
});

describe("responses that were restored to before a release", { timeout: 120_000 }, () => {
  it("do not stop a release that crashed between its mark and its publication: the same one is published, to the byte", async () => {
    const restoreToBefore = await remember();
    expect(await startRelease(engine, PERIOD)).toBe("started");
    for (const { name, run } of releaseSteps) if (name !== "publish") await run(engine, PERIOD);
    const counted = await dump(env.RESPONSES);

    // The mark is made, and what comes after it fails.
    const keepRelease = async (id: string, sha256: string) => {
      await engine.marks.keepRelease(id, sha256);
      throw new Error("the Worker was killed");
    };
    const mortal = { ...engine, marks: { ...engine.marks, keepRelease } };
    await expect(releaseSteps.at(-1)?.run(mortal, PERIOD)).rejects.toThrow("killed");
    expect((await readRelease(engine.responses, PERIOD))?.status).toBe("building");
    expect([...(await engine.marks.releases()).keys()]).toEqual([PERIOD]);
    const restoreToMarked = await remember();

    // Asked for again it goes on, whatever became of the records meanwhile, and counts nothing anew.
    await change();
    expect(await startRelease(engine, PERIOD)).toBe("building");
    await build(PERIOD);
    const published = await readRelease(engine.responses, PERIOD);
    expect(published?.status).toBe("published");
    expect(JSON.parse(published?.facts ?? "")).toMatchObject({ sha256: (await engine.marks.releases()).get(PERIOD) });
    const tablesOf = (text: string): unknown => JSON.parse(text).release_table;
    expect(tablesOf(await dump(env.RESPONSES))).toEqual(tablesOf(counted));
    expect(await startRelease(engine, PERIOD)).toBe("exists");

    // Set back to that very moment, it is the same release that is published once more.
    await restoreToMarked();
    expect(await startRelease(engine, PERIOD)).toBe("building");
    await build(PERIOD);
    expect((await readRelease(engine.responses, PERIOD))?.facts).toBe(published?.facts);

    await restoreToBefore();
    expect(await readRelease(engine.responses, PERIOD)).toBeNull();
  });

  it("begin no release, of any quarter, and nothing of them changes", async () => {
    const before = await dump(env.RESPONSES);
    for (const period of [PERIOD, "2025Q4" as Quarter]) {
      await expect(startRelease(engine, period)).rejects.toThrow("restored: ");
      await expect(startCorrection(engine, period, reason)).rejects.toThrow(PERIOD);
    }
    for (const body of [{ period: PERIOD }, { period: PERIOD, correction: { reason } }]) {
      const refused = await post(body);
      expect([refused.status, refused.headers.get("content-type")]).toEqual([409, "application/problem+json"]);
      expect(await refused.json()).toMatchObject({
        type: "/problems/restored",
        detail: expect.stringContaining(PERIOD),
      });
    }
    expect(await dump(env.RESPONSES)).toBe(before);
  });

  it("let other quarters go on once the row alone is back with its hash, and never build this one again", async () => {
    const restore = await remember();
    const facts = { sha256: (await engine.marks.releases()).get(PERIOD) };
    await env.RESPONSES.prepare(
      `insert into release values (?1, ?1, 'superseded', '1.0.0', '2026-04-09', '2026-04-09', 'a label', ?2)`,
    )
      .bind(PERIOD, JSON.stringify(facts))
      .run();
    expect(await startRelease(engine, PERIOD)).toBe("exists");
    expect(await startRelease(engine, "2026Q2" as Quarter)).toBe("period-open");
    await restore();
  });

  it("publish no other release under its name, also by a Workflow that was already under way", async () => {
    const restore = await remember();
    await env.RESPONSES.prepare(
      `insert into release values (?1, ?1, 'building', '1.0.0', '2026-04-09', null, 'a label', '{}')`,
    )
      .bind(PERIOD)
      .run();
    await expect(startRelease(engine, PERIOD)).rejects.toThrow("restored: ");
    await change();
    await expect(build(PERIOD)).rejects.toThrow("Another release was published under this name");
    expect((await readRelease(engine.responses, PERIOD))?.status).toBe("building");
    await restore();
  });

  it("go on once its rows are put back from the export, and a correction that they have forgotten is not made twice", async () => {
    // What the export holds: the release that was published.
    expect([...(await engine.marks.releases()).keys()]).toEqual([PERIOD]);
    await env.KEYS.delete(`release/${PERIOD}`);
    expect(await startRelease(engine, PERIOD)).toBe("started");
    await build(PERIOD);
    const restore = await remember();

    engine.setTime("2026-05-20T09:00:00.000Z");
    await change();
    expect(await startCorrection(engine, PERIOD, reason)).toEqual({ state: "started", id: `${PERIOD}-2` });
    await build(`${PERIOD}-2`);
    const restoreToCorrected = await remember();
    await restore();
    await expect(startCorrection(engine, PERIOD, reason)).rejects.toThrow(`${PERIOD}-2`);
    await restoreToCorrected();
    expect(await startRelease(engine, PERIOD)).toBe("exists");
    expect(await startCorrection(engine, PERIOD, reason)).toMatchObject({ state: "corrected-lately" });
  });
});
