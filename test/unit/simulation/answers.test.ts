import { describe, expect, test } from "vitest";
import type { Stage } from "../../../src/domain/dimension.ts";
import type { Instrument } from "../../../src/instrument/definition.ts";
import { itemsOf } from "../../../src/instrument/items.ts";
import { acceptAnswer, keepReachable, pathOf } from "../../../src/instrument/path.ts";
import { currentInstrument, measureOf, scaleOf } from "../../../src/instrument/registry.ts";
import { interview, type Occasion } from "../../../simulation/interview.ts";
import { caseOf } from "../../../simulation/nation.ts";
import { behaviour, chanceToAnswer, propensity } from "../../../simulation/respond.ts";
import { telling, type Traits } from "../../../simulation/traits.ts";
import { outliers, positiveChance, type Situation } from "../../../simulation/truth.ts";

const world = { seed: "test" };
const stages: readonly Stage[] = ["report", "charge", "trial", "post-conviction"];
const facts: Readonly<Record<Stage, readonly (readonly string[])[]>> = {
  "report": [[], ["no-further-action"], ["safety-flag"]],
  "charge": [["charged"], ["not-charged"], ["suspect-released"]],
  "trial": [[], ["attended"]],
  "post-conviction": [[], ["contact-scheme"]],
};
const situation = (stage: Stage, more: Partial<Situation> = {}): Situation => ({
  stage,
  area: "E23000003",
  offence: "burglary",
  age: "25-44",
  abuse: false,
  facts: facts[stage][0] ?? [],
  temper: 0,
  ...more,
});
const occasion = (of: Situation, key: string): Occasion => ({ world, situation: of, locale: "en", key });

const plain: Traits = { "ethnicity": "white", "disability": "no", "main-language": "english" };

const positives = (instrument: Instrument, of: Situation, measure: string, people: number) => {
  const { options } = scaleOf(measureOf(measure).scale);
  let [valid, positive] = [0, 0];
  for (let person = 0; person < people; person++) {
    const code = interview(instrument, occasion(of, `${of.area}/${person}`))[measure]?.[0];
    const option = options.find((each) => each.code === code);
    if (!option || option.score === null) continue;
    valid += 1;
    positive += option.positive ? 1 : 0;
  }
  return { valid, share: positive / valid };
};

describe("answers", () => {
  test("The same occasion gives the same answers.", () => {
    const instrument = currentInstrument("report", "victim");
    const of = occasion(situation("report"), "someone");
    expect(interview(instrument, of)).toEqual(interview(instrument, of));
    expect(interview(instrument, { ...of, key: "someone else" })).not.toEqual(interview(instrument, of));
  });

  test("Whatever the engine draws, every answer that it keeps lies on the path and is one that is offered.", () => {
    const people = Array.from({ length: 40 }, (_, person) => `path/${person}`);
    const occasions = stages.flatMap((stage) =>
      facts[stage].flatMap((known) => people.map((key) => occasion(situation(stage, { facts: known }), key))),
    );
    for (const of of occasions) {
      const instrument = currentInstrument(of.situation.stage, "victim");
      const answers = interview(instrument, of);
      for (const draw of [0.01, 0.4, 0.99]) {
        const respondent = { facts: of.situation.facts, draw };
        const kept = keepReachable(instrument, answers, respondent);
        const path = new Map(pathOf(instrument, kept, respondent).map((question) => [question.id, question]));
        for (const [id, answer] of Object.entries(kept)) {
          const question = path.get(id);
          expect(question && acceptAnswer(question, answer)).toEqual({ ok: true, answer });
        }
        expect(Object.keys(itemsOf(instrument, kept, respondent).items).length).toBeGreaterThan(4);
      }
    }
  });

  test("Nearly every survey that is answered is complete.", () => {
    const instrument = currentInstrument("charge", "victim");
    const respondent = { facts: ["charged"], draw: 0.5 };
    const of = (person: number) => interview(instrument, occasion(situation("charge"), `outcome/${person}`));
    const outcomes = Array.from({ length: 400 }, (_, person) => itemsOf(instrument, of(person), respondent).outcome);
    expect(outcomes.filter((outcome) => outcome === "complete").length).toBeGreaterThan(350);
    expect(outcomes.filter((outcome) => outcome === "break-off").length).toBeLessThan(12);
  });

  test("The share of positive answers is the true one, for scales of every length.", () => {
    for (const [stage, measure] of [
      ["report", "C1"],
      ["report", "C5"],
      ["trial", "C2.WCU"],
      ["trial", "TRL7"],
      ["charge", "C8"],
    ] as const) {
      const of = situation(stage);
      const { valid, share } = positives(currentInstrument(stage, "victim"), of, measure, 2500);
      const truth = positiveChance(world, of, measure);
      expect(Math.abs(share - truth), `${stage} ${measure}: ${share} for ${truth}`).toBeLessThan(
        4 * Math.sqrt((truth * (1 - truth)) / valid),
      );
    }
  });

  test("An area that is far from the rest answers differently there, and is like the rest elsewhere.", () => {
    for (const { area, stage, effect } of outliers) {
      const usual = positiveChance(world, situation(stage), "C1");
      const there = positiveChance(world, situation(stage, { area }), "C1");
      expect(Math.sign(there - usual)).toBe(Math.sign(effect));
      expect(Math.abs(there - usual)).toBeGreaterThan(0.06);
    }
  });
});

