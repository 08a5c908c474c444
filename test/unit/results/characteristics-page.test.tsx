import { describe, expect, it } from "vitest";
import type { Stage } from "../../../src/domain/dimension.ts";
import { attributes } from "../../../src/instrument/profile.ts";
import { type Locale, locales } from "../../../src/kernel/locale.ts";
import { characteristicName, characteristics, type Contrast } from "../../../src/results/characteristics.ts";
import type { CellsOf } from "../../../src/results/table.ts";
import { PublicPage } from "../../../src/ui/layout.tsx";
import { CharacteristicsBody } from "../../../src/ui/results-characteristics.tsx";
import { faultsOf } from "../../support/html.ts";
import { fixtureCells, fixtureHead } from "../../support/release-fixture.ts";

type Counts = readonly [P: number, Q: number];

const groups = attributes.flatMap(({ id, categories }) => categories.map(({ code }) => ({ id, code })));

/** A release that holds satisfaction at report by every characteristic: the usual counts of each group but those named. */
const releaseOf =
  (usual: Counts, named: Readonly<Record<string, Counts>> = {}): CellsOf =>
  (table, measure) => {
    const found = groups.find(({ id, code }) => measure === characteristicName(id, code, "C1"));
    if (table !== "stage" || found === undefined) return null;
    const [P, Q] = named[`${found.id}.${found.code}`] ?? usual;
    return [[["report"], P + Q, P, Q]];
  };

const contrastsOf = (cellsOf: CellsOf, measure = "C1", stage: Stage | null = "report") =>
  characteristics(stage, cellsOf).filter((one) => one.measure === measure);

const bodyOf = (contrasts: readonly Contrast[], locale: Locale = "en", stage: Stage | null = "report") => (
  <CharacteristicsBody
    release={fixtureHead}
    stage={stage}
    measure="C1"
    contrasts={contrasts}
    everybody={null}
    all={null}
    window={null}
    isRefused={false}
    locale={locale}
    here="/results/latest/characteristics"
    addressOf={(extension) => `characteristics.${extension}`}
  />
);

/** What stands in words before the first characteristic. */
function sentencesOf(contrasts: readonly Contrast[]): readonly string[] {
  const html = bodyOf(contrasts).toString();
  const first = html.indexOf("<h3");
  const words = html.slice(html.lastIndexOf("</h2>", first) + "</h2>".length, first);
  return words.split("</p>").flatMap((one) => (one === "" ? [] : [one.replaceAll(/<[^>]+>/g, "")]));
}

describe("the words about the groups", () => {
  it("say that none differs only of those that can be compared, and how many cannot, and why", () => {
    const alike = "differs from everybody else by more than chance explains.";
    expect(sentencesOf(contrastsOf(releaseOf([300, 200])))).toEqual([`On this question no group ${alike}`]);
    const tooFew = "Too few people have told us this of themselves, in the group or beside it.";
    expect(sentencesOf(contrastsOf(releaseOf([300, 200], { "main-language.bsl": [10, 10] })))).toEqual([
      `Of the groups that can be compared, none ${alike}`,
      `Groups that cannot be compared with everybody else: 1 of 12. ${tooFew}`,
    ]);
    expect(sentencesOf(contrastsOf(releaseOf([5, 5])))).toEqual([
      `No group can be compared with everybody else. ${tooFew}`,
    ]);
  });

  it("do not say that too few answered where the reason is another", () => {
    expect(sentencesOf(contrastsOf(releaseOf([2000, 0])))).toEqual([
      "No group can be compared with everybody else. Nearly everybody answered alike, in the group or beside it, so that the exact share is not told.",
    ]);
    const unasked = contrastsOf(() => null).map((one) => ({ ...one, those: { ...one.those, symbol: "z" as const } }));
    expect(sentencesOf(unasked)).toEqual([
      "No group can be compared with everybody else. The question is not asked at this stage.",
    ]);
    expect(sentencesOf(contrastsOf(() => null))).toEqual([
      "No group can be compared with everybody else. It is not in this release.",
    ]);
  });

  it("tell the limits of a difference as they are, also beyond nought", () => {
    const [contrast] = contrastsOf(releaseOf([300, 200]));
    if (contrast === undefined) throw new Error("twelve groups are compared");
    const told = (points: number, lower: number, upper: number) =>
      sentencesOf([{ ...contrast, difference: { points, lower, upper }, adjustedP: 0.04, significance: "s" }])[0];
    expect(told(-8, -17, 1)).toContain("That is 8 points fewer (\u22121 to 17).");
    expect(told(-8, -17, -1)).toContain("That is 8 points fewer (1 to 17).");
    expect(told(8, -1, 17)).toContain("That is 8 points more (\u22121 to 17).");
  });
});

describe.each(locales)("the page of characteristics in %s", (locale) => {
  it.each(["report", null] as const)("is valid HTML at stage %s", async (stage) => {
    const html = (
      <PublicPage locale={locale} title="x" address="/results/latest/characteristics" section="journey">
        {bodyOf(contrastsOf(fixtureCells, "C1", stage), locale, stage)}
      </PublicPage>
    ).toString();
    expect(await faultsOf(html)).toEqual([]);
    expect(html).not.toMatch(/NaN|undefined|\{[a-z]+\}/i);
  });
});
