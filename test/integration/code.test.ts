import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { beforeEach, describe, expect, it } from "vitest";
import { CODE_BYTES, makeCode, printCode } from "../../src/domain/code.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { retainVault } from "../../src/flow/retain-vault.ts";
import { pageHeaders } from "../../src/http/headers.ts";
import { code } from "../../src/http/web/code.tsx";
import { feedback } from "../../src/http/web/feedback.tsx";
import { Problem } from "../../src/kernel/problem.ts";
import { randomBytes } from "../../src/platform/crypto.ts";
import { codePhrases as say } from "../../src/ui/phrases-code.ts";
import { feedbackPhrases } from "../../src/ui/phrases-feedback.ts";
import { dump, openCapabilities } from "../support/capabilities.ts";
import { putInvited } from "../support/invited.ts";

const NOW = "2026-03-03T12:00:00.000Z";
const HOME = "203.0.113.7";

const engine = openCapabilities(NOW);
const { vault } = engine;

const app = new Hono<{ Variables: { engine: typeof engine } }>()
  .use(async (c, next) => {
    c.set("engine", engine);
    await next();
  })
  .use(pageHeaders)
  .onError((cause, c) => c.text(cause.message, cause instanceof Problem ? cause.status : 500))
  .route("/", feedback)
  .route("/", code);

const get = async (path: string) => await app.request(`https://feedback.example${path}`);

