import { describe, expect, it } from "vitest";
import { releasedNation } from "../../simulation/attack/nation.ts";
import { publicAddresses } from "../../simulation/attack/routes.ts";
import { inShort } from "../../simulation/attack/rows.ts";
import { attacks, intervals } from "../../simulation/attack/suite.ts";
import { createApp } from "../../src/http/app.tsx";

/** A route as the app lists it, as an expression that its addresses fit: `/:file{trends\.(?:json|csv)}`. */
const fitting = (route: string) =>
  new RegExp(`^${route.replaceAll(/:\w+(?:\{([^}]+)\})?/g, (_, pattern?: string) => pattern ?? "[^/]+")}$`);

/** What tells of results, and takes no key. */
const isResults = (path: string) =>
  /^\/results\/|^\/v1\/releases|^\/v1\/:file\{trends/.test(path) && !path.endsWith("*");

describe("the attack suite in its short form", () => {
  it("finds a released nation as private as it is said to be", async () => {
    const rows = [...intervals(inShort), ...(await attacks(3000, inShort))];
    const failed = rows
      .filter(({ isPassed }) => !isPassed)
      .map(({ id, success, threshold }) => ({ id, success, threshold }));
    expect(failed).toEqual([]);
    const found = new Set(rows.map(({ id }) => id));
    for (const id of ["A1", "A2", "A5", "A6", "A7", "A8", "A9 sums", "A10", "A11", "A12", "R8"])
      expect(found).toContain(id);
    for (const id of ["A2 alike", "A2 bound", "A2 whole", "A2 ends", "A2 cases", "A2 records"])
      expect(found).toContain(id);
    for (const id of ["A5 routes", "A5 twins", "A12 routes", "A7 corrected", "A7 untouched", "A7 counts", "A11 trends"])
      expect(found).toContain(id);
    // A small nation shows too few cells to these two.
    const isLeft = ({ id, isTried }: (typeof rows)[number]) =>
      isTried === false && id !== "A1" && id !== "A6 averaging";
    expect(rows.filter(isLeft).map(({ attack }) => attack)).toEqual([]);
  }, 600_000);

  it("takes up every address of the app that tells of results", async () => {
    const routes = createApp(() => Promise.reject(new Error("nobody is asked"))).routes;
    const told = new Set(
      routes.filter(({ method, path }) => method === "GET" && isResults(path)).map(({ path }) => path),
    );
    const nation = await releasedNation({ size: 300, seed: "routes" });
    try {
      const { addresses } = await publicAddresses(nation.ask, nation.period, 1);
      const paths = addresses.map((address) => new URL(address, "http://localhost").pathname);
      const left = [...told].filter((route) => !paths.some((path) => fitting(route).test(path)));
      // What a correction changed is told of corrections alone.
      expect(left.filter((route) => !route.includes("/changes"))).toEqual([]);
      expect(told.size).toBeGreaterThan(20);
    } finally {
      await nation.close();
    }
  }, 300_000);
});
