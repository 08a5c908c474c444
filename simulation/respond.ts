import type { Form } from "../src/domain/dimension.ts";
import { drawOf, pick, streamOf } from "./chance.ts";
import type { Case } from "./nation.ts";

/**
 * Who answers, when, and how. Propensities are far above what a real survey meets (the demonstration needs about 150
 * answers in each area and stage out of few texts) and are printed with the results of a simulation. They depend on
 * age, offence and temper, so that answers are biased in a known direction.
 */
export const propensity = {
  /** Chance of answering at all, for a victim of middling everything. */
  base: 0.9,
  young: -0.1,
  old: 0.06,
  abuse: -0.06,
  /** For each unit of temper: the more content answer a little more. */
  temper: 0.03,
  /** Of those who answer, the share that waits for the reminder. */
  atReminder: 0.03,
  /** Of those who answer and were told that they may do so by text, the share that does. */
  byText: 0.2,
} as const;

/** How a victim deals with a text. */
export type Behaviour =
  | "ignores"
  | "answers"
  | "answers-question-by-question"
  | "answers-twice"
  | "answers-by-text"
  | "breaks-off"
  | "not-now"
  | "stops"
  | "not-for-me";

const manners: Readonly<Record<Exclude<Behaviour, "ignores" | "answers-by-text">, number>> = {
  "answers": 9560,
  "answers-question-by-question": 12,
  "answers-twice": 25,
  "breaks-off": 200,
  "not-now": 100,
  "stops": 60,
  "not-for-me": 30,
};

/** The chance that the victim of a case answers a survey, 0 to 1. */
export function chanceToAnswer({ person, flags }: Pick<Case, "person" | "flags">): number {
  const { base, young, old, abuse, temper } = propensity;
  const age = person.age === "16-17" || person.age === "18-24" ? young : person.age === "65-plus" ? old : 0;
  const chance = base + age + (flags.includes("domestic-abuse") ? abuse : 0) + person.temper * temper;
  return Math.min(0.98, Math.max(0.02, chance));
}

/** What the victim does with the text about this stage, or with its reminder. */
export function behaviour(
  seed: string,
  told: Case,
  form: Form,
  { reminder, mayReply }: { readonly reminder: boolean; readonly mayReply: boolean },
): Behaviour {
  const next = streamOf(seed, `respond/${told.index}/${form}`);
  const acts = next() < chanceToAnswer(told);
  const waits = next() < propensity.atReminder;
  if (!acts || waits !== reminder) return "ignores";
  const does = pick(next, manners);
  return does === "answers" && mayReply && next() < propensity.byText ? "answers-by-text" : does;
}

/** What becomes of a text on its way: the network's receipt. */
export type Fate = "delivered" | "failed";

const UNDELIVERABLE = 0.02;

/** The same for the same victim on the same day, whatever the engine calls the message. */
export const fateOf = (seed: string, { recipient, at }: { readonly recipient: string; readonly at: string }): Fate =>
  drawOf(seed, `fate/${recipient}/${at.slice(0, 10)}`) < UNDELIVERABLE ? "failed" : "delivered";

/** The share of closure requests that officers answer within the week; the rest they never do. */
const RECORDED = 0.3;

/** @param token Of the request's link. */
export const isRecorded = (seed: string, token: string) => drawOf(seed, `closure/${token}`) < RECORDED;
