import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dispositions } from "../../../src/domain/disposition.ts";
import { stages } from "../../../src/domain/dimension.ts";
import { methodology } from "../../../src/domain/methodology.ts";
import { story } from "./story.ts";
import { finish, live, openWorld, type World } from "./world.ts";

/** Every stage of every victim that something which was told, and not taken back, made them eligible for. */
function unitsOf({ files, states }: World): readonly string[] {
  return [...files.values()].flatMap(({ id, victims, milestones }) =>
    stages
      .filter((stage) => stage !== "post-conviction" || !states.get(id)?.facts.unconcluded)
      .flatMap((stage) => {
        const told = milestones.filter(
          ({ kind, retracted }) => !retracted && methodology.journey[stage].triggers.includes(kind),
        );
        // An event that names a victim is about that one.
        const concerned = [...victims].filter((who) => told.some(({ victimId }) => (victimId ?? who) === who));
        return concerned.map((victim) => `${id}/${victim}/${stage}`);
      }),
  );
}

describe("the frame", () => {
  it(
    "holds every eligible stage once, and once all windows have passed nothing in it is undecided",
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(story, ({ day, steps }) => {
          const world = openWorld(day);
          for (const step of steps) {
            for (const { message, dispatch } of live(world, step))
              if (dispatch.act === "send") world.story.messages.push({ ...message, route: dispatch.route });
          }
          const eligible = unitsOf(world);
          const frame = finish(world);
          const units = frame.map(({ unit }) => unit);
          expect(new Set(units).size).toBe(units.length);
          expect(eligible.filter((unit) => !units.includes(unit))).toEqual([]);
          const counts = dispositions.map((each) => frame.filter(({ disposition }) => disposition === each).length);
          expect(counts.reduce((sum, n) => sum + n, 0)).toBe(units.length);
          expect(frame.filter(({ disposition }) => disposition === "pending")).toEqual([]);
        }),
        { numRuns: 1_500 },
      );
    },
  );

  it("counts what was held until its window ended by the reason for which it was held", () => {
    const silent = { safe: "unknown", channel: "sms", mobile: "+447700900001", email: null, postal: null } as const;
    const told = { file: "s1", who: "ann", daysAgo: 0 } as const;
    const world = openWorld(0);
    const said = { ...silent, by: "officer", hours: null, suspects: null, judgedDaysAgo: 0 } as const;
    live(world, { do: "tell", ...told, kind: "report.recorded", profile: { age: "25-44", sex: "female" }, said });
    live(world, { do: "wait", days: 90, minutes: 600 });
    live(world, { do: "tell", ...told, kind: "victim.contact-asserted", said: { ...said, safe: "yes" } });
    live(world, { do: "tell", ...told, kind: "victim.withdrew" });
    expect(finish(world)).toContainEqual({ unit: "s1/ann/report", disposition: "UO-S" });
  });
});
