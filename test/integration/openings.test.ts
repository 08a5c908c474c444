import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { Dims } from "../../src/domain/dimension.ts";
import { methodology } from "../../src/domain/methodology.ts";
import { beginAnswering, readDraft, saveDraft, type Session } from "../../src/flow/answer.ts";
import { cutWave } from "../../src/flow/cut-wave.ts";
import { deliverBatch } from "../../src/flow/deliver.ts";
import { tokenOfCall } from "../../src/flow/hand-over.ts";
import { closeWaves, createKeys } from "../../src/flow/keys.ts";
import { countWave, keepOpening } from "../../src/flow/openings.ts";
import { publishFrame } from "../../src/flow/publish-frame.ts";
import { retainResponses } from "../../src/flow/retain-responses.ts";
import { type Instant, type LocalDate, plusDays, plusMinutes, type Week } from "../../src/kernel/time.ts";
import { toBase64Url } from "../../src/platform/crypto.ts";
import { closeWave, startOnce } from "../../src/store/responses/nullifiers.ts";
import { engine, gateway, given, NOW, PERIOD, prepareDeliveries, setTime, WEEK } from "../support/deliveries.ts";
import { sure } from "../unit/invitations/people.ts";

prepareDeliveries();

const KENT = "E23000032";
const SURREY = "E23000029";

/** The last day of W10, and of the quarter's last wave, W14 not being its. */
const LAST_DAY = "2026-04-12" as LocalDate;

beforeEach(async () => {
  await createKeys(engine);
  for (const table of ["spent", "started", "started_count", "ended_count", "pool", "draft", "frame"])
    await engine.responses.run(sql.raw(`delete from ${table}`));
});

type Row = { readonly wave: string; readonly nullifier: string; readonly sealed: string };

const rows = async () => await engine.responses.all<Row>(sql`select * from started order by nullifier`);

const countsOf = async () =>
  await engine.responses.all(sql`select area, stage, n, carried from started_count order by area, stage`);

/** Opens so many links of an area and stage in a wave. */
async function opened(n: number, { wave = WEEK, area = KENT, stage = "report" } = {}): Promise<void> {
  for (let index = 0; index < n; index++)
    await keepOpening(engine, { wave, nullifier: `${wave} ${area} ${stage} ${index}` }, { area, stage });
}

describe("an opening", () => {
  it("is one line of one length beside its wave, wherever and at whatever stage it is, and counts where it was first", async () => {
    const [token = ""] = await linksOf(11);
    await beginAnswering(engine, token, "en");
    const [before] = await rows();
    await beginAnswering(engine, token, "cy");
    expect(await rows()).toEqual([before]);
    expect(Object.keys(sure(before)).toSorted()).toEqual(["nullifier", "sealed", "wave"]);

    const stages: readonly Dims["stage"][] = ["report", "charge", "trial", "post-conviction", "closure"];
    for (const area of [KENT, "W15000004", "not-stated"]) for (const stage of stages) await opened(1, { area, stage });
    const all = await rows();
    expect(all).toHaveLength(16);
    expect(new Set(all.map(({ sealed }) => sealed.length)).size).toBe(1);
    expect(JSON.stringify(all.map(({ sealed }) => sealed))).not.toMatch(/E23|report|stated/);
    expect((await countWave(engine, WEEK)).counts).toHaveLength(16);
  });

  it("opens in its own row alone: what is moved to another's is no opening of theirs", async () => {
    await opened(2);
    await engine.responses.run(sql`update started set sealed = (select max(sealed) from started)`);
    await expect(countWave(engine, WEEK)).rejects.toThrow("does not open");
    setTime(`${plusDays(LAST_DAY, 1)}T02:30:00.000Z`);
    await expect(closeWaves(engine)).rejects.toThrow("does not open");
    expect([(await rows()).length, await engine.keys.list("wave")]).toEqual([2, expect.arrayContaining([WEEK])]);
  });
});

