import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from "cloudflare:workers";
import * as v from "valibot";
import { openGateways } from "./channels/configure.ts";
import type { DeliveryMessage, Env, ReleaseRequest } from "./env.ts";
import { keepAudit } from "./flow/audit.ts";
import { tellContactInboxes } from "./flow/contact-wish.ts";
import { cutWave } from "./flow/cut-wave.ts";
import { deliverBatch, queueDue } from "./flow/deliver.ts";
import { flushPool } from "./flow/flush.ts";
import { closeWaves, createKeys } from "./flow/keys.ts";
import { isClosurePrompt, queueClosurePrompts, sendClosurePrompts } from "./flow/prompt-closures.ts";
import { endConversations, forgetConversations } from "./flow/end-conversations.ts";
import { isTextReply, replyBatch, sendWaitingReplies } from "./flow/reply.ts";
import { publishFrame } from "./flow/publish-frame.ts";
import { collectTexts, forgetTexts } from "./flow/receive-text.ts";
import { startCorrection } from "./flow/correct-release.ts";
import { releaseSteps, startRelease } from "./flow/release.ts";
import { keepMark, refuseRestored } from "./flow/restored.ts";
import { retainResponses } from "./flow/retain-responses.ts";
import { showComments } from "./flow/show-comments.ts";
import { retainVault } from "./flow/retain-vault.ts";
import { isReminder, queueReminders, remindBatch } from "./flow/remind.ts";
import { openAccess } from "./flow/staff.ts";
import { recordDead, sweep } from "./flow/sweep.ts";
import { watchContacts } from "./flow/watch-contacts.ts";
import { createApp } from "./http/app.tsx";
import type { Localised } from "./kernel/locale.ts";
import { type HasClock, instantOf, type Quarter } from "./kernel/time.ts";
import { randomBytes } from "./platform/crypto.ts";
import { openKeys } from "./platform/keys.ts";
import { openLimits } from "./platform/limits.ts";
import { openMarks } from "./platform/marks.ts";
import { openLog, withoutWords } from "./platform/log.ts";
import { openResponses } from "./store/responses/database.ts";
import { openVault } from "./store/vault/database.ts";

/** A queue takes at most this many messages in one call. */
const MESSAGES_A_CALL = 100;

const DEAD_LETTERS = /-dead$/;
const NIGHTLY = "30 2 * * *";

/**
 * One object with every capability. Each step's signature asks only for those that it uses.
 *
 * @throws Error for gateways that are configured wrongly.
 */
export function openEngine(env: Env, clock: HasClock["clock"]) {
  const responses = openResponses(env.RESPONSES);
  const vault = openVault(env.VAULT);
  const marks = openMarks(env.KEYS);
  const log = openLog();
  const keys = openKeys(env.ROOT_KEY, env.KEYS, { clock, guard: async () => await refuseRestored({ vault, marks }) });
  return {
    clock,
    ...openGateways(env.GATEWAYS, { clock, log, publicOrigin: env.PUBLIC_ORIGIN }),
    responses,
    vault,
    keys,
    marks,
    log,
    limits: openLimits(env.RATE_LIMIT, env.FAILURE_LIMIT),
    staff: openAccess({ team: env.ACCESS_TEAM, audience: env.ACCESS_AUDIENCE }, { clock, log }),
    random: { bytes: randomBytes },
    publicOrigin: env.PUBLIC_ORIGIN,
    contactInboxes: readContactInboxes(env),
    secrets: {
      operatorKey: env.OPERATOR_KEY,
      resultsSubscriptionKeys: readSubscriptionKeys(env),
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
        const state = await startRelease({ responses, keys, marks, clock }, period);
        if (state === "started" || state === "building") await runWorkflow(env.RELEASE, period);
        return state;
      },
      correct: async (period: Quarter, reason: Localised) => {
        const outcome = await startCorrection({ responses, marks, clock }, period, reason);
        if (outcome.state === "started" || outcome.state === "building") await runWorkflow(env.RELEASE, outcome.id);
        return outcome;
      },
    },
    health: async (): Promise<Readonly<Record<string, string>>> => ({}),
  };
}

