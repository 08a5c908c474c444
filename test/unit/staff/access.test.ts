import { createHmac } from "node:crypto";
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from "jose";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openAccessKeys } from "../../../src/channels/access-keys.ts";
import { openAccess } from "../../../src/flow/staff.ts";
import type { Instant } from "../../../src/kernel/time.ts";

// Sign-in through Cloudflare Access, with tokens that are really signed and keys that are really published, by a team
// of the test's own.

const TEAM = "a-test-team";
const ISSUER = `https://${TEAM}.cloudflareaccess.com`;
const AUDIENCE = "32eafc7626e974616deaf0dc3ce63d7bcbed58a2731e84d06bc3cdf1b53c4228";
const NOW = Date.parse("2026-03-04T09:30:00.000Z");

type SigningKey = { readonly kid: string; readonly key: CryptoKey; readonly publicKey: CryptoKey; readonly jwk: JWK };

async function makeKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  return { kid, key: privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" } };
}

/** What Access puts into a token of somebody who signed in. */
const claims = {
  email: "Ann@force.example",
  type: "app",
  identity_nonce: "6ei69kawdKzMIAPF",
  country: "GB",
};

const inSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

type Told = { iss?: string; aud?: string | string[]; sub?: string; exp?: number; nbf?: number; kid?: string | null };

async function token(by: SigningKey, extra: object = {}, told: Told = {}): Promise<string> {
  const kid = told.kid === undefined ? by.kid : told.kid;
  return await new SignJWT({ ...claims, ...extra })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", ...(kid !== null && { kid }) })
    .setIssuer(told.iss ?? ISSUER)
    .setAudience(told.aud ?? [AUDIENCE])
    .setSubject(told.sub ?? "7335d417-61da-459d-899c-0a01c76a2f94")
    .setIssuedAt(inSeconds(NOW) - 60)
    .setNotBefore(told.nbf ?? inSeconds(NOW) - 60)
    .setExpirationTime(told.exp ?? inSeconds(NOW) + 3600)
    .sign(by.key);
}

let old: SigningKey;
let current: SigningKey;
let next: SigningKey;
let stranger: SigningKey;

beforeAll(async () => {
  [old, current, next, stranger] = await Promise.all([
    makeKey("old"),
    makeKey("current"),
    makeKey("next"),
    makeKey("current"),
  ]);
});

let now = NOW;
let asked: string[] = [];
let answer: () => Promise<Response>;
const publish = (...keys: readonly SigningKey[]) => {
  answer = async () => Response.json({ keys: keys.map(({ jwk }) => jwk), public_certs: [] });
};

const clock = { now: () => new Date(now).toISOString() as Instant };
const silent = { event: () => {}, failure: () => {} };

function openTeam(settings: { team?: string; audience?: string } = { team: TEAM, audience: AUDIENCE }) {
  return openAccess({ team: undefined, audience: undefined, ...settings }, { clock, log: silent }, (issuer) =>
    openAccessKeys(issuer, { clock }, async (address) => {
      asked.push(address);
      return await answer();
    }),
  );
}

const withHeader = (jwt: string) =>
  new Request("https://feedback.example/console", { headers: { "Cf-Access-Jwt-Assertion": jwt } });

beforeEach(() => {
  now = NOW;
  asked = [];
  publish(old, current);
});

describe("a token of Cloudflare Access", () => {
  it("signed by any published key says who signed in, in small letters, and asks for the keys once", async () => {
    const { identify } = openTeam();
    expect(await identify(withHeader(await token(current)))).toEqual({ email: "ann@force.example" });
    expect(await identify(withHeader(await token(old, {}, { aud: AUDIENCE })))).toEqual({ email: "ann@force.example" });
    expect(asked).toEqual([`${ISSUER}/cdn-cgi/access/certs`]);
  });

  it("is looked for in its header alone: a cookie, or another header, is nobody", async () => {
    const { identify } = openTeam();
    const jwt = await token(current);
    for (const headers of [{}, { cookie: `CF_Authorization=${jwt}` }, { authorization: `Bearer ${jwt}` }]) {
      expect(await identify(new Request("https://feedback.example/console", { headers }))).toBeNull();
    }
    expect(asked).toEqual([]);
  });

  it.each<readonly [string, () => Promise<string>]>([
    ["of another application", () => token(current, {}, { aud: ["another"] })],
    ["of another team", () => token(current, {}, { iss: "https://another.cloudflareaccess.com" })],
    ["that has ended", () => token(current, {}, { exp: inSeconds(NOW) - 31 })],
    ["that has not begun", () => token(current, {}, { nbf: inSeconds(NOW) + 31 })],
    ["without an end", async () => await unending()],
    ["signed by somebody else under a published name", () => token(stranger)],
    ["that names no key", () => token(current, {}, { kid: null })],
    ["of a machine", () => token(current, { email: undefined, common_name: "e367.access" }, { sub: "" })],
    ["of a machine that gives itself an e-mail", () => token(current, { common_name: "e367.access" }, { sub: "" })],
    ["of a session beyond the application", () => token(current, { type: "org" })],
    ["without an e-mail", () => token(current, { email: undefined })],
    ["whose e-mail is a list", () => token(current, { email: ["ann@force.example"] })],
    ["with algorithm none", async () => unsigned()],
    ["signed with the public key as a shared secret", async () => await confused()],
    ["whose words were changed", async () => await altered()],
    ["that is no token", async () => "nonsense"],
    ["that is empty", async () => ""],
  ])("%s is nobody's", async (_, make) => {
    expect(await openTeam().identify(withHeader(await make()))).toBeNull();
  });

  it("must name its key, also where only one is published", async () => {
    publish(current);
    const { identify } = openTeam();
    expect(await identify(withHeader(await token(current, {}, { kid: null })))).toBeNull();
    expect(await identify(withHeader(await token(current)))).not.toBeNull();
  });

  it("holds half a minute beyond its time, for clocks that differ", async () => {
    const { identify } = openTeam();
    expect(await identify(withHeader(await token(current, {}, { exp: inSeconds(NOW) - 29 })))).not.toBeNull();
    expect(await identify(withHeader(await token(current, {}, { nbf: inSeconds(NOW) + 29 })))).not.toBeNull();
  });
});

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const payload = () => ({
  ...claims,
  iss: ISSUER,
  aud: [AUDIENCE],
  sub: "someone",
  iat: inSeconds(NOW),
  exp: inSeconds(NOW) + 3600,
});

