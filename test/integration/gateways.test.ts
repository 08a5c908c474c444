import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cutWave } from "../../src/flow/cut-wave.ts";
import { deliverBatch, queueDue } from "../../src/flow/deliver.ts";
import { optOutIndexOf } from "../../src/flow/opt-out.ts";
import { collectTexts, forgetTexts } from "../../src/flow/receive-text.ts";
import { methodology } from "../../src/domain/methodology.ts";
import { expiryOf } from "../../src/domain/schedule.ts";
import { postalKey } from "../../src/domain/postal.ts";
import { stopContact } from "../../src/flow/stop.ts";
import type { Instant, LocalDate, Week } from "../../src/kernel/time.ts";
import { macName } from "../../src/platform/crypto.ts";
import { runBatch } from "../../src/store/batch.ts";
import { listContacts } from "../../src/store/vault/opt-outs.ts";
import { lookAgain } from "../../src/store/vault/reminders.ts";
import { sealContacts } from "../../src/store/vault/contacts.ts";
import { feedbackPhrases } from "../../src/ui/phrases-feedback.ts";
import report from "../support/events/01-police-milestone.cloudevent.json";
import { byNotify, byTwilio, openSender, request, text, TOKEN, whole } from "../support/callers.ts";
import { dump } from "../support/capabilities.ts";
import { gateway, given, LATER, prepareDeliveries, queued, setTime, states, vault } from "../support/deliveries.ts";
import { sure } from "../unit/invitations/people.ts";

const NUMBER = "+447700900461";
const indexOf = async (number: string) => await macName(await whole.keys.standing("blind-index"), number);

beforeEach(async () => {
  for (const table of ["case_identifier", "parked_identifier"]) await vault.run(sql.raw(`delete from ${table}`));
});
prepareDeliveries();
beforeEach(async () => {
  whole.log.lines.length = 0;
  await vault.run(sql`delete from text_seen`);
});

/** Invitations to one number, found again by it; and company for the wave. */
async function giving(n: number, number = NUMBER): Promise<readonly string[]> {
  return await given({ n, mobile: () => number, victim: { phone: await indexOf(number) } });
}
const company = async () => await given({ n: 11, mobile: (index) => `+4477009008${String(index).padStart(2, "0")}` });

/** One victim with one text that went, in company. */
async function sentOne(): Promise<string> {
  const [id] = await giving(1);
  await company();
  await cutWave(whole);
  await deliverBatch(whole, [sure(id)]);
  expect(await states([sure(id)])).toEqual(["sent"]);
  return sure(id);
}

const receipt = (reference: string, status: string) => ({ id: `id of ${reference}`, reference, status, to: NUMBER });
const toNumber = () => gateway.messages.filter(({ to }) => to === NUMBER);
const isListed = async (number: string) =>
  (await vault.all(sql`select 1 from opt_out where contact_index = ${await optOutIndexOf(whole, number)}`)).length ===
  1;

