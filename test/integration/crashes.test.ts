import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { MIXED_BYTES, mixedContext } from "../../src/domain/mixing.ts";
import type { Session } from "../../src/flow/answer.ts";
import { flushPool } from "../../src/flow/flush.ts";
import { closeWaves } from "../../src/flow/keys.ts";
import { openQuarter } from "../../src/flow/open-quarter.ts";
import { keepOpening } from "../../src/flow/openings.ts";
import { submitAnswers } from "../../src/flow/submit.ts";
import {
  firstDayOfQuarter,
  type Instant,
  type LocalDate,
  londonDate,
  londonInstant,
  plusDays,
  quarterAfter,
  quarterOf,
  type Week,
  weekOf,
} from "../../src/kernel/time.ts";
import { macName, open, seal, toBase64Url } from "../../src/platform/crypto.ts";
import { randomId } from "../../src/kernel/ids.ts";
import { fillUp } from "../../src/kernel/padding.ts";
import { openCapabilities } from "../support/capabilities.ts";
import { openMortal } from "../support/mortal.ts";
import { plainDims } from "../support/invited.ts";

// Killed before and after every call to a database and to the keys, one after the other and by chance, with clients that
// ask again and two flushers at once. What a model says of every order, the real Worker is shown to keep.

const FIRST_DAY = "2026-04-06" as LocalDate;
const ALL_DAYS = 60;
const WAVE = weekOf(FIRST_DAY);
const QUARTER = quarterOf(FIRST_DAY);
const MIXED = 20;
const tables = [
  "pool",
  "spent",
  "draft",
  "mixed",
  "response",
  "comment",
  "journey_answer",
  "started",
  "started_count",
  "shut_day",
];

// Each test has an isolate of its own, which remembers no key of another's.
let engine = openCapabilities(londonInstant(FIRST_DAY, 600));
const now = () => engine.clock.now();
/** Submissions that a night left as records that the quarter seals. */
const countMixed = async () =>
  (await env.RESPONSES.prepare("select count(*) as n from mixed where kind = 'response'").first<{ n: number }>())?.n ??
  -1;
const count = async (table: string) =>
  (await env.RESPONSES.prepare(`select count(*) as n from ${table}`).first<{ n: number }>())?.n ?? -1;

/** A submission, which no other is like: its comment is a name of its own. */
type Sending = { readonly session: Session; readonly name: string };

async function sending(): Promise<Sending> {
  const token = toBase64Url(engine.random.bytes(16));
  const name = Array.from(engine.random.bytes(12), (byte) => String.fromCharCode(97 + (byte % 26))).join("");
  const session: Session = {
    token,
    linkHash: await macName(await engine.keys.standing("link"), token),
    wave: WAVE,
    dims: plainDims,
    instrument: "report@1",
    draw: 0.5,
    mode: "web",
    variant: "standard",
    wording: [],
    locale: "en",
    journey: { id: token, cohort: QUARTER },
    expiresOn: "2026-05-10" as LocalDate,
    until: "2026-12-31T00:00:00.000Z" as Instant,
  };
  return { session, name };
}

const answersOf = ({ name }: Sending) => ({
  "A0": ["POL"],
  "C1": ["6"],
  "C2.POL": ["fully"],
  "C3": ["5"],
  "C5": ["yes"],
  "C6": ["no"],
  "JOURNEY": ["yes"],
  "OPEN1": [`Somebody wrote ${name}`],
});

/** Sends off in a process that is killed at its k-th step. @returns Whether it was. */
async function sendAndDie(k: number, one: Sending): Promise<boolean> {
  const process = openMortal(engine, k);
  const receipt = await submitAnswers(process.engine, one.session, answersOf(one)).catch(() => null);
  expect(receipt === null).toBe(process.isDead());
  return process.isDead();
}

/** The release's first step, in a process that is killed at its k-th step. @returns Whether it was. */
async function openAndDie(k: number): Promise<boolean> {
  const process = openMortal(engine, k);
  await openQuarter(process.engine, QUARTER).catch(() => null);
  return process.isDead();
}

/** The quarter is over: the last of it is mixed, and the release opens all of it. */
async function release() {
  engine.setTime(londonInstant(plusDays(firstDayOfQuarter(quarterAfter(QUARTER)), 7), 150));
  await flushPool(engine);
  await openQuarter(engine, QUARTER);
}

async function flushAndDie(k: number): Promise<boolean> {
  const process = openMortal(engine, k);
  await flushPool(process.engine).catch(() => null);
  return process.isDead();
}

/** The next night, before dawn, when the pool is mixed; the day before is over by then. */
const nightfall = () => engine.setTime(londonInstant(plusDays(londonDate(now()), 1), 150));
const noon = () => engine.setTime(londonInstant(londonDate(now()), 720));

