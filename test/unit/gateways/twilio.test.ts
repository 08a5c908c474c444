import twilioLibrary from "twilio/lib/webhooks/webhooks.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Message } from "../../../src/channels/gateway.ts";
import { isSignedByTwilio } from "../../../src/channels/twilio-signature.ts";
import { openTwilio, readTwilioStatus, readTwilioText } from "../../../src/channels/twilio.ts";
import { serve } from "../../support/gateways/server.ts";
import { ACCOUNT_SID, AUTH_TOKEN, startTwilio, type TwilioCounterpart } from "../../support/gateways/twilio.ts";
import vectors from "./twilio-signatures.json" with { type: "json" };
import { message, messages, opening, sought } from "./fixture.ts";

let twilio: TwilioCounterpart;

beforeAll(async () => {
  twilio = await startTwilio({ optedOut: ["+447700900222"] });
  twilio.kill("+447700900111", 21614);
  twilio.kill("+33700900111", 21408);
  twilio.kill("+447700900112", 21612);
  twilio.kill("+447700900113", 21265);
});
afterAll(async () => await twilio.stop());
beforeEach(() => {
  twilio.behave({});
  twilio.changeToken(AUTH_TOKEN);
});

/** Patient, because a busy machine is slow. */
const PATIENT = 5_000;
const IMPATIENT = { timeoutMs: 300 };

const open = (more: { readonly messagingServiceSid?: string; readonly timeoutMs?: number } = {}) =>
  openTwilio(
    {
      name: "spare",
      baseUrl: twilio.url,
      accountSid: ACCOUNT_SID,
      authToken: AUTH_TOKEN,
      ...(more.messagingServiceSid === undefined && { from: "+447700900999" }),
      ratePerSecond: 1000,
      timeoutMs: PATIENT,
      ...more,
    },
    (reference) => `https://feedback.example/v1/gateways/spare/status/${reference}`,
  );

const send = async (given: Partial<Message> = {}, gateway = open()) =>
  await gateway.send([message(given)], opening.clock.now());

describe("what goes to Twilio", () => {
  it("is a form with our reference in the address to call, and asks Twilio to keep neither text nor number", async () => {
    expect((await send({ reference: "r-1" })).outcomes).toEqual([{ reference: "r-1", outcome: "accepted" }]);
    expect(twilio.sent().at(-1)?.asked).toEqual({
      To: "+447700900461",
      From: "+447700900999",
      Body: message().body,
      StatusCallback: "https://feedback.example/v1/gateways/spare/status/r-1",
      ValidityPeriod: "3600",
      SmartEncoded: "false",
      ContentRetention: "discard",
      AddressRetention: "obfuscate",
    });
    await send({}, open({ messagingServiceSid: `MG${"0".repeat(32)}` }));
    expect(twilio.sent().at(-1)?.asked).toMatchObject({ MessagingServiceSid: `MG${"0".repeat(32)}` });
    expect(twilio.sent().at(-1)?.asked).not.toHaveProperty("From");
  });

  it("is texts alone, and cannot be asked for afterwards", async () => {
    expect(open().carries).toEqual(["sms"]);
    expect(await open().find([sought("r-1")])).toEqual({ accepted: new Set(), unknowable: new Set(["r-1"]) });
  });
});

describe("an answer of Twilio", () => {
  it.each([
    [{ to: "+447700900222" }, "opted-out"],
    [{ to: "+447700900111" }, "number-dead"],
    [{ to: "07700" }, "number-dead"],
    [{ to: "+33700900111" }, "gateway-refused"],
    [{ to: "+447700900112" }, "gateway-refused"],
    [{ to: "+447700900113" }, "number-dead"],
  ])("refuses %j for good", async (given, reason) => {
    const sending = await send(given);
    expect(sending.outcomes[0]).toMatchObject({ outcome: "refused", reason });
    expect(sending.pause).toBeUndefined();
  });

  it.each(["silent", "lost", "cut", "cut-after", "error", "error-after", "garbage"] as const)(
    "that is %s leaves it unknown, and it is not tried again",
    async (fault) => {
      twilio.behave({ next: [fault] });
      const isQuiet = fault === "silent" || fault === "lost";
      expect((await send({}, open(isQuiet ? IMPATIENT : {}))).outcomes[0]?.outcome).toBe("unknown");
    },
  );

  it("of busy, or of a wrong token, lets the gateway rest and the messages wait", async () => {
    twilio.behave({ next: ["busy"] });
    const busy = await send();
    expect(busy).toMatchObject({ outcomes: [{ outcome: "later" }], pause: { reason: "busy" } });
    twilio.changeToken("a token that was changed");
    const locked = await open().send(messages(50), opening.clock.now());
    expect(locked.pause?.reason).toBe("credentials");
    expect(new Set(locked.outcomes.map(({ outcome }) => outcome))).toEqual(new Set(["later", "unbegun"]));
  });

  it("that never comes leaves the first three in doubt, and the others unbegun", async () => {
    twilio.behave({ faults: { lost: 1 } });
    const { outcomes } = await open(IMPATIENT).send(messages(40), opening.clock.now());
    expect(outcomes.filter(({ outcome }) => outcome === "unknown")).toHaveLength(3);
    expect(outcomes.filter(({ outcome }) => outcome === "unbegun")).toHaveLength(37);
  });
});

