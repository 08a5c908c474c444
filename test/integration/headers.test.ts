import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { NATION, staffRoles } from "../../src/domain/permission.ts";
import { sealSession, type Session } from "../../src/flow/answer.ts";
import { createSender } from "../../src/flow/senders.ts";
import { putStaff } from "../../src/flow/staff.ts";
import { createApp } from "../../src/http/app.tsx";
import { instantOf, type LocalDate, type Week } from "../../src/kernel/time.ts";
import { openEngine } from "../../src/worker.ts";
import { recordingLog } from "../support/capabilities.ts";
import { plainDims } from "../support/invited.ts";

// What every answer says to browsers and caches, at every address that the app has. The addresses are the app's own list,
// so that a new one is looked at as soon as it is there.

const NOW = instantOf(Date.parse("2026-03-03T12:00:00.000Z"));
const ORIGIN = "https://feedback.example";
const STAFF = "ann@force.example";
const SECRET_WORDS = "the words of a fault";

/** A database that always fails, in words that nobody may be told. */
const broken = new Proxy(env.VAULT, {
  get: () => () => {
    throw new Error(SECRET_WORDS);
  },
});

const callbackToken = "a token of the gateway's own, of chance".replaceAll(" ", "-");
const GATEWAYS = JSON.stringify({
  gateways: {
    national: {
      kind: "notify",
      apiKey: "test-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0",
      templates: {},
      callbackToken,
    },
  },
  routes: { default: {} },
});

/** As it is deployed, but for who signs staff in, the log, and counters that refuse when the test says so. */
function openTrial(databases: Partial<typeof env> = {}) {
  const refusing = { requests: false, failures: false };
  const log = recordingLog();
  const engine = {
    ...openEngine({ ...env, GATEWAYS, ...databases }, { now: () => NOW }),
    log,
    limits: { admit: async () => !refusing.requests, bear: async () => !refusing.failures },
    staff: {
      isConnected: true,
      signInAt: null,
      identify: async (request: Request) => (request.headers.has("test-staff") ? { email: STAFF } : null),
    },
  };
  return { engine, refusing, app: createApp(async () => engine) };
}

const trial = openTrial();
const failing = openTrial({ VAULT: broken, RESPONSES: broken });

const session: Session = {
  token: "a".repeat(22),
  linkHash: "a hash of a link",
  wave: "2026-W10" as Week,
  dims: plainDims,
  instrument: "report@1",
  draw: 0.5,
  locale: "en",
  mode: "web",
  variant: "standard",
  wording: [],
  journey: null,
  expiresOn: "2026-03-30" as LocalDate,
  until: instantOf(Date.parse("2026-03-03T12:30:00.000Z")),
};

/** Who calls, by the headers that prove it. */
const callers: Record<string, Readonly<Record<string, string>>> = {
  nobody: {},
  operator: { authorization: `Bearer ${env.OPERATOR_KEY}` },
  staff: { "test-staff": "yes", "sec-fetch-site": "same-origin" },
  gateway: { authorization: `Bearer ${callbackToken}` },
};

beforeAll(async () => {
  const { engine } = trial;
  await engine.keys.create("wave", ["2026-W10"]);
  await engine.keys.create("day", ["2026-03-03"]);
  for (const role of ["force", "court", "probation"] as const) {
    const wanted = { id: role, name: role, role, forceCode: role === "force" ? "45" : null };
    const made = await createSender(engine, { ...wanted, expiresOn: "2030-01-01" as LocalDate });
    callers[role] = { authorization: `Bearer ${made.secret ?? ""}` };
  }
  await putStaff(engine, "operator", {
    email: STAFF,
    name: "Ann",
    grants: staffRoles.map((role) => ({ role, area: NATION })),
  });
  callers["victim"] = {
    "cookie": `__Host-feedback=${encodeURIComponent(await sealSession(engine, session))}`,
    "sec-fetch-site": "same-origin",
  };
});

type Route = { readonly method: string; readonly path: string };

/** Values for what is open in an address; anything else is `x`. */
const parameters: Readonly<Record<string, string>> = {
  token: "b".repeat(22),
  place: "1",
  release: "2026Q1",
  email: "ben@force.example",
  name: "national",
};

/** An address of a route: `:file{trends\.(?:json|csv)}` becomes the first that it means. */
const addressFor = (path: string) =>
  path.replaceAll(/:(\w+)(?:\{([^}]+)\})?/g, (_, name: string, pattern?: string) =>
    pattern === undefined
      ? (parameters[name] ?? "x")
      : pattern.replaceAll("\\", "").replace(/\(\?:([^|)]+)[^)]*\)/, "$1"),
  );

const routes: readonly Route[] = [
  ...new Map(
    trial.app.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => [`${method} ${path}`, { method, path: addressFor(path) }]),
  ).values(),
];
const reading = new Set(["GET", "OPTIONS"]);
const changing = routes.filter(({ method }) => !reading.has(method));
const isApi = ({ path }: Route) => path.startsWith("/v1/");
const isUpload = ({ method, path }: Route) => method === "PUT" && path.endsWith("/rows");

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const JSON_BODY = { "content-type": "application/json" };

