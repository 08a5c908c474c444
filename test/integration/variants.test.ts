import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { Message } from "../../src/channels/gateway.ts";
import type { Dims } from "../../src/domain/dimension.ts";
import { beginAnswering, readDraft, respondentOf, saveDraft, type Session } from "../../src/flow/answer.ts";
import { cutWave } from "../../src/flow/cut-wave.ts";
import { deliverBatch } from "../../src/flow/deliver.ts";
import { flushPool } from "../../src/flow/flush.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { writeItems } from "../../src/flow/release-tables.ts";
import { submitAnswers } from "../../src/flow/submit.ts";
import type { Answers, Variant } from "../../src/instrument/definition.ts";
import { keepReachable, pathOf, wordingOf } from "../../src/instrument/path.ts";
import { instrumentOf, measureOf, measures, scaleOf } from "../../src/instrument/registry.ts";
import type { LocalDate } from "../../src/kernel/time.ts";
import { macName, toBase64Url } from "../../src/platform/crypto.ts";
import { itemOf } from "../../src/statistics/item.ts";
import { insertRelease } from "../../src/store/responses/releases.ts";
import { engine, gateway, given, NOW, PERIOD, prepareDeliveries, setTime, WEEK } from "../support/deliveries.ts";
import { openSoFar } from "../support/second-mix.ts";
import { sure } from "../unit/invitations/people.ts";

prepareDeliveries();

beforeEach(async () => {
  setTime(NOW);
  await createKeys(engine);
  for (const table of [
    "spent",
    "started",
    "pool",
    "mixed",
    "shut_day",
    "draft",
    "response",
    "journey_answer",
    "profile_count",
    "release_table",
  ])
    await engine.responses.run(sql.raw(`delete from ${table}`));
});

const dims: Dims = {
  area: "E23000029",
  stage: "report",
  offence: "sexual",
  age: "25-44",
  sex: "female",
  abuse: "no",
  language: "en",
  inclusion: "all",
  instrument: "report@1",
  facts: [],
};

const core: Answers = {
  "A0": ["POL"],
  "C1": ["6"],
  "C2.POL": ["fully"],
  "C3": ["5"],
  "C5": ["yes"],
  "C6": ["no"],
  "C7": ["partly"],
  "C8": ["very-likely"],
  "JOURNEY": ["yes"],
  "PROFILE": ["yes"],
  "ETHNICITY": ["white"],
};

/** A sitting at a link of its own. */
async function sittingOf(of: Partial<Session> & { readonly dims: Dims }): Promise<Session> {
  const token = toBase64Url(engine.random.bytes(16));
  return {
    token,
    linkHash: await macName(await engine.keys.standing("link"), token),
    wave: WEEK,
    instrument: of.dims.instrument,
    draw: 0.5,
    locale: "en",
    mode: "adviser",
    variant: "standard",
    wording: [],
    journey: { id: token, cohort: PERIOD },
    expiresOn: "2026-03-30" as LocalDate,
    until: "2026-03-03T13:00:00.000Z" as Session["until"],
    ...of,
  };
}

async function submit(times: number, of: Partial<Session> & { readonly dims: Dims }, answers: Answers) {
  for (let index = 0; index < times; index++) {
    const session = await sittingOf(of);
    const instrument = instrumentOf(session.instrument);
    const kept = keepReachable(instrument, answers, respondentOf(session));
    expect(await submitAnswers(engine, session, kept)).toBe("received");
  }
}

/** The night after: what was answered is mixed, its day's key goes, and what is mixed so far is opened. */
async function mix(night = "2026-03-04") {
  setTime(`${night}T02:30:00.000Z`);
  await flushPool(engine);
  await openSoFar(engine, PERIOD);
}

const items = measures
  .map((measure) => itemOf(measureOf(measure.id), scaleOf(measure.scale)))
  .filter(({ id, stages }) => stages.length > 0 && /^(SX1|SXC1|C1|C2\.POL)$/.test(id));

type Row = { readonly table: string; readonly measure: string; readonly cells: string };

/** Every table of these measures, as a release would write it now. */
async function tablesNow(): Promise<readonly Row[]> {
  for (const table of ["release_table", "release"]) await engine.responses.run(sql.raw(`delete from "${table}"`));
  await insertRelease(engine.responses, {
    id: PERIOD,
    period: PERIOD,
    status: "building",
    methodology: "1.0.0",
    startedAt: "2026-04-09",
    publishedOn: null,
    label: "",
    facts: "{}",
  });
  await writeItems(engine, { id: PERIOD, period: PERIOD }, items);
  return await engine.responses.all<Row>(sql`select "table", measure, cells from release_table order by 2, 1`);
}

