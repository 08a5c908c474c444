import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { methodology } from "../../src/domain/methodology.ts";
import { mixedContext, mixedSizes } from "../../src/domain/mixing.ts";
import { NATION, type StaffMember } from "../../src/domain/permission.ts";
import type { CommentPlace } from "../../src/domain/response.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { listComments, openComment } from "../../src/flow/moderate.ts";
import { openQuarter } from "../../src/flow/open-quarter.ts";
import { writeThemes } from "../../src/flow/release-comments.ts";
import { retainResponses } from "../../src/flow/retain-responses.ts";
import { showComments, showCommentsOf } from "../../src/flow/show-comments.ts";
import { randomId } from "../../src/kernel/ids.ts";
import { fillUp } from "../../src/kernel/padding.ts";
import type { Quarter } from "../../src/kernel/time.ts";
import { seal } from "../../src/platform/crypto.ts";
import { COMMENTS, COMMENTS_WAITING } from "../../src/results/themes.ts";
import { openResponses } from "../../src/store/responses/database.ts";
import { insertRelease, readTables } from "../../src/store/responses/releases.ts";
import { openMortal, watchD1 } from "../support/mortal.ts";
import { openCapabilities } from "../support/capabilities.ts";

const PERIOD = "2026Q1" as Quarter;
const NIGHT = "2026-03-03T02:30:00.000Z";
const OVER = "2026-04-01T02:30:00.000Z";
const [A, B, C] = ["E23000028", "E23000001", "W15000001"];

let engine: ReturnType<typeof openCapabilities>;
let written = 0;

/** What nights have left of comments of a place: each says what number it is. */
async function leave(count: number, area: string, of: Partial<CommentPlace> = {}): Promise<void> {
  const key = await engine.keys.datedSeal("quarter", PERIOD);
  const rows = await Promise.all(
    Array.from({ length: count }, async () => {
      const text = `They told ${written++} of us nothing`;
      const record = { area, stage: "report", recordedBy: "victim", ...of, text, rkey: written * 99_991 };
      const plain = fillUp(JSON.stringify(record), mixedSizes("comment", methodology));
      return { id: randomId(engine), sealed: await seal(key, plain, mixedContext("comment", PERIOD)) };
    }),
  );
  await env.RESPONSES.prepare(
    `insert into mixed (id, period, kind, sealed)
     select value ->> 'id', ?2, 'comment', value ->> 'sealed' from json_each(?1)`,
  )
    .bind(JSON.stringify(rows), PERIOD)
    .run();
}

async function rows<T>(query: string): Promise<readonly T[]> {
  return (await env.RESPONSES.prepare(query).all<T>()).results;
}

const waiting = async () => (await rows<{ id: string }>("select id from mixed where kind = 'comment'")).length;

/** How many are shown, by what they tell. */
const shown = async () =>
  (
    await rows<{ told: string }>(
      `select area || ' ' || stage || ' ' || recorded_by || ' ' || count(*) as told from comment
       group by area, stage, recorded_by order by told`,
    )
  ).map(({ told }) => told);

const moderatorOf = (area: string): StaffMember => ({
  email: "moderator@example.police.uk",
  name: "A name",
  grants: [{ role: "moderator", area }],
});

/** The numbers that a moderator of the nation reads, each as often as it is there. */
async function numbersRead(): Promise<readonly number[]> {
  const numbers: number[] = [];
  for (let after: string | null = ""; after !== null;) {
    const page = await listComments(engine, moderatorOf(NATION), { after, language: null });
    numbers.push(...page.comments.map(({ text }) => Number(/\d+/.exec(text)?.[0])));
    after = page.next;
  }
  return numbers.toSorted((a, b) => a - b);
}

/** The quarter is over, and nothing more comes to it. */
async function endDays(): Promise<void> {
  engine.setTime(OVER);
  for (const day of await engine.keys.list("day")) await engine.keys.destroy("day", day);
}

beforeEach(async () => {
  engine = openCapabilities(NIGHT);
  written = 0;
  for (const { name } of (await env.KEYS.list({ prefix: "" })).keys) await env.KEYS.delete(name);
  await createKeys(engine);
  for (const table of ["pool", "mixed", "comment", "shut_day", "response", "release_table", "release"]) {
    await env.RESPONSES.prepare(`delete from ${table}`).run();
  }
});