describe("a receipt", () => {
  it("of GOV.UK Notify counts once, the first final one, however they come", async () => {
    const id = await sentOne();
    for (const status of ["sending", "delivered", "delivered", "permanent-failure", "sending"]) {
      expect((await byNotify("receipts", receipt(id, status))).status).toBe(204);
    }
    expect(await states([id])).toEqual(["delivered"]);
  });

  it("is taken and forgotten where it is of no message that we know, and its reference is in no log", async () => {
    const id = await sentOne();
    const before = await dump(env.VAULT);
    for (const body of [receipt("a reminder's own", "delivered"), { ...receipt(id, "delivered"), reference: null }]) {
      expect((await byNotify("receipts", body)).status).toBe(204);
    }
    for (const body of ["no JSON", "[]", '{"reference":5}'])
      expect((await byNotify("receipts", body)).status).toBe(204);
    expect(await dump(env.VAULT)).toBe(before);
    expect(whole.log.lines.join()).not.toContain("reminder");
  });

  it("of Twilio counts by the reference in its address; a STOP that Twilio knows of becomes ours", async () => {
    const id = await sentOne();
    const [pending] = await giving(1);
    const told = async (status: string, more = {}) =>
      (await byTwilio(`status/${id}`, { MessageSid: "SM1", MessageStatus: status, To: "+44770090XXXX", ...more }))
        .status;
    expect(await told("sent")).toBe(204);
    expect(await states([id])).toEqual(["sent"]);
    expect(await told("undelivered", { ErrorCode: "21610" })).toBe(204);
    expect(await states([id, sure(pending)])).toEqual(["cancelled: opted-out"]);
    expect(await isListed(NUMBER)).toBe(true);
    expect((await byTwilio("status/of-nobody", { MessageSid: "SM2", MessageStatus: "delivered" })).status).toBe(204);
  });

  it("without the gateway's own token or signature is refused, and changes nothing", async () => {
    const id = await sentOne();
    const delivered = receipt(id, "delivered");
    expect((await byNotify("receipts", delivered, `${TOKEN} `)).status).toBe(204);
    expect(await states([id])).toEqual(["delivered"]);
    const failed = receipt(id, "permanent-failure");
    expect((await byNotify("receipts", failed, "another token of some length")).status).toBe(401);
    expect((await byNotify("texts", { id: "1", source_number: NUMBER, message: "STOP" }, "wrong")).status).toBe(401);
    expect((await byTwilio("texts", { MessageSid: "1", From: NUMBER, Body: "STOP" }, "wrong")).status).toBe(401);
    expect((await byTwilio(`status/${id}`, { MessageStatus: "failed" }, "wrong")).status).toBe(401);
    const bare = { method: "POST", body: "MessageSid=1&From=%2B447700900461&Body=STOP" };
    for (const path of ["spare/texts", "spare/status/x", "national/texts", "nobody/texts", "constructor/receipts"]) {
      expect((await request(`/v1/gateways/${path}`, bare)).status).toBe(401);
    }
    // One gateway's proof is not another's.
    const asNotify = { method: "POST", headers: { authorization: `Bearer ${TOKEN}` }, body: "{}" };
    expect((await request("/v1/gateways/spare/receipts", asNotify)).status).toBe(401);
    expect(await isListed(NUMBER)).toBe(false);
  });
});

