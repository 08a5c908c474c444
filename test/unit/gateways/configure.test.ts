import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { openGateways } from "../../../src/channels/configure.ts";
import { API_KEY, templates } from "../../support/gateways/notify.ts";
import { serve } from "../../support/gateways/server.ts";
import { ACCOUNT_SID } from "../../support/gateways/twilio.ts";
import { logged, message, opening } from "./fixture.ts";

const SECRET = `whsec_${Buffer.from("a secret of thirty-two bytes !!!").toString("base64")}`;
const national = { kind: "notify", apiKey: API_KEY, templates, callbackToken: "a-token-of-many-characters" };
const spare = { kind: "twilio", accountSid: ACCOUNT_SID, authToken: "an auth token for tests", from: "+447700900999" };
const officers = { kind: "webhook", url: "https://officers.example/requests", secret: SECRET };
const routes = {
  default: { sms: ["national", "spare"], email: ["national"] },
  areas: { E23000028: { sms: ["spare"], officer: ["officers"] } },
};
const configuration = { gateways: { national, spare, officers }, routes };

const open = (given: object) => openGateways(JSON.stringify(given), opening);

describe("the configuration of gateways", () => {
  it("says by area and carriage which are tried, in which order", () => {
    const { gateways, gatewayCallers } = open(configuration);
    const names = (area: string, carriage: "sms" | "email" | "letter" | "officer") =>
      gateways.for(area, carriage).map(({ name }) => name);
    expect(names("E23000001", "sms")).toEqual(["national/sms", "spare/sms"]);
    expect(names("E23000028", "sms")).toEqual(["spare/sms"]);
    expect(names("E23000028", "email")).toEqual(["national/email"]);
    expect(names("E23000028", "officer")).toEqual(["officers/officer"]);
    expect(names("E23000001", "letter")).toEqual([]);
    expect(gateways.named("national/letter")?.carries).toEqual(["letter"]);
    expect(gateways.named("national")).toBeNull();
    expect(gateways.all).toHaveLength(6);
    expect(gatewayCallers.named("national")).toEqual({ kind: "notify", token: national.callbackToken });
    expect(gatewayCallers.named("spare")?.kind).toBe("twilio");
    expect(gatewayCallers.named("officers")).toBeNull();
    expect(gatewayCallers.named("constructor")).toBeNull();
  });

  it("may be absent: then there is no gateway, and everything is held", () => {
    for (const text of [undefined, "", " "]) {
      const { gateways, gatewayCallers } = openGateways(text, opening);
      expect(gateways.all).toEqual([]);
      expect(gateways.for("E23000028", "sms")).toEqual([]);
      expect(gatewayCallers.named("national")).toBeNull();
    }
  });

  it.each([
    [
      {
        ...configuration,
        gateways: { ...configuration.gateways, national: { ...national, apiKey: "a secret value" } },
      },
      "gateways.national.apiKey",
    ],
    [
      {
        ...configuration,
        gateways: { ...configuration.gateways, national: { ...national, password: "a secret value" } },
      },
      "gateways.national",
    ],
    [
      { ...configuration, gateways: { ...configuration.gateways, spare: { ...spare, from: undefined } } },
      "gateways.spare",
    ],
    [
      {
        ...configuration,
        gateways: { ...configuration.gateways, national: { ...national, baseUrl: "http://notify.example" } },
      },
      "gateways.national.baseUrl",
    ],
    [{ ...configuration, routes: { default: { letter: ["spare"] } } }, "routes.default.letter"],
    [
      { ...configuration, routes: { default: {}, areas: { E23000028: { sms: ["nobody"] } } } },
      "routes.areas.E23000028.sms",
    ],
  ])("names its fault where it is wrong, and no value: %#", (given, path) => {
    expect(() => open(given)).toThrow(path);
    expect(logged()).toContain(path);
    expect(logged()).not.toContain("a secret value");
    expect(() => openGateways("{", opening)).toThrow("GATEWAYS is wrong");
  });
});

describe("a force's webhook", () => {
  it("is signed as the published library verifies it, under one id however often it is tried", async () => {
    const asked: { headers: Record<string, string>; body: string }[] = [];
    const statuses = [500, 200];
    const server = await serve(0, async ({ headers, body }) => {
      asked.push({ headers: headers as Record<string, string>, body });
      return { status: statuses.shift() ?? 200, body: "" };
    });
    const routesOf = { default: { officer: ["officers"] } };
    const { gateways } = open({ gateways: { officers: { ...officers, url: server.url } }, routes: routesOf });
    const [gateway] = gateways.for("E23000028", "officer");
    const officer = message({ channel: "officer", to: "PC4521", subject: "To record" });
    expect((await gateway?.send([officer], opening.clock.now()))?.outcomes[0]?.outcome).toBe("later");
    expect((await gateway?.send([officer], opening.clock.now()))?.outcomes[0]?.outcome).toBe("accepted");
    await server.stop();

    // The link is the same in both, so whoever takes one may pass over the other.
    expect(asked.map(({ headers }) => headers["webhook-id"])).toEqual([officer.reference, officer.reference]);
    for (const { headers, body } of asked)
      expect(new Webhook(SECRET).verify(body, headers)).toMatchObject({ data: { officer: "PC4521" } });
    expect(JSON.parse(asked[0]?.body ?? "")).toMatchObject({
      type: "officer.request",
      data: {
        reference: officer.reference,
        area: "E23000028",
        language: "en",
        subject: "To record",
        message: officer.body,
      },
    });
  });
});