describe("showing comments", () => {
  it("shows ten of a place together in one batch, under ids of their own, and leaves nine sealed", async () => {
    await leave(9, A);
    await leave(9, A, { stage: "charge" });
    await leave(9, A, { recordedBy: "officer" });
    await showComments(engine);
    expect([await shown(), await waiting()]).toEqual([[], 27]);

    await leave(1, A);
    await leave(12, B);
    const before = await rows<{ id: string }>("select id from mixed");
    const steps: string[] = [];
    const watched = watchD1(env.RESPONSES, async (act) => {
      const done = await act();
      steps.push(`${await waiting()} beside ${(await rows("select id from comment")).length}`);
      return done;
    });
    await showComments({ ...engine, responses: openResponses(watched) });
    expect([...new Set(steps)]).toEqual(["40 beside 0", "18 beside 22"]);
    expect(await shown()).toEqual([`${B} report victim 12`, `${A} report victim 10`].toSorted());
    const ids = await rows<{ id: string }>("select id from comment");
    expect(ids.some(({ id }) => before.some((was) => was.id === id))).toBe(false);
    // Nothing is left to show: those of nine wait on.
    await showComments(engine);
    expect([(await shown()).length, await waiting()]).toEqual([2, 18]);
    expect(await numbersRead()).toHaveLength(22);
  });

  it("shows what is left of a quarter that is over as coarse as ten share it, to whoever may then read it", async () => {
    await leave(11, A);
    await leave(6, A, { stage: "charge" });
    await leave(5, A, { stage: "trial" });
    await leave(8, B);
    await leave(1, C, { stage: "closure" });
    await leave(2, C, { stage: "closure", recordedBy: "officer" });
    engine.setTime(OVER);
    // The quarter's last days take in still.
    await showComments(engine);
    expect(await shown()).toEqual([`${A} report victim 11`]);
    await endDays();
    await showComments(engine);
    expect(await shown()).toEqual([
      `${A} not-stated victim 11`,
      `${A} report victim 11`,
      "not-stated not-stated officer 2",
      "not-stated not-stated victim 9",
    ]);
    expect(await waiting()).toBe(0);
    expect(await numbersRead()).toEqual(Array.from({ length: 33 }, (_, number) => number));
    const [nowhere] = await rows<{ id: string }>("select id from comment where area = 'not-stated'");
    expect(await openComment(engine, moderatorOf(A), nowhere?.id ?? "")).toBeNull();
    expect(await openComment(engine, moderatorOf(NATION), nowhere?.id ?? "")).toMatchObject({ stage: "not-stated" });

    // A release counts those for the nation that tell no area.
    const release = {
      id: PERIOD,
      period: PERIOD,
      status: "building" as const,
      methodology: "1",
      startedAt: "2026-04-02",
    };
    await insertRelease(engine.responses, { ...release, publishedOn: null, label: "", facts: "{}" });
    await writeThemes(engine, { id: PERIOD, period: PERIOD });
    const [table] = await readTables(engine.responses, PERIOD, "", [COMMENTS_WAITING]);
    expect(Math.abs((table?.cells[0]?.[1] ?? 0) - 31)).toBeLessThan(20);
    expect(await readTables(engine.responses, PERIOD, "area", [COMMENTS])).toHaveLength(1);
  });

  it("loses nothing and doubles nothing wherever it dies, with another at once and the release behind it", async () => {
    const key = (await env.KEYS.get(`key/quarter/${PERIOD}`)) ?? "";
    for (const isOver of [false, true]) {
      let isKilled = true;
      let k = 1;
      for (; isKilled; k++) {
        await env.RESPONSES.batch([
          env.RESPONSES.prepare("delete from comment"),
          env.RESPONSES.prepare("delete from mixed"),
        ]);
        engine.setTime(NIGHT);
        await env.KEYS.put(`key/quarter/${PERIOD}`, key);
        await createKeys(engine);
        written = 0;
        await leave(13, A);
        await leave(7, A, { stage: "charge" });
        await leave(4, B);
        if (isOver) await endDays();
        const process = openMortal(engine, k);
        const others = isOver
          ? [
              showComments(openMortal(engine, Infinity).engine),
              openQuarter(openMortal(engine, Infinity).engine, PERIOD),
            ]
          : [showComments(openMortal(engine, Infinity).engine)];
        await Promise.allSettled([showComments(process.engine), ...others]);
        isKilled = process.isDead();
        // Every one is there once, sealed or shown.
        const numbers = await numbersRead();
        expect([numbers.length + (await waiting()), new Set(numbers).size]).toEqual([24, numbers.length]);
        await showComments(engine);
        expect(await shown(), `killed at step ${k}`).toEqual(
          isOver ? [`${A} report victim 13`, "not-stated not-stated victim 11"] : [`${A} report victim 13`],
        );
        if (isOver) await openQuarter(engine, PERIOD);
        expect(await waiting()).toBe(isOver ? 0 : 11);
        expect((await numbersRead()).length).toBe(isOver ? 24 : 13);
      }
      expect(k).toBeGreaterThan(6);
    }
  }, 120_000);

  it("shows no part of a group to whoever comes after another: what came in between waits", async () => {
    await leave(10, A);
    // Each has read all that waits, and stands still before it writes.
    const held = () => {
      const [reached, waits] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const d1 = new Proxy(env.RESPONSES, {
        get: (target, name) => {
          if (name !== "batch") {
            const value: unknown = Reflect.get(target, name);
            return typeof value === "function" ? value.bind(target) : value;
          }
          return async (statements: D1PreparedStatement[]) => {
            reached.resolve();
            await waits.promise;
            return await target.batch(statements);
          };
        },
      });
      const shower = showComments({ ...engine, responses: openResponses(d1) });
      return { reached: reached.promise, go: async () => (waits.resolve(), await shower) };
    };
    const first = held();
    await first.reached;
    await leave(1, A);
    const second = held();
    await second.reached;
    await first.go();
    expect([await shown(), await waiting()]).toEqual([[`${A} report victim 10`], 1]);
    await second.go();
    expect([await shown(), await waiting()]).toEqual([[`${A} report victim 10`], 1]);
  });

  it("shows more than fit one batch in several, of which each has ten of every place that it shows", async () => {
    await leave(33, A);
    await leave(12, B);
    await leave(11, C);
    const places = `select area || ' ' || count(*) as told from comment group by area order by area`;
    const steps: string[] = [];
    const watched = watchD1(env.RESPONSES, async (act) => {
      const done = await act();
      const told = (await rows<{ told: string }>(places)).map(({ told }) => told).join(", ");
      if (steps.at(-1) !== told) steps.push(told);
      return done;
    });
    await showCommentsOf({ ...engine, responses: openResponses(watched) }, PERIOD, 24);
    const counts = steps.map((step) => Map.groupBy(step.split(", "), (told) => told.split(" ")[0] ?? ""));
    expect(steps.length).toBeGreaterThan(3);
    for (const [at, step] of counts.entries()) {
      for (const place of [A, B, C]) {
        const n = (of: typeof step | undefined) => Number(of?.get(place)?.[0]?.split(" ")[1] ?? 0);
        const more = n(step) - n(counts[at - 1]);
        expect(more === 0 || more >= 10).toBe(true);
      }
    }
    expect([await waiting(), (await numbersRead()).length]).toEqual([0, 56]);
  });

  it("is done before a quarter is opened, whatever the nights have not done; and never when its key is gone", async () => {
    await leave(10, A);
    await leave(3, B);
    await endDays();
    await openQuarter(engine, PERIOD);
    expect([await shown(), await waiting()]).toEqual([[`${A} report victim 10`, "not-stated not-stated victim 3"], 0]);
    expect(await engine.keys.list("quarter")).not.toContain(PERIOD);
    // Those that were shown can be read on.
    expect(await numbersRead()).toHaveLength(13);

    await engine.keys.create("quarter", [PERIOD]);
    await leave(10, B);
    await engine.keys.destroy("quarter", PERIOD);
    await expect(showComments(openMortal(engine, Infinity).engine)).rejects.toThrow("key-not-ready");
    await expect(openQuarter(engine, PERIOD)).rejects.toThrow("key is destroyed");
    expect(await waiting()).toBe(10);
  });

  it("ends what waits with what else of a quarter nobody released in half a year", async () => {
    await leave(9, A);
    engine.setTime("2026-07-03T02:30:00.000Z");
    await retainResponses(engine);
    expect([await waiting(), await shown()]).toEqual([0, []]);
  });
});
