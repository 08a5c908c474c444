import { describe, expect, it } from "vitest";
import { stages } from "../../../src/domain/dimension.ts";
import { locales } from "../../../src/kernel/locale.ts";
import type { Quarter } from "../../../src/kernel/time.ts";
import { areaMeasures, areaPage } from "../../../src/results/area.ts";
import { areaOf } from "../../../src/results/codelist.ts";
import { surveyMeasures } from "../../../src/results/measures.ts";
import { ladder, nearestFigure, profileLines } from "../../../src/results/small-area.ts";
import type { CellsOf } from "../../../src/results/table.ts";
import { windowTo } from "../../../src/results/window.ts";
import { PublicPage } from "../../../src/ui/layout.tsx";
import { AreaBody } from "../../../src/ui/results-area.tsx";
import { ProfileSummary } from "../../../src/ui/results-nearest.tsx";
import { faultsOf } from "../../support/html.ts";
import { fixtureCells, fixtureHead } from "../../support/release-fixture.ts";

const found = areaOf("E23000034");
if (found === undefined) throw new Error("the City of London is a police area");
const city = found;

/** The fixture, of whose region nothing can be told either. */
const withoutRegion: CellsOf = (table, measure) =>
  table === "area.stage" ? [] : (fixtureCells(table, measure) ?? null);

describe.each(locales)("the page of a small area in %s", (locale) => {
  const htmlOf = (cellsOf: CellsOf) => {
    const sources = { quarter: cellsOf, year: null };
    const page = areaPage(city.code, surveyMeasures, {
      quarters: [cellsOf],
      before: null,
      nearestOf: (measure, stage) => nearestFigure(city, measure, stage, sources),
    });
    return (
      <PublicPage locale={locale} title="x" address="/results/latest/area/E23000034" section="areas">
        <AreaBody
          release={fixtureHead}
          area={city}
          page={page}
          lines={profileLines(city, areaMeasures(surveyMeasures), sources)}
          participation={stages.map((stage) => ({ stage, participation: null }))}
          all={null}
          less={[]}
          window={null}
          isRefused={false}
          since={null}
          locale={locale}
          here="/results/latest/area/E23000034"
          addressOf={() => (extension) => `x.${extension}`}
        />
      </PublicPage>
    ).toString();
  };
  const nearestIn = (html: string) =>
    [...html.matchAll(/<span class="app-nearest"><span class="app-cell__line">([^<]+)</g)].map(([, said = ""]) => said);

  it("is valid, and says in words of every figure in another's place whose it is", async () => {
    const html = htmlOf(fixtureCells);
    expect(await faultsOf(html)).toEqual([]);
    const said = nearestIn(html);
    expect(said.length).toBeGreaterThan(20);
    // Each stands below the symbol of the figure that is held back.
    expect(html.match(/<span class="app-nearest">/g)).toHaveLength(said.length);
    // Of all stages, where the row has no such figure; where it has; and of the region.
    expect(new Set(said).size).toBe(3);
    const own = locale === "en" ? /^This area, all stages/ : /^Yr ardal hon, pob cam/;
    const other = locale === "en" ? /^Not this area: region, London, / : /^Nid yr ardal hon: rhanbarth, Llundain, /;
    for (const words of said) expect(words).toMatch(own.test(words) ? own : other);
  });

  it("never says of a figure of England and Wales that it is the area's", () => {
    const said = nearestIn(htmlOf(withoutRegion));
    expect(said.some((words) => words.includes(locale === "en" ? "England and Wales" : "Cymru a Lloegr"))).toBe(true);
    const placeOfNation = ladder.filter(({ place }) => place === "nation");
    expect(placeOfNation).toHaveLength(2);
    for (const words of said) if (/England|Lloegr/.test(words)) expect(words).toMatch(/^(Not|Nid)/);
  });
});

describe.each(locales)("the summary of an area's year in %s", (locale) => {
  const kent = areaOf("E23000032");
  if (kent === undefined) throw new Error("Kent is a police area");

  const summaryOf = (held: readonly string[]) => {
    const window = windowTo("2026Q1" as Quarter, new Set(held));
    const year = { cellsOf: fixtureCells, window, isSame: () => true };
    const lines = profileLines(kent, areaMeasures(surveyMeasures), { quarter: null, year });
    return (
      <ProfileSummary area={kent} lines={lines} addressOf={(extension) => `x.${extension}`} locale={locale} />
    ).toString();
  };
  const added = locale === "en" ? "quarters added up" : "chwarter wedi&#39;u hadio";
  const own = locale === "en" ? "its own for this quarter" : "ar gyfer y chwarter hwn";

  it("says of several quarters how many were added up, and of a first one that it is the quarter's", () => {
    const several = summaryOf(["2025Q3", "2025Q4", "2026Q1"]);
    expect(several).toContain(`3 ${added}`);
    expect(several).not.toContain(own);
    const first = summaryOf(["2026Q1"]);
    expect(first).toContain(own);
    expect(first).not.toContain(added);
  });
});
