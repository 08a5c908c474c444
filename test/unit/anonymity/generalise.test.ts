import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ages, type Dims, NOT_STATED, offences, sexes } from "../../../src/domain/dimension.ts";
import { generalise } from "../../../src/domain/generalise.ts";
import { methodology } from "../../../src/domain/methodology.ts";

const { k, order } = methodology.generalisation;

const base: Dims = {
  area: "E23000028",
  stage: "report",
  offence: "burglary",
  age: "25-44",
  sex: "female",
  abuse: "no",
  language: "en",
  inclusion: "all",
  instrument: "report@1",
  facts: [],
};

const person = fc.record({
  area: fc.constantFrom("E23000028", "E23000034", "W15000001"),
  stage: fc.constantFrom<Dims["stage"]>("report", "trial"),
  offence: fc.constantFrom(...offences),
  age: fc.constantFrom(...ages),
  sex: fc.constantFrom(...sexes),
  abuse: fc.constantFrom<Dims["abuse"]>("yes", "no"),
  language: fc.constantFrom<Dims["language"]>("en", "cy"),
  facts: fc.constantFrom<Dims["facts"]>([], ["attended"]),
});
const population = fc
  .array(person, { maxLength: 400 })
  .map((people): readonly Dims[] => people.map((each) => ({ ...base, ...each })));

const tally = (all: readonly Dims[]) => Map.groupBy(all, (dims) => JSON.stringify(dims));

describe("generalising what an answer may carry", () => {
  it("leaves a group of ten as it is, and blanks the rarest attributes of a smaller one first", () => {
    const ten = Array.from({ length: 10 }, () => base);
    const nine = Array.from({ length: 9 }, () => ({ ...base, sex: "male" }) satisfies Dims);
    const one = { ...base, sex: "male", age: "65-plus" } satisfies Dims;
    const result = generalise([...ten, ...nine, one], k, order);
    expect(result.slice(0, 10)).toEqual(ten);
    expect(result.slice(10)).toEqual(Array.from({ length: 10 }, () => ({ ...base, sex: NOT_STATED, age: NOT_STATED })));
  });

  it("gives up the area where even area and stage are too few, and never the stage", () => {
    const result = generalise([{ ...base, area: "E23000034" }], k, order);
    expect(result[0]).toMatchObject({ area: NOT_STATED, stage: "report" });
  });

  it("makes every combination with an area common to ten, whoever is in the population", () => {
    fc.assert(
      fc.property(population, (people) => {
        for (const group of tally(generalise(people, k, order)).values()) {
          expect(group.length >= k || group[0]?.area === NOT_STATED).toBe(true);
        }
      }),
    );
  });

  it("only ever blanks: what is stated was true", () => {
    fc.assert(
      fc.property(population, (people) => {
        for (const [index, shown] of generalise(people, k, order).entries()) {
          for (const attribute of ["area", "stage", "offence", "age", "sex", "abuse", "language"] as const) {
            expect([people[index]?.[attribute], NOT_STATED]).toContain(shown[attribute]);
          }
        }
      }),
    );
  });
});
