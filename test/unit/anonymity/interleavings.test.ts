import { describe, expect, it } from "vitest";
import { explore, wander } from "../../../simulation/attack/interleavings-model.ts";
import { ADDING, HUGE, isFound, lacks, MIXING, OPENING } from "../../../simulation/attack/interleavings.ts";

// The short form of what `npm run attack` goes through in a larger world.

describe("submitting, mixing, showing comments, closing and opening in every order, with crashes anywhere", () => {
  it.each([
    ["two flushers of two tabs", MIXING],
    ["two openers of two links", OPENING],
    ["two who show the comments of a link and of two that were mixed before, and an opener", ADDING],
  ])("counts every link at most once and loses nobody who was thanked: %s", (_, world) => {
    const { schedules, states, duplicates, losses, exposures } = explore(world);
    expect([duplicates, losses, exposures]).toEqual([0, 0, 0]);
    expect(schedules).toBeGreaterThan(1_000_000_000n);
    expect(states).toBeGreaterThan(10_000);
  });

  it("holds in orders drawn by chance in a larger world", () => {
    expect(wander(HUGE, 2_000, Math.random)).toMatchObject({ duplicates: 0, losses: 0, exposures: 0 });
  });

  it.each(lacks)("goes wrong without its defence, and is seen to: $name", (lack) => {
    expect(isFound(lack)).toBe(true);
  });
});