/** What every record says, as the words of its comment: who was counted, and how often. */
async function counted(): Promise<readonly string[]> {
  const key = await engine.keys.datedSeal("comment", QUARTER);
  const rows = await engine.responses.all<{ sealed: string }>(sql`select sealed from comment`);
  const words = await Promise.all(rows.map(async ({ sealed }) => (await open(key, sealed, "comment")) ?? ""));
  return words.map((text) => text.replace("Somebody wrote ", "")).toSorted();
}

async function expectEachOnce(sent: readonly Sending[]) {
  expect(await counted()).toEqual(sent.map(({ name }) => name).toSorted());
  const left = [await count("pool"), await count("mixed")];
  expect([await count("response"), await count("journey_answer"), ...left]).toEqual([sent.length, sent.length, 0, 0]);
}

/** More than are opened at a time. */
const RECORDS = 520;

/** Puts in what nights would have left of journeys. @returns Their tags, by which they are known. */
async function sealRecords(): Promise<readonly string[]> {
  const key = await openMortal(engine, Infinity).engine.keys.datedSeal("quarter", QUARTER);
  const tags = Array.from({ length: RECORDS }, (_, at) => `tag${String(at).padStart(4, "0")}`);
  const rows = await Promise.all(
    tags.map(async (tag, rkey) => {
      const record = { cohort: QUARTER, tag, stage: "report", area: "E23000028", overall: "satisfied", rkey };
      const plain = fillUp(JSON.stringify(record), [MIXED_BYTES.journey]);
      return { id: randomId(engine), sealed: await seal(key, plain, mixedContext("journey", QUARTER)) };
    }),
  );
  await env.RESPONSES.prepare(
    `insert into mixed (id, period, kind, sealed)
     select value ->> 'id', ?2, 'journey', value ->> 'sealed' from json_each(?1)`,
  )
    .bind(JSON.stringify(rows), QUARTER)
    .run();
  return tags;
}

async function tagsWritten(): Promise<readonly string[]> {
  const rows = await engine.responses.all<{ tag: string }>(sql`select tag from journey_answer order by tag`);
  return rows.map(({ tag }) => tag);
}

beforeEach(async () => {
  engine = openCapabilities(londonInstant(FIRST_DAY, 600));
  const days = Array.from({ length: ALL_DAYS }, (_, ahead) => plusDays(FIRST_DAY, ahead));
  await engine.keys.create("day", days);
  await engine.keys.create("wave", [WAVE]);
  for (const kind of ["cohort", "comment", "quarter"] as const) await engine.keys.create(kind, [QUARTER]);
  for (const table of tables) await env.RESPONSES.prepare(`delete from ${table}`).run();
});