describe("a wave that closes", () => {
  it("has the counts that its openings had in the frame, with those of few waiting", async () => {
    await opened(12);
    await opened(11, { area: SURREY, stage: "trial" });
    await opened(4, { area: SURREY });
    const frame = async () =>
      await engine.responses.all(sql`
        select area, stage, n from frame where period = ${PERIOD} and disposition = 'started' order by area, stage, n`);
    const counts = [
      { area: SURREY, stage: "report", n: 4 },
      { area: SURREY, stage: "trial", n: 11 },
      { area: KENT, stage: "report", n: 12 },
    ];
    setTime("2026-04-02T02:30:00.000Z");
    await publishFrame(engine);
    expect(await frame()).toEqual(counts);

    setTime(`${plusDays(LAST_DAY, 1)}T02:30:00.000Z`);
    await closeWaves(engine);
    expect([await rows(), await engine.keys.list("wave")]).toEqual([[], expect.not.arrayContaining([WEEK])]);
    expect(await countsOf()).toEqual([
      { area: SURREY, stage: "report", n: 0, carried: 4 },
      { area: SURREY, stage: "trial", n: 11, carried: 0 },
      { area: KENT, stage: "report", n: 12, carried: 0 },
    ]);
    await publishFrame(engine);
    expect(await frame()).toEqual(counts);
  });

  it("loses no opening that comes while they are counted: nothing of the wave goes, and the next time all are there", async () => {
    await opened(10);
    const counted = await countWave(engine, WEEK);
    await opened(1, { stage: "trial" });
    await engine.responses.run(sql`insert into spent (wave, nullifier) values (${WEEK}, 'x')`);
    const atLeast = methodology.generalisation.k;
    expect(await closeWave(engine.responses, { wave: WEEK, period: PERIOD, ...counted, atLeast })).toBe(false);
    expect([(await rows()).length, await countsOf()]).toEqual([11, []]);
    expect(await engine.responses.all(sql`select 1 from spent`)).toHaveLength(1);
    setTime(`${plusDays(LAST_DAY, 1)}T02:30:00.000Z`);
    await Promise.all([closeWaves(engine), closeWaves(engine), closeWaves(engine)]);
    expect(await countsOf()).toEqual([
      { area: KENT, stage: "report", n: 10, carried: 0 },
      { area: KENT, stage: "trial", n: 0, carried: 1 },
    ]);
    expect(await engine.responses.all(sql`select 1 from spent`)).toEqual([]);
  });

  it("is told of when its key is gone and openings are left, and keeps no other wave from closing", async () => {
    const restored = "2026-W09" as Week;
    await startOnce(engine.responses, { wave: restored, nullifier: "n", sealed: "of a key that is gone" });
    await opened(10);
    setTime(`${plusDays(LAST_DAY, 1)}T02:30:00.000Z`);
    await expect(closeWaves(engine)).rejects.toThrow("restored");
    expect((await rows()).map(({ wave }) => wave)).toEqual([restored]);
    expect(await countsOf()).toEqual([{ area: KENT, stage: "report", n: 10, carried: 0 }]);
  });
});

/** Links that were sent, to so many people who can hide one another. */
async function linksOf(n: number): Promise<readonly string[]> {
  const ids = await given({ n });
  await cutWave(engine);
  await deliverBatch(engine, ids);
  return gateway.messages.map(({ body }) => /\/s\/([\w-]{22})/.exec(body)?.[1] ?? "");
}

async function open(token: string): Promise<Session> {
  const opening = await beginAnswering(engine, token, "en");
  if (opening.state !== "ready") throw new Error(`the link is ${opening.state}`);
  return opening.session;
}

describe("a draft", () => {
  it("ends with its wave, whenever its link does: none of a wave can be told from another by its days or its length", async () => {
    const links = await linksOf(12);
    const days = ["2026-03-09", "2026-03-24", "2026-03-30"];
    for (const [index, day] of days.entries()) {
      const session = await open(sure(links[index]));
      await saveDraft(engine, { ...session, expiresOn: day as LocalDate }, index === 0 ? {} : { C1: ["6"] });
    }
    const drafts = await engine.responses.all<Record<string, string>>(sql`select * from draft`);
    expect(new Set(drafts.map(({ wave, expires_on, sealed }) => `${wave} ${expires_on} ${sealed?.length}`)).size).toBe(
      1,
    );
    expect(drafts.map((row) => row["expires_on"])).toEqual([LAST_DAY, LAST_DAY, LAST_DAY]);

    setTime(`${LAST_DAY}T02:30:00.000Z`);
    await retainResponses(engine);
    expect(await engine.responses.all(sql`select 1 from draft`)).toHaveLength(3);
    setTime(`${plusDays(LAST_DAY, 1)}T02:30:00.000Z`);
    await retainResponses(engine);
    expect(await engine.responses.all(sql`select 1 from draft`)).toEqual([]);
  });

  it("of an interview is shut for good in the third night, though its row looks like any other", async () => {
    const [link = ""] = await linksOf(11);
    const call = { caller: "ina@surrey.example", attempts: 1 };
    const session = { ...(await open(link)), token: await tokenOfCall(engine, "an invitation", call) };
    await saveDraft(engine, session, { C1: ["6"] });
    const again = await tokenOfCall(engine, "an invitation", call);
    expect(await readDraft(engine, { ...session, token: again })).toEqual({ C1: ["6"] });

    setTime(plusMinutes(NOW, 24 * 60));
    const tomorrow = await tokenOfCall(engine, "an invitation", call);
    expect(await readDraft(engine, { ...session, token: tomorrow })).toEqual({});
    // Whoever holds the key of that day, the vault and the row can still make it, until the key is gone.
    const then = { ...engine, clock: { now: (): Instant => NOW } };
    expect(await tokenOfCall(then, "an invitation", call)).toBe(session.token);
    await engine.keys.destroy("conversation", "2026-03-03");
    await expect(tokenOfCall(then, "an invitation", call)).rejects.toThrow("key-not-ready");
    expect(toBase64Url(engine.random.bytes(16))).toHaveLength(session.token.length);
  });
});