describe("STOP by text", () => {
  it("ends everything for every victim with that number, in every case, and nobody else's", async () => {
    const sent = await sentOne();
    const waiting = await giving(2);
    const others = await given({ n: 2, mobile: (index) => `+44770090070${index}`, dueOn: "2026-03-20" });
    expect(await text(NUMBER, "Please stop.")).toBe(204);
    expect(await states([sent, ...waiting])).toEqual(["cancelled: opted-out"]);
    expect(await states(others)).toEqual(["scheduled"]);
    const gone = sql`select id from victim where contact is null and phone_index is null and flags = '["opted-out"]'`;
    expect(await vault.all(gone)).toHaveLength(3);
    expect(await isListed(NUMBER)).toBe(true);
    expect(await text(NUMBER, "STOP")).toBe(204);
    expect(await vault.all(sql`select reason from opt_out`)).toEqual([{ reason: "stop" }]);
  });

  it("keeps back a message that is on the queue, and one that a consumer is about to send", async () => {
    const [onQueue, claimed] = [await giving(1), await giving(1, "+447700900462")];
    await company();
    await cutWave(whole);
    expect(await queueDue(whole)).toBe(13);
    await text(NUMBER, "STOP");
    // The contact is opened after the claim and before the last look: STOP comes in between.
    const { keys } = whole;
    let isTold = false;
    const interrupted: typeof keys = {
      ...keys,
      dated: async (kind, name) => {
        if (kind === "epoch" && !isTold) {
          isTold = true;
          expect(await states(claimed)).toEqual(["claimed"]);
          expect(await text("+447700900462", "STOP")).toBe(204);
        }
        return await keys.dated(kind, name);
      },
    };
    await deliverBatch({ ...whole, keys: interrupted }, queued);
    expect(isTold).toBe(true);
    expect(await states([...onQueue, ...claimed])).toEqual(["cancelled: opted-out"]);
    const numbers = gateway.messages.map(({ to }) => to);
    expect(numbers).toHaveLength(11);
    expect(numbers).not.toContain(NUMBER);
    expect(numbers).not.toContain("+447700900462");
  });

  it("by a reminder's link does as well as by the invitation's", async () => {
    const sent = await sentOne();
    const hash = await macName(await whole.keys.standing("link"), "the token of the reminder");
    await vault.run(sql`update invitation set reminder_hash = ${hash} where id = ${sent}`);
    expect(await stopContact(whole, "the token of the reminder", "stop")).toBe(true);
    expect(await states([sent])).toEqual(["cancelled: opted-out"]);
    expect(await isListed(NUMBER)).toBe(true);
  });

  it("of a number that no victim has is remembered, and START takes nothing back", async () => {
    for (const said of ["STOP", "START", "YES", "UNSTOP"]) expect(await text(NUMBER, said)).toBe(204);
    expect(await isListed(NUMBER)).toBe(true);
    const [id] = await giving(1);
    await company();
    await cutWave(whole);
    await deliverBatch(whole, [sure(id)]);
    expect(toNumber()).toEqual([]);
    expect(await states([sure(id)])).toEqual(["excluded: opted-out"]);
  });

  it("through Twilio is answered with nothing to reply, and counts once however often it comes", async () => {
    const sent = await sentOne();
    const told = { MessageSid: "SM9", From: NUMBER, To: "+447700900999", Body: "STOP", NumMedia: "0" };
    const answers = await Promise.all([byTwilio("texts", told), byTwilio("texts", told), byTwilio("texts", told)]);
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toContain("text/xml");
      expect(await answer.text()).toContain("<Response/>");
    }
    expect(await states([sent])).toEqual(["cancelled: opted-out"]);
    expect(whole.log.lines.filter((line) => line.includes("text-received"))).toHaveLength(1);
  });

  it("leaves neither number nor words in a table or a log, and its mark goes after eight days", async () => {
    await sentOne();
    const words = "I am telling you something of my own";
    expect(await text(NUMBER, words)).toBe(204);
    await text(NUMBER, "stop it now please");
    const kept = (await dump(env.VAULT)) + whole.log.lines.join();
    for (const piece of ["7700900461", words, "stop it now"]) expect(kept).not.toContain(piece);
    expect(await vault.all(sql`select 1 from text_seen`)).toHaveLength(2);
    await forgetTexts(whole);
    expect(await vault.all(sql`select 1 from text_seen`)).toHaveLength(2);
    setTime("2026-03-11T12:30:00.000Z");
    await forgetTexts(whole);
    expect(await vault.all(sql`select 1 from text_seen`)).toEqual([]);
    setTime(LATER);
  });

  it("that a gateway could not tell us of is collected from it, once, whatever another gateway does", async () => {
    const sent = await sentOne();
    const pages = [
      [{ id: "2", from: "447700900461", text: "not safe" }],
      [{ id: "1", from: "447700900462", text: "STOP" }],
      [],
    ];
    const read = async (olderThan: string | null) =>
      pages[olderThan === null ? 0 : Number(olderThan) === 2 ? 1 : 2] ?? [];
    const silent = { name: "silent", read: () => Promise.reject(new Error("no answer")) };
    const collecting = { ...whole, inboxes: [silent, { name: "national", read }] };
    await collectTexts(collecting);
    expect(await states([sent])).toEqual(["cancelled: not-safe"]);
    expect(await isListed("+447700900462")).toBe(true);
    expect(whole.log.lines.join()).toContain("inbox-silent");

    // A safe route has been named since: the old text, told of once more, does not shut it.
    await vault.run(sql`update victim set safety = 'safe-sms' where id = ${sent}`);
    await collectTexts(collecting);
    await text(NUMBER, "not safe", "2");
    expect(await vault.all(sql`select safety from victim where id = ${sent}`)).toEqual([{ safety: "safe-sms" }]);
    expect(whole.log.lines.filter((line) => line.includes("text-received"))).toHaveLength(2);
  });
});

