import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { Dims } from "../../src/domain/dimension.ts";
import type { Session } from "../../src/flow/answer.ts";
import { flushPool } from "../../src/flow/flush.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { openQuarter } from "../../src/flow/open-quarter.ts";
import { releaseSteps, startRelease } from "../../src/flow/release.ts";
import { retainResponses } from "../../src/flow/retain-responses.ts";
import { submitAnswers, submitClosure } from "../../src/flow/submit.ts";
import type { Answers } from "../../src/instrument/definition.ts";
import { type LocalDate, plusMinutes, type Quarter, quarterOf, weekOf } from "../../src/kernel/time.ts";
import { macName, toBase64Url } from "../../src/platform/crypto.ts";
import { dump, openCapabilities } from "../support/capabilities.ts";
import { plainDims } from "../support/invited.ts";
import { openMortal, watchD1 } from "../support/mortal.ts";
import { openResponses } from "../../src/store/responses/database.ts";

const FIRST = "2026-03-02" as LocalDate;
const PERIOD = "2026Q1" as Quarter;
const OVER = "2026-04-01T10:00:00.000Z";

const dims: Dims = { ...plainDims, area: "E23000028" };

const { facts: _, ...toldOf } = dims;

const answers: Answers = {
  "A0": ["POL"],
  "C1": ["6"],
  "C2.POL": ["fully"],
  "C3": ["5"],
  "C5": ["yes"],
  "C6": ["no"],
  "JOURNEY": ["yes"],
  "PROFILE": ["yes"],
  "ETHNICITY": ["white"],
  "OPEN1": ["They were kind"],
};

const tables = ["response", "journey_answer", "closure_answer"] as const;

let engine: ReturnType<typeof openCapabilities>;

async function count(table: string): Promise<number> {
  return (await env.RESPONSES.prepare(`select count(*) as n from ${table}`).first<{ n: number }>())?.n ?? 0;
}

const counts = async () => await Promise.all(tables.map(count));

/** How many of each category are counted of one item, and the sum of their record keys. */
const told = async () =>
  (
    await env.RESPONSES.prepare(
      "select category, positive, n, rkey > 0 as isKeyed from profile_count where measure = 'C3' order by category",
    ).all()
  ).results;

async function submit(times: number, given: Answers = answers, area = dims.area): Promise<void> {
  for (let index = 0; index < times; index++) {
    const token = toBase64Url(engine.random.bytes(16));
    const session: Session = {
      token,
      linkHash: await macName(await engine.keys.standing("link"), token),
      wave: weekOf(FIRST),
      dims: { ...dims, area },
      instrument: "report@1",
      draw: 0.5,
      mode: "web",
      variant: "standard",
      wording: [],
      locale: "en",
      journey: { id: token, cohort: quarterOf(FIRST) },
      expiresOn: "2026-03-30" as LocalDate,
      until: plusMinutes(engine.clock.now(), 60),
    };
    await submitAnswers(engine, session, given);
  }
}

const SECOND_NIGHT = "E23000032";

/** Two nights of a quarter: 24 surveys and 21 officers' records in one, 20 surveys in the other. */
async function twoNights(): Promise<void> {
  engine.setTime(`${FIRST}T10:00:00.000Z`);
  await submit(24);
  for (let index = 0; index < 21; index++) {
    const link = { wave: weekOf(FIRST), linkHash: toBase64Url(engine.random.bytes(16)) };
    const of = { ...dims, stage: "closure", instrument: "closure-officer@1" } as const;
    await submitClosure(engine, link, { items: { VCD3: "6" }, comment: null, dims: of });
  }
  engine.setTime("2026-03-03T02:30:00.000Z");
  await flushPool(engine);
  engine.setTime("2026-03-03T10:00:00.000Z");
  await submit(20, { ...answers, JOURNEY: ["no"] }, SECOND_NIGHT);
  engine.setTime("2026-03-04T02:30:00.000Z");
  await flushPool(engine);
}

/** The first night after the quarter, in which its last days are shut. */
async function endNights(): Promise<void> {
  engine.setTime("2026-04-01T02:30:00.000Z");
  await flushPool(engine);
  await takeFrame();
  engine.setTime(OVER);
}

/** Marks the quarter's counts as taken. */
const takeFrame = async () =>
  await env.RESPONSES.prepare("insert or ignore into frame_mark values (?)").bind(PERIOD).run();

beforeEach(async () => {
  engine = openCapabilities(`${FIRST}T10:00:00.000Z`);
  // What one test has destroyed, another needs.
  for (const { name } of (await env.KEYS.list({ prefix: "" })).keys) await env.KEYS.delete(name);
  await createKeys(engine);
  for (const table of [
    "pool",
    "mixed",
    "spent",
    "shut_day",
    "comment",
    "frame_mark",
    "release_table",
    "release",
    "profile_count",
    ...tables,
  ]) {
    await env.RESPONSES.prepare(`delete from ${table}`).run();
  }
});

