import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { beforeEach, describe, expect, it } from "vitest";
import type { Message } from "../../src/channels/gateway.ts";
import type { StaffMember } from "../../src/domain/permission.ts";
import { forgetWishes, listWishes, openWish, endWish, tellContactInboxes } from "../../src/flow/contact-wish.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { createApp } from "../../src/http/app.tsx";
import { pageHeaders } from "../../src/http/headers.ts";
import { contactMe } from "../../src/http/web/contact-me.tsx";
import { Problem } from "../../src/kernel/problem.ts";
import { contactPhrases as say } from "../../src/ui/phrases-contact.ts";
import { phrases } from "../../src/ui/phrases.ts";
import { dump, openCapabilities } from "../support/capabilities.ts";

const NOW = "2026-03-03T12:34:56.000Z";
const HOME = "203.0.113.7";
const SURREY = "E23000031";

const engine = openCapabilities(NOW);
const { vault } = engine;

const app = new Hono<{ Variables: { engine: typeof engine } }>()
  .use(async (c, next) => {
    c.set("engine", engine);
    await next();
  })
  .use(pageHeaders)
  .onError((cause, c) => c.text(cause.message, cause instanceof Problem ? cause.status : 500))
  .route("/", contactMe);

const wish = {
  lang: "en",
  area: SURREY,
  about: "safety",
  way: "call",
  to: "07700 900123",
  times: "Tuesdays before noon",
  voicemail: "no",
  text: "yes",
  speak: "Polish",
  name: "Ann Example",
};

const post = async (fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
  await app.request("https://feedback.example/contact-me", {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "sec-fetch-site": "same-origin",
      "cf-connecting-ip": HOME,
      ...headers,
    },
    body: new URLSearchParams(fields).toString(),
  });

const rows = async () => await vault.all<{ id: string; left_on: string }>(sql`select * from contact_wish`);

const coordinatorOf = (area: string): StaffMember => ({
  email: "ann@force.example",
  name: "Ann",
  grants: [{ role: "coordinator", area }],
});

beforeEach(async () => {
  engine.setTime(NOW);
  await createKeys(engine);
  for (const table of ["contact_wish", "code_attempt"]) await vault.run(sql.raw(`delete from ${table}`));
});

