import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { onlyPlaces, openCsv, sizeOf } from "../../../src/domain/csv-rows.ts";

/** All rows of a text that comes in these pieces. */
function rowsOf(pieces: readonly string[], delimiter = ",", columns: readonly string[] = []) {
  const csv = openCsv(delimiter, columns);
  const rows = pieces.flatMap((piece) => {
    const read = csv.read(piece);
    return read.isBroken ? expect.fail("longer than a row may be") : read.rows;
  });
  return [...rows, ...csv.end()];
}

const fieldsOf = (pieces: readonly string[], ...how: [delimiter?: string, columns?: readonly string[]]) =>
  rowsOf(pieces, ...how).map(({ fields }) => fields);

/** Cuts a text at these places. */
const cut = (text: string, places: readonly number[]) => {
  const sorted = [0, ...places.map((place) => place % (text.length + 1)).toSorted((a, b) => a - b), text.length];
  return sorted.slice(1).map((to, index) => text.slice(sorted[index], to));
};

const field = fc.string({ unit: fc.constantFrom("a", "é", " ", ",", ";", '"', "\n", "\r\n", "'", "1"), maxLength: 6 });
const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });

describe("rows of a file that comes in pieces", () => {
  it("are those of the table that was written, wherever it is cut, with either line end and with none at the end", () => {
    const law = fc.property(
      table,
      fc.constantFrom(",", ";", "\t", "|"),
      fc.constantFrom(["\n", false], ["\n", true], ["\r\n", false], ["\r\n", true]),
      fc.array(fc.nat(), { maxLength: 30 }),
      (rows, delimiter, [newline, endsWithNewline], places) => {
        const kept = rows.filter((row) => row.some((each) => each.trim() !== ""));
        const text = Papa.unparse(rows, { delimiter, newline }) + (endsWithNewline ? newline : "");
        const read = rowsOf(cut(text, places), delimiter);
        expect(read.some(({ isMalformed }) => isMalformed)).toBe(false);
        expect(read.map(({ fields }) => fields)).toEqual(
          kept.map((row) => row.map((each) => each.replaceAll("\r\n", "\n"))),
        );
      },
    );
    fc.assert(law, { numRuns: 2000 });
  });

  it("come whole when every character comes alone", () => {
    const text = 'id,note\r\n1,"two\r\nlines, and a ""word"""\r\n2,"x"\r\n';
    expect(fieldsOf(text.split(""))).toEqual([
      ["id", "note"],
      ["1", 'two\nlines, and a "word"'],
      ["2", "x"],
    ]);
  });

  it("leave out blank ones, and keep those that are too short or too long for whoever reads them", () => {
    expect(fieldsOf(["a,b\n\n,\n1\n1,2,3\n   \n"])).toEqual([["a", "b"], ["1"], ["1", "2", "3"]]);
    expect(fieldsOf([""])).toEqual([]);
  });

  it("are told apart by the delimiter that has most of the columns looked for, even where others are more", () => {
    const head = "Crime, no; of, day;When\n1,1;2;3\n";
    expect(fieldsOf(head.split(""), "auto", ["Crime, no", "When"])).toEqual([
      ["Crime, no", " of, day", "When"],
      ["1,1", "2", "3"],
    ]);
    expect(fieldsOf(["a\tb"], "auto", ["a", "b"])).toEqual([["a", "b"]]);
  });

  it("say so where a quote stands inside a value", () => {
    const [, bad, good] = rowsOf(['a,b\n"x"y",2\n"p","q"\n']);
    expect([bad?.isMalformed, good?.isMalformed, good?.fields]).toEqual([true, false, ["p", "q"]]);
  });

  it("end with one that no row may be as long as: a quote that is never closed", () => {
    const csv = openCsv(",", []);
    expect(csv.read('a,b\n1,"').rows).toHaveLength(1);
    const read = Array.from({ length: 10 }, () => csv.read("x\n".repeat(16 * 1024)).isBroken);
    expect(read.indexOf(true)).toBe(7);
    const whole = openCsv(",", []).read(`a,b\n1,2\n3,"${"x".repeat(300_000)}`);
    expect([whole.rows.map(({ fields }) => fields), whole.isBroken]).toEqual([
      [
        ["a", "b"],
        ["1", "2"],
      ],
      true,
    ]);
  });

  it("keep only what is read of them, and that they are longer than the first", () => {
    const kept = (fields: readonly string[]) => onlyPlaces({ fields, isMalformed: false }, new Set([1]), 3).fields;
    expect(kept(["a", "b", "c"])).toEqual(["", "b", ""]);
    expect(kept(["a"])).toEqual([""]);
    expect(kept(["a", "b", "c", " ", ""])).toEqual(["", "b", ""]);
    expect(kept(["a", "b", "c", "d", "e"])).toHaveLength(4);
    expect(sizeOf({ fields: ["", "bb"], isMalformed: false })).toBe(4);
  });
});
