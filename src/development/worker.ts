import { Hono } from "hono";
import type { DeliveryMessage, Env } from "../env.ts";
import { createApp } from "../http/app.tsx";
import { consume, type Engine, openEngine, releaseWorkflow } from "../worker.ts";
import { openClock, type MovableClock } from "./clock.ts";
import { createDoors } from "./doors.tsx";
import { createIdentityPage, developmentStaff } from "./identity.tsx";
import { openOutbox, type Outbox, throughOutbox } from "./outbox.ts";

/**
 * The deployed engine with a clock that can be moved forward, and with an outbox for a gateway unless gateways are
 * configured.
 */
export type DevelopmentEnv = Env & { readonly DEVELOPMENT: D1Database };

export type DevelopmentEngine = Engine & { readonly movable: MovableClock; readonly outbox: Outbox };

const engines = new WeakMap<DevelopmentEnv, DevelopmentEngine>();

/** Only Essex presses for closure discussions: the demo's officers answer few, and a nation of reminders would slow it. */
const inOneForce: DevelopmentEngine["closurePrompts"] = {
  for: (area) => (area === "E23000028" ? { remind: true, escalateTo: "{unit}" } : { remind: false, escalateTo: null }),
};

async function engineOf(env: DevelopmentEnv): Promise<DevelopmentEngine> {
  const known = engines.get(env);
  if (known) return known;
  const movable = openClock(env.DEVELOPMENT);
  await movable.load();
  const outbox = openOutbox(env.DEVELOPMENT, { clock: movable });
  const opened = openEngine(env, movable);
  const gateways = env.GATEWAYS === undefined ? throughOutbox(outbox) : opened.gateways;
  const engine = {
    ...opened,
    gateways,
    ...(env.GATEWAYS === undefined && { closurePrompts: inOneForce }),
    movable,
    outbox,
    staff: developmentStaff,
    health: movable.readSettings,
  };
  engines.set(env, engine);
  return engine;
}

export const ReleaseWorkflow = releaseWorkflow(engineOf);

const app = createApp(engineOf);

const everything = new Hono<{ Bindings: DevelopmentEnv }>()
  .route("/", createIdentityPage(engineOf))
  .route(
    "/development",
    createDoors(engineOf, async (request, env) => await app.fetch(request, env)),
  )
  .route("/", app);

export default {
  fetch: everything.fetch,
  queue: async (batch, env) => await consume(await engineOf(env), batch),
} satisfies ExportedHandler<DevelopmentEnv, DeliveryMessage>;
