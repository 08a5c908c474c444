import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { sealSession } from "../../src/flow/answer.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { sealSlot } from "../../src/flow/text-slots.ts";
import { createApp } from "../../src/http/app.tsx";
import type { Answers } from "../../src/instrument/definition.ts";
import { instantOf, type LocalDate, plusDays, type Week } from "../../src/kernel/time.ts";
import { fromBase64, macName, randomBytes, toBase64Url } from "../../src/platform/crypto.ts";
import { openEngine } from "../../src/worker.ts";
import { plainDims, putInvited } from "../support/invited.ts";
import { type Around, watchD1 } from "../support/mortal.ts";
import { encode, type Fields, openPages } from "../support/pages.ts";

// What can be told from lengths, from the number of calls, and from pages: by whoever watches the line, holds the phone or
// reads the databases. docs/threat-model.md says what is left.

const NOW = instantOf(Date.parse("2026-03-03T12:00:00.000Z"));
const TODAY = "2026-03-03" as LocalDate;
const FORM = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };

const calls = { vault: 0, responses: 0 };
const counting =
  (database: keyof typeof calls): Around =>
  async (act) => {
    calls[database]++;
    return await act();
  };
const watched = {
  ...env,
  VAULT: watchD1(env.VAULT, counting("vault")),
  RESPONSES: watchD1(env.RESPONSES, counting("responses")),
};
const engine = openEngine(watched, { now: () => NOW });
const app = createApp(async () => engine);
const openTab = (cookie?: string) => openPages((request) => app.fetch(request, env), cookie);

/** What an act costs, by database. */
async function costOf<T>(act: () => Promise<T>): Promise<readonly [T, typeof calls]> {
  Object.assign(calls, { vault: 0, responses: 0 });
  const done = await act();
  return [done, { ...calls }];
}

/** An invitation, and the address of its link. */
async function invite(state = "sent", expiresOn = "2026-03-30"): Promise<string> {
  const token = toBase64Url(randomBytes(16));
  await putInvited(engine, { token, state, expiresOn, now: NOW });
  return `/s/${token}`;
}

async function begin(link: string) {
  const tab = openTab();
  expect((await tab.post(link, { choice: "yes" })).status).toBe(200);
  return tab;
}

/** All that goes over the line for one request, but for what is sealed or of chance: status, headers, length. */
async function outline(answer: Response) {
  const headers = [...answer.headers].map(([name, value]) =>
    name === "set-cookie" ? [name, value.replace(/=[^;]{200,}/, "=sealed")] : [name, value],
  );
  return { status: answer.status, headers, length: (await answer.text()).length };
}

const post = async (tab: ReturnType<typeof openTab>, path: string, fields: Fields) =>
  await tab.ask(path, { method: "POST", headers: FORM, body: encode(fields) });

const content = { "A0": "POL", "C1": "7", "C3": "7", "C5": "yes", "C6": "yes", "C2.POL": "fully" };
const discontent = { "A0": "CPS", "C1": "1", "C3": "1", "C5": "no", "C6": "no", "C2.CPS": "no" };
const talkative = { ...discontent, OPEN1: `They never rang. ${"So it went on. ".repeat(120)}`, JOURNEY: "yes" };

beforeEach(async () => {
  await createKeys(engine);
  const { vault, responses } = engine;
  for (const table of ["pool", "spent", "started", "draft", "shut_day"])
    await responses.run(sql.raw(`delete from ${table}`));
  for (const table of ["invitation", "victim", "case_file"]) await vault.run(sql.raw(`delete from ${table}`));
});

describe("what lies in the databases and travels in cookies", () => {
  const lengths = async (table: string) => {
    const rows = await engine.responses.all<{ sealed: string }>(sql.raw(`select sealed from ${table}`));
    return [...new Set(rows.map(({ sealed }) => sealed.length))];
  };

  it("is as long whatever was answered: drafts, submissions and the sitting itself", async () => {
    const sittings = new Set<number>();
    for (const fields of [{}, { A0: "POL" }, content, discontent, talkative]) {
      const tab = await begin(await invite());
      await tab.post("/feedback/question/1", { A0: [...(("A0" in fields && [fields.A0]) || [])] });
      await tab.post("/feedback/all", { ...fields, language: "cy" });
      sittings.add(fromBase64(decodeURIComponent(tab.cookie().split("=", 2)[1] ?? "")).length);
    }
    expect(await engine.responses.all(sql`select 1 from draft`)).toHaveLength(5);
    expect(await lengths("draft")).toHaveLength(1);
    expect([...sittings]).toHaveLength(1);
    for (const fields of [content, discontent, talkative, {}])
      await (await begin(await invite())).post("/feedback/all", fields);
    for (const tab of [await begin(await invite())]) await tab.post("/feedback/check", {});
    expect(await lengths("pool")).toHaveLength(1);
  });

  it("is as long when words of danger are remembered for the next page", async () => {
    const session = {
      token: toBase64Url(randomBytes(16)),
      linkHash: toBase64Url(randomBytes(16)),
      wave: "2026-W10" as Week,
      dims: plainDims,
      instrument: "report@1",
      draw: 0.123456789,
      locale: "en" as const,
      mode: "web" as const,
      variant: "standard" as const,
      wording: [],
      journey: null,
      expiresOn: plusDays(TODAY, 28),
      until: NOW,
    };
    const calm = await sealSession(engine, session);
    const needy = await sealSession(engine, { ...session, needsHelp: true, wording: ["bereaved"] });
    expect(needy).toHaveLength(calm.length);
  });
});