describe("a process that is killed", () => {
  it("at any step of taking in a submission loses nothing that is sent again, and doubles nothing", async () => {
    const sent: Sending[] = [];
    let isKilled = true;
    for (let k = 1; isKilled || sent.length < MIXED; k++) {
      const one = await sending();
      sent.push(one);
      isKilled = await sendAndDie(k, one);
      // Killed again, perhaps, while it is sent again; then not.
      await sendAndDie((k * 7) % 11, one);
      expect(["received", "already-received"]).toContain(await submitAnswers(engine, one.session, answersOf(one)));
      expect([await count("pool"), await count("spent")]).toEqual([sent.length, sent.length]);
    }
    await release();
    await expectEachOnce(sent);
  });

  it("at any step of mixing leaves each submission whole, in the pool or as its records, and the next flusher ends it", async () => {
    const sent: Sending[] = [];
    let isKilled = true;
    for (let k = 1; isKilled; k++) {
      const day = londonDate(now());
      for (let index = 0; index < MIXED; index++) {
        const one = await sending();
        sent.push(one);
        await submitAnswers(engine, one.session, answersOf(one));
      }
      nightfall();
      isKilled = await flushAndDie(k);
      expect((await count("pool")) + (await countMixed())).toBe(sent.length);
      await Promise.all([flushPool(engine), flushAndDie((k * 5) % 13), flushPool(openMortal(engine, Infinity).engine)]);
      expect([await count("pool"), await countMixed()]).toEqual([0, sent.length]);
      expect(await engine.keys.list("day")).not.toContain(day);
      noon();
    }
    expect(sent.length).toBeGreaterThan(10 * MIXED);
    await release();
    await expectEachOnce(sent);
  }, 120_000);

  it("with others, each at a step of chance, does neither: two flushers, two tabs a link, and midnight between", async () => {
    const chance = (below: number) => (engine.random.bytes(1)[0] ?? 0) % below;
    const sent: Sending[] = [];
    for (let round = 0; round < 12; round++) {
      const day = await Promise.all(Array.from({ length: MIXED }, sending));
      sent.push(...day);
      const tabs = day.flatMap((one) => [one, one]).map(async (one) => await sendAndDie(1 + chance(14), one));
      await Promise.all(tabs);
      nightfall();
      // Who was not thanked asks again while yesterday is being mixed.
      const again = day.map(async (one) => await sendAndDie(1 + chance(30), one));
      await Promise.all([...again, flushAndDie(1 + chance(40)), flushAndDie(1 + chance(40))]);
      await Promise.all(day.map(async (one) => await submitAnswers(engine, one.session, answersOf(one))));
      noon();
    }
    for (let night = 0; night < 9; night++) {
      nightfall();
      await flushPool(engine);
    }
    await release();
    expect(sent).toHaveLength(12 * MIXED);
    await expectEachOnce(sent);
  }, 120_000);

  it("at any step of opening a quarter leaves each record sealed or written, and the next opener ends it", async () => {
    engine.setTime(londonInstant(firstDayOfQuarter(quarterAfter(QUARTER)), 150));
    await flushPool(engine);
    let isKilled = true;
    let k = 1;
    for (; isKilled; k++) {
      await env.RESPONSES.prepare("delete from journey_answer").run();
      await engine.keys.create("quarter", [QUARTER]);
      const tags = await sealRecords();
      isKilled = await openAndDie(k);
      // All that was left is there until all is written, and can be opened; of what was written nothing goes.
      const [left, written] = [await count("mixed"), await count("journey_answer")];
      expect([left === 0 || left === RECORDS, left === RECORDS || written === RECORDS]).toEqual([true, true]);
      if (left > 0) expect(await engine.keys.list("quarter")).toContain(QUARTER);
      await Promise.all([openAndDie((k * 5) % 17), openQuarter(openMortal(engine, Infinity).engine, QUARTER)]);
      expect(await tagsWritten()).toEqual(tags);
      expect([await count("mixed"), await engine.keys.list("quarter")]).toEqual([0, []]);
    }
    expect(k).toBeGreaterThan(20);
  }, 120_000);

  it("at any step of closing a wave counts its openings once, and ends its key", async () => {
    const area = "E23000028";
    let isKilled = true;
    let k = 1;
    for (; isKilled; k++) {
      const wave = `2025-W${String(k + 9).padStart(2, "0")}` as Week;
      await engine.keys.create("wave", [wave]);
      for (let index = 0; index < 10; index++)
        await keepOpening(engine, { wave, nullifier: `${index}` }, { area, stage: "report" });
      const process = openMortal(engine, k);
      await closeWaves(process.engine).catch(() => null);
      isKilled = process.isDead();
      await Promise.all([closeWaves(engine), closeWaves(engine)]);
      const [openings] = await engine.responses.all<{ n: number }>(
        sql`select sum(n + carried) as n from started_count`,
      );
      expect([openings?.n, await count("started")]).toEqual([10 * k, 0]);
      expect(await engine.keys.list("wave")).toEqual([WAVE]);
    }
    expect(k).toBeGreaterThan(8);
  });

  it("before midnight, and comes last of all, is told to send again: no key goes under it", async () => {
    const [late, others] = [await sending(), await Promise.all(Array.from({ length: MIXED }, sending))];
    for (const one of others) await submitAnswers(engine, one.session, answersOf(one));
    const day = londonDate(now());
    // It has read the day and its key, and stands still until the night is over.
    const [reached, waits] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const keys = {
      ...engine.keys,
      datedSeal: async (...of: Parameters<typeof engine.keys.datedSeal>) => {
        const key = await engine.keys.datedSeal(...of);
        reached.resolve();
        await waits.promise;
        return key;
      },
    };
    const sitting = submitAnswers({ ...engine, keys }, late.session, answersOf(late)).catch(() => "failed");
    await reached.promise;
    nightfall();
    await flushPool(engine);
    waits.resolve();
    expect(await sitting).toBe("failed");
    expect([await count("pool"), await count("spent")]).toEqual([0, MIXED]);
    expect(await engine.keys.destroyed("day")).toContainEqual({ kind: "day", name: day, on: plusDays(day, 1) });
    expect(await submitAnswers(engine, late.session, answersOf(late))).toBe("received");
  });
});

describe("a responses database that was restored", () => {
  it("mixes what it can, and says that submissions wait whose day's key is gone", async () => {
    const old = await sending();
    await submitAnswers(engine, old.session, answersOf(old));
    await engine.keys.destroy("day", londonDate(now()));
    nightfall();
    const sent = await Promise.all(Array.from({ length: MIXED }, sending));
    for (const one of sent) await submitAnswers(engine, one.session, answersOf(one));
    nightfall();
    await expect(flushPool(engine)).rejects.toThrow("restored");
    expect([await count("pool"), await countMixed()]).toEqual([1, MIXED]);
  });
});
