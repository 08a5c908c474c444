import { Hono } from "hono";
import { sql } from "drizzle-orm";
import * as v from "valibot";
import { receiveText } from "../flow/receive-text.ts";
import { sendWaitingReplies } from "../flow/reply.ts";
import { recordReceipts } from "../flow/sweep.ts";
import { jsonBody, onApiError } from "../http/problem-response.ts";
import { ownPagesOnly } from "../http/staff-guards.ts";
import { readForm } from "../http/web/sitting.ts";
import { randomId } from "../kernel/ids.ts";
import { Problem } from "../kernel/problem.ts";
import {
  type Instant,
  instantOf,
  londonDate,
  londonInstant,
  millisecondsOf,
  parseInstant,
  plusDays,
} from "../kernel/time.ts";
import { countWaiting } from "../store/responses/pool.ts";
import { readHeldComments } from "./comments.ts";
import { OutboxPage } from "./outbox-page.tsx";
import { runCron } from "../worker.ts";
import type { DevelopmentEngine, DevelopmentEnv } from "./worker.ts";

/** When the nightly cron runs, in minutes past London midnight (wrangler.toml). */
const NIGHT = 150;

/** Requests replayed at once inside the Worker. */
const AT_ONCE = 64;

const instant = v.pipe(
  v.string(),
  v.check((text) => parseInstant(text) !== null, "a moment such as 2026-03-04T10:00:00Z"),
);

const replayed = v.array(
  v.strictObject({
    method: v.picklist(["GET", "POST"]),
    path: v.pipe(v.string(), v.startsWith("/")),
    headers: v.optional(v.record(v.string(), v.string()), {}),
    body: v.optional(v.string()),
  }),
);

type Fetch = (request: Request, env: DevelopmentEnv) => Promise<Response>;

/**
 * Doors that only development has: move the clock, look into the outbox, hand in receipts, replay requests.
 *
 * The deployed Worker does not reach this file; a test looks for these addresses in its bundle.
 */
export function createDoors(engineOf: (env: DevelopmentEnv) => Promise<DevelopmentEngine>, fetch: Fetch) {
  return new Hono<{ Bindings: DevelopmentEnv; Variables: { engine: DevelopmentEngine } }>()
    .onError(onApiError)
    .use(async (c, next) => {
      c.set("engine", await engineOf(c.env));
      await next();
    })
    .get("/clock", (c) => c.json({ now: c.var.engine.clock.now() }))
    .post("/clock", jsonBody(v.strictObject({ to: instant })), async (c) => {
      const to = parseInstant(c.req.valid("json").to);
      if (to === null || to < c.var.engine.clock.now()) {
        throw new Problem("conflict", "The clock only moves forward. Ask for a later moment.");
      }
      await moveClock(c.var.engine, to);
      return c.json({ now: c.var.engine.clock.now() });
    })
    .get("/status", async (c) => {
      const { vault, responses, clock } = c.var.engine;
      const today = londonDate(clock.now());
      const row = await vault.get<{ due: number }>(
        sql`select count(*) as due from invitation where state = 'claimed' or (state = 'scheduled' and due_on <= ${today})
          or (state in ('sent', 'delivered') and claimed_until is not null)`,
      );
      return c.json({ now: clock.now(), due: row?.due ?? 0, waitingInPool: await countWaiting(responses) });
    })
    .get("/settings", async (c) => c.json(await c.var.engine.movable.readSettings()))
    .post("/settings", jsonBody(v.strictObject({ name: v.string(), value: v.string() })), async (c) => {
      const { name, value } = c.req.valid("json");
      if (name === "clock") throw new Problem("forbidden", "Move the clock at /development/clock.");
      await c.var.engine.movable.keepSetting(name, value);
      return c.json({ name, value });
    })
    .get("/outbox.json", async (c) => {
      const [after, limit] = [Number(c.req.query("after") ?? 0), Number(c.req.query("limit") ?? 1000)];
      return c.json(await c.var.engine.outbox.read(after, limit));
    })
    .get("/outbox", async (c) => {
      const messages = await c.var.engine.outbox.newest(200);
      return c.html(<OutboxPage messages={messages} locale="en" clock={c.var.engine.clock.now()} />);
    })
    .get("/comments.json", async (c) => c.json(await readHeldComments(c.var.engine, c.req.query("after") ?? "")))
    .post("/texts", ownPagesOnly, async (c) => {
      const form = await readForm(c);
      const { engine } = c.var;
      await hearText(engine, { from: form.get("from") ?? "", text: (form.get("text") ?? "").slice(0, LONGEST_TEXT) });
      return c.redirect("/development/outbox", 303);
    })
    .post(
      "/receipts",
      jsonBody(
        v.array(
          v.strictObject({
            reference: v.string(),
            status: v.picklist(["delivered", "failed-permanent", "failed-temporary"]),
          }),
        ),
      ),
      async (c) => c.json({ changed: await recordReceipts(c.var.engine, c.req.valid("json")) }),
    )
    .post("/replay", jsonBody(replayed), async (c) => {
      const requests = c.req.valid("json");
      const answers: unknown[] = [];
      for (let from = 0; from < requests.length; from += AT_ONCE) {
        const some = requests.slice(from, from + AT_ONCE);
        answers.push(...(await Promise.all(some.map((request) => replay(request, c.env, fetch, c.req.url)))));
      }
      return c.json(answers);
    });
}

