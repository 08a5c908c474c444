import { type Dims, offences, sexes } from "../../src/domain/dimension.ts";
import { methodology } from "../../src/domain/methodology.ts";
import { dimsOf, type Person as Known } from "../../src/domain/wave.ts";
import { beginAnswering, saveDraft } from "../../src/flow/answer.ts";
import { cutWave } from "../../src/flow/cut-wave.ts";
import { flushPool } from "../../src/flow/flush.ts";
import { closeWaves, createKeys } from "../../src/flow/keys.ts";
import { openQuarter } from "../../src/flow/open-quarter.ts";
import { showComments } from "../../src/flow/show-comments.ts";
import { submitAnswers } from "../../src/flow/submit.ts";
import type { Answers } from "../../src/instrument/definition.ts";
import { type HasRandom, timeOrderedId } from "../../src/kernel/ids.ts";
import {
  daysBetween,
  firstDayOfQuarter,
  type HasClock,
  type Instant,
  type LocalDate,
  londonInstant,
  plusDays,
  quarterAfter,
  quarterOf,
  weekOf,
} from "../../src/kernel/time.ts";
import { macName, toBase64Url } from "../../src/platform/crypto.ts";
import { type HasKeys, openKeys } from "../../src/platform/keys.ts";
import type { HasLog } from "../../src/platform/log.ts";
import { type HasResponses, openResponses } from "../../src/store/responses/database.ts";
import { type HasVault, openVault } from "../../src/store/vault/database.ts";
import { areas, areaShares } from "../areas.ts";
import { pick, type Stream, streamOf, whole } from "../chance.ts";

/** What the engine's own flows need, with a clock that is set and chance that repeats. */
export type Engine = HasVault & HasResponses & HasKeys & HasClock & HasRandom & HasLog & { setTime(at: Instant): void };

export const ROOT = "a root key of the linkage attack, used nowhere else";

export function openWaveEngine(of: {
  readonly vault: D1Database;
  readonly responses: D1Database;
  readonly store: KVNamespace;
  readonly seed: string;
}): Engine {
  let at = londonInstant(SENT_FROM, 0);
  const clock = { now: () => at };
  const next = streamOf(of.seed, "ids");
  return {
    vault: openVault(of.vault),
    responses: openResponses(of.responses),
    keys: openKeys(ROOT, of.store, { clock }),
    clock,
    random: { bytes: (length) => Uint8Array.from({ length }, () => whole(next, 0, 255)) },
    log: { event: () => undefined, failure: () => undefined },
    setTime: (instant) => void (at = instant),
  };
}

/** A Monday in the first half of a quarter, so that every link ends within it. */
const SENT_FROM = "2026-01-12" as LocalDate;

export type Plan = {
  readonly seed: string;
  readonly invitations: number;
  /** Share of those invited who answer. */
  readonly answering: number;
  /** Over how many weeks the links go, on their working days. */
  readonly weeks: number;
  /** Off: an answer carries all that the vault knows, made coarse by nothing. */
  readonly isGeneralised: boolean;
};

/** Somebody who was invited: what the vault holds of them, and what an attack is judged by. */
export type Invited = {
  readonly id: string;
  readonly known: Known;
  readonly sentOn: LocalDate;
  readonly expiresOn: LocalDate;
  readonly token: string;
  readonly linkHash: string;
};

/** One submission as it truly was. The pool row is the one that came at this place in the order of submissions. */
export type Truth = { readonly invitation: Invited; readonly at: Instant; readonly dims: Dims };

export type Wave = {
  readonly invited: readonly Invited[];
  /** In the order in which they were sent off. */
  readonly truth: readonly Truth[];
  /** What each invitation's answer could carry by the vault, as last seen there. */
  readonly cut: ReadonlyMap<string, Dims>;
  /** The last night of the wave has passed and its quarter is opened: keys are gone. */
  readonly closedAt: Instant;
};

const weights = areaShares(0);
const areaWeights = Object.fromEntries(areas.map(({ code }, at) => [code, weights[at] ?? 0]));

