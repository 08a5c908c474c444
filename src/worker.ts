import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from "cloudflare:workers";
import type { Channel } from "./channels/channel.ts";
import { heldChannel } from "./channels/held.ts";
import type { DeliveryMessage, Env, ReleaseRequest } from "./env.ts";
import { cutWave } from "./flow/cut-wave.ts";
import { deliverBatch, queueDue } from "./flow/deliver.ts";
import { flushPool } from "./flow/flush.ts";
import { closeWaves, createKeys } from "./flow/keys.ts";
import { publishFrame } from "./flow/publish-frame.ts";
import { releaseSteps, startRelease } from "./flow/release.ts";
import { retainResponses } from "./flow/retain-responses.ts";
import { retainVault } from "./flow/retain-vault.ts";
import { recordDead, sweep } from "./flow/sweep.ts";
import { createApp } from "./http/app.tsx";
import { type HasClock, instantOf, type Quarter } from "./kernel/time.ts";
import { randomBytes } from "./platform/crypto.ts";
import { openKeys } from "./platform/keys.ts";
import { openLog } from "./platform/log.ts";
import { openResponses } from "./store/responses/database.ts";
import { openVault } from "./store/vault/database.ts";

/** A queue takes at most this many messages in one call. */
const MESSAGES_A_CALL = 100;

const DEAD_LETTERS = /-dead$/;
const NIGHTLY = "30 2 * * *";

/** One object with every capability. Each step's signature asks only for those that it uses. */
export function openEngine(env: Env, clock: HasClock["clock"], channel: Channel) {
  const responses = openResponses(env.RESPONSES);
  return {
    clock,
    channel,
    responses,
    vault: openVault(env.VAULT),
    keys: openKeys(env.ROOT_KEY, env.KEYS, { clock }),
    log: openLog(),
    random: { bytes: randomBytes },
    publicOrigin: env.PUBLIC_ORIGIN,
    secrets: {
      operatorKey: env.OPERATOR_KEY,
      resultsSubscriptionKeys: JSON.parse(env.RESULTS_SUBSCRIPTION_KEYS ?? "{}") as Readonly<Record<string, string>>,
    },
    deliveries: {
      send: async (ids: readonly string[]) => {
        for (let from = 0; from < ids.length; from += MESSAGES_A_CALL) {
          const some = ids.slice(from, from + MESSAGES_A_CALL);
          await env.DELIVERIES.sendBatch(some.map((id) => ({ body: { id } })));
        }
      },
    },
    releases: {
      start: async (period: Quarter) => {
        const state = await startRelease({ responses, clock }, period);
        if (state === "started" || state === "building") await runWorkflow(env.RELEASE, period);
        return state;
      },
    },
    health: async (): Promise<Readonly<Record<string, string>>> => ({}),
  };
}

export type Engine = ReturnType<typeof openEngine>;

/**
 * Sees to it that a release is being built, whatever became of an earlier attempt. A release that was begun and whose
 * Workflow was never made, or has failed, would otherwise stay unfinished for ever. Two at once make one.
 */
async function runWorkflow(workflows: Workflow<ReleaseRequest>, period: Quarter): Promise<void> {
  const id = `release-${period}`;
  try {
    await workflows.create({ id, params: { period } });
  } catch (cause) {
    const instance = await workflows.get(id).catch(() => null);
    if (instance === null) throw cause;
    const { status } = await instance.status();
    // Also one that came to its end: of a release that is still being built, its steps have work to do.
    if (status === "errored" || status === "terminated" || status === "complete") await instance.restart();
  }
}

/** What runs each night, in this order: each step needs what the ones before it left. */
const nightly: readonly (readonly [name: string, step: (engine: Engine) => Promise<unknown>])[] = [
  ["create-keys", createKeys],
  ["flush-pool", flushPool],
  ["close-waves", closeWaves],
  ["cut-wave", cutWave],
  ["publish-frame", publishFrame],
  ["retain-vault", retainVault],
  ["retain-responses", retainResponses],
];

const frequently: typeof nightly = [
  ["sweep", sweep],
  ["cut-wave", cutWave],
  ["queue-due", queueDue],
];

/** Runs a cron's steps in order. One that fails is logged and does not stop the others; the run then fails as a whole. */
export async function runCron(engine: Engine, cron: string): Promise<void> {
  let failures = 0;
  for (const [name, step] of cron === NIGHTLY ? nightly : frequently) {
    try {
      await step(engine);
    } catch (cause) {
      failures++;
      engine.log.failure(`cron-${name}`, cause);
    }
  }
  if (failures > 0) throw new Error(`${failures} steps of the cron failed; the log names them`);
}

/** Delivers a batch of the queue, or records why its messages are dead. */
export async function consume(engine: Engine, batch: MessageBatch<DeliveryMessage>): Promise<void> {
  const ids = batch.messages.map(({ body }) => body.id);
  await (DEAD_LETTERS.test(batch.queue) ? recordDead(engine, ids) : deliverBatch(engine, ids));
}

/** The release as a Workflow: every step small, repeatable, and returning nothing, so that no history keeps a count. */
export function releaseWorkflow<E extends Env>(open: (env: E) => Promise<Engine>) {
  return class extends WorkflowEntrypoint<E, ReleaseRequest> {
    override async run(event: Readonly<WorkflowEvent<ReleaseRequest>>, step: WorkflowStep): Promise<void> {
      const engine = await open(this.env);
      for (const { name, run } of releaseSteps) {
        await step.do(name, async () => {
          await run(engine, event.payload.period as Quarter);
        });
      }
    }
  };
}

/** One engine an isolate and environment: its imported keys are worth keeping. */
const engines = new WeakMap<Env, Engine>();

async function engineOf(env: Env): Promise<Engine> {
  const known = engines.get(env);
  if (known) return known;
  const opened = openEngine(env, { now: () => instantOf(Date.now()) }, heldChannel);
  engines.set(env, opened);
  return opened;
}

export const ReleaseWorkflow = releaseWorkflow(engineOf);

const app = createApp(engineOf);

export default {
  fetch: app.fetch,
  queue: async (batch, env) => await consume(await engineOf(env), batch),
  scheduled: async (controller, env) => await runCron(await engineOf(env), controller.cron),
} satisfies ExportedHandler<Env, DeliveryMessage>;
