import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { beforeAll, beforeEach } from "vitest";
import { createSender } from "../../src/flow/senders.ts";
import { feeds } from "../../src/http/api/feeds.ts";
import { milestones } from "../../src/http/api/milestones.ts";
import { senders } from "../../src/http/api/senders.ts";
import { onApiError } from "../../src/http/problem-response.ts";
import type { LocalDate } from "../../src/kernel/time.ts";
import { openCapabilities } from "./capabilities.ts";
import report from "./events/01-police-milestone.cloudevent.json";
import callback from "./events/06-hmcts-results-subscription-callback.json";
import { emptyVault } from "./told.ts";

// The doors by which milestones come in, on a real vault, with senders of every role.

export const OPERATOR = "the operator's key in this test";

export const engine = {
  ...openCapabilities("2026-03-04T09:30:00.000Z"),
  secrets: {
    operatorKey: OPERATOR,
    resultsSubscriptionKeys: { [callback.request.headers["X-Key-Id"]]: callback.secretBase64 },
  },
};

export const app = new Hono<{ Variables: { engine: typeof engine } }>()
  .use(async (c, next) => {
    c.set("engine", engine);
    await next();
  })
  .onError(onApiError)
  .route("/", milestones)
  .route("/", feeds)
  .route("/", senders);

export const keys: Record<string, string> = {};

/** Registers the senders, makes the weeks\' keys, and empties the vault before each test. */
export function prepareVault() {
  beforeAll(async () => {
    const expiresOn = "2030-01-01" as LocalDate;
    const add = async (
      id: string,
      role: "force" | "witness-care" | "liaison" | "court" | "probation",
      forceCode: string | null,
    ) => {
      keys[id] = (await createSender(engine, { id, name: id, role, forceCode, expiresOn })).secret ?? "";
    };
    await add("force-45", "force", "45");
    await add("force-46", "force", "46");
    await add("wcu-45", "witness-care", "45");
    await add("courts", "court", null);
    await add("probation", "probation", null);
    await engine.keys.create("epoch", ["2026-W09", "2026-W10", "2026-W17", "2026-W38", "2026-W40", "2027-W05"]);
  });

  beforeEach(async () => {
    await emptyVault();
    engine.setTime("2026-03-04T09:30:00.000Z");
  });
}

export const post = async (path: string, by: string, body: unknown, headers: Record<string, string> = {}) =>
  await app.request(path, {
    method: "POST",
    headers: { "content-type": "application/json", "authorization": `Bearer ${keys[by] ?? by}`, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

export const structured = { "content-type": "application/cloudevents+json" };
export const batched = { "content-type": "application/cloudevents-batch+json; charset=utf-8" };

export type Answer = {
  id: string;
  source: string;
  status: string;
  problem?: { detail: string; errors?: { path: string; fix: string }[] };
};
export const answersOf = async (response: Response) => (await response.json<{ events: Answer[] }>()).events;
export const statusesOf = async (response: Response) => (await answersOf(response)).map(({ status }) => status);

export const send = async (by: string, ...events: object[]) =>
  await statusesOf(await post("/milestones", by, events, batched));

export const rows = async (query: string) =>
  (await env.VAULT.prepare(query).all<Readonly<Record<string, string | number | null>>>()).results;
export const invitations = async () => await rows("select stage, state, reason from invitation order by stage");
export const caseFacts = async () => {
  const [row] = await rows("select facts from case_file");
  return JSON.parse(String(row?.facts ?? null)) as Record<string, unknown> | null;
};

/** An event about another crime, told by force 45 unless said otherwise. */
export const about = (
  number: number,
  changes: { id?: string; data?: object; victim?: object; case?: object } = {},
) => ({
  ...report,
  id: changes.id ?? `event-${number}`,
  data: {
    ...report.data,
    ...changes.data,
    case: { ...report.data.case, identifiers: [{ type: "crimeReference", value: `45/${number}/26` }], ...changes.case },
    victim: { ...report.data.victim, victimRef: `V-${number}`, ...changes.victim },
  },
});
