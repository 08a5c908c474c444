import jsonwebtoken from "jsonwebtoken";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openGateways } from "../../../src/channels/configure.ts";
import type { Carriage, Gateway } from "../../../src/channels/gateway.ts";
import { readApiKey } from "../../../src/channels/notify-client.ts";
import { openNotify, openNotifyInbox, readNotifyReceipt, readNotifyText } from "../../../src/channels/notify.ts";
import { type Instant, instantOf } from "../../../src/kernel/time.ts";
import { API_KEY, type NotifyCounterpart, startNotify, templates } from "../../support/gateways/notify.ts";
import { message, messages, opening, sought } from "./fixture.ts";

let notify: NotifyCounterpart;

beforeAll(async () => {
  notify = await startNotify({ daily: 1_000 });
});
afterAll(async () => await notify.stop());
beforeEach(() => {
  notify.behave({});
  notify.reject(null);
});

/** Patient, because a busy machine is slow. */
const PATIENT = 5_000;
const IMPATIENT = 300;

const open = (carriage: Carriage = "sms", clock = opening.clock, timeoutMs = PATIENT): Gateway =>
  openNotify(
    {
      name: "essex",
      baseUrl: notify.url,
      apiKey: API_KEY,
      templates,
      officerAddresses: { "*": "{ref}@police.example" },
      ratePerSecond: 1000,
      timeoutMs,
    },
    carriage,
    { clock },
  );

const send = async (given: Parameters<typeof message>[0] = {}, gateway = open(given?.channel)) =>
  await gateway.send([message(given)], opening.clock.now());

const outcomeOf = async (given: Parameters<typeof message>[0] = {}) => (await send(given)).outcomes[0]?.outcome;

describe("what goes to GOV.UK Notify", () => {
  it("is a text, an e-mail, a letter or an officer's e-mail by its template, with our reference and nothing besides", async () => {
    const address = ["A. Person", "1 Example Street", "Exampletown", "CM1 1AA"];
    const given = [
      message({ reference: "text" }),
      message({ reference: "email", channel: "email", to: "ann@mail.example", subject: "Your feedback" }),
      message({ reference: "letter", channel: "letter", to: "A. Person", address, subject: "Your feedback" }),
      message({ reference: "officer", channel: "officer", to: "PC4521", subject: "To record" }),
    ];
    for (const one of given)
      expect((await send(one)).outcomes).toEqual([{ reference: one.reference, outcome: "accepted" }]);

    const [text, email, letter, officer] = notify.sent().slice(-4);
    const said = given[0]?.body;
    expect(text).toMatchObject({ type: "sms", to: "+447700900461", template: templates.sms });
    expect(text?.personalisation).toEqual({ message: said });
    expect(email).toMatchObject({ type: "email", to: "ann@mail.example", template: templates.email });
    expect(email?.personalisation).toEqual({ subject: "Your feedback", message: said });
    expect(letter).toMatchObject({ type: "letter", to: address.join(", "), template: templates.letter });
    expect(officer).toMatchObject({ type: "email", to: "pc4521@police.example", template: templates.officer });
  });

  it("is signed as jsonwebtoken and the documentation have it: HS256, the service as issuer, seconds, and no more", async () => {
    const vector =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOjEyMywiaWF0IjoxMjM0NTY3ODkwfQ.18aBKSLffjbX_TLmosB_qYgW9EkWIQpBgWy7GpiKg6o";
    expect(jsonwebtoken.verify(vector, "SECRET", { algorithms: ["HS256"] })).toEqual({ iss: 123, iat: 1234567890 });
    expect(readApiKey("my_test_key-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0")).toEqual(
      {
        service: "26785a09-ab16-4eb0-8407-a37497a57506",
        secret: "3d844edf-8d35-48ac-975b-e847b4f122b0",
      },
    );
    expect(await outcomeOf()).toBe("accepted");
    const late = { now: () => instantOf(Date.now() - 40_000) };
    expect((await send({}, open("sms", late))).pause?.reason).toBe("credentials");
    expect(notify.refusals().slice(-2).join()).toContain("within 30 seconds");
    expect(notify.refusals()).toHaveLength(2);
  });

  it("goes once more with a fresh token when the first is refused, and then rests until somebody has looked", async () => {
    const before = notify.refusals().length;
    notify.reject(403);
    const now = "2026-03-03T12:00:00.000Z" as Instant;
    const { outcomes, pause } = await open().send(messages(20), now);
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(["later", "unbegun"]));
    expect(pause?.reason).toBe("credentials");
    expect((pause?.until ?? "") >= "2026-03-03T12:15:00.000Z").toBe(true);
    // Three were on their way when the first was refused; none of the others was tried.
    expect(notify.refusals().length - before).toBeLessThanOrEqual(6);
  });
});

