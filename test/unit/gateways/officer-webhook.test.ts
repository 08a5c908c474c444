import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openGateways } from "../../../src/channels/configure.ts";
import type { Gateway } from "../../../src/channels/gateway.ts";
import { SECRET, startForceSystem } from "../../support/gateways/webhook.ts";
import { message, messages, opening } from "./fixture.ts";

let force: Awaited<ReturnType<typeof startForceSystem>>;
beforeAll(async () => {
  force = await startForceSystem();
});
afterAll(async () => await force.stop());
beforeEach(() => {
  force.behave({});
  force.changeSecret(SECRET);
});

const configure = (more: object) =>
  openGateways(
    JSON.stringify({
      gateways: {
        own: { kind: "webhook", url: force.url, secret: SECRET, ratePerSecond: 1000, timeoutMs: 400, ...more },
      },
      routes: { default: { sms: [], email: [], letter: [], officer: ["own"] } },
    }),
    opening,
  );

function openOwn(): Gateway {
  const [gateway] = configure({}).gateways.for("E23000028", "officer");
  if (gateway === undefined) throw new Error("there is no gateway");
  return gateway;
}

const requests = (count: number) => messages(count, { channel: "officer", to: "PC4521", subject: "To record" });

describe("a force's own system", () => {
  it("takes each request once however often its answers are lost, and a supervisor's as such", async () => {
    const gateway = openOwn();
    const all = [
      ...requests(12),
      message({ reference: "overdue", channel: "officer", to: "North CID", audience: "supervisor" }),
    ];
    force.behave({ faults: { "lost": 0.1, "cut": 0.1, "cut-after": 0.1, "error": 0.1, "error-after": 0.1 } });
    let left = all;
    for (let attempt = 0; left.length > 0 && attempt < 30; attempt++) {
      const { outcomes } = await gateway.send(left, opening.clock.now());
      const done = new Set(outcomes.filter(({ outcome }) => outcome === "accepted").map(({ reference }) => reference));
      left = left.filter(({ reference }) => !done.has(reference));
    }
    expect(left).toEqual([]);
    expect(force.taken().map(({ id }) => id)).toHaveLength(all.length);
    expect(force.told()).toBeGreaterThan(all.length);
    expect(force.taken().find(({ id }) => id === "overdue")).toMatchObject({
      type: "supervisor.request",
      data: { supervisor: "North CID" },
    });
    expect(force.taken().filter(({ type }) => type === "officer.request")).toHaveLength(12);
  }, 60_000);

  it("rests when the secret has changed there, and takes nothing meanwhile", async () => {
    const before = force.told();
    force.changeSecret(`whsec_${Buffer.from("another secret, also thirty-two!").toString("base64")}`);
    const { outcomes, pause } = await openOwn().send(requests(1), opening.clock.now());
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["later"]);
    expect(pause?.reason).toBe("credentials");
    expect(force.told()).toBe(before);
  });

  it.each([
    "http://officers.example/requests",
    "https://169.254.169.254/latest",
    "https://10.0.0.1/requests",
    "https://[::1]/requests",
    "https://2130706433/requests",
    "https://localhost/requests",
    "https://vault.internal/requests",
    "https://printer.local/requests",
    "https://user:password@officers.example/requests",
    "https://officers.example:8443/requests",
    "https://officers.example@10.0.0.1/requests",
    "ftp://officers.example/requests",
  ])("is never looked for at %s", (url) => {
    expect(() => configure({ url })).toThrow("gateways.own.url");
  });

  it("may be a name with a path, and its force says whether officers are reminded and who is told", () => {
    expect(() => configure({ url: "https://api.officers.example/requests?v=1" })).not.toThrow();
    const told = openGateways(
      JSON.stringify({
        gateways: {},
        routes: { default: { sms: [], email: [], letter: [], officer: [] } },
        closurePrompts: { areas: { E23000028: { remind: false, escalateTo: "{unit}@force.example" } } },
      }),
      opening,
    ).closurePrompts;
    expect(told.for("E23000028")).toEqual({ remind: false, escalateTo: "{unit}@force.example" });
    expect(told.for("E23000029")).toEqual({ remind: true, escalateTo: "{unit}" });
    expect(openGateways(undefined, opening).closurePrompts.for("E23000029").remind).toBe(true);
  });
});
