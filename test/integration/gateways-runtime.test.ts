import { describe, expect, inject, it } from "vitest";
import { openGateways } from "../../src/channels/configure.ts";
import type { Message } from "../../src/channels/gateway.ts";
import { instantOf } from "../../src/kernel/time.ts";

// The adapters in the runtime in which they are deployed, over real HTTP: its `fetch`, its errors, its timers.

const { apiKey, templates, accountSid, authToken } = inject("credentials");
const notify = (baseUrl: string, timeoutMs = 10_000) => ({
  kind: "notify",
  baseUrl,
  apiKey,
  templates,
  callbackToken: "a-token-of-many-characters",
  timeoutMs,
});
const { well, lost, cut, gone } = inject("notify");
const twilio = { kind: "twilio", baseUrl: inject("twilio"), accountSid, authToken, from: "+447700900999" };
const configuration = {
  gateways: { well: notify(well), lost: notify(lost, 500), cut: notify(cut), gone: notify(gone), twilio },
  routes: { default: {} },
};
const clock = { now: () => instantOf(Date.now()) };
const log = { event: () => {}, failure: () => {} };
const { gateways } = openGateways(JSON.stringify(configuration), {
  clock,
  log,
  publicOrigin: "https://feedback.example",
});

const message = (reference: string): Message => ({
  reference,
  channel: "sms",
  to: "+447700900461",
  area: "E23000028",
  locale: "en",
  body: "We would like your feedback. https://feedback.example/s/abc",
});

const send = async (name: string, reference: string) =>
  (await gateways.named(`${name}/sms`)?.send([message(reference)], clock.now()))?.outcomes[0]?.outcome;
const isFound = async (name: string, reference: string) => {
  const sought = [{ reference, to: "+447700900461", since: clock.now() }];
  return (await gateways.named(`${name}/sms`)?.find(sought))?.accepted.has(reference);
};

describe("in the Workers runtime", () => {
  it("a message is taken by GOV.UK Notify and by Twilio, and found where it can be asked for", async () => {
    expect(await send("well", "w-1")).toBe("accepted");
    expect(await isFound("well", "w-1")).toBe(true);
    expect(await isFound("well", "w-2")).toBe(false);
    expect(await send("twilio", "t-1")).toBe("accepted");
  });

  it.each(["lost", "cut"])("one whose answer is %s is in doubt, and found", async (name) => {
    expect(await send(name, `${name}-1`)).toBe("unknown");
    expect(await isFound(name, `${name}-1`)).toBe(true);
  });

  it("one for a host that is not there may have arrived, for all that the runtime says", async () => {
    expect(await send("gone", "g-1")).toBe("unknown");
    await expect(isFound("gone", "g-1")).rejects.toThrow("did not say");
  });
});