/** The longest text that a phone sends, in characters: about ten parts. */
const LONGEST_TEXT = 1_600;

/** How long somebody takes to type, in milliseconds: longer than two texts with the same words count as one. */
const TYPING = 15_000;

/** Takes in a text as a gateway would tell us of it, and sends its reply. The clock goes on by what typing takes. */
async function hearText(engine: DevelopmentEngine, { from, text }: { readonly from: string; readonly text: string }) {
  const { movable, outbox } = engine;
  await movable.moveTo(instantOf(millisecondsOf(movable.now()) + TYPING));
  const received = { id: randomId(engine), from, text };
  await outbox.keepReceived(received);
  await receiveText(engine, outbox.name, received);
  await sendWaitingReplies(engine);
}

async function replay(
  { method, path, headers, body }: v.InferOutput<typeof replayed>[number],
  env: DevelopmentEnv,
  fetch: Fetch,
  base: string,
) {
  const request = new Request(new URL(path, base), {
    method,
    // As any client would say it; without it the limit on bodies has to count what it reads.
    headers: { ...headers, "content-length": String(new TextEncoder().encode(body ?? "").length) },
    redirect: "manual",
    ...(body !== undefined && { body }),
  });
  const response = await fetch(request, env);
  const text = await response.text();
  return {
    status: response.status,
    location: response.headers.get("location"),
    cookie: response.headers.get("set-cookie"),
    ...(response.status >= 400 && { body: text.slice(0, 500) }),
  };
}

/** The last night whose cron ran to its end. The clock is kept before a night runs, this after it. */
const LAST_NIGHT = "last-night";

/**
 * Moves the clock, night by night; each night's cron runs as it is passed, the frequent one at the end. A night that was
 * killed runs again, however far the clock had come: running it twice does no harm.
 */
async function moveClock(engine: DevelopmentEngine, to: Instant): Promise<void> {
  const { movable, clock } = engine;
  const { [LAST_NIGHT]: last } = await movable.readSettings();
  for (let day = londonDate(clock.now()); ; day = plusDays(day, 1)) {
    const night = londonInstant(day, NIGHT);
    if (night > to) break;
    if (night < clock.now() || last === day) continue;
    await movable.moveTo(night);
    await runCron(engine, "30 2 * * *");
    await movable.keepSetting(LAST_NIGHT, day);
  }
  await movable.moveTo(to);
  await runCron(engine, "*/5 * * * *");
}