describe("an answer of GOV.UK Notify", () => {
  it.each([
    ["07700", "refused"],
    ["+4420794600", "refused"],
  ])("refuses the number %s for good", async (to, outcome) => {
    const sending = await send({ to });
    expect(sending.outcomes[0]).toMatchObject({ outcome, reason: "gateway-refused" });
    expect(sending.pause).toBeUndefined();
  });

  it("refuses a letter without an address, and an officer whom no pattern names, before anything is asked", async () => {
    const count = notify.sent().length;
    expect(await outcomeOf({ channel: "letter", to: "A. Person", address: ["A. Person", "CM1 1AA"] })).toBe("refused");
    expect(await outcomeOf({ channel: "officer", to: "the officer, whoever" })).toBe("refused");
    expect(notify.sent()).toHaveLength(count);
  });

  it("of busy makes all wait as long as it says, and of the day's limit until the next midnight", async () => {
    const now = "2026-03-03T12:00:00.000Z" as Instant;
    notify.behave({ next: ["busy"] });
    const busy = await open().send([message()], now);
    expect(busy.outcomes[0]?.outcome).toBe("later");
    expect(busy.pause?.reason).toBe("busy");
    expect((busy.pause?.until ?? "") <= "2026-03-03T12:00:31.000Z").toBe(true);

    notify.reject(429, "TooManyRequestsError", "Exceeded send limits (sms: 250000) for today");
    const limited = await open().send([message()], now);
    expect(limited.pause?.reason).toBe("daily-limit");
    expect(limited.pause?.until.slice(0, 15)).toBe("2026-03-04T00:0");
  });

  it("of a wrong setting holds its carriage; but one message's own fault does not hold the others", async () => {
    notify.reject(400, "BadRequestError", "Template not found");
    const broken = await open().send(messages(50), opening.clock.now());
    expect(new Set(broken.outcomes.map(({ outcome }) => outcome))).toEqual(new Set(["later", "unbegun"]));
    expect(broken.outcomes).toHaveLength(50);
    expect(broken.pause?.reason).toBe("configuration");
    notify.reject(null);
    const long = await open().send([message({ body: "x".repeat(919) })], opening.clock.now());
    expect(long).toEqual({ outcomes: [{ reference: message().reference, outcome: "later" }] });

    const letter = { channel: "letter", to: "A", address: ["A", "1 Street", "CM1 1AA"] } as const;
    const wrong = { ...message({ ...letter, reference: "own fault" }), address: ["A", "1 Street", "Nowhere"] };
    const mixed = await open("letter").send([wrong, message({ ...letter, reference: "good" })], opening.clock.now());
    expect(mixed.pause).toBeUndefined();
    expect(mixed.outcomes.find(({ reference }) => reference === "own fault")?.outcome).toBe("refused");
  });

  it.each([
    ["cut", false],
    ["cut-after", true],
    ["error", false],
    ["error-after", true],
    ["garbage", true],
  ] as const)("that is %s leaves it unknown, and `find` tells whether it was taken: %s", async (fault, taken) => {
    const reference = `in doubt ${fault}`;
    notify.behave({ next: [fault] });
    expect(await outcomeOf({ reference })).toBe("unknown");
    const found = await open().find([sought(reference)]);
    expect([found.accepted.has(reference), found.unknowable.size]).toEqual([taken, 0]);
  });

  it("is forgotten after some days: then it cannot tell, rather than that nothing was taken", async () => {
    let at = Date.parse("2026-03-02T12:00:00Z");
    const clock = { now: () => instantOf(at) };
    const forgetful = await startNotify({ now: () => at, keepsDays: 3 });
    const settings = { name: "x", baseUrl: forgetful.url, apiKey: API_KEY, templates, officerAddresses: {} };
    const gateway = openNotify({ ...settings, ratePerSecond: 1000, timeoutMs: PATIENT }, "sms", { clock });
    const asked = ["taken", "never"].map((reference) => ({ reference, to: "+447700900461", since: clock.now() }));
    await gateway.send([message({ reference: "taken" })], clock.now());
    at += 47 * 3_600_000;
    expect(await gateway.find(asked)).toEqual({ accepted: new Set(["taken"]), unknowable: new Set() });
    at += 2 * 3_600_000;
    expect(await gateway.find(asked)).toEqual({ accepted: new Set(["taken"]), unknowable: new Set(["never"]) });
    at += 24 * 3_600_000;
    expect(await gateway.find(asked)).toEqual({ accepted: new Set(), unknowable: new Set(["taken", "never"]) });
    await forgetful.stop();
  });

  it("that does not come in time leaves it unknown; one of the network in its place leaves it for later", async () => {
    notify.behave({ next: ["lost"] });
    const sending = await send({ reference: "slow" }, open("sms", opening.clock, IMPATIENT));
    expect(sending.outcomes[0]?.outcome).toBe("unknown");
    expect(notify.timesTaken("slow")).toBe(1);

    notify.reject(521);
    expect(await outcomeOf()).toBe("later");
    const gone = await startNotify();
    await gone.stop();
    const nowhere = openNotify(
      {
        name: "x",
        baseUrl: gone.url,
        apiKey: API_KEY,
        templates,
        officerAddresses: {},
        ratePerSecond: 1000,
        timeoutMs: PATIENT,
      },
      "sms",
      opening,
    );
    expect((await send({}, nowhere)).outcomes[0]?.outcome).toBe("unknown");
    await expect(nowhere.find([sought("anything")])).rejects.toThrow("did not say");
  });

  it("has every message of a batch accounted for once, whatever goes wrong, and takes none twice", async () => {
    notify.behave({
      faults: { "cut": 0.1, "cut-after": 0.1, "busy": 0.02, "error": 0.1, "error-after": 0.1, "garbage": 0.1 },
    });
    const batch = messages(100).map((each) => ({ ...each, reference: `batch ${each.reference}` }));
    const { outcomes } = await open().send(batch, opening.clock.now());
    expect(outcomes.map(({ reference }) => reference).toSorted()).toEqual(
      batch.map(({ reference }) => reference).toSorted(),
    );
    for (const { reference, outcome } of outcomes) {
      if (outcome === "accepted") expect(notify.timesTaken(reference)).toBe(1);
      if (outcome === "later" || outcome === "unbegun") expect(notify.timesTaken(reference)).toBe(0);
    }
  });

  it("is paced evenly", async () => {
    const slow = openNotify(
      {
        name: "x",
        baseUrl: notify.url,
        apiKey: API_KEY,
        templates,
        officerAddresses: {},
        ratePerSecond: 20,
        timeoutMs: PATIENT,
      },
      "sms",
      opening,
    );
    const begun = Date.now();
    await slow.send(messages(11), opening.clock.now());
    expect(Date.now() - begun).toBeGreaterThanOrEqual(480);
  });
});

