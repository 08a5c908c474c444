import fc from "fast-check";
import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { measureOf, scaleOf } from "../../../src/instrument/registry.ts";
import {
  addResponse,
  contributorsTo,
  costOfWeights,
  noAnswers,
  scoresOf,
  weighGroups,
} from "../../../src/statistics/answer-groups.ts";
import { adjustHeld } from "../../../src/statistics/area-estimates.ts";
import { adjustedNoiseVariance, pointsPerStep } from "../../../src/statistics/adjusted.ts";
import { itemOf } from "../../../src/statistics/item.ts";
import { noisyScore, noisyVariance, perturbScores } from "../../../src/statistics/perturb-scores.ts";

const overall = itemOf(measureOf("C1"), scaleOf("S7"));
const [KENT, SURREY, SMALL] = ["E23000032", "E23000031", "E23000034"] as const;

type Person = {
  readonly area: string;
  readonly age: string;
  readonly points: number;
  readonly rkey: number;
};

const attributes = ["age"] as const;
const frame = new Map([KENT, SURREY, SMALL].map((area) => [area, { age: { young: 300, old: 100 } }]));

/** Scores of some people as a release stores them, and what was hashed for each draw. */
async function scoresFor(people: readonly Person[], bases: Readonly<Record<string, number>>) {
  const all = noAnswers(1);
  for (const { area, age, points, rkey } of people)
    addResponse(all, { area, categories: { age }, baseWeight: 1, rkey }, [{ item: 0, points }]);
  const { groups, areas } = weighGroups(all, frame, attributes);
  const caseMix = adjustHeld(scoresOf(groups, 0, pointsPerStep(3)));
  if (caseMix === null) throw new Error("somebody answered");
  const messages: string[] = [];
  const hmac = async (message: Uint8Array) => {
    messages.push(Buffer.from(message).toString("hex"));
    return new Uint8Array(createHmac("sha256", "a release").update(message).digest());
  };
  const contributors = contributorsTo(all, 0);
  const found = await perturbScores(hmac, overall, {
    stage: "report",
    caseMix,
    contributors,
    bases: new Map(Object.entries(bases)),
  });
  return { ...found, messages, cost: costOfWeights(areas) };
}

const person = fc.record({
  area: fc.constantFrom(KENT, SURREY),
  age: fc.constantFrom("young", "old"),
  points: fc.integer({ min: -3, max: 3 }),
  rkey: fc.integer({ min: 1, max: 2 ** 40 - 1 }),
});

const bases = { [KENT]: 150, [SURREY]: 150 };

describe("the noise of an adjusted score", () => {
  it("is drawn anew for the area of an answer that is corrected, and for no other, though the same people answered", async () => {
    const others = fc.array(person, { minLength: 12, maxLength: 40 });
    const answers = fc
      .tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }))
      .filter(([a, b]) => a !== b);
    await fc.assert(
      fc.asyncProperty(others, person, answers, async (all, one, [before, after]) => {
        const both = [
          ...all,
          { area: KENT, age: "old", points: 0, rkey: 3 },
          { area: SURREY, age: "old", points: 0, rkey: 5 },
        ];
        const at = async (points: number) => await scoresFor([...both, { ...one, points }], bases);
        const [first, second] = [await at(before), await at(after)];
        const places = first.areas.map(([[area]]) => area);
        const moved = second.messages.flatMap((message, index) => (message === first.messages[index] ? [] : [index]));
        // The area's own, and the variance of all.
        expect(moved).toEqual([places.indexOf(one.area), 2]);
      }),
      { numRuns: 60 },
    );
  });

  it("is drawn anew where somebody's category is corrected, which moves weights and no answer", async () => {
    const people = Array.from({ length: 40 }, (_, index) => ({
      area: index % 2 === 0 ? KENT : SURREY,
      age: index % 4 < 2 ? "young" : "old",
      points: (index % 7) - 3,
      rkey: 1_000_003 * (index + 1),
    }));
    const [first, second] = [
      await scoresFor(people, bases),
      await scoresFor(
        people.map((one, index) => (index === 0 ? { ...one, age: "old" } : one)),
        bases,
      ),
    ];
    expect(second.messages[0]).not.toBe(first.messages[0]);
    expect(second.messages[1]).toBe(first.messages[1]);
  });

  it("is stored with every score whose base may be shown, and with none below, and adds up where a score is cut off", async () => {
    const people = [KENT, SURREY, SMALL].flatMap((area, place) =>
      Array.from({ length: 30 }, (_, index) => ({
        area,
        age: "old",
        points: 3,
        rkey: 7_919 * (30 * place + index + 1),
      })),
    );
    const { areas } = await scoresFor(people, { [KENT]: 150, [SURREY]: 20, [SMALL]: 19 });
    expect(areas.map(([[area], , base]) => [area, base])).toEqual([
      [KENT, 150],
      [SURREY, 20],
    ]);
    const unit = { unit: KENT, answers: 25, raw: 100, adjusted: 100, modelError: 0, standardError: 0 };
    const drawn = [-6, 6].map((draw) => noisyScore(unit, draw, 3));
    expect(drawn).toEqual([94, 106]);
    const kept = Array.from({ length: 41 }, (_, index) => noisyScore(unit, index - 20, 3));
    expect(kept.reduce((sum, score) => sum + score, 0) / kept.length).toBeCloseTo(100, 9);
  });

  it("is to one answer more or less what a count's is, in a score and in the variance", () => {
    const [answers, cap] = [225, 1.5];
    const unit = { unit: KENT, answers, raw: 50, adjusted: 50, modelError: 0, standardError: 0 };
    // Half the range away, and the most that one weighs.
    expect(Math.sqrt(adjustedNoiseVariance(3))).toBeCloseTo(cap * 50 * Math.sqrt(5), 9);
    expect(noisyScore(unit, 3, 3) - 50).toBeCloseTo((cap * 50) / answers, 2);
    const most = (cap * 100) ** 2 / answers;
    const told = [0, 1].map((draw) => noisyVariance({ variance: 800, answers }, draw));
    expect((told[1] ?? 0) - (told[0] ?? 0)).toBe(most);
  });
});

describe("what weights cost", () => {
  it("is told so coarsely that one answer among a thousand seldom moves it, and never of more areas than there are", async () => {
    const people = Array.from({ length: 1000 }, (_, index) => ({
      area: index % 2 === 0 ? KENT : SURREY,
      age: index % 3 === 0 ? "young" : "old",
      points: 1,
      rkey: index + 1,
    }));
    const [all, fewer] = [await scoresFor(people, bases), await scoresFor(people.slice(1), bases)];
    expect(all.cost).toEqual(fewer.cost);
    const [designEffect, trimmed, areas] = all.cost;
    expect([Math.round(designEffect * 10) / 10, Math.round(trimmed), areas % 5]).toEqual([designEffect, trimmed, 0]);
    const whole = Array.from({ length: 43 }, () => ({
      area: "E23000032",
      weights: [],
      met: ["age"],
      designEffect: 1,
      trimmed: 0,
      answers: 30,
    }));
    expect(costOfWeights(whole)[2]).toBe(43);
  });
});