describe("an inbox", () => {
  /** Texts of the numbers, the newest first, a page each; page `broken` does not answer. */
  const inboxOf = (numbers: readonly string[], broken?: number) => {
    const texts = numbers.map((from, index) => ({ id: `t${numbers.length - index}`, from, text: "STOP" }));
    const reads: number[] = [];
    const read = async (olderThan: string | null) => {
      const at = olderThan === null ? 0 : texts.findIndex(({ id }) => id === olderThan) + 1;
      reads.push(at);
      if (at === broken) throw new Error("no answer");
      return texts.slice(at, at + 1);
    };
    return { reads, collect: async () => await collectTexts({ ...whole, inboxes: [{ name: "national", read }] }) };
  };
  const numberOf = (index: number) => `+44770090047${index}`;
  const numbers = [3, 2, 1].map(numberOf);

  it("that breaks off between pages is read as deep again, and no STOP behind the break is lost", async () => {
    await inboxOf(numbers, 1).collect();
    expect(await Promise.all(numbers.map(isListed))).toEqual([true, false, false]);
    await inboxOf([numberOf(4), ...numbers], 2).collect();
    const again = inboxOf([numberOf(4), ...numbers]);
    await again.collect();
    expect(await Promise.all(numbers.map(isListed))).toEqual([true, true, true]);
    // Now that all was read, only what is new is.
    const last = inboxOf([numberOf(5), numberOf(4), ...numbers]);
    await last.collect();
    expect([again.reads, last.reads]).toEqual([
      [0, 1, 2, 3, 4],
      [0, 1],
    ]);
    expect(await isListed(numberOf(5))).toBe(true);
  });

  it("whose newest texts we were told of is read behind them", async () => {
    const told = inboxOf(numbers);
    for (const [index, number] of numbers.slice(0, 2).entries()) await text(number, "STOP", `t${3 - index}`);
    await told.collect();
    expect(await isListed(numberOf(1))).toBe(true);
  });

  it("with one text that cannot be taken in gives us the others, and that one again", async () => {
    await sentOne();
    await vault.run(sql`update victim set contact_epoch = '2026-W01'`);
    await inboxOf([numberOf(1), NUMBER, numberOf(2)]).collect();
    expect(await Promise.all([1, 2].map(numberOf).map(isListed))).toEqual([true, true]);
    await vault.run(sql`update victim set contact_epoch = '2026-W10'`);
    whole.log.lines.length = 0;
    await inboxOf([numberOf(1), NUMBER, numberOf(2)]).collect();
    expect(whole.log.lines.filter((line) => line.includes("text-received"))).toHaveLength(1);
    expect(await vault.all(sql`select 1 from victim where contact is null`)).toHaveLength(1);
  });
});

describe("a contact that cannot be read when it is to be stopped", () => {
  it("is shut at once, and whoever asked is told to ask again, until it is on the list", async () => {
    const sent = await sentOne();
    const [waits] = await giving(1);
    const token = /\/s\/([\w-]{22})/.exec(sure(toNumber()[0]).body)?.[1] ?? "";
    const press = async () =>
      await request(`/s/${token}`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
        body: "choice=stop",
      });
    await vault.run(sql`update victim set contact_epoch = '2026-W01'`);
    const half = await press();
    expect([half.status, (await half.text()).includes(feedbackPhrases.inPartHeading.en)]).toEqual([503, true]);
    expect(await states([sent, sure(waits)])).toEqual(["cancelled: opted-out"]);
    expect(await isListed(NUMBER)).toBe(false);
    await vault.run(sql`update victim set contact_epoch = '2026-W10'`);
    expect((await press()).status).toBe(200);
    expect(await isListed(NUMBER)).toBe(true);
    expect(await vault.all(sql`select 1 from victim where contact is null`)).toHaveLength(2);
  });
});