async function call(
  { app }: typeof trial,
  route: Route,
  who: Readonly<Record<string, string>>,
  body = isApi(route) ? "{}" : "",
) {
  const { method, path } = route;
  const hasBody = method !== "GET" && method !== "OPTIONS";
  const headers = { ...(hasBody && (isApi(route) ? JSON_BODY : FORM)), ...who };
  const request = new Request(ORIGIN + path, { method, headers, redirect: "manual", ...(hasBody && { body }) });
  const answer = await app.fetch(request, env);
  return { answer, text: await answer.text() };
}

/** What may be kept by caches: what is open to everybody. */
const PUBLIC =
  /^\/(?:|privacy(?:\/.*)?|accessibility|results(?:\/.*)?|assets\/.*|v1\/(?:releases(?:\/.*)?|trends\.\w+|codelists(?:\/.*)?|instruments(?:\/.*)?|methodology\/.*|openapi\.json|reference))$/;

const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "object-src 'none'",
];
const DATA_POLICY = ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"];

/** What is wrong with the headers of an answer, in words; nothing, where all is well. */
function faultsOf(path: string, { status, headers }: Response, text: string): readonly string[] {
  const wanted = {
    "strict-transport-security": "max-age=31536000; includeSubDomains; preload",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
  };
  const faults = Object.entries(wanted)
    .filter(([name, value]) => headers.get(name) !== value)
    .map(([name]) => name);
  const type = headers.get("content-type") ?? "";
  const isPage = type.startsWith("text/html");
  const policy = (headers.get("content-security-policy") ?? "").split("; ");
  const missing = (isPage ? PAGE_POLICY : DATA_POLICY).filter((directive) => !policy.includes(directive));
  faults.push(...missing.map((directive) => `no ${directive}`));
  if (policy.some((directive) => /unsafe|\*|https?:|data:/.test(directive)))
    faults.push("a policy that lets things in");
  if (!/\bcamera=\(\).*\bgeolocation=\(\).*\bmicrophone=\(\)/.test(headers.get("permissions-policy") ?? ""))
    faults.push("permissions-policy");
  if (headers.has("server") || headers.has("x-powered-by")) faults.push("tells what it runs on");
  const kept = headers.get("cache-control") ?? "";
  if (kept !== "no-store" && (status >= 400 || !PUBLIC.test(path) || !kept.startsWith("public, max-age=")))
    faults.push(`cache-control: ${kept}`);
  if (isPage && !PUBLIC.test(path) && headers.get("x-robots-tag") !== "noindex, nofollow, noarchive")
    faults.push("x-robots-tag");
  if (text !== "" && type === "") faults.push("no content-type");
  if (type.startsWith("text/") && !/charset=utf-8/i.test(type)) faults.push(`no charset: ${type}`);
  if (headers.get("access-control-allow-origin") === "*" && kept === "no-store" && status < 400)
    faults.push("open to every page, and not public");
  if (headers.has("access-control-allow-credentials")) faults.push("lets other pages use cookies");
  for (const cookie of headers.getSetCookie()) {
    const [pair = "", ...attributes] = cookie.split("; ");
    const isGuarded = ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"].every((each) => attributes.includes(each));
    if (!pair.startsWith("__Host-") || !isGuarded || /domain=/i.test(cookie))
      faults.push("a cookie that is not guarded");
    if (pair.length > 4096) faults.push("a cookie that is too long");
  }
  return faults;
}

