import { describe, expect, it } from "vitest";
import { postalKey } from "../../../src/domain/postal.ts";

const home = ["Ms Sarah Davies", "Flat 2, 12 High Street", "Cardiff", "CF10 1AA"];

describe("an address's index", () => {
  it.each([
    [["S. DAVIES", "12 High St.", "flat 2", "Llandaff", "cardiff", "CF10 1AA"]],
    [["Sarah Davies", "Apartment 2", "12, High Street", "CF10 1AA"]],
  ])("is the same for %j", (lines) => expect(postalKey(lines)).toBe(postalKey(home)));

  it.each([
    [["Mr Tomos Rees", ...home.slice(1)]],
    [["Ms Sarah Davies", "Flat 3, 12 High Street", "Cardiff", "CF10 1AA"]],
    [["Ms Sarah Davies", "Flat 2, 12 High Street", "Cardiff", "CF10 1AB"]],
    [["Ms Sarah Davies", "Rose Cottage", "Cardiff", "CF10 1AA"]],
  ])("is another for %j", (lines) => expect(postalKey(lines)).not.toBe(postalKey(home)));

  it("takes a house's name where it has no number, and one letter for a flat", () => {
    const of = (...lines: readonly string[]) => postalKey(["Ms Davies", ...lines, "CF10 1AA"]);
    expect(of("Rose Cottage, Church Lane")).toBe(of("ROSE COTTAGE", "Church Ln"));
    expect(of("Rose Cottage")).not.toBe(of("Ivy Cottage"));
    expect(of("12A High Street")).toBe(of("Flat A", "12 High St"));
    expect(of("12A High Street")).not.toBe(of("12B High Street"));
  });
});