describe("what was held until its window ended", () => {
  it("keeps its reason when contact ends later", async () => {
    const [over, open] = await giving(2);
    await vault.run(sql`update invitation set state = 'held', reason = 'route-stale'`);
    const endsOn = async (id: string, day: string) =>
      await vault.run(
        sql`update invitation set expires_on = ${expiryOf(day as LocalDate, methodology)} where id = ${id}`,
      );
    await endsOn(sure(over), "2026-03-02");
    await endsOn(sure(open), "2026-03-03");
    expect(await text(NUMBER, "STOP")).toBe(204);
    expect(await states([sure(over)])).toEqual(["held: route-stale"]);
    expect(await states([sure(open)])).toEqual(["cancelled: opted-out"]);
  });
});

describe("a stop by letter or link", () => {
  const home = ["Ms Sarah Davies", "Flat 2, 12 High Street", "Llandaff", "Cardiff", "CF10 1AA"];
  const mobile = "+447700900466";

  /** One victim with all routes, written to by letter or text, through a gateway that is one carriage. */
  async function written(safety: "safe-post" | "safe-sms", postal = home, phone = mobile): Promise<string> {
    const [id] = await given({ n: 1, victim: { safety, phone: await indexOf(phone) } });
    const contact = { mobile: phone, email: "s.davies@example.org", postal };
    const [sealed] = await sealContacts(whole, "2026-W10" as Week, [{ victimId: sure(id), contact }]);
    await vault.run(sql`update victim set contact = ${sealed}, postal_index = ${postalKey(postal)},
      channel = ${safety === "safe-post" ? "post" : "sms"} where id = ${id}`);
    return sure(id);
  }
  const deliver = async (ids: readonly string[]) => {
    await cutWave(whole);
    await deliverBatch(whole, ids);
  };
  const tokenOf = (id: string) =>
    /(?:\/s\/|^)([\w-]{22})/m.exec(sure(gateway.messages.find(({ reference }) => reference === id)).body)?.[1] ?? "";
  const say = async (id: string, wish: "stop" | "wrong-person") => {
    await vault.run(sql`update invitation set link_hash = ${await macName(await whole.keys.standing("link"), "code")}
      where id = ${id} and ${tokenOf(id) === ""}`);
    expect(await stopContact(whole, tokenOf(id) || "code", wish)).toBe(true);
  };
  const listed = async () =>
    await Promise.all([mobile, "s.davies@example.org", postalKey(home)].map((route) => isListed(route)));

  it("holds for the same person at the same address, however it is spelt, and not for the house", async () => {
    await company();
    const id = await written("safe-post");
    await deliver([id]);
    await say(id, "stop");
    expect(await listed()).toEqual([true, true, true]);
    const again = await written(
      "safe-post",
      ["S. DAVIES", "12 High St., flat 2", "Cardiff", "CF10 1AA"],
      "+447700900467",
    );
    const other = await written("safe-post", ["Mr Tomos Rees", ...home.slice(1)], "+447700900468");
    await deliver([again, other]);
    expect(await states([again])).toEqual(["excluded: opted-out"]);
    expect(await states([other])).toEqual(["sent"]);
  });

  it.each([
    ["national/letter", [false, false, true]],
    ["national/sms", [true, false, false]],
    ["outbox", [true, false, false]],
  ] as const)("by the wrong person, after a message by %s, lists that route alone", async (by, routes) => {
    await company();
    const id = await written("safe-sms");
    await deliver([id]);
    await vault.run(sql`update invitation set gateway = ${by} where id = ${id}`);
    await say(id, "wrong-person");
    expect(await listed()).toEqual(routes);
  });

  it("lists nothing of the victim's where nobody knows any more by what it went", async () => {
    await company();
    const id = await written("safe-sms");
    await deliver([id]);
    await vault.run(sql`update victim set safety_asserted_at = '2026-03-03T12:10:00.000Z' where id = ${id}`);
    await say(id, "wrong-person");
    expect(await listed()).toEqual([false, false, false]);
  });
});

