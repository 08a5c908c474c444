import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { facts } from "../../../src/domain/dimension.ts";
import { type Answers, type Instrument, type Respondent, variants } from "../../../src/instrument/definition.ts";
import { itemsOf } from "../../../src/instrument/items.ts";
import {
  acceptAnswer,
  keepReachable,
  maximumQuestions,
  optionsOf,
  pathOf,
  questionsOnOnePage,
  specialOptions,
} from "../../../src/instrument/path.ts";
import { instruments } from "../../../src/instrument/registry.ts";

// The walkers of test/integration/walkers.test.ts, in greater number: over the rules alone, without pages.

type Walker = {
  readonly instrument: Instrument;
  readonly respondent: Respondent;
  /** What they say of each question in the end. */
  readonly finally: Answers;
  /** What they say at first, and change when all is answered. */
  readonly atFirst: Answers;
};

/** Whatever a form can post for each question: nothing, one, several, words. */
function posts(instrument: Instrument): fc.Arbitrary<Answers> {
  const each = instrument.questions.map((question): [string, fc.Arbitrary<readonly string[]>] => {
    if (question.kind === "text") return [question.id, fc.constantFrom([], ["Kind."], ["  ", "Slow. "])];
    const codes = [...optionsOf(question), ...specialOptions(question)].map(({ code }) => code);
    const one = fc.constantFrom([], ...codes.map((code) => [code]));
    return [question.id, question.kind === "many" ? fc.oneof(one, fc.subarray(codes)) : one];
  });
  return fc.record(Object.fromEntries(each));
}

const walker: fc.Arbitrary<Walker> = fc
  .constantFrom(...instruments.filter(({ by }) => by === "victim"))
  .chain((instrument) =>
    fc.record({
      instrument: fc.constant(instrument),
      respondent: fc.record({
        facts: fc.subarray([...facts]),
        draw: fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((n) => n / 2 ** 32),
        variant: fc.constantFrom(...variants),
      }),
      finally: posts(instrument),
      atFirst: posts(instrument),
    }),
  );

/** One question after another; then, from the start, every answer that was another at first, until none is. */
function byPages({ instrument, respondent, ...says }: Walker): Answers {
  const most = maximumQuestions(instrument, respondent.variant);
  const asked = new Map<string, readonly string[]>();
  let answers: Answers = {};
  for (const words of [says.atFirst, says.finally]) {
    for (let pages = 0; ; pages++) {
      const path = pathOf(instrument, answers, respondent);
      expect(path.length).toBeLessThanOrEqual(most);
      const question = path.find(({ id }) => asked.get(id) !== words[id]);
      if (!question) break;
      expect(pages).toBeLessThan(instrument.questions.length * 2);
      const posted = words[question.id] ?? [];
      const accepted = acceptAnswer(question, posted);
      expect(accepted.ok).toBe(true);
      asked.set(question.id, posted);
      answers = keepReachable(
        instrument,
        { ...answers, [question.id]: accepted.ok ? accepted.answer : [] },
        respondent,
      );
    }
  }
  return answers;
}

function onOnePage({ instrument, respondent, finally: says }: Walker): Answers {
  const given = questionsOnOnePage(instrument, respondent).map((question) => {
    const accepted = acceptAnswer(question, says[question.id] ?? []);
    return [question.id, accepted.ok ? accepted.answer : []] as const;
  });
  return keepReachable(instrument, Object.fromEntries(given), respondent);
}

describe("two thousand who walk through the surveys, whatever they answer, skip and change", () => {
  test(
    "come to the end, and leave the same record by one question a page and by all on one",
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(walker, (walking) => {
          const { instrument, respondent } = walking;
          const [paged, whole] = [byPages(walking), onOnePage(walking)];
          expect(paged).toEqual(whole);
          expect(itemsOf(instrument, paged, respondent)).toEqual(itemsOf(instrument, whole, respondent));
        }),
        { numRuns: 2_000 },
      );
    },
  );
});