describe("a conversation by text", () => {
  it("lies in a slot of one length whatever was answered, and however often", async () => {
    const day = TODAY;
    const about = { number: "+447700900461", gateway: "first", invitation: crypto.randomUUID(), area: "E23000029" };
    const talk = { locale: "en" as const, passed: [], misses: 0, isCalmed: false };
    const slotOf = (answers: Answers) => ({
      ...about,
      session: null,
      conversation: { talk: { ...talk, answers }, heard: [], ended: null, isAcknowledged: false },
      done: [],
      isNextAsked: false,
      reply: null,
    });
    const lengths = await Promise.all(
      [{}, { C1: ["7"] }, { C1: ["1"], C3: ["2"], OPEN1: ["They never rang. ".repeat(80)] }].map(
        async (answers) => (await sealSlot(engine, { id: "slot", day }, slotOf(answers))).length,
      ),
    );
    expect(new Set(lengths).size).toBe(1);
  });
});

describe("sending off", () => {
  it("answers alike, to the byte, whatever was answered, and whether it was the first time or the second", async () => {
    const link = await invite();
    const [one, other] = [await begin(link), await begin(await invite())];
    const again = await begin(link);
    const first = await outline(await post(one, "/feedback/all", content));
    expect(await outline(await post(other, "/feedback/all", discontent))).toEqual(first);
    expect(await outline(await post(again, "/feedback/all", discontent))).toEqual(first);
    expect(first.status).toBe(303);
    const thanks = await Promise.all([one, other, again].map(async (tab) => (await tab.get("/feedback/thanks")).html));
    expect(new Set(thanks.map((html) => html.length))).toEqual(new Set([thanks[0]?.length]));
  });

  it("asks the vault for nothing, and the responses for as much whatever was answered", async () => {
    const costs = [];
    for (const fields of [content, discontent, { ...content, JOURNEY: "yes" }]) {
      const tab = await begin(await invite());
      const [, cost] = await costOf(async () => await post(tab, "/feedback/all", fields));
      costs.push(cost);
    }
    expect(costs.map(({ vault }) => vault)).toEqual([0, 0, 0]);
    expect(new Set(costs.map(({ responses }) => responses)).size).toBe(1);
  });
});

describe("opening a link", () => {
  it("costs as much and looks alike whether it was answered before or not", async () => {
    const [answered, fresh] = [await invite(), await invite()];
    await (await begin(answered)).post("/feedback/all", content);
    const open = async (link: string) => await outline(await post(openTab(), link, { choice: "yes" }));
    const [used, usedCost] = await costOf(async () => await open(answered));
    const [unused, unusedCost] = await costOf(async () => await open(fresh));
    expect([used, usedCost]).toEqual([unused, unusedCost]);
    const pages = await Promise.all(
      [answered, fresh].map(async (link) => (await (await begin(link)).get("/feedback")).html),
    );
    expect(pages[0]?.length).toBe(pages[1]?.length);
  });

  it("that is over costs as much and looks alike whatever ended it; an unknown one costs no less", async () => {
    const ends = [
      await invite("sent", "2026-03-02"),
      await invite("cancelled"),
      await invite("closed"),
      await invite("failed"),
    ];
    const open = async (link: string) =>
      await costOf(async () => await outline(await post(openTab(), link, { choice: "yes" })));
    const told = [];
    for (const link of ends) told.push(await open(link));
    expect(told[0]?.[0].status).toBe(410);
    for (const each of told) expect(each).toEqual(told[0]);
    const [unknown, cost] = await open(`/s/${"A".repeat(22)}`);
    expect([unknown.status, cost]).toEqual([404, told[0]?.[1]]);
  });

  it("by a code tells nothing of one whose time is over: it is answered as one that never was", async () => {
    const over = "7KQ29XYBM4TD";
    const id = await invite("sent", "2026-03-02");
    const [token, hash] = [id.slice(3), await macName(await engine.keys.standing("link"), over)];
    const old = await macName(await engine.keys.standing("link"), token);
    await engine.vault.run(sql`update invitation set link_hash = ${hash} where link_hash = ${old}`);
    const open = async (code: string) =>
      await costOf(async () => await outline(await post(openTab(), `/s/${code}`, { choice: "yes" })));
    expect(await open(over)).toEqual(await open("7KQ29XYBM4TE"));
  });
});