describe("every address", () => {
  it("is among those looked at, with somebody who is let in, and its headers are the same for whoever calls", async () => {
    const faults: string[] = [];
    const shut: string[] = [];
    for (const route of routes) {
      const statuses: number[] = [];
      for (const [who, headers] of Object.entries(callers)) {
        const { answer, text } = await call(trial, route, headers);
        statuses.push(answer.status);
        const where = `${route.method} ${route.path} as ${who} (${answer.status})`;
        faults.push(...faultsOf(route.path, answer, text).map((fault) => `${where}: ${fault}`));
      }
      // Who signs is let in, and who has begun an interview: other tests do both.
      const isBegunElsewhere = /results-subscription|\/status\/|telephone\/interview/.test(route.path);
      if (!isBegunElsewhere && statuses.every((status) => status === 401 || status === 403)) shut.push(route.path);
      if (statuses.some((status) => status >= 500 && status !== 503))
        faults.push(`${route.path}: ${statuses.join(" ")}`);
    }
    expect([faults, shut]).toEqual([[], []]);
    expect(routes.length).toBeGreaterThan(110);
    expect(changing.length).toBeGreaterThan(40);
  }, 120_000);

  it("keeps its headers, and tells nothing, when the fault is ours", async () => {
    const faults: string[] = [];
    let broke = 0;
    for (const route of routes) {
      for (const [who, headers] of Object.entries(callers)) {
        const { answer, text } = await call(failing, route, headers);
        if (answer.status === 500) broke++;
        if (text.includes(SECRET_WORDS) || /\bat .*\.tsx?:\d/.test(text))
          faults.push(`${route.path} tells of the fault`);
        faults.push(
          ...faultsOf(route.path, answer, text).map((fault) => `${route.method} ${route.path} as ${who}: ${fault}`),
        );
      }
    }
    expect(faults).toEqual([]);
    expect(broke).toBeGreaterThan(100);
  }, 120_000);

  it("answers another method by 405 and which it takes; one that is none by 404, with the same headers", async () => {
    const faults: string[] = [];
    const addresses = new Map<string, string[]>();
    for (const { method, path } of routes) addresses.set(path, [...(addresses.get(path) ?? []), method]);
    for (const [path, methods] of addresses) {
      const method = "PATCH";
      const { answer, text } = await call(trial, { method, path }, { ...callers["staff"], ...callers["operator"] });
      const allowed = new Set((answer.headers.get("allow") ?? "").split(", "));
      const isTold = answer.status === 405 && methods.every((each) => each === "OPTIONS" || allowed.has(each));
      // Staff's pages say no more of themselves than that they are not there.
      if (!isTold && !(path.startsWith("/console") && answer.status === 404)) faults.push(`${answer.status} ${path}`);
      faults.push(...faultsOf(path, answer, text));
    }
    for (const path of [
      "/nothing",
      "/v1/nothing",
      "/assets/0/nothing.css",
      "/console/nothing",
      "/results/2026Q1/nothing",
    ]) {
      const { answer, text } = await call(trial, { method: "GET", path }, callers["staff"] ?? {});
      if (answer.status !== 404) faults.push(`${answer.status} ${path}`);
      faults.push(...faultsOf(path, answer, text).map((fault) => `${path}: ${fault}`));
    }
    expect(faults).toEqual([]);
  });
});

describe("every address that takes something in", () => {
  it("takes no more than its limit, whoever sends, before anything is read of it", async () => {
    const large = { api: "x".repeat(4 * 1024 * 1024 + 1), page: "x".repeat(256 * 1024 + 1) };
    const taken: string[] = [];
    for (const route of changing.filter((each) => !isUpload(each))) {
      const { answer, text } = await call(trial, route, {}, isApi(route) ? large.api : large.page);
      if (answer.status !== 413) taken.push(`${answer.status} ${route.method} ${route.path}`);
      taken.push(...faultsOf(route.path, answer, text));
    }
    expect(taken).toEqual([]);
  }, 60_000);

  it("refuses who sends too much, or guesses too often, by 429 and for how long", async () => {
    const passed: string[] = [];
    const look = async (route: Route, who: Readonly<Record<string, string>>, as: string) => {
      const { answer, text } = await call(trial, route, who);
      if (answer.status !== 429) passed.push(`${answer.status} ${route.method} ${route.path} as ${as}`);
      passed.push(...faultsOf(route.path, answer, text));
      if (answer.headers.get("retry-after") === null) passed.push(`${route.path} says not how long`);
    };
    trial.refusing.failures = true;
    const wrong = { "authorization": "Bearer tl_12345678_wrong", "x-key-id": "one", "x-signature": "AAAA" };
    const keyed = routes.filter((route) => isApi(route) && route.method !== "OPTIONS" && !PUBLIC.test(route.path));
    for (const route of [...keyed, { method: "POST", path: "/v1/releases" }]) await look(route, wrong, "a guesser");
    trial.refusing.failures = false;
    trial.refusing.requests = true;
    for (const route of changing.filter((each) => !isApi(each))) await look(route, {}, "anybody");
    let held = 0;
    for (const route of changing.filter(isApi)) {
      for (const sender of ["force", "court", "probation"]) {
        const { status } = (await call(trial, route, callers[sender] ?? {})).answer;
        if (status === 429) held++;
        else if (status !== 401 && status !== 403) passed.push(`${status} ${route.method} ${route.path} as ${sender}`);
      }
    }
    expect(held).toBeGreaterThan(30);
    trial.refusing.requests = false;
    expect(passed).toEqual([]);
    expect(keyed.length).toBeGreaterThan(30);
  });

  it("writes into the log who was refused where, by the route alone; of victims' pages nothing", async () => {
    const { log } = trial.engine;
    log.lines.length = 0;
    await call(trial, { method: "GET", path: "/v1/senders/force/keys" }, { authorization: "Bearer wrong" });
    await call(trial, { method: "GET", path: "/console/held/0195" }, {});
    await call(trial, { method: "GET", path: "/feedback/check" }, {});
    expect(log.lines.map((line) => JSON.parse(line) as object)).toEqual([
      { event: "request-refused", status: 401, method: "GET", route: "/v1/senders/:id/keys" },
      { event: "request-refused", status: 401, method: "GET", route: "/console/held/:id" },
    ]);
  });
});