describe("what victims tell of themselves", () => {
  const cases = Array.from({ length: 3000 }, (_, index) => caseOf({ seed: "test", evenness: 0.9 }, index));

  test("About half tell it, the same at every stage, and in words that the survey offers.", () => {
    const told = cases.slice(0, 200).map(({ person: { traits } }) =>
      stages.map((stage) => {
        const key = `self/${JSON.stringify(traits)}/${stage}`;
        const given = interview(currentInstrument(stage, "victim"), occasion(situation(stage, { traits }), key));
        return itemsOf(currentInstrument(stage, "victim"), given, { facts: [], draw: 0.5 }).profile;
      }),
    );
    for (const [index, profiles] of told.entries()) {
      for (const profile of profiles) expect(cases[index]?.person.traits).toMatchObject(profile);
    }
    const white = cases.filter(({ person }) => person.traits.ethnicity === "white");
    expect(Math.abs(white.length / cases.length - 0.82)).toBeLessThan(0.03);
    const one = cases.slice(0, 1500).map(({ person: { traits } }, index) => {
      const given = interview(
        currentInstrument("report", "victim"),
        occasion(situation("report", { traits }), `t/${index}`),
      );
      return given["DISABILITY"]?.[0] !== undefined;
    });
    expect(Math.abs(one.filter(Boolean).length / one.length - telling.goesOn * telling.answers)).toBeLessThan(0.05);
  });

  test("Those whom a condition limits a lot are served less well, and nobody else for what they are.", () => {
    const usual = positiveChance(world, situation("report", { traits: plain }), "C1");
    const of = (more: Partial<Traits>) =>
      positiveChance(world, situation("report", { traits: { ...plain, ...more } }), "C1");
    expect(usual - of({ disability: "a-lot" })).toBeGreaterThan(0.1);
    expect([of({ ethnicity: "black" }), of({ "main-language": "bsl" })]).toEqual([usual, usual]);
    expect(positiveChance(world, situation("report"), "C1")).toBe(usual);
  });
});

describe("response", () => {
  const cases = Array.from({ length: 4000 }, (_, index) => caseOf({ seed: "test", evenness: 0.9 }, index));

  test("Victims answer as often as their propensity says, either at the text or at its reminder, never at both.", () => {
    const expected = cases.reduce((sum, told) => sum + chanceToAnswer(told), 0) / cases.length;
    const acts = cases.map(
      (told) =>
        [
          behaviour("s", told, "report", { reminder: false, mayReply: true }),
          behaviour("s", told, "report", { reminder: true, mayReply: false }),
        ] as const,
    );
    const acting = acts.filter(([first, second]) => first !== "ignores" || second !== "ignores");
    expect(acting.length / cases.length).toBeCloseTo(expected, 1);
    expect(acts.some(([first, second]) => first !== "ignores" && second !== "ignores")).toBe(false);
  });

  test("By text answer only those whose text offers it, and they are a share of those who answer.", () => {
    const of = (mayReply: boolean) =>
      cases.map((told) => behaviour("s", told, "report", { reminder: false, mayReply }));
    expect(of(false)).not.toContain("answers-by-text");
    const offered = of(true);
    const byText = offered.filter((does) => does === "answers-by-text").length;
    const online = offered.filter((does) => does === "answers").length;
    expect(byText / (byText + online)).toBeCloseTo(propensity.byText, 1);
    expect(of(false).map((does) => does === "ignores")).toEqual(offered.map((does) => does === "ignores"));
  });

  test("The young and victims of domestic abuse answer less, the old and the content more.", () => {
    const middling = cases.find(({ person, flags }) => person.age === "25-44" && flags.length === 0);
    if (!middling) throw new Error("no middling case");
    const of = (person: Partial<typeof middling.person>) =>
      chanceToAnswer({ ...middling, person: { ...middling.person, temper: 0, ...person } });
    expect(of({ age: "18-24" })).toBeLessThan(of({}));
    expect(of({ age: "65-plus" })).toBeGreaterThan(of({}));
    expect(of({ temper: 1 })).toBeGreaterThan(of({}));
    expect(chanceToAnswer({ ...middling, flags: ["domestic-abuse"] })).toBeLessThan(chanceToAnswer(middling));
  });
});
