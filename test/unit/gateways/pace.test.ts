import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sendEach, type Verdict } from "../../../src/channels/pace.ts";
import type { Instant } from "../../../src/kernel/time.ts";
import { messages } from "./fixture.ts";

const now = "2026-03-03T12:00:00.000Z" as Instant;
const fast = { now, perSecond: 1000 };

const verdicts: readonly Verdict[] = [
  { outcome: "accepted" },
  { outcome: "refused", reason: "number-dead" },
  { outcome: "later" },
  { outcome: "unknown" },
  { outcome: "later", misconfigured: "400/1" },
  { outcome: "later", rest: { reason: "busy", seconds: 20 } },
];

describe("a batch", () => {
  it("has one outcome for each message, and says of what was not begun that it was not", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...verdicts), { maxLength: 40 }), async (each) => {
        const begun = new Set<string>();
        const batch = messages(each.length);
        const { outcomes } = await sendEach(batch, fast, async ({ reference }) => {
          begun.add(reference);
          return each[Number(reference.slice("reference-".length))] ?? { outcome: "unknown" };
        });
        expect(outcomes.map(({ reference }) => reference).toSorted()).toEqual(
          batch.map(({ reference }) => reference).toSorted(),
        );
        for (const { reference, outcome } of outcomes) expect(outcome === "unbegun").toBe(!begun.has(reference));
      }),
      { numRuns: 200 },
    );
  });

  it("is begun for so long and no longer: what was looked at long ago is not sent on the strength of it", async () => {
    let begun = 0;
    const { outcomes, pause } = await sendEach(messages(50), { now, perSecond: 20, budgetMs: 200 }, async () => {
      begun += 1;
      return { outcome: "accepted" };
    });
    expect(begun).toBeGreaterThan(0);
    expect(begun).toBeLessThan(12);
    expect(outcomes).toHaveLength(50);
    expect(outcomes.filter(({ outcome }) => outcome === "unbegun")).toHaveLength(50 - begun);
    expect(pause).toBeUndefined();
  });

  it("begins with three, and leaves no more than those in doubt at a gateway that has fallen silent", async () => {
    const silent = await sendEach(messages(100), fast, async () => ({ outcome: "unknown" }));
    expect(silent.outcomes.filter(({ outcome }) => outcome === "unknown")).toHaveLength(3);
    expect(silent.outcomes.filter(({ outcome }) => outcome === "unbegun")).toHaveLength(97);

    // It falls silent in the middle: three in a row, and five that were on their way.
    let sent = 0;
    const half = await sendEach(messages(100), fast, async () => {
      const verdict: Verdict = { outcome: sent++ < 50 ? "accepted" : "unknown" };
      await new Promise<void>((resolve) => {
        setTimeout(resolve, 1);
      });
      return verdict;
    });
    const doubted = half.outcomes.filter(({ outcome }) => outcome === "unknown").length;
    expect(doubted).toBeGreaterThanOrEqual(3);
    expect(doubted).toBeLessThanOrEqual(8);
  });

  it("lets the gateway rest for a wrong setting only where several fail alike and nothing came through", async () => {
    const wrong: Verdict = { outcome: "later", misconfigured: "400/21606" };
    const some = await sendEach(messages(20), fast, async ({ reference }) =>
      reference.endsWith("3") ? wrong : { outcome: "accepted" },
    );
    expect(some.pause).toBeUndefined();
    expect(some.outcomes.filter(({ outcome }) => outcome === "accepted")).toHaveLength(18);
    expect((await sendEach(messages(1), fast, async () => wrong)).pause).toBeUndefined();
    const differing = await sendEach(messages(2), fast, async ({ reference }) => ({
      outcome: "later",
      misconfigured: reference,
    }));
    expect(differing.pause).toBeUndefined();
    expect((await sendEach(messages(2), fast, async () => wrong)).pause?.reason).toBe("configuration");
  });
});