describe("wrong person and not safe by text", () => {
  it("forgets a number that is somebody else's, closes the link that they hold, and refuses nothing for the victim", async () => {
    const sent = await sentOne();
    const [waits] = await giving(1);
    expect(await text(NUMBER, "Wrong number, sorry")).toBe(204);
    expect(await states([sent])).toEqual(["cancelled: wrong-person"]);
    expect(await states([sure(waits)])).toEqual(["held: no-route"]);
    expect(await vault.all(sql`select 1 from victim where phone_index is null and contact is null`)).toHaveLength(2);
    expect(await vault.all(sql`select 1 from victim where flags <> '[]'`)).toEqual([]);
    expect(await isListed(NUMBER)).toBe(true);
  });

  it("holds everything until somebody responsible names a safe route", async () => {
    const sent = await sentOne();
    const [waits] = await giving(1);
    expect(await text(NUMBER, "Dydy hi ddim yn ddiogel")).toBe(204);
    expect(await states([sent])).toEqual(["cancelled: not-safe"]);
    expect(await states([sure(waits)])).toEqual(["held: no-contact"]);
    const shut = sql`select 1 from victim where safety = 'no-contact' and safety_asserted_by = 'victim'`;
    expect(await vault.all(shut)).toHaveLength(2);
    expect(await isListed(NUMBER)).toBe(true);
  });
});