const personOf = (next: Stream): Known => ({
  stage: next() < 0.6 ? "report" : "charge",
  area: pick(next, areaWeights),
  offence: offences[whole(next, 0, offences.length - 1)] ?? "other",
  age: pick(next, { "18-24": 4, "25-44": 3, "45-64": 2, "65-plus": 1 }),
  sex: sexes[whole(next, 0, sexes.length - 1)] ?? "not-stated",
  language: next() < 0.02 ? "cy" : "en",
  flags: next() < 0.12 ? ["domestic-abuse"] : [],
  known: [],
  probability: 1,
});

/** Puts cases, victims and scheduled invitations into the vault, as milestones would have left them. */
async function invite(engine: Engine, plan: Plan): Promise<readonly Invited[]> {
  const next = streamOf(plan.seed, "people");
  const linking = await engine.keys.standing("link");
  const days = Array.from({ length: plan.weeks * 5 }, (_, at) =>
    plusDays(SENT_FROM, Math.floor(at / 5) * 7 + (at % 5)),
  );
  const created = engine.clock.now();
  const invited: Invited[] = [];
  for (let index = 0; index < plan.invitations; index++) {
    const sentOn = days[whole(next, 0, days.length - 1)] ?? SENT_FROM;
    const token = toBase64Url(engine.random.bytes(16));
    invited.push({
      id: timeOrderedId(engine, created),
      known: personOf(next),
      sentOn,
      expiresOn: plusDays(sentOn, methodology.linkDays),
      token,
      linkHash: await macName(linking, token),
    });
  }
  const client = engine.vault.$client;
  for (let from = 0; from < invited.length; from += 1000) {
    const rows = JSON.stringify(
      invited.slice(from, from + 1000).map(({ id, known, sentOn, expiresOn }) => ({ id, ...known, sentOn, expiresOn })),
    );
    await client.batch([
      client
        .prepare(
          `insert into case_file (id, area, offence, flags, facts, updated_at)
           select value ->> 'id', value ->> 'area', value ->> 'offence', value ->> 'flags', '{}', ?2 from json_each(?1)`,
        )
        .bind(rows, created),
      client
        .prepare(
          `insert into victim (id, ref_hash, area, safety, language, age, sex, flags, consent, status, updated_at)
           select value ->> 'id', value ->> 'id', value ->> 'area', 'safe-sms', value ->> 'language', value ->> 'age',
             value ->> 'sex', '[]', 'not-refused', 'active', ?2 from json_each(?1)`,
        )
        .bind(rows, created),
      client
        .prepare(
          `insert into invitation (id, case_id, victim_id, milestone_id, stage, area, period, state, probability, due_on,
             expires_on, created_at, updated_at)
           select value ->> 'id', value ->> 'id', value ->> 'id', 'milestone', value ->> 'stage', value ->> 'area', ?3,
             'scheduled', 1, value ->> 'sentOn', value ->> 'expiresOn', ?2, ?2 from json_each(?1)`,
        )
        .bind(rows, created, quarterOf(SENT_FROM)),
    ]);
  }
  return invited;
}

/** The day's links go: what `flow/deliver` leaves in the vault when a gateway has taken them. */
async function send(engine: Engine, invited: readonly Invited[], today: LocalDate): Promise<void> {
  const rows = JSON.stringify(
    invited.filter(({ sentOn }) => sentOn === today).map(({ id, linkHash }) => ({ id, linkHash })),
  );
  await engine.vault.$client
    .prepare(
      `update invitation set state = 'delivered', wave = ?2, link_hash = sent.hash, updated_at = ?3
       from (select value ->> 'id' as id, value ->> 'linkHash' as hash from json_each(?1)) as sent
       where invitation.id = sent.id and +invitation.state = 'scheduled'`,
    )
    .bind(rows, weekOf(today), engine.clock.now())
    .run();
}

const comments = [
  "They rang me back the same day.",
  "Nobody told me anything for weeks, and then the case was closed.",
];

