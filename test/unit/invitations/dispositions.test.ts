import { describe, expect, it } from "vitest";
import { dispositionOf, dispositions, reasons } from "../../../src/domain/disposition.ts";
import { afterReceipt, invitationStates, receiptStatuses } from "../../../src/domain/invitation.ts";

describe("the disposition of an invitation", () => {
  it("exists for every reason that may be stored", () => {
    for (const reason of reasons) {
      for (const state of ["held", "excluded", "cancelled", "failed"] as const) {
        expect(dispositions).toContain(dispositionOf(state, reason));
      }
    }
    expect(() => dispositionOf("held", "because")).toThrow(/documented reason/);
    expect(() => dispositionOf("excluded", null)).toThrow(/documented reason/);
  });

  it("keeps what was suppressed or not recorded in the denominators, so that nobody gains by it (decisions.md 20)", () => {
    expect(dispositionOf("held", "flag-needs-safe-route")).toBe("UO-S");
    expect(dispositionOf("held", "route-stale")).toBe("UO-S");
    expect(dispositionOf("held", "shared-number")).toBe("UO-S");
    expect(dispositionOf("held", "no-route")).toBe("UO-R");
    expect(dispositionOf("held", "age-not-stated")).toBe("UO");
    expect(dispositionOf("cancelled", "window-passed")).toBe("UO");
  });

  it("calls the rest rule a design, never ineligibility (decisions.md 5)", () => {
    expect(reasons.filter((reason) => dispositionOf("excluded", reason) === "NS")).toEqual([
      "rest-within-case",
      "rest-across-cases",
      "not-sampled",
    ]);
  });

  it("tells delivered from merely accepted, also after the link has ended", () => {
    expect(dispositionOf("delivered", null)).toBe("NC");
    expect(dispositionOf("sent", null)).toBe("UO");
    expect(dispositionOf("closed", "sent")).toBe("UO");
    expect(dispositionOf("closed", "delivered")).toBe("NC");
    expect(dispositionOf("closed", "in-doubt")).toBe("UO");
  });
});

describe("a receipt", () => {
  it("never takes an invitation back: only the first final one counts", () => {
    const every = invitationStates.flatMap((state) => receiptStatuses.map((status) => ({ state, status })));
    const changing = every.filter(({ state, status }) => afterReceipt(state, status) !== null);
    expect(new Set(changing.map(({ state }) => state))).toEqual(new Set(["claimed", "sent"]));
    const ends = changing.map(({ state, status }) => afterReceipt(state, status));
    expect(new Set(ends)).toEqual(new Set(["delivered", "failed"]));
    expect(afterReceipt("sent", "in-flight")).toBeNull();
    expect(afterReceipt("sent", "delivered")).toBe("delivered");
    expect(afterReceipt("sent", "failed-permanent")).toBe("failed");
    expect(afterReceipt("delivered", "failed-temporary")).toBeNull();
  });
});
