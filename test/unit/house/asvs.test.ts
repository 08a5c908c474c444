import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");
const text = readFileSync(join(root, "docs/asvs.md"), "utf8");

// The requirements of ASVS 5.0.0 by level, as sections and their numbers (OWASP/ASVS, 5.0/docs_en, CC BY-SA 4.0).
const levels = {
  "1": `
  1.2: 1 2 3 4 5
  1.3: 1 2
  1.5: 1
  2.1: 1
  2.2: 1 2
  2.3: 1
  3.2: 1 2
  3.3: 1
  3.4: 1 2
  3.5: 1 2 3
  4.1: 1
  4.4: 1
  5.2: 1 2
  5.3: 1 2
  6.1: 1
  6.2: 1 2 3 4 5 6 7 8
  6.3: 1 2
  6.4: 1 2
  7.2: 1 2 3 4
  7.4: 1 2
  8.1: 1
  8.2: 1 2
  8.3: 1
  9.1: 1 2 3
  9.2: 1
  10.4: 1 2 3 4 5
  11.3: 1 2
  11.4: 1
  12.1: 1
  12.2: 1 2
  13.4: 1
  14.2: 1
  14.3: 1
  15.1: 1
  15.2: 1
  15.3: 1`,
  "2": `
  1.1: 1 2
  1.2: 6 7 8 9
  1.3: 3 4 5 6 7 8 9 10 11
  1.4: 1 2 3
  1.5: 2
  2.1: 2 3
  2.2: 3
  2.3: 2 3 4
  2.4: 1
  3.3: 2 3 4
  3.4: 3 4 5 6
  3.5: 4 5
  3.7: 1 2
  4.1: 2 3
  4.2: 1
  4.3: 1 2
  4.4: 2 3 4
  5.1: 1
  5.2: 3
  5.4: 1 2 3
  6.1: 2 3
  6.2: 9 10 11 12
  6.3: 3 4
  6.4: 3 4
  6.5: 1 2 3 4 5
  6.6: 1 2 3
  6.8: 1 2 3 4
  7.1: 1 2 3
  7.3: 1 2
  7.4: 3 4 5
  7.5: 1 2
  7.6: 1 2
  8.1: 2
  8.2: 3
  8.4: 1
  9.2: 2 3 4
  10.1: 1 2
  10.2: 1 2
  10.3: 1 2 3 4
  10.4: 6 7 8 9 10 11
  10.5: 1 2 3 4 5
  10.6: 1 2
  10.7: 1 2 3
  11.1: 1 2
  11.2: 1 2 3
  11.3: 3
  11.4: 2 3 4
  11.5: 1
  11.6: 1
  12.1: 2 3
  12.3: 1 2 3 4
  13.1: 1
  13.2: 1 2 3 4 5
  13.3: 1 2
  13.4: 2 3 4 5
  14.1: 1 2
  14.2: 2 3 4
  14.3: 2 3
  15.1: 2 3
  15.2: 2 3
  15.3: 2 3 4 5 6 7
  16.1: 1
  16.2: 1 2 3 4 5
  16.3: 1 2 3 4
  16.4: 1 2 3
  16.5: 1 2 3
  17.1: 1
  17.2: 1 2 3 4
  17.3: 1 2`,
};

/** `1.2: 1 2` as 1.2.1 and 1.2.2. */
const numbersOf = (sections: string) =>
  sections
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [section = "", numbers = ""] = line.trim().split(": ");
      return numbers.split(" ").map((number) => `${section}.${number}`);
    });

/** The rows of the tables, as their cells. */
const rows = [...text.matchAll(/^\| (\d+\.\d+\.\d+) \|(.*)\|$/gm)].map(([, number = "", rest = ""]) => {
  const [level = "", what = "", standing = "", how = "", shown = ""] = rest.split("|").map((cell) => cell.trim());
  return { number, level, what, standing, how, files: [...shown.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file) };
});

const standings = ["met", "not applicable", "deployer's", "not met"];

describe("the table of OWASP ASVS", () => {
  it("has a row for each requirement of levels 1 and 2, once and at its level, and for no other", () => {
    expect([numbersOf(levels[1]).length, numbersOf(levels[2]).length]).toEqual([70, 183]);
    for (const level of ["1", "2"] as const) {
      const told = rows.filter((row) => row.level === level).map(({ number }) => number);
      expect(told.toSorted()).toEqual(numbersOf(levels[level]).toSorted());
    }
    expect(rows).toHaveLength(253);
  });

  it("says of each how it stands, how, and by which files, all of which are there", () => {
    const faulty = rows.filter(
      ({ what, standing, how, files }) =>
        what === "" || how === "" || files.length === 0 || !standings.includes(standing),
    );
    expect(faulty.map(({ number }) => number)).toEqual([]);
    const absent = rows.flatMap(({ number, files }) =>
      files.filter((file) => !existsSync(join(root, file))).map((file) => `${number} ${file}`),
    );
    expect(absent).toEqual([]);
  });

  it("counts its rows as they are, and names at the top each that is not met", () => {
    for (const standing of standings) {
      const counted = new RegExp(`^\\| ${standing} \\| (\\d+) \\|`, "m").exec(text)?.[1];
      expect([standing, Number(counted)]).toEqual([standing, rows.filter((row) => row.standing === standing).length]);
    }
    const [met, absent, left, not] = standings.map((each) => rows.filter(({ standing }) => standing === each).length);
    const told = `${met} of 253 requirements met, ${absent} not applicable, ${left} for who deploys, ${not} not met`;
    expect(readFileSync(join(root, "README.md"), "utf8")).toContain(told);
    const [top = ""] = text.split("\n## ");
    const unmet = rows.filter(({ standing }) => standing === "not met").map(({ number }) => number);
    expect(unmet.filter((number) => !top.includes(number))).toEqual([]);
  });

  it("shows by a test, or by what has to be done, whatever protects people's data in use", () => {
    const tested = rows.filter(
      ({ number, standing }) => /^(?:3\.3|3\.4|8\.[234]|16\.5)/.test(number) && standing === "met",
    );
    expect(tested.filter(({ files }) => !files.some((file) => /\.test\.tsx?$|guards/.test(file)))).toEqual([]);
    const left = rows.filter(({ standing }) => standing === "deployer's");
    expect(left.filter(({ files }) => files.every((file) => !/^(?:docs\/|wrangler\.toml)/.test(file)))).toEqual([]);
  });
});