/** What somebody answers: the core, and by chance a comment, a profile, a wish to have their surveys compared. */
function answersOf(next: Stream): Answers {
  const of = (codes: readonly string[]) => [codes[whole(next, 0, codes.length - 1)] ?? ""];
  return {
    "A0": ["POL"],
    "C1": of(["1", "2", "3", "4", "5", "6", "7"]),
    "C2.POL": of(["fully", "partly", "no"]),
    "C3": of(["1", "2", "3", "4", "5", "6", "7"]),
    "C5": of(["yes", "no"]),
    "C6": of(["yes", "no"]),
    "JOURNEY": [next() < 0.6 ? "yes" : "no"],
    ...(next() < 0.3 && { OPEN1: [comments[whole(next, 0, 1)]?.repeat(whole(next, 1, 12)) ?? ""] }),
    ...(next() < 0.4 && { PROFILE: ["yes"], ETHNICITY: of(["white", "asian", "black"]) }),
  };
}

/** Somebody opens the link, half of them a page at a time, and sends their answers off: by the engine's own flows. */
async function answerOne(
  engine: Engine,
  invitation: Invited,
  of: { readonly plan: Plan; readonly next: Stream },
): Promise<Dims> {
  const answers = answersOf(of.next);
  const opening = await beginAnswering(engine, invitation.token, "en");
  if (opening.state !== "ready") throw new Error(`a link of the wave is ${opening.state}`);
  const dims = of.plan.isGeneralised ? opening.session.dims : dimsOf(invitation.known, "victim", methodology);
  const session = { ...opening.session, dims };
  if (of.next() < 0.5) await saveDraft(engine, session, answers);
  await submitAnswers(engine, session, answers);
  return dims;
}

/** How long people take, in days: half answer within three, and nobody later than the link's last day. */
const lag = (next: Stream) => Math.min(methodology.linkDays, Math.floor(-Math.log(1 - next()) * 4.5));

/**
 * A wave from its first day until its keys are gone: cut, sent, answered, mixed every night, and closed; and its quarter
 * opened, as the release does first of all.
 *
 * @param night Called when the night's work is done, before the wave is closed: what an attacker holds then.
 */
export async function runWave(
  engine: Engine,
  plan: Plan,
  night?: (at: { readonly nights: number; readonly truth: readonly Truth[] }) => Promise<void>,
): Promise<Wave> {
  await createKeys(engine);
  const invited = await invite(engine, plan);
  const next = streamOf(plan.seed, "answers");
  const due = invited
    .filter(() => next() < plan.answering)
    .map((invitation) => {
      const on = plusDays(invitation.sentOn, lag(next));
      return { invitation, on, at: londonInstant(on, whole(next, 10 * 60, 22 * 60)) };
    })
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const byDay = Map.groupBy(due, ({ on }) => on);
  const lastDay = plusDays(SENT_FROM, plan.weeks * 7 + methodology.linkDays + methodology.waveGraceDays + 7);
  const truth: Truth[] = [];
  const cut = new Map<string, Dims>();
  for (let today = SENT_FROM; today <= lastDay; today = plusDays(today, 1)) {
    engine.setTime(londonInstant(today, 150));
    await createKeys(engine);
    await flushPool(engine);
    await showComments(engine);
    await night?.({ nights: daysBetween(SENT_FROM, today), truth });
    await closeWaves(engine);
    await cutWave(engine);
    if (today === SENT_FROM) for (const [id, dims] of await cutDims(engine)) cut.set(id, dims);
    engine.setTime(londonInstant(today, 9 * 60));
    await send(engine, invited, today);
    for (const { invitation, at } of byDay.get(today) ?? []) {
      engine.setTime(at);
      truth.push({ invitation, at, dims: await answerOne(engine, invitation, { plan, next }) });
    }
  }
  const over = firstDayOfQuarter(quarterAfter(quarterOf(SENT_FROM)));
  engine.setTime(londonInstant(plusDays(over > lastDay ? over : lastDay, 1), 150));
  await flushPool(engine);
  await showComments(engine);
  await closeWaves(engine);
  await openQuarter(engine, quarterOf(SENT_FROM));
  return { invited, truth, cut, closedAt: engine.clock.now() };
}

async function cutDims(engine: Engine): Promise<ReadonlyMap<string, Dims>> {
  const { results } = await engine.vault.$client
    .prepare("select id, dims from invitation where dims is not null")
    .all<{ id: string; dims: string }>();
  return new Map(results.map(({ id, dims }) => [id, JSON.parse(dims) as Dims]));
}
