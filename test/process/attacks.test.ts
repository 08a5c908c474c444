import { describe, expect, it } from "vitest";
import { inShort } from "../../simulation/attack/rows.ts";
import { attacks, intervals } from "../../simulation/attack/suite.ts";

describe("the attack suite in its short form", () => {
  it("finds a released nation as private as it is said to be", async () => {
    const rows = [...intervals(inShort), ...(await attacks(3000, inShort))];
    const failed = rows
      .filter(({ isPassed }) => !isPassed)
      .map(({ id, success, threshold }) => ({ id, success, threshold }));
    expect(failed).toEqual([]);
    const found = new Set(rows.map(({ id }) => id.split(" ")[0]));
    for (const id of ["A1", "A2", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "A12", "R8"]) expect(found).toContain(id);
  }, 600_000);
});
