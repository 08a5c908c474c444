import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { Dims } from "../../src/domain/dimension.ts";
import type { Session } from "../../src/flow/answer.ts";
import { readDraft, saveDraft } from "../../src/flow/answer.ts";
import { flushPool } from "../../src/flow/flush.ts";
import { closeWaves, createKeys } from "../../src/flow/keys.ts";
import { submitAnswers } from "../../src/flow/submit.ts";
import type { Answers } from "../../src/instrument/definition.ts";
import { type Instant, type LocalDate, plusMinutes, quarterOf, weekOf } from "../../src/kernel/time.ts";
import { macName, toBase64Url } from "../../src/platform/crypto.ts";
import { dump, openCapabilities } from "../support/capabilities.ts";

const MONDAY = "2026-03-02T10:00:00.000Z" as Instant;
const TODAY = "2026-03-02" as LocalDate;

const dims: Dims = {
  area: "E23000028",
  stage: "report",
  offence: "burglary",
  age: "not-stated",
  sex: "not-stated",
  abuse: "no",
  language: "en",
  inclusion: "all",
  instrument: "report@1",
  facts: [],
};

const complete: Answers = {
  "A0": ["POL"],
  "C1": ["6"],
  "C2.POL": ["fully"],
  "C3": ["5"],
  "C5": ["yes"],
  "C6": ["no"],
  "JOURNEY": ["yes"],
};

describe("the sealed pool", () => {
  let engine: ReturnType<typeof openCapabilities>;

  beforeEach(async () => {
    engine = openCapabilities(MONDAY);
    await createKeys(engine);
    for (const table of ["pool", "spent", "started", "draft", "response", "journey_answer", "comment", "profile"]) {
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
      locale: "en",
      journey: { id: token, cohort: quarterOf(TODAY) },
      expiresOn: "2026-03-30" as LocalDate,
      until: plusMinutes(MONDAY, 60),
    };
  }

  const count = async (table: string) =>
    (await env.RESPONSES.prepare(`select count(*) as n from ${table}`).first<{ n: number }>())?.n;

  async function submitMany(times: number, answers: Answers = complete) {
    for (let index = 0; index < times; index++) await submitAnswers(engine, await sessionOf(), answers, "web");
  }

  it("takes one submission a link, however many arrive at once", async () => {
    const session = await sessionOf();
    const receipts = await Promise.all(
      Array.from({ length: 8 }, () => submitAnswers(engine, session, complete, "web")),
    );
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
    expect(/07700|called|burglary|E23000028/.test(await dump(env.RESPONSES))).toBe(false);
  });

  it("waits for twenty to hide among, then leaves records without a common key and destroys the day's key", async () => {
    await submitMany(19, { ...complete, OPEN1: ["Call me on 07700 900461"], PROFILE: ["yes"], ETHNICITY: ["white"] });
    engine.setTime("2026-03-03T02:30:00.000Z");
    await flushPool(engine);
    expect([await count("pool"), await count("response")]).toEqual([19, 0]);

    engine.setTime(MONDAY);
    await submitMany(1, {});
    engine.setTime("2026-03-03T02:30:00.000Z");
    await flushPool(engine);
    expect([
      await count("pool"),
      await count("response"),
      await count("journey_answer"),
      await count("comment"),
    ]).toEqual([0, 19, 19, 19]);
    await expect(engine.keys.dated("day", TODAY)).rejects.toThrow("key-not-ready");

    const kept = JSON.parse(await dump(env.RESPONSES)) as Record<string, Record<string, unknown>[]>;
    const ids = ["response", "journey_answer", "comment"].flatMap((table) => (kept[table] ?? []).map(({ id }) => id));
    expect(new Set(ids).size).toBe(57);
    const shared = (table: string) => Object.keys(kept[table]?.[0] ?? {});
    const common = shared("journey_answer").filter((field) => shared("response").includes(field));
    expect(new Set(common)).toEqual(new Set(["area", "id", "period", "rkey", "stage"]));
    delete kept["flushed_day"];
    expect(/2026-03-02|07700/.test(JSON.stringify(kept))).toBe(false);
  });

  it("mixes fewer than twenty after seven days, so that nobody's answer waits for ever", async () => {
    await submitMany(2);
    engine.setTime("2026-03-08T02:30:00.000Z");
    await flushPool(engine);
    expect(await count("response")).toBe(0);
    engine.setTime("2026-03-09T02:30:00.000Z");
    await flushPool(engine);
    expect(await count("response")).toBe(2);
  });

  it("loses nothing and doubles nothing when two flushers run at once, or one dies before the key is destroyed", async () => {
    await submitMany(30);
    engine.setTime("2026-03-03T02:30:00.000Z");
    const dying = { ...engine, keys: { ...engine.keys, destroy: () => Promise.reject(new Error("crash")) } };
    await expect(Promise.all([flushPool(dying), flushPool(engine), flushPool(engine)])).rejects.toThrow("crash");
    await flushPool(engine);
    expect([await count("pool"), await count("response")]).toEqual([0, 30]);
    await expect(engine.keys.datedSeal("day", TODAY)).rejects.toThrow("key-not-ready");
  });

  it("lets only the holder of the link read a draft, and drops it with the submission", async () => {
    const session = await sessionOf();
    await saveDraft(engine, session, complete);
    expect(await readDraft(engine, session)).toEqual(complete);
    const stranger = { ...session, token: toBase64Url(engine.random.bytes(16)) };
    expect(await readDraft(engine, stranger)).toEqual({});
    await submitAnswers(engine, session, complete, "web");
    expect(await count("draft")).toBe(0);
  });

  it("forgets with the wave whether a link was used: nullifiers and key are gone, and the link with them", async () => {
    const session = await sessionOf();
    await submitAnswers(engine, session, complete, "web");
    engine.setTime("2026-04-12T02:30:00.000Z");
    await closeWaves(engine);
    expect(await count("spent")).toBe(1);
    engine.setTime("2026-04-13T02:30:00.000Z");
    await closeWaves(engine);
    expect(await count("spent")).toBe(0);
    await expect(submitAnswers(engine, session, complete, "web")).rejects.toThrow("key-not-ready");
  });

  it("answers 'not ready' rather than make a key that nobody prepared", async () => {
    engine.setTime("2026-05-01T10:00:00.000Z");
    await expect(submitAnswers(engine, await sessionOf(), complete, "web")).rejects.toThrow("key-not-ready");
    expect(await count("pool")).toBe(0);
  });
});