describe("the second mix", () => {
  it("leaves of a night nothing but ciphertext of one length a kind, and of the quarter what was answered", async () => {
    await twoNights();
    expect([await count("pool"), ...(await counts())]).toEqual([0, 0, 0, 0]);
    const { results } = await env.RESPONSES.prepare(
      "select kind, count(*) as n, count(distinct length(sealed)) as lengths from mixed group by kind order by kind",
    ).all();
    expect(results).toEqual([
      { kind: "closure", n: 21, lengths: 1 },
      { kind: "comment", n: 44, lengths: 1 },
      { kind: "journey", n: 24, lengths: 1 },
      { kind: "profile", n: 44, lengths: 1 },
      { kind: "response", n: 44, lengths: 1 },
    ]);
    const { mixed } = JSON.parse(await dump(env.RESPONSES)) as { mixed: readonly { id: string }[] };
    expect(/burglary|E23000028|report|white|They were/.test(JSON.stringify(mixed))).toBe(false);

    await endNights();
    await openQuarter(engine, PERIOD);
    expect([await count("mixed"), ...(await counts()), await count("comment")]).toEqual([0, 44, 24, 21, 44]);
    // What people told of themselves is added up, and no record of it is there.
    expect(await told()).toEqual([{ category: "white", positive: 1, n: 44, isKeyed: 1 }]);
    const row = await env.RESPONSES.prepare("select * from response limit 1").first();
    expect(row).toMatchObject({ ...toldOf, period: PERIOD, outcome: "complete" });
    expect(JSON.parse(String(row?.["items"]))).toMatchObject({ "C1": "6", "C2.POL": "fully" });
    const kept = await env.RESPONSES.prepare("select id from response").all<{ id: string }>();
    expect(kept.results.some(({ id }) => mixed.some((before) => before.id === id))).toBe(false);
    await expect(engine.keys.datedSeal("quarter", PERIOD)).rejects.toThrow("key-not-ready");
  });

  it("writes chunks of the whole quarter, whatever the nights, and takes the nights' records out in one statement after the last", async () => {
    await twoNights();
    await endNights();
    const seen: string[] = [];
    const written: number[] = [];
    const areas: number[] = [];
    const watched = watchD1(env.RESPONSES, async (act) => {
      const done = await act();
      seen.push(`${await count("mixed")} beside ${(await told()).length}`);
      written.push((await counts()).reduce((sum, n) => sum + n));
      const row = await env.RESPONSES.prepare("select count(distinct area) as n from response").first<{ n: number }>();
      areas.push(row?.n ?? 0);
      return done;
    });
    await openQuarter({ ...engine, responses: openResponses(watched) }, PERIOD, 50);
    // The comments that still wait go before the others, and tell nothing of those.
    expect([...new Set(seen)]).toEqual(["177 beside 0", "133 beside 0", "0 beside 1"]);
    expect([new Set(written).size, written.at(-1)]).toEqual([4, 89]);
    // Of the first chunk already: had the nights stood one after the other, it would hold answers of one of them alone.
    expect([...new Set(areas)]).toEqual([0, 2]);
  });

  it("loses nothing and doubles nothing wherever the opener dies, and when two open at once", async () => {
    await submit(20);
    await endNights();
    const rows = JSON.stringify((await env.RESPONSES.prepare("select * from mixed").all()).results);
    const key = (await env.KEYS.get(`key/quarter/${PERIOD}`)) ?? "";
    for (let step = 1, ended = false; !ended; step++) {
      await env.RESPONSES.batch([
        ...[...tables, "comment", "profile_count"].map((table) => env.RESPONSES.prepare(`delete from ${table}`)),
        env.RESPONSES.prepare(
          `insert into mixed (id, period, kind, sealed)
          select value->>'id', value->>'period', value->>'kind', value->>'sealed' from json_each(?) where true
          on conflict do nothing`,
        ).bind(rows),
      ]);
      await env.KEYS.put(`key/quarter/${PERIOD}`, key);
      const mortal = openMortal(engine, step);
      const outcomes = await Promise.allSettled([
        openQuarter(mortal.engine, PERIOD, 25),
        openQuarter(engine, PERIOD, 35),
      ]);
      ended = outcomes[0].status === "fulfilled";
      expect(outcomes[1].status).toBe("fulfilled");
      await openQuarter(engine, PERIOD);
      const left = [await count("mixed"), ...(await counts()), await count("comment")];
      expect(left, `killed at step ${step}`).toEqual([0, 20, 20, 0, 20]);
      expect(await told()).toEqual([{ category: "white", positive: 1, n: 20, isKeyed: 1 }]);
      expect(await engine.keys.list("quarter")).not.toContain(PERIOD);
    }
  });

  it("opens no quarter to which something may still come", async () => {
    await submit(20);
    await takeFrame();
    await expect(openQuarter(engine, PERIOD)).rejects.toThrow("not shut");
    engine.setTime(OVER);
    expect(await startRelease(engine, PERIOD)).toBe("period-open");
    await expect(openQuarter(engine, PERIOD)).rejects.toThrow("not shut");
    await flushPool({ ...engine, keys: { ...engine.keys, destroy: async () => await Promise.resolve() } });
    expect(await count("pool")).toBe(0);
    expect(await startRelease(engine, PERIOD)).toBe("period-open");
    await flushPool(engine);
    expect(await startRelease(engine, PERIOD)).toBe("started");
  });

  it("fails rather than leave out what it cannot open", async () => {
    await submit(20);
    await endNights();
    expect(await startRelease(engine, PERIOD)).toBe("started");
    await engine.keys.destroy("quarter", PERIOD);
    const [first] = releaseSteps;
    expect(first?.name).toBe("open");
    await expect(first?.run(engine, PERIOD)).rejects.toThrow("key is destroyed");
    expect(await count("mixed")).toBe(80);
  });

  it("ends what nobody released in half a year, with its key, and lets no release of it begin any more", async () => {
    await submit(20);
    await endNights();
    engine.setTime("2026-06-30T02:30:00.000Z");
    await retainResponses(engine);
    expect(await count("mixed")).toBe(80);
    expect(await startRelease(engine, PERIOD)).toBe("records-gone");
    engine.setTime("2026-07-03T02:30:00.000Z");
    await retainResponses(engine);
    expect(await count("mixed")).toBe(0);
    expect(await engine.keys.list("quarter")).not.toContain(PERIOD);
    expect(await startRelease(engine, PERIOD)).toBe("records-gone");
  });
});