describe("the sexual-offence survey", () => {
  it("leaves every table of the stages as it was, to the byte, and is published in one dimension at most", async () => {
    await submit(21, { dims, mode: "web" }, core);
    await mix();
    const before = (await tablesNow()).filter(({ measure }) => !measure.includes("SX"));

    setTime("2026-03-05T12:00:00.000Z");
    const module = { ...dims, instrument: "sexual-offence@1" };
    await submit(21, { dims: module }, { ...core, SX1: ["fully"], SX3: ["no"] });
    await mix("2026-03-06");
    const after = await tablesNow();
    expect(after.filter(({ measure }) => !measure.includes("SX"))).toEqual(before);
    expect(before.length).toBeGreaterThan(100);

    const own = after.filter(({ measure }) => measure.includes("SX"));
    expect(new Set(own.map(({ table }) => table))).toEqual(new Set(["", "age", "area", "offence", "sex", "stage"]));
    const believed = own.find(({ measure, table }) => measure === "SX1" && table === "stage");
    expect(JSON.parse(sure(believed).cells)[0]).toEqual([
      ["report"],
      ...Array.from({ length: 3 }, () => expect.any(Number)),
    ]);
  });

  it("keeps nothing that would join it to another survey, nor anything about the person", async () => {
    await submit(21, { dims: { ...dims, instrument: "sexual-offence@1" } }, { ...core, SX1: ["fully"] });
    await mix();
    const { results } = await env.RESPONSES.prepare("select instrument, mode, outcome, items from response").all();
    expect(results).toHaveLength(21);
    const { "SXC2.POL": respect, SX1, SXC1, C1 } = JSON.parse(String(results[0]?.["items"]));
    expect([respect, SX1, SXC1, C1]).toEqual(["fully", "fully", "6", undefined]);
    expect(results[0]).toMatchObject({ instrument: "sexual-offence@1", mode: "adviser", outcome: "complete" });
    for (const table of ["journey_answer", "profile_count"])
      expect(await env.RESPONSES.prepare(`select count(*) as n from ${table}`).first("n")).toBe(0);
  });
});

describe("answers by text", () => {
  it("change no measure until they are bridged", async () => {
    await submit(21, { dims, mode: "web" }, core);
    await mix();
    const before = await tablesNow();
    setTime("2026-03-05T12:00:00.000Z");
    await submit(21, { dims, mode: "sms" }, { C1: ["1"], C3: ["1"] });
    await mix("2026-03-06");
    expect(await env.RESPONSES.prepare("select count(*) as n from response where mode = 'sms'").first("n")).toBe(21);
    expect(await tablesNow()).toEqual(before);
  });
});

describe("easy read", () => {
  it("asks fewer questions, sends also what was answered in the usual words, and says that it was used", async () => {
    await submit(21, { dims, mode: "web", variant: "easy" }, { ...core, RPT1: ["1"], RPT5: ["7"] });
    await mix();
    const { results } = await env.RESPONSES.prepare("select instrument, items, outcome from response").all();
    expect(results[0]).toMatchObject({ instrument: "report@1+easy", outcome: "complete" });
    expect(Object.keys(JSON.parse(String(results[0]?.["items"]))).toSorted()).toEqual([
      "C1",
      "C2.POL",
      "C3",
      "C5",
      "C6",
      "C7",
      "RPT1",
      "RPT5",
    ]);
  });

  it("keeps in the draft what was answered in the usual words before", async () => {
    const session = await sittingOf({ dims, mode: "web" });
    await saveDraft(engine, session, { A0: ["POL"], RPT1: ["2"] });
    expect(await readDraft(engine, { ...session, variant: "easy" })).toEqual({ A0: ["POL"], RPT1: ["2"] });
  });
});

describe("somebody whom the usual words would hurt", () => {
  const tokenOf = ({ body }: Message) => /\/s\/([\w-]{22})/.exec(body)?.[1] ?? "";

  async function open(token: string, variant?: Variant): Promise<Session> {
    const opening = await beginAnswering(engine, token, "en", variant);
    if (opening.state !== "ready") throw new Error(`the link is ${opening.state}`);
    return opening.session;
  }

  it("reads other words also where too few share that for an answer to say so, and the answer does not", async () => {
    const ids = await given({ n: 12 });
    await cutWave(engine);
    await deliverBatch(engine, ids);
    await engine.vault.run(sql`update case_file set flags = '["bereaved"]'
      where id = (select case_id from invitation where id = ${sure(ids[0])})`);

    const [one, other] = [
      await open(tokenOf(sure(gateway.messages[0])), "easy"),
      await open(tokenOf(sure(gateway.messages[1]))),
    ];
    expect([one.wording, one.variant, one.dims.facts]).toEqual([["bereaved"], "easy", []]);
    expect([other.wording, other.variant]).toEqual([[], "standard"]);
    const c8 = pathOf(instrumentOf("report@1"), {}, { facts: [], draw: 0.9 }).find(({ id }) => id === "C8");
    expect(wordingOf(sure(c8), { ...respondentOf(one), variant: "standard" }).en).toMatch(/^If you were affected/);

    await submit(20, { dims, mode: "web" }, core);
    await submitAnswers(engine, one, keepReachable(instrumentOf(one.instrument), core, respondentOf(one)));
    await mix();
    const { results } = await env.RESPONSES.prepare("select distinct instrument from response order by 1").all();
    expect(results.map(({ instrument }) => instrument)).toEqual(["report@1", "report@1+easy"]);
  });

  it("is counted as such where enough share it", async () => {
    await submit(21, { dims: { ...dims, facts: ["bereaved"] }, mode: "web" }, core);
    await mix();
    expect(await env.RESPONSES.prepare("select distinct instrument from response").first("instrument")).toBe(
      "report@1+bereaved",
    );
  });
});
