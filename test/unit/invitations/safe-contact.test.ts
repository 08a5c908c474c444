import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gateRules } from "../../../src/domain/contact.ts";
import { safeguards, sendingRules } from "../../../src/domain/recheck.ts";
import { verdictOn } from "./oracle.ts";
import { type Step, story } from "./story.ts";
import { type Asked, live, openWorld } from "./world.ts";

/** Lives a story, and says for every moment of sending what the engine did that the design forbids. */
function faultsIn({ day, steps }: { readonly day: number; readonly steps: readonly Step[] }, rules = safeguards) {
  const world = openWorld(day, rules);
  const faults: string[] = [];
  let sent = 0;
  for (const step of steps) {
    for (const asked of live(world, step)) {
      faults.push(...faultsOf(world.story, asked));
      const { dispatch, message } = asked;
      if (dispatch.act === "send") world.story.messages.push({ ...message, route: dispatch.route });
      sent += dispatch.act === "send" ? 1 : 0;
    }
  }
  return { faults, sent, world };
}

/** A message that must not go; a shut gate that is waited out; somebody who is never asked, and is not left out. */
function faultsOf(told: Parameters<typeof verdictOn>[0], { message, dispatch, takenAt }: Asked): readonly string[] {
  const route = dispatch.act === "send" ? dispatch.route : null;
  const { never, shut, notNow } = verdictOn(told, { ...message, route }, takenAt);
  if (dispatch.act === "send") return [...never, ...shut, ...notNow];
  if (dispatch.act === "wait") return [...never, ...shut];
  return dispatch.state === "excluded" ? [] : never;
}

describe("any story", () => {
  it("never leads to a message that the design forbids", { timeout: 120_000 }, () => {
    let sent = 0;
    fc.assert(
      fc.property(story, (told) => {
        const lived = faultsIn(told);
        sent += lived.sent;
        expect(lived.faults).toEqual([]);
      }),
      { numRuns: 10_000 },
    );
    expect(sent).toBeGreaterThan(2_000);
  });
});

/** The safeguards without one of them. */
const without = (name: string): typeof safeguards => ({
  gate: gateRules.filter((rule) => rule.name !== name),
  sending: sendingRules.filter((rule) => rule.name !== name),
});

describe("every safeguard is needed", () => {
  const names = [...gateRules, ...sendingRules].map(({ name }) => name);

  it("has a name of its own", () => {
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(names)("without %s, some story leads to what the design forbids", { timeout: 60_000 }, (name) => {
    const rules = without(name);
    const holds = fc.property(
      story,
      (told) => faultsIn(told, rules).faults.length === 0 || faultsIn(told).faults.length > 0,
    );
    // Always the same stories: this shows that they are telling, not that the engine is safe.
    const { failed } = fc.check(holds, { numRuns: 10_000, seed: 20_260_303, endOnFailure: true });
    expect(failed).toBe(true);
  });
});