const unsigned = () => `${encode({ alg: "none", typ: "JWT", kid: "current" })}.${encode(payload())}.`;

async function confused() {
  const body = `${encode({ alg: "HS256", typ: "JWT", kid: "current" })}.${encode(payload())}`;
  return `${body}.${createHmac("sha256", await exportSPKI(current.publicKey))
    .update(body)
    .digest("base64url")}`;
}

const unending = async () => {
  const { exp: _, ...rest } = payload();
  return await new SignJWT(rest).setProtectedHeader({ alg: "RS256", kid: "current" }).sign(current.key);
};

async function altered() {
  const [head, , signature] = (await token(current)).split(".");
  return `${head}.${encode({ ...payload(), email: "chief@force.example" })}.${signature}`;
}

describe("the published keys", () => {
  it("are asked for anew when a token names one that is not among them, and at most once a minute", async () => {
    const { identify } = openTeam();
    await identify(withHeader(await token(current)));
    now += 61_000;
    publish(current, next);
    expect(await identify(withHeader(await token(next)))).not.toBeNull();
    expect(asked).toHaveLength(2);

    const unknown = withHeader(await token(next, {}, { kid: "made-up" }));
    for (let tried = 0; tried < 50; tried++) expect(await identify(unknown)).toBeNull();
    expect(asked).toHaveLength(2);
    now += 61_000;
    expect(await identify(unknown)).toBeNull();
    expect(asked).toHaveLength(3);
  });

  it("are valid for as long as they are published: an old one until it is withdrawn", async () => {
    const { identify } = openTeam();
    const byOld = await token(old, {}, { exp: inSeconds(NOW) + 86_400 });
    expect(await identify(withHeader(byOld))).not.toBeNull();
    publish(current, next);
    now += 59 * 60_000;
    expect(await identify(withHeader(byOld))).not.toBeNull();
    now += 2 * 60_000;
    expect(await identify(withHeader(byOld))).toBeNull();
  });

  it("stand for a day when the issuer does not answer, or answers with something else; then nobody is let in", async () => {
    const { identify } = openTeam();
    const jwt = await token(current, {}, { exp: inSeconds(NOW) + 3 * 86_400 });
    await identify(withHeader(jwt));
    const failures: (() => Promise<Response>)[] = [
      () => Promise.reject(new Error("unreachable")),
      async () => new Response("busy", { status: 503 }),
      async () => new Response("<html>", { status: 200 }),
      async () => Response.json({ keys: [{ kid: "current", kty: "oct", k: "AAAA" }] }),
      async () => new Response(null, { status: 302, headers: { location: "https://elsewhere.example" } }),
    ];
    for (const failure of failures) {
      answer = failure;
      now += 2 * 60 * 60_000;
      expect(await identify(withHeader(jwt))).not.toBeNull();
    }
    now += 15 * 60 * 60_000;
    expect(await identify(withHeader(jwt))).toBeNull();
  });

  it("that never came let nobody in, and are asked for once a minute until they come", async () => {
    const { identify } = openTeam();
    const request = withHeader(await token(current));
    answer = () => Promise.reject(new Error("unreachable"));
    for (let tried = 0; tried < 5; tried++) expect(await identify(request)).toBeNull();
    expect(asked).toHaveLength(1);
    publish(current);
    now += 61_000;
    expect(await identify(request)).not.toBeNull();
  });
});

describe("without a team and an audience", () => {
  it.each([{}, { team: TEAM }, { audience: AUDIENCE }, { team: "a.team/../else", audience: AUDIENCE }])(
    "nobody is let in, nothing is asked, and it is said so: %o",
    async (settings) => {
      const { isConnected, identify } = openTeam(settings);
      expect(isConnected).toBe(false);
      expect(await identify(withHeader(await token(current)))).toBeNull();
      expect(asked).toEqual([]);
    },
  );
});