describe("what GOV.UK Notify calls us with", () => {
  it("is read in our words, and passed over where it is unknown or of no message of ours", () => {
    const receipt = { id: "1", reference: "r", to: "07700900461", notification_type: "sms" };
    const read = (status: string, more = {}) => readNotifyReceipt({ ...receipt, status, ...more })?.status;
    expect(read("delivered")).toBe("delivered");
    expect(read("permanent-failure")).toBe("failed-permanent");
    expect(read("permanent-failure", { notification_type: "letter" })).toBe("failed-technical");
    expect(read("temporary-failure")).toBe("failed-temporary");
    expect(read("technical-failure")).toBe("failed-technical");
    expect(read("constructor")).toBeUndefined();
    expect(read("delivered", { reference: null })).toBeUndefined();
    expect(readNotifyReceipt({ notification_id: "1", reference: "r", date_sent: "2026-03-03" })?.status).toBe(
      "failed-permanent",
    );
    const dated = { ...receipt, status: "delivered", created_at: "2026-03-03T12:00:00.000000Z" };
    expect(readNotifyReceipt(dated)?.givenAt).toBe("2026-03-03T12:00:00.000Z");
    expect(readNotifyReceipt("nothing")).toBeNull();
    expect(readNotifyText({ id: "1", source_number: "447700900461", message: "STOP", date_received: "x" })).toEqual({
      id: "1",
      from: "447700900461",
      text: "STOP",
    });
    const told = { id: "1", source_number: "447700900461", message: "5" };
    expect(readNotifyText({ ...told, date_received: "2026-03-03T12:00:00.000000Z" })?.at).toBe(
      "2026-03-03T12:00:00.000Z",
    );
    expect(readNotifyText({ id: "1" })).toBeNull();
  });
});

describe("the inbox of GOV.UK Notify", () => {
  it("tells of texts page by page, the newest first, and throws when it does not answer", async () => {
    const access = { name: "national", baseUrl: notify.url, apiKey: API_KEY, timeoutMs: PATIENT };
    const inbox = openNotifyInbox(access, opening);
    for (let n = 0; n < 252; n++) notify.keepText("+447700900461", `text ${n}`, `id-${n}`);
    const page = await inbox.read(null);
    expect(page).toHaveLength(250);
    expect(page[0]).toEqual({ id: "id-251", from: "447700900461", text: "text 251", at: expect.any(String) });
    expect(Math.abs(Date.now() - Date.parse(page[0]?.at ?? ""))).toBeLessThan(60_000);
    expect((await inbox.read(page.at(-1)?.id ?? "")).map(({ id }) => id)).toEqual(["id-1", "id-0"]);
    notify.reject(500, "Exception", "");
    await expect(inbox.read(null)).rejects.toThrow("did not say");
    notify.reject(null);
    notify.behave({ inbox: "fails" });
    await expect(inbox.read(null)).rejects.toThrow("did not say");
    notify.behave({});
    expect(await inbox.read(null)).toHaveLength(250);
  });
});

describe("the configuration", () => {
  it("is read from one secret: this test's own, end to end", async () => {
    const gateways = {
      essex: { kind: "notify", baseUrl: notify.url, apiKey: API_KEY, templates, callbackToken: "x".repeat(24) },
    };
    const text = JSON.stringify({ gateways, routes: { default: { sms: ["essex"] } } });
    const [gateway] = openGateways(text, opening).gateways.for("E23000028", "sms");
    expect((await gateway?.send([message()], opening.clock.now()))?.outcomes[0]?.outcome).toBe("accepted");
  });
});
