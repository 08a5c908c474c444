import type { Agency, Form, Stage } from "../src/domain/dimension.ts";
import {
  type Answers,
  DOES_NOT_APPLY,
  type Instrument,
  PREFER_NOT_TO_SAY,
  type Question,
} from "../src/instrument/definition.ts";
import { JOURNEY_QUESTION, PROFILE_QUESTION } from "../src/instrument/items.ts";
import { keepReachable, optionsOf, pathOf } from "../src/instrument/path.ts";
import { scaleOf } from "../src/instrument/registry.ts";
import type { Locale } from "../src/kernel/locale.ts";
import { type Stream, streamOf } from "./chance.ts";
import { composeComment } from "./comments.ts";
import { telling } from "./traits.ts";
import { oddsOf, scaleAnswer, type Situation, type World } from "./truth.ts";

/** Which agencies a victim has been in contact with, by stage: the lead agencies nearly always, never many more than three. */
const contact: Readonly<Record<Stage, Readonly<Partial<Record<Agency, number>>>>> = {
  "report": { POL: 0.97, SUP: 0.28, WCU: 0.04 },
  "charge": { POL: 0.92, CPS: 0.8, WCU: 0.2, SUP: 0.12 },
  "trial": { POL: 0.12, CPS: 0.82, HMCTS: 0.82, WCU: 0.86, SUP: 0.1 },
  "post-conviction": { POL: 0.12, CPS: 0.2, WCU: 0.5, PROB: 0.84, SUP: 0.32 },
};

const SKIPS = 0.012;
const DOES_NOT_CONCERN = 0.012;
const RATHER_NOT = 0.008;
/**
 * The share that writes something where a question asks for words; and in a few areas, so that these have enough comments
 * for figures of their own, as the others have not.
 */
const COMMENTS = 0.03;
const COMMENTS_THERE = 0.17;
/** Essex, Surrey, North Wales, South Wales. */
const wordy: readonly string[] = ["E23000028", "E23000031", "W15000001", "W15000003"];
/** Of a list where several may be chosen, each. */
const SEVERAL = 0.3;
const AGREES_TO_COMPARISON = 0.55;

/** Everything that decides how somebody answers. The key names the occasion: the same key gives the same answers. */
export type Occasion = {
  readonly world: World;
  readonly situation: Situation;
  /** What is being filled in, where it is not the survey of the situation's stage. */
  readonly form?: Form;
  readonly locale: Locale;
  readonly key: string;
};

const oneOf = (next: Stream, codes: readonly string[]): readonly string[] => {
  const code = codes[Math.floor(next() * codes.length)];
  return code === undefined ? [] : [code];
};

/** Routing questions ask for facts; these are the ones that need more than an even chance. */
function routed(question: Question, { situation }: Occasion, next: Stream): readonly string[] {
  const options = optionsOf(question);
  const codes = options.map(({ code }) => code);
  const met: Readonly<Record<string, number>> = contact[situation.stage];
  const asksContact = Object.keys(met).some((agency) => codes.includes(agency));
  if (question.kind === "many") {
    const chosen = options.filter(({ code, alone }) => !alone && next() < (asksContact ? (met[code] ?? 0) : SEVERAL));
    return (chosen.length > 0 ? chosen : options.filter(({ alone }) => alone).slice(0, 1)).map(({ code }) => code);
  }
  if (codes.includes("yes") && codes.includes("no")) return [next() < 0.45 ? "yes" : "no"];
  return oneOf(next, codes);
}

/** From this code of the scale on somebody is satisfied; who was not asked is so by temper. */
const SATISFIED = 5;

function remark({ situation, form, locale }: Occasion, given: Answers, next: Stream): readonly string[] {
  if (next() >= (wordy.includes(situation.area) ? COMMENTS_THERE : COMMENTS)) return [];
  const overall = given["C1"]?.[0];
  const isContent = overall === undefined ? situation.temper > 0 : Number(overall) >= SATISFIED;
  return [composeComment(next, { form: form ?? situation.stage, locale, isContent })];
}

/** Whether they say anything of themselves, and what. Who is in no nation, such as an attack's, has nothing to say. */
function ofThemselves({ id }: Question, { situation }: Occasion, next: Stream): readonly string[] {
  if (id === PROFILE_QUESTION) return [next() < telling.goesOn ? "yes" : "no"];
  const told = Object.entries(situation.traits ?? {}).find(([attribute]) => attribute === id.toLowerCase())?.[1];
  return told !== undefined && next() < telling.answers ? [told] : [];
}

function answer(question: Question, occasion: Occasion, given: Answers): readonly string[] {
  const next = streamOf(occasion.world.seed, `${occasion.key}/${question.id}`);
  if (question.kind === "text") return remark(occasion, given, next);
  if (question.id === JOURNEY_QUESTION) return [next() < AGREES_TO_COMPARISON ? "yes" : "no"];
  if (question.block === "profile") return ofThemselves(question, occasion, next);
  if (question.measure === undefined || question.scale === undefined || question.kind === "many")
    return routed(question, occasion, next);
  const aside = next();
  if (aside < SKIPS) return [];
  if (question.mayNotApply && aside < SKIPS + DOES_NOT_CONCERN) return [DOES_NOT_APPLY];
  if (question.mayDecline && aside > 1 - RATHER_NOT) return [PREFER_NOT_TO_SAY];
  return [
    scaleAnswer(scaleOf(question.scale).options, oddsOf(occasion.world, occasion.situation, question.measure), next),
  ];
}

const whole = new WeakMap<Instrument, Instrument>();

/** The instrument with nothing left to chance: whoever fills in the one-page form sees what any draw could ask. */
function undrawn(instrument: Instrument): Instrument {
  const known = whole.get(instrument) ?? { ...instrument, draws: [] };
  whole.set(instrument, known);
  return known;
}

const NO_DRAW = 0;

/**
 * The answers of one person to an instrument: only to questions on a path that their own answers lead down. Where the
 * engine draws which question to ask, all that could be drawn are answered, and the engine keeps the one it drew.
 */
export function interview(instrument: Instrument, occasion: Occasion): Answers {
  const all = undrawn(instrument);
  const respondent = { facts: occasion.situation.facts, draw: NO_DRAW };
  const given: Record<string, readonly string[]> = {};
  const asked = new Set<string>();
  for (let found = true; found;) {
    found = false;
    for (const question of pathOf(all, given, respondent)) {
      if (asked.has(question.id)) continue;
      asked.add(question.id);
      given[question.id] = answer(question, occasion, given);
      found = true;
    }
  }
  return keepReachable(all, given, respondent);
}