const post = async (path: string, fields: Readonly<Record<string, string>>, from = HOME) =>
  await app.request(`https://feedback.example${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "sec-fetch-site": "same-origin",
      "cf-connecting-ip": from,
    },
    body: new URLSearchParams(fields).toString(),
  });

const guess = () => makeCode(randomBytes(CODE_BYTES));
const type = async (typed: string, from?: string) => await post("/code", { code: typed }, from);
const attempts = async () => (await vault.all(sql`select id from code_attempt`)).length;

/** An invitation that went with this code. */
async function sendLetter(state = "sent", expiresOn = "2026-03-30"): Promise<string> {
  const sent = guess();
  await putInvited(engine, { token: sent, state, safety: "safe-post", expiresOn, now: NOW });
  return sent;
}

beforeEach(async () => {
  engine.setTime(NOW);
  await createKeys(engine);
  for (const table of ["code_attempt", "invitation", "victim", "case_file"]) {
    await vault.run(sql.raw(`delete from ${table}`));
  }
});

describe("a typed code", () => {
  it("leads, however it is typed, to the same start page as a link, and on to the first question", async () => {
    const sent = await sendLetter();
    for (const typed of [sent, printCode(sent), ` ${printCode(sent).toLowerCase().replaceAll("-", " ")} `]) {
      const answer = await type(typed);
      expect([answer.status, answer.headers.get("location")]).toEqual([303, `/s/${sent}`]);
    }
    const start = await get(`/s/${sent}`);
    expect(start.status).toBe(200);
    expect((await start.text()).includes(feedbackPhrases.startHeading.en)).toBe(true);
    const begun = await post(`/s/${printCode(sent)}`, { choice: "yes" });
    expect([begun.status, begun.headers.get("location")]).toEqual([303, "/feedback/question/1?from=start"]);
    expect(await attempts()).toBe(0);
  });

  it("keeps the language, and what was typed when the language is changed", async () => {
    const sent = await sendLetter();
    expect((await post("/code", { code: sent, lang: "cy" })).headers.get("location")).toBe(`/s/${sent}?lang=cy`);
    const switched = await (await post("/code", { code: "7kq2", lang: "en", language: "cy" })).text();
    expect([switched.includes(say.heading.cy), switched.includes('value="7kq2"')]).toEqual([true, true]);
    expect((await (await get("/code?lang=cy")).text()).includes(say.heading.cy)).toBe(true);
  });

  it("is not told from a code that never was when its time is over, but can still stop messages", async () => {
    const over = await sendLetter("closed", "2026-02-01");
    const ended = await sendLetter("sent", "2026-03-02");
    const cancelled = await sendLetter("cancelled");
    const pages = await Promise.all(
      [over, ended, cancelled, guess()].map(async (tried) => {
        const answer = await type(tried);
        return [answer.status, (await answer.text()).replaceAll(tried, "")] as const;
      }),
    );
    expect(pages.every(([status]) => status === 404)).toBe(true);
    expect(new Set(pages.map(([, text]) => text)).size).toBe(1);
    expect(pages[0]?.[1].includes(say.unknown.en)).toBe(true);

    const stopped = await (await post(`/s/${over}`, { choice: "stop" })).text();
    expect(stopped.includes(feedbackPhrases.stoppedHeading.en)).toBe(true);
    // Nor does the count tell them apart, at either door.
    expect(await attempts()).toBe(4);
    for (const tried of [ended, guess()]) await post(`/s/${tried}`, { choice: "yes" });
    expect(await attempts()).toBe(6);
    expect(await vault.all(sql`select 1 from victim where flags = '["opted-out"]'`)).toHaveLength(1);
  });

  it("costs nothing where it can be no code", async () => {
    for (const typed of ["", "7KQ2", "7KQ2-9XYB-M4TU!", "x".repeat(5_000)]) {
      const answer = await type(typed);
      expect(answer.status).toBe(400);
      expect((await answer.text()).includes(say.unreadable.en)).toBe(true);
    }
    expect(await attempts()).toBe(0);
  });
});

describe("guessing at codes", () => {
  const statuses = async (answers: readonly Promise<Response>[]) =>
    (await Promise.all(answers)).map(({ status }) => status).toSorted((a, b) => a - b);

  it("ends after ten wrong ones from an address in an hour, exactly, however many come at once and by whichever door", async () => {
    const tries = Array.from({ length: 30 }, async (_, at) =>
      at % 2 === 0 ? await type(guess()) : await post(`/s/${guess()}`, { choice: "yes" }),
    );
    const found = await statuses(tries);
    expect(found).toEqual([...Array.from({ length: 10 }, () => 404), ...Array.from({ length: 20 }, () => 429)]);

    const sent = await sendLetter();
    const refused = await type(sent);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "3600"]);
    expect((await type(sent, "203.0.113.8")).status).toBe(303);
    expect((await post(`/s/${sent}`, { choice: "yes" }, "203.0.113.8")).status).toBe(303);

    engine.setTime("2026-03-03T13:00:00.000Z");
    expect((await type(sent)).status).toBe(303);
  });

  it("by others at an address keeps nobody there from stopping messages, and the page says how", async () => {
    for (let at = 0; at < 10; at++) expect((await type(guess())).status).toBe(404);
    const sent = await sendLetter();
    const refused = await type(sent);
    const page = await refused.text();
    expect(refused.status).toBe(429);
    expect(page.includes(`action="/s/${sent}"`)).toBe(true);
    for (const phrase of [say.stopNow.en, say.stopOtherwise.en.split("'")[0] ?? ""])
      expect(page.includes(phrase)).toBe(true);
    expect((await post(`/s/${sent}`, { choice: "yes" })).status).toBe(429);

    for (let at = 0; at < 29; at++) expect((await post(`/s/${guess()}`, { choice: "stop" })).status).toBe(404);
    const stopped = await post(`/s/${sent}`, { choice: "stop" });
    expect([stopped.status, (await stopped.text()).includes(feedbackPhrases.stoppedHeading.en)]).toEqual([200, true]);
    const rests = await statuses([1, 2, 3].map(async () => await post(`/s/${guess()}`, { choice: "not-safe" })));
    expect(rests).toEqual([404, 429, 429]);
  });

  it("does not count codes that are right, or links", async () => {
    const sent = await sendLetter();
    for (let time = 0; time < 25; time++) expect((await type(sent)).status).toBe(303);
    const unknownLinks = Array.from({ length: 20 }, async (_, at) =>
      post(`/s/${String(at).padStart(22, "x")}`, { choice: "yes" }),
    );
    expect(new Set(await statuses(unknownLinks))).toEqual(new Set([404]));
    expect(await attempts()).toBe(0);
  });

  it("counts a whole IPv6 network as one address, and goes on counting over midnight", async () => {
    engine.setTime("2026-03-03T23:50:00.000Z");
    await createKeys(engine);
    for (let at = 0; at < 10; at++) expect((await type(guess(), `2001:db8:1:2::${at}`)).status).toBe(404);
    engine.setTime("2026-03-04T00:10:00.000Z");
    expect((await type(guess(), "2001:db8:1:2:ffff::1")).status).toBe(429);
    expect((await type(guess(), "2001:db8:1:3::1")).status).toBe(404);
    engine.setTime("2026-03-04T00:50:00.000Z");
    expect((await type(guess(), "2001:db8:1:2::1")).status).toBe(404);
  });

  it("rests for everybody once a thousand were wrong in an hour, and links go on", async () => {
    await vault.run(sql`
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 999)
      insert into code_attempt select 'id ' || i, 'open', 'address ' || i, ${NOW} from n`);
    expect((await type(guess())).status).toBe(404);
    expect((await type(guess(), "203.0.113.9")).status).toBe(429);
    expect((await post(`/s/${"x".repeat(22)}`, { choice: "yes" }, "203.0.113.9")).status).toBe(404);
  });

  it("leaves no address behind, and in the night after no tries", async () => {
    await type(guess());
    expect(await attempts()).toBe(1);
    expect((await dump(env.VAULT)).includes(HOME)).toBe(false);
    engine.setTime("2026-03-04T02:30:00.000Z");
    await retainVault(engine);
    expect(await attempts()).toBe(0);
  });
});

describe("the page of a code", () => {
  it("is as quiet as the others of a victim", async () => {
    const page = await get("/code");
    expect(Object.fromEntries(page.headers)).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex, nofollow, noarchive",
    });
    const text = await page.text();
    expect(/<title>Feedback<\/title>/.test(text)).toBe(true);
    expect(text.includes('href="/exit"')).toBe(true);
    expect(/crime|police|victim|court|offence/i.test(text)).toBe(false);
    const foreign = await app.request("https://feedback.example/code", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "cross-site" },
      body: `code=${guess()}`,
    });
    expect([foreign.status, await attempts()]).toEqual([403, 0]);
  });
});
