import { describe, expect, it } from "vitest";
import { type Form, stages } from "../../../src/domain/dimension.ts";
import { decide, type Invite } from "../../../src/domain/eligibility.ts";
import { fractionOf, type Methodology, methodology } from "../../../src/domain/methodology.ts";
import { currentInstrument } from "../../../src/instrument/registry.ts";
import { pathOf } from "../../../src/instrument/path.ts";
import { plusDays } from "../../../src/kernel/time.ts";
import { burglary, instant, moment, past, reassured, TODAY } from "./people.ts";

const SURREY = burglary.area;
const KENT = "E23000032";

const sampled: Methodology = {
  ...methodology,
  sampling: {
    default: 0.75,
    byStage: { charge: 0.5 },
    byAreaAndStage: { [SURREY]: { report: 0.2, trial: 1 } },
  },
};

const triggers = {
  "report": "report.recorded",
  "charge": "decision.charged",
  "trial": "court.trial-held",
  "post-conviction": "court.sentenced",
} as const;

function invitedBy(draw: number, stage: keyof typeof triggers, area = SURREY): Invite {
  const milestone = { kind: triggers[stage], occurredAt: instant(`${TODAY}T10:00:00.000Z`) };
  const [decision] = decide(moment({ milestone, draw, caseState: { ...burglary, area } }), sampled);
  if (decision?.act !== "invite") throw new Error("nothing was decided");
  return decision;
}

describe("sampling fractions", () => {
  it("are those of the area and stage, else of the stage, else the default", () => {
    const fractions = (area: string) => stages.map((stage) => fractionOf(stage, area, sampled));
    expect(fractions(SURREY)).toEqual([0.2, 0.5, 1, 0.75]);
    expect(fractions(KENT)).toEqual([0.75, 0.5, 0.75, 0.75]);
    expect(fractionOf("report", SURREY, methodology)).toBe(1);
  });

  it("are kept with everybody, invited or not, and are the true ones: so many draws in a thousand are invited, and stand for all", () => {
    for (const area of [SURREY, KENT]) {
      for (const stage of stages) {
        const draws = Array.from({ length: 1_000 }, (_, index) => invitedBy((index + 0.5) / 1_000, stage, area));
        const share = draws.filter(({ state }) => state === "scheduled").length / draws.length;
        expect(new Set(draws.map(({ probability }) => probability))).toEqual(new Set([share]));
        const weighed = draws.reduce((sum, each) => sum + (each.state === "scheduled" ? 1 / each.probability : 0), 0);
        expect(weighed).toBeCloseTo(draws.length, 6);
        const left = draws.filter(({ state }) => state !== "scheduled");
        expect(new Set(left.map(({ reason }) => reason))).toEqual(new Set(share < 1 ? ["not-sampled"] : []));
      }
    }
  });

  it("are divided among those of whom the rest rule lets one through: each as likely as the others to come first", () => {
    const near = Array.from({ length: 61 }, (_, index) => index - 30);
    const outcomes = near.map((apart) => {
      const first = past({ stage: "report", caseId: "case-2", dueOn: plusDays(TODAY, 42 + apart) });
      // Whoever was told of first has the day: the later of the two is left out.
      const milestone = { kind: "report.recorded", occurredAt: instant(`${TODAY}T10:00:00.000Z`) } as const;
      const [decision] = decide(
        moment({ milestone, history: apart < 0 ? [first] : [], victim: reassured(TODAY) }),
        methodology,
      );
      return decision?.act === "invite" ? decision : null;
    });
    const left = outcomes.filter((each) => each?.reason === "rest-across-cases");
    expect(new Set(left.map((each) => each?.probability))).toEqual(new Set([0.5]));
    expect(left.length / near.length).toBeCloseTo(0.5, 1);
  });
});

const rotating = new Set(methodology.core.rotating);

/** Draws evenly over [0, 1), off every boundary. */
const GRID = 3_600;
const draws = Array.from({ length: GRID }, (_, index) => (index + 0.5) / GRID);

const askedRotating = (form: Form, draw: number) =>
  pathOf(currentInstrument(form, "victim"), {}, { facts: [], draw }).filter(
    ({ measure }) => measure !== undefined && rotating.has(measure),
  );

describe("the rotating core", () => {
  it.each(stages)("asks everybody one question of the three at the stage %s, and each of a third", (stage) => {
    const asked = draws.map((draw) => askedRotating(stage, draw).map(({ measure }) => measure));
    expect(asked.every((each) => each.length === 1)).toBe(true);
    const counts = Map.groupBy(asked.flat(), (measure) => measure);
    expect(new Set(counts.keys())).toEqual(rotating);
    expect(new Set([...counts.values()].map((each) => each.length))).toEqual(new Set([GRID / 3]));
  });
});
