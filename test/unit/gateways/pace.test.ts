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
  { outcome: "later", misconfigured: true },
  { outcome: "later", rest: { reason: "busy", seconds: 20 } },
];

describe("a batch", () => {
  it("has one outcome for each message, and what was not begun is for later", async () => {
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
        for (const { reference, outcome } of outcomes) if (!begun.has(reference)) expect(outcome).toBe("later");
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
    expect(outcomes.filter(({ outcome }) => outcome === "later")).toHaveLength(50 - begun);
    expect(pause).toBeUndefined();
  });

  it("lets the gateway rest for a wrong setting only where nothing came through", async () => {
    const wrong: Verdict = { outcome: "later", misconfigured: true };
    const some = await sendEach(messages(20), fast, async ({ reference }) =>
      reference.endsWith("3") ? wrong : { outcome: "accepted" },
    );
    expect(some.pause).toBeUndefined();
    expect(some.outcomes.filter(({ outcome }) => outcome === "accepted")).toHaveLength(18);
    const none = await sendEach(messages(1), fast, async () => wrong);
    expect(none.pause?.reason).toBe("configuration");
  });
});