export type Engine = ReturnType<typeof openEngine>;

const inboxes = v.record(v.string(), v.string());

/** @throws Error for what is not an object of texts. */
function readContactInboxes({ CONTACT_INBOXES: json = "{}" }: Env): Readonly<Record<string, string>> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), inboxes), json);
  if (!parsed.success) throw new Error("CONTACT_INBOXES is not a JSON object of texts");
  return parsed.output;
}

/** @throws Error without the text, which the parser's own error would quote. */
function readSubscriptionKeys({ RESULTS_SUBSCRIPTION_KEYS: json = "{}" }: Env): Readonly<Record<string, string>> {
  try {
    return JSON.parse(json) as Readonly<Record<string, string>>;
  } catch {
    throw new Error("RESULTS_SUBSCRIPTION_KEYS is not JSON");
  }
}

/**
 * Sees to it that a release is being built, whatever became of an earlier attempt. A release that was begun and whose
 * Workflow was never made, or has failed, would otherwise stay unfinished for ever. Two at once make one.
 */
async function runWorkflow(workflows: Workflow<ReleaseRequest>, release: string): Promise<void> {
  const id = `release-${release}`;
  try {
    await workflows.create({ id, params: { release } });
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
  ["keep-mark", keepMark],
  ["create-keys", createKeys],
  ["flush-pool", flushPool],
  ["show-comments", showComments],
  ["close-waves", closeWaves],
  ["cut-wave", cutWave],
  ["publish-frame", publishFrame],
  ["watch-contacts", watchContacts],
  ["retain-vault", retainVault],
  ["forget-texts", forgetTexts],
  ["forget-conversations", forgetConversations],
  ["retain-responses", retainResponses],
  ["keep-audit", keepAudit],
];

const frequently: typeof nightly = [
  ["keep-mark", keepMark],
  ["collect-texts", collectTexts],
  ["end-conversations", endConversations],
  ["send-replies", sendWaitingReplies],
  ["sweep", sweep],
  ["cut-wave", cutWave],
  ["queue-due", queueDue],
  ["queue-reminders", queueReminders],
  ["tell-contact-inboxes", tellContactInboxes],
  ["queue-closure-prompts", queueClosurePrompts],
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
  await withoutWords(engine, "queue-failed", async () => await consumeBatch(engine, batch));
}

async function consumeBatch(engine: Engine, batch: MessageBatch<DeliveryMessage>): Promise<void> {
  const every = batch.messages.map(({ body }) => body.id);
  if (DEAD_LETTERS.test(batch.queue)) return await recordDead(engine, every);
  await replyBatch(engine, every.filter(isTextReply));
  const all = every.filter((id) => !isTextReply(id));
  const prompts = all.filter(isClosurePrompt);
  if (prompts.length > 0) await sendClosurePrompts(engine, prompts);
  const ids = all.filter((id) => !isClosurePrompt(id));
  const reminders = ids.filter(isReminder);
  if (reminders.length < ids.length)
    await deliverBatch(
      engine,
      ids.filter((id) => !isReminder(id)),
    );
  if (reminders.length > 0) await remindBatch(engine, reminders);
}

/** The release as a Workflow: every step small, repeatable, and returning nothing, so that no history keeps a count. */
export function releaseWorkflow<E extends Env>(open: (env: E) => Promise<Engine>) {
  return class extends WorkflowEntrypoint<E, ReleaseRequest> {
    override async run(event: Readonly<WorkflowEvent<ReleaseRequest>>, step: WorkflowStep): Promise<void> {
      const engine = await open(this.env);
      for (const { name, run } of releaseSteps) {
        await step.do(name, async () => {
          await withoutWords(engine, `release-${name}`, async () => await run(engine, event.payload.release));
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
  const opened = openEngine(env, { now: () => instantOf(Date.now()) });
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
