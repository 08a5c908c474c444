import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inParts } from "../../../src/store/json-parts.ts";

describe("rows that are too many for one parameter", () => {
  it("come in their order, in lists that D1 takes, and none is lost", () => {
    const row = fc.record({ n: fc.nat(), text: fc.nat({ max: 250_000 }).map((length) => "é".repeat(length)) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
        const parts = inParts(rows);
        expect(parts.flatMap((part) => JSON.parse(part) as unknown[])).toEqual(rows);
        for (const part of parts) expect(new TextEncoder().encode(part).length).toBeLessThan(2_000_000);
      }),
      { numRuns: 50 },
    );
    expect(inParts([])).toEqual(["[]"]);
    expect(inParts(Array.from({ length: 1000 }, () => ["a", null]))).toHaveLength(1);
  });
});
