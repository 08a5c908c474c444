import { type Fact, type Stage, stages } from "../src/domain/dimension.ts";
import { methodology } from "../src/domain/methodology.ts";
import { chooseDay, windowOf } from "../src/domain/schedule.ts";
import { type LocalDate, londonDate, parseInstant, plusDays } from "../src/kernel/time.ts";
import type { Case } from "./nation.ts";
import type { Situation } from "./truth.ts";

/** What a victim knows when a text arrives: which stage of their own case it must be about. */
export type Survey = { readonly stage: Stage; readonly dueOn: LocalDate };

const dayOf = (instant: string): LocalDate => {
  const at = parseInstant(instant);
  if (at === null) throw new Error("An instant of the engine cannot be read");
  return londonDate(at);
};

/** Days until a teller's batch has been delivered: only a late event is placed after its target day. */
const DELIVERED_AFTER = 10;

/** When each stage of a case will be asked about, by the published rules: target day, sending days and rest. */
function dueOf(told: Case): readonly Survey[] {
  const dues: Survey[] = [];
  for (const { kind, at } of told.happenings.toSorted((a, b) => (a.at < b.at ? -1 : 1))) {
    for (const stage of stages) {
      if (!methodology.journey[stage].triggers.includes(kind) || dues.some((due) => due.stage === stage)) continue;
      const window = windowOf(stage, dayOf(at), methodology);
      const resting = dues.map(({ dueOn }) => ({ on: dueOn, days: methodology.rest.withinCaseDays }));
      const dueOn = chooseDay(window, plusDays(dayOf(at), DELIVERED_AFTER), { resting }, methodology);
      if (dueOn !== null) dues.push({ stage, dueOn });
    }
  }
  return dues.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
}

/**
 * The survey that a text is about: the newest that is due; of one that comes before we should think it due, the first.
 * The text itself does not say, and the engine is not asked.
 */
export function surveyOf(told: Case, sentAt: string): Survey | null {
  const on = dayOf(sentAt);
  const dues = dueOf(told);
  return dues.findLast(({ dueOn }) => dueOn <= on) ?? dues[0] ?? null;
}

/** Whether the victim chose the closure form that they fill in themselves. */
export const choseClosureForm = (told: Case) => told.happenings.some(({ brings }) => brings["selfClosure"] === true);

export const isClosedBy = (told: Case, instant: string) =>
  told.happenings.some(({ kind, at }) => kind === "case.closed" && at < instant);

/** What the engine, too, will have been told of the case by then: it decides which questions make sense. */
function factsOf(told: Case, stage: Stage, until: LocalDate): readonly Fact[] {
  const before = told.happenings.filter(({ at }) => dayOf(at) < until);
  const happened = (kind: string) => before.some((happening) => happening.kind === kind);
  const brought = (name: string) => before.some(({ brings }) => brings[name] === true);
  const known: Readonly<Record<Stage, readonly (readonly [Fact, boolean])[]>> = {
    "report": [["no-further-action", happened("report.no-further-action")]],
    "charge": [
      ["charged", happened("decision.charged")],
      ["not-charged", happened("decision.not-charged") || happened("decision.out-of-court")],
      ["suspect-released", brought("suspectReleased")],
    ],
    "trial": [["attended", brought("attended")]],
    "post-conviction": [["contact-scheme", happened("post.contact-scheme-eligible")]],
  };
  return [
    ...known[stage],
    ["safety-flag", told.flags.some((flag) => dangerous.includes(flag))] as const,
    ["bereaved", told.flags.includes("bereaved")] as const,
  ].flatMap(([fact, holds]) => (holds ? [fact] : []));
}

const dangerous: readonly string[] = methodology.safeContact.flagsNeedingExplicitRoute;

/** A victim's situation when they are asked about a stage. */
export const situationOf = (told: Case, { stage, dueOn }: Survey): Situation => ({
  stage,
  area: told.area.code,
  offence: told.offence,
  age: told.person.age,
  abuse: told.flags.includes("domestic-abuse"),
  facts: factsOf(told, stage, plusDays(dueOn, 1)),
  temper: told.person.temper,
  traits: told.person.traits,
});