describe("Twilio's signature", () => {
  it.each(vectors.form)("of the published form is judged as published: $note", async ({ input, expected }) => {
    const body = new URLSearchParams(
      Object.entries(input.params).flatMap(([name, value]) => [value].flat().map((each) => [name, String(each)])),
    ).toString();
    expect(await isSignedByTwilio(input.authToken, { ...input, body })).toBe(expected);
  });

  it.each(vectors.json)("of the published JSON is judged as published: $note", async ({ input, expected }) => {
    expect(await isSignedByTwilio(input.authToken, { ...input, body: input.rawBody })).toBe(expected);
  });

  it("is accepted as Twilio's own library makes it, with either port, repeated values and a query of any coding", async () => {
    const given = { Body: "STOP & 'go' é ŵ 😀", From: "+447700900461", Media: ["b", "a", "b"], AddOns: "" };
    const pairs = Object.entries(given).flatMap(([name, value]) => [value].flat().map((each) => [name, each]));
    const body = new URLSearchParams(pairs).toString();
    const url = "https://feedback.example/v1/gateways/spare/texts?q=it's%20one+two";
    const signedFor = [url, url.replace(".example", ".example:443"), url.replace(/\?.*$/, "?q=it's%20one%20two")];
    for (const each of signedFor) {
      const signature = twilioLibrary.getExpectedTwilioSignature("token", each, given);
      expect(await isSignedByTwilio("token", { url, signature, body }), each).toBe(true);
      expect(twilioLibrary.validateRequest("token", signature, url, given), each).toBe(true);
      expect(await isSignedByTwilio("another", { url, signature, body })).toBe(false);
      expect(await isSignedByTwilio("token", { url, signature, body: `${body}&More=1` })).toBe(false);
      expect(await isSignedByTwilio("token", { url: `${url}&more=1`, signature, body })).toBe(false);
    }
  });

  it("of a JSON body covers the body by its hash alone", async () => {
    const body = '{"property": "value"}';
    const hash = twilioLibrary.getExpectedBodyHash(body);
    const url = `https://feedback.example/v1/gateways/spare/texts?bodySHA256=${hash}`;
    const signature = twilioLibrary.getExpectedTwilioSignature("token", url, {});
    expect(await isSignedByTwilio("token", { url, signature, body })).toBe(true);
    expect(await isSignedByTwilio("token", { url, signature, body: `${body} ` })).toBe(false);
    expect(twilioLibrary.validateRequestWithBody("token", signature, url, body)).toBe(true);
  });
});

describe("what Twilio calls us with", () => {
  it("comes as it likes: of a filtered text that it failed, of another that it is being sent after it has arrived", async () => {
    const told: (string | undefined)[] = [];
    const server = await serve(0, async ({ body }) => {
      told.push(readTwilioStatus(new URLSearchParams(body))?.status);
      return { status: 204, body: "" };
    });
    const capricious = await startTwilio();
    const settings = { name: "x", baseUrl: capricious.url, accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN };
    const gateway = openTwilio(
      { ...settings, from: "+447700900999", ratePerSecond: 1000, timeoutMs: PATIENT },
      (reference) => `${server.url}/${reference}`,
    );
    capricious.kill("+447700900114", 30007);
    capricious.behave({ receiptsLate: 1 });
    await gateway.send([message({ to: "+447700900114" })], opening.clock.now());
    await capricious.sendReceipts();
    await gateway.send([message()], opening.clock.now());
    await capricious.sendReceipts();
    expect(told).toEqual(["failed-technical", "in-flight", "sent", "delivered", "in-flight"]);
    await Promise.all([server.stop(), capricious.stop()]);
  });

  it("is read in our words: failures by their code, and who has told Twilio to stop", () => {
    const read = (status: string, code?: number) =>
      readTwilioStatus(
        new URLSearchParams({ MessageStatus: status, New: "x", ...(code && { ErrorCode: String(code) }) }),
      );
    expect(read("queued")?.status).toBe("accepted");
    expect(read("sending")?.status).toBe("in-flight");
    expect(read("sent")?.status).toBe("sent");
    expect(read("delivered")).toEqual({ status: "delivered", isStopped: false });
    expect(read("undelivered", 30003)?.status).toBe("failed-temporary");
    expect(read("undelivered", 30005)?.status).toBe("failed-permanent");
    expect(read("undelivered", 30007)?.status).toBe("failed-technical");
    expect(read("failed", 21610)).toEqual({ status: "failed-permanent", isStopped: true });
    expect(read("constructor")).toBeNull();
    expect(readTwilioText(new URLSearchParams({ MessageSid: "SM1", From: "+447700900461", Body: "" }))).toEqual({
      id: "SM1",
      from: "+447700900461",
      text: "",
    });
    const own = { MessageSid: "SM2", From: "+447700900461", Body: "arret", OptOutType: "STOP" };
    expect(readTwilioText(new URLSearchParams(own))?.text).toBe("STOP");
    expect(readTwilioText(new URLSearchParams({ Body: "STOP" }))).toBeNull();
  });
});