describe("an officer's word, and a case that is sent again", () => {
  let force: Awaited<ReturnType<typeof openSender>>;
  let other: typeof force;
  let court: typeof force;

  beforeAll(async () => {
    force = await openSender("force-45", "force", "45");
    other = await openSender("force-46", "force", "46");
    court = await openSender("courts", "court", null);
  });
  beforeEach(async () => {
    await whole.keys.create("epoch", ["2026-W16"]);
    await whole.keys.create("wave", ["2026-W16"]);
    setTime("2026-03-04T09:30:00.000Z");
  });

  /** The report of a case, told anew as another event, with another victim reference or time of assertion. */
  const tell = async (
    id: string,
    victimRef = "V-7f0c3e",
    assertedAt = "2026-03-03T22:05:00Z",
    crime = "45/0012345/26",
  ) => {
    const { case: caseOf, victim } = report.data;
    const contact = { ...victim.contact, safetyAssertedAt: assertedAt };
    const identifiers = [{ type: "crimeReference", value: crime }];
    const data = { ...report.data, case: { ...caseOf, identifiers }, victim: { ...victim, victimRef, contact } };
    const answer = await force("/v1/milestones", { ...report, id, data }, "application/cloudevents+json");
    expect(answer.status).toBe(200);
  };
  const stages = async () =>
    (await vault.all<{ state: string; reason: string }>(sql`select state, reason from invitation order by id`)).map(
      ({ state, reason }) => `${state}: ${reason}`,
    );
  /** All that is due six weeks after the reports, sent at noon. */
  const sendAll = async () => {
    setTime("2026-04-15T11:00:00.000Z");
    await cutWave(whole);
    await queueDue(whole);
    await deliverBatch(whole, queued.splice(0));
  };

  it("STOP survives: the same victim, a newer assertion, another reference and another case", async () => {
    await tell("first");
    expect(await stages()).toEqual(["scheduled: null"]);
    expect(await text(NUMBER, "STOP")).toBe(204);
    expect(await stages()).toEqual(["cancelled: opted-out"]);

    await tell("again");
    await tell("newer", "V-7f0c3e", "2026-03-04T09:00:00Z");
    await tell("another reference", "V-renamed");
    await tell("another case", "V-7f0c3e", "2026-03-04T09:00:00Z", "45/0099999/26");
    await sendAll();
    expect(gateway.messages).toEqual([]);
    for (const stage of await stages()) expect(stage).toMatch(/^(cancelled|excluded): (opted-out|rest-)/);
    expect(await isListed(NUMBER)).toBe(true);
  });

  it("not safe holds for whoever has the number, now or later, until a route is asserted anew for them", async () => {
    await tell("first");
    setTime("2026-03-04T10:00:00.000Z");
    expect(await text(NUMBER, "It is not safe")).toBe(204);
    expect(await stages()).toEqual(["held: no-contact"]);
    // Another victim, told to us afterwards with what was thought before; of the first, no number is left by then.
    await vault.run(sql`update victim set phone_index = null, contact = null`);
    await tell("second", "V-other", "2026-03-04T09:59:00Z", "45/0099999/26");
    expect((await stages()).toSorted()).toEqual(["held: no-contact", "scheduled: null"]);
    await sendAll();
    expect(gateway.messages).toEqual([]);
    expect(await stages()).toEqual(["held: no-contact", "held: no-contact"]);
    // The list alone kept it back: without it, the same case is written to.
    await vault.run(sql`delete from opt_out`);
    await vault.run(sql`update invitation set state = 'scheduled', reason = null where reason = 'no-contact'`);
    await sendAll();
    expect(toNumber()).toHaveLength(1);
  });

  it("not safe is looked for at the last moment of a reminder too", async () => {
    const id = await sentOne();
    const look = { id, optOutIndex: await optOutIndexOf(whole, NUMBER), safety: "safe-sms" };
    const mayGo = async (since: string) => {
      await runBatch(vault, [listContacts([look.optOutIndex], "not-safe", since as Instant)]);
      return (await lookAgain(vault, [look])).ids.has(id);
    };
    // Their route was asserted on 1 March at nine.
    expect(await mayGo("2026-03-01T08:59:00.000Z")).toBe(true);
    expect(await mayGo("2026-03-01T09:00:00.000Z")).toBe(false);
  });

  it("not safe ends for the victim whose route was asserted after it, and for nobody else", async () => {
    await tell("first");
    setTime("2026-03-04T10:00:00.000Z");
    expect(await text(NUMBER, "not safe")).toBe(204);
    setTime("2026-03-05T10:00:00.000Z");
    await tell("anew", "V-7f0c3e", "2026-03-05T09:00:00Z");
    expect(await stages()).toEqual(["scheduled: null"]);
    await sendAll();
    expect(toNumber()).toHaveLength(1);
    // Said again, it is not safe from then on; and STOP is for good.
    expect(await text(NUMBER, "not safe")).toBe(204);
    expect(await vault.all(sql`select since from opt_out`)).toEqual([{ since: "2026-04-15T11:00:00.000Z" }]);
    expect(await text(NUMBER, "STOP")).toBe(204);
    expect(await text(NUMBER, "not safe")).toBe(204);
    expect(await vault.all(sql`select reason from opt_out`)).toEqual([{ reason: "stop" }]);
  });

  it("without STOP, the same case is written to: the test can tell the difference", async () => {
    await tell("first");
    await sendAll();
    expect(toNumber()).toHaveLength(1);
  });

  it("ends contact by a victim's reference, for their own force alone, and by a number", async () => {
    await tell("first");
    const ask = async (by: typeof force, body: object) => (await by("/v1/victims/stop", body)).status;
    expect(await ask(court, { victimRef: "V-7f0c3e", reason: "stop" })).toBe(403);
    expect(await ask(other, { victimRef: "V-7f0c3e", reason: "stop" })).toBe(404);
    expect(await ask(other, { victimRef: "V-7f0c3e", forceCode: "45", reason: "stop" })).toBe(403);
    expect(await ask(force, { victimRef: "V-7f0c3e", number: NUMBER, reason: "stop" })).toBe(400);
    expect(await ask(force, { reason: "stop" })).toBe(400);
    expect(await stages()).toEqual(["scheduled: null"]);
    expect(await ask(force, { victimRef: "V-7f0c3e", reason: "stop" })).toBe(200);
    expect(await stages()).toEqual(["cancelled: opted-out"]);
    expect(await vault.all(sql`select reason from opt_out`)).toEqual([{ reason: "officer" }]);
    expect(await ask(force, { number: "07700 900463", reason: "stop" })).toBe(200);
    expect(await isListed("+447700900463")).toBe(true);
    const acts = await vault.all<{ actor: string; object: string }>(sql`
      select actor, object from audit where action = 'stop-contact' order by seq desc limit 2`);
    expect(acts.map(({ actor, object }) => [actor.startsWith("sender:"), object])).toEqual([
      [true, "number stop"],
      [true, "victim stop"],
    ]);
  });
});