describe("a wish to be contacted", () => {
  it("waits sealed in the vault with its day, and without time, address, cookie or any link to an answer", async () => {
    const answer = await post(wish, { cookie: "__Host-feedback=whatever" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/contact-me/sent"]);
    expect(answer.headers.get("set-cookie")).toBeNull();
    const [row] = await rows();
    expect(row).toMatchObject({ area: SURREY, about: "safety", left_on: "2026-03-03", contact_week: "2026-W10" });
    const stored = JSON.stringify(await rows());
    for (const secret of ["900123", "Ann Example", "Tuesdays", "Polish", "12:34", HOME]) {
      expect(stored).not.toContain(secret);
    }
    expect(Object.keys(row ?? {})).toEqual(["id", "area", "about", "left_on", "contact", "contact_week", "told"]);
    const everything = `${await dump(vault.$client)}${await dump(engine.responses.$client)}`;
    for (const secret of ["900123", "Ann Example", HOME]) expect(everything).not.toContain(secret);
  });

  it("is opened by a coordinator of its area alone, each look on record, and is gone when it was seen to", async () => {
    await post(wish);
    const [own, other, nation] = [coordinatorOf(SURREY), coordinatorOf("E23000029"), coordinatorOf("*")];
    const [listed] = await listWishes(engine, own);
    const id = listed?.id ?? "";
    for (const stranger of [other, nation]) {
      expect(await listWishes(engine, stranger)).toEqual([]);
      expect(await openWish(engine, stranger, id)).toBeNull();
      expect(await endWish(engine, stranger, id)).toBe(false);
    }
    expect((await openWish(engine, own, id))?.contact).toEqual({
      name: "Ann Example",
      way: "call",
      to: "07700 900123",
      times: "Tuesdays before noon",
      voicemail: "no",
      text: "yes",
      language: "Polish",
    });
    expect(await endWish(engine, own, id)).toBe(true);
    expect(await rows()).toEqual([]);
    const audited = await vault.all<{ action: string; object: string }>(
      sql`select action, object from audit order by seq desc limit 2`,
    );
    expect(audited.map(({ action }) => action)).toEqual(["end-contact-wish", "view-contact-wish"]);
    expect(JSON.stringify(audited)).not.toContain("900123");
  });

  it("is destroyed after ninety days, and its key after its week has been", async () => {
    await post(wish);
    engine.setTime("2026-05-31T12:00:00.000Z");
    await forgetWishes(engine);
    expect(await rows()).toHaveLength(1);
    engine.setTime("2026-06-01T12:00:00.000Z");
    await forgetWishes(engine);
    expect(await rows()).toEqual([]);
    expect(await engine.keys.list("wish")).toContain("2026-W10");
    engine.setTime("2026-06-06T12:00:00.000Z");
    await forgetWishes(engine);
    expect(await engine.keys.list("wish")).not.toContain("2026-W10");
  });

  it("is taken five times an hour from one address, however many come at once, and again after the hour", async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, async () => await post(wish)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
    expect(await rows()).toHaveLength(5);
    expect((await post(wish, { "cf-connecting-ip": "203.0.113.8" })).status).toBe(303);
    engine.setTime("2026-03-03T13:35:00.000Z");
    expect((await post(wish)).status).toBe(303);
  });

  it("says what is missing and keeps what was typed; a change of language keeps it and sends nothing", async () => {
    const faulty = await post({ ...wish, way: "email", to: "not an address", area: "elsewhere" });
    const html = await faulty.text();
    expect(faulty.status).toBe(400);
    expect(html).toContain(say.faultTo.en);
    expect(html).toContain(say.faultArea.en);
    expect(html).toContain('value="not an address"');
    const switched = await (await post({ ...wish, language: "pl" })).text();
    expect(switched).toContain('<html lang="pl"');
    expect(switched).toContain('value="07700 900123"');
    expect(await rows()).toEqual([]);
  });

  it("that could not be taken in is handed back as it was typed, in its language", async () => {
    const pages = createApp(async () => ({
      ...engine,
      keys: { ...engine.keys, datedSeal: () => Promise.reject(new Problem("key-not-ready", "")) },
      log: { event: () => {}, failure: () => {} },
      health: async () => ({}),
    }));
    const answer = await pages.request("https://feedback.example/contact-me", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
      body: new URLSearchParams({ ...wish, lang: "cy" }).toString(),
    });
    const html = await answer.text();
    expect([answer.status, html.includes('<html lang="cy"'), html.includes(phrases.notSent.cy)]).toEqual([
      503,
      true,
      true,
    ]);
    for (const typed of ["07700 900123", "Ann Example", "Tuesdays before noon"]) expect(html).toContain(typed);
  });

  it("is refused when another site posts it", async () => {
    expect((await post(wish, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect(await rows()).toEqual([]);
  });
});

describe("the inbox of an area", () => {
  it("is told once that something waits, and nothing of what", async () => {
    const sent: Message[] = [];
    const gateway = {
      name: "test/officer",
      carries: ["officer" as const],
      send: async (messages: readonly Message[]) => {
        sent.push(...messages);
        return { outcomes: messages.map(({ reference }) => ({ reference, outcome: "accepted" as const })) };
      },
      find: async () => ({ accepted: new Set<string>(), unknowable: new Set<string>() }),
    };
    const gateways = { for: () => [gateway], named: () => gateway, all: [gateway] };
    const telling = {
      ...engine,
      gateways,
      publicOrigin: "https://feedback.example",
      contactInboxes: { [SURREY]: "victims@surrey.example" },
    };
    await post(wish);
    await post({ ...wish, area: "W15000001" });
    await tellContactInboxes(telling);
    await tellContactInboxes(telling);
    expect(sent.map(({ to, area }) => [to, area])).toEqual([["victims@surrey.example", SURREY]]);
    expect(sent[0]?.body).toContain("https://feedback.example/console/contact-wishes");
    expect(JSON.stringify(sent)).not.toMatch(/900123|Ann Example|safety/);
  });
});
