/** @jsxImportSource hono/jsx */
import { describe, expect, it } from "vitest";
import { compareAreas } from "../../../src/results/compare.ts";
import { limitsAt } from "../../../src/results/funnel-limits.ts";
import { surveyMeasure, surveyMeasures } from "../../../src/results/measures.ts";
import { journey } from "../../../src/results/journey.ts";
import { transitions } from "../../../src/results/transitions.ts";
import { percentDomain } from "../../../src/ui/chart-figure.tsx";
import { FunnelChart } from "../../../src/ui/chart-funnel.tsx";
import { IntervalsChart } from "../../../src/ui/chart-intervals.tsx";
import { JourneyChart } from "../../../src/ui/chart-journey.tsx";
import { resultsProblems } from "../../../src/ui/phrases-results-problems.ts";
import { ResultsProblemPage } from "../../../src/ui/problem-page.tsx";
import { CompareBody } from "../../../src/ui/results-compare.tsx";
import { chartedOf, signedTexts } from "../../../src/ui/results-parts.tsx";
import { JourneyBody } from "../../../src/ui/results-journey.tsx";
import { fixtureCells, fixtureHead } from "../../support/release-fixture.ts";

const markup = (element: { toString(): string }) => element.toString();

/** Whether a fragment is well-formed XML: nested tags, quoted and distinct attributes, no stray `<` or `&`. */
function faultOf(markup: string): string | null {
  const open: string[] = [];
  const pattern = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)|(<)/g;
  for (const [whole, closing, name = "", attributes = "", selfClosing, text, stray] of markup.matchAll(pattern)) {
    if (stray !== undefined) return `stray < near ${whole}`;
    if (text !== undefined) {
      if (/&(?!(amp|lt|gt|quot|#\d+|#x[\da-f]+);)/.test(text)) return `stray & in ${text}`;
      continue;
    }
    const names = [...attributes.matchAll(/([\w:-]+)="/g)].map(([, attribute]) => attribute);
    if (new Set(names).size < names.length) return `an attribute twice in ${whole}`;
    if (closing === "/") {
      if (open.pop() !== name) return `${name} closes what it did not open`;
    } else if (selfClosing !== "/") open.push(name);
  }
  return open.length > 0 ? `${open.join()} left open` : null;
}

const words = {
  id: "chart",
  title: "A <title> & more",
  description: "What it shows",
  showTable: "Table",
  legend: ["Circle: same"],
  table: "the figures",
};

const svgOf = (html: string) => html.slice(html.indexOf("<svg"), html.indexOf("</svg>") + 6);

const limits = [50, 200, 800]
  .map((base) => limitsAt(0.6, base))
  .map(({ base, lower95, upper95, lower998, upper998 }) => ({
    base,
    inner: [lower95, upper95] as const,
    outer: [lower998, upper998] as const,
  }));

const pointAt = (base: number, percent: number) => ({
  label: `at ${percent}`,
  base,
  percent,
  text: `${percent}%`,
  shape: "unbanded" as const,
  band: "none",
});

const funnel = (points: readonly ReturnType<typeof pointAt>[]) =>
  markup(
    <FunnelChart
      {...words}
      points={points}
      limits={limits}
      nation={{ label: "Nation", percent: 60, text: "60.0%" }}
      axes={{ base: "Base", inner: "95", outer: "99.8" }}
      table="figures"
    />,
  );

const rowAt = (value: number | null) => ({
  label: "Area",
  value,
  lower: value === null ? null : value - 5,
  upper: value === null ? null : value + 5,
  text: value === null ? "[c]" : `${value.toFixed(1)}%`,
  shape: "same" as const,
});

const intervals = (values: readonly (number | null)[]) =>
  markup(
    <IntervalsChart
      {...words}
      rows={values.map(rowAt)}
      nation={{ label: "Nation", percent: 60, text: "60.0%" }}
      table="figures"
    />,
  );

const journeyOf = (values: readonly (number | null)[]) =>
  markup(
    <JourneyChart
      {...words}
      stages={values.map((_, index) => [`Stage ${index}`])}
      agencies={values.map(() => "Police")}
      lines={[{ name: "Satisfied", points: values.map(rowAt) }]}
      table="figures"
    />,
  );

describe("a chart", () => {
  const drawn = {
    funnel: funnel([pointAt(120, 40), pointAt(300, 80)]),
    intervals: intervals([40, null, 80]),
    journey: journeyOf([40, null, 80, 60]),
  };

  it.each(Object.entries(drawn))("is well-formed XML with a title and a description: %s", (_, html) => {
    const svg = svgOf(html);
    expect(faultOf(svg)).toBeNull();
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).toContain('aria-labelledby="chart-title chart-desc"');
    expect(svg).toContain('<title id="chart-title">A &lt;title&gt; &amp; more</title>');
    expect(svg).toContain('<desc id="chart-desc">');
  });

  it.each(Object.entries(drawn))("has no inline style or script, and its figures as a table beneath: %s", (_, html) => {
    expect(html).not.toMatch(/style=|<script|<style|onload|href="http/);
    expect(html.indexOf("<details")).toBeGreaterThan(html.indexOf("</svg>"));
  });

  it.each(Object.entries(drawn))("draws nothing at NaN and nothing outside its box: %s", (_, html) => {
    const svg = svgOf(html);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    const [, width = "0", height = "0"] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
    for (const [, axis, at] of svg.matchAll(/ (x|y|cx|cy|x1|x2|y1|y2)="(-?[\d.]+)"/g)) {
      expect(Number(at)).toBeGreaterThanOrEqual(0);
      expect(Number(at)).toBeLessThanOrEqual(Number(axis?.includes("x") ? width : height));
    }
  });

  it("puts a larger percentage higher in the funnel, and more answers further right", () => {
    const marks = [
      ...svgOf(funnel([pointAt(100, 50), pointAt(200, 60), pointAt(400, 70)])).matchAll(
        /<path d="M([\d.]+),([\d.]+)l8,8/g,
      ),
    ];
    const [xs, ys] = [marks.map(([, x]) => Number(x)), marks.map(([, , y]) => Number(y))];
    expect(xs).toHaveLength(3);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
    expect(ys).toEqual(ys.toSorted((a, b) => b - a));
  });

  it("puts a larger percentage further right among intervals, and higher on the journey", () => {
    const rights = [...intervals([45, 55, 65]).matchAll(/d="M([\d.]+),[\d.]+a5/g)].map(([, x]) => Number(x));
    expect(rights).toHaveLength(3);
    expect(rights).toEqual(rights.toSorted((a, b) => a - b));
    const heights = [...journeyOf([45, 55, 65]).matchAll(/<circle cx="[\d.]+" cy="([\d.]+)"/g)].map(([, y]) =>
      Number(y),
    );
    expect(heights).toHaveLength(3);
    expect(heights).toEqual(heights.toSorted((a, b) => b - a));
  });

  it("writes the symbol where a figure may not be shown, and does not draw a line through it", () => {
    expect(journeyOf([50, null, 70])).toContain("[c]");
    const path =
      /<path d="(M[^"]*)" fill="none" stroke="#144e81" stroke-width="2.5"/.exec(journeyOf([50, null, 70]))?.[1] ?? "";
    expect(path.match(/M/g)).toHaveLength(2);
  });

  it("breaks a long label between words, within its margin, and leaves room for the longest figure", () => {
    const label = "Wedi cael cynnig y dewis i gwrdd â'r erlynydd cyn y treial";
    const row = { ...rowAt(45), label, text: "o leiaf 99.0% [u]" };
    const svg = svgOf(markup(<IntervalsChart {...words} rows={[row, rowAt(80)]} nation={null} table="figures" />));
    const lines = [...svg.matchAll(/<text x="208"[^>]*>([^<]+)</g)].map(([, text = ""]) =>
      text.replaceAll("&#39;", "'"),
    );
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.slice(0, -1).join(" ")).toBe(label);
    expect(Math.max(...lines.map((text) => text.length)) * 8).toBeLessThanOrEqual(208);
    const [, left = "0"] = /<text x="([\d.]+)"[^>]*>o leiaf/.exec(svg) ?? [];
    expect(Number(left) + row.text.length * 8).toBeLessThanOrEqual(640);
  });

  it("tells a bound in words alone, and keeps the last zero of a figure", () => {
    const row = {
      at: {},
      measure: "C1",
      answer: null,
      value: 1,
      lower: 0,
      upper: 2,
      base: 1200,
      effectiveBase: null,
      symbol: null,
    };
    const bound = chartedOf({ ...row, coding: "at-most" }, "en");
    expect(bound).toEqual({ value: null, lower: null, upper: null, text: "at most 1.0%" });
    const svg = svgOf(
      markup(
        <IntervalsChart
          {...words}
          rows={[{ label: "Right", ...bound, shape: "same" }]}
          nation={null}
          table="figures"
        />,
      ),
    );
    expect(svg).toContain("at most 1.0%");
    expect(svg).not.toContain("a5,5");
    expect(chartedOf({ ...row, value: 45, coding: null }, "en").text).toBe("45.0%");
    expect(signedTexts([4, -12.5, 0])).toEqual(["+4.0", "\u221212.5", "0.0"]);
  });

  it("ends the curves of a funnel at its edge, and does not bend them along it", () => {
    const svg = svgOf(funnel([pointAt(400, 58), pointAt(800, 62)]));
    const heights = [...svg.matchAll(/<path d="M[\d.]+,(-?[\d.]+)[LC]/g)].map(([, y]) => Number(y));
    expect(Math.min(...heights)).toBeLessThan(20);
    expect(svg).toMatch(/clip-path="url\(#chart-plot\)"/);
  });

  it("chooses whole tens around its values, at least 20 points, within 0 to 100", () => {
    expect(percentDomain([43, 71])).toEqual([40, 80]);
    expect(percentDomain([97, 99])).toEqual([80, 100]);
    expect(percentDomain([1, 2])).toEqual([0, 20]);
    expect(percentDomain([])).toEqual([0, 100]);
  });
});

describe("a page of results", () => {
  const addressOf = () => () => "/v1/releases/2026Q1/tables/stage.csv?measure=C1";

  it("says that it is not official statistics, and explains its symbols above its tables, in both languages", () => {
    for (const locale of ["en", "cy"] as const) {
      const html = markup(
        <JourneyBody
          release={fixtureHead}
          stages={journey(surveyMeasures, fixtureCells)}
          all={null}
          locale={locale}
          addressOf={addressOf}
          samePeople={{ same: transitions([fixtureCells]), quarters: 1, addressOf: addressOf() }}
        />,
      );
      expect(html).toContain(locale === "en" ? "not official statistics" : "nid ystadegau swyddogol");
      expect(html).toContain(fixtureHead.hash);
      expect(html).not.toMatch(/undefined|NaN|\{\w+\}|style=/);
    }
  });

  it("of a wrong address says what is wrong and leads on, in both languages", () => {
    for (const locale of ["en", "cy"] as const) {
      const html = markup(
        <ResultsProblemPage
          type="not-found"
          detail={resultsProblems.area.en}
          path="/results/latest/rights"
          hasPage
          locale={locale}
        />,
      );
      expect(html).toContain(resultsProblems.area[locale].replace("'", "&#39;"));
      expect(html).toContain(`href="/results/latest/rights${locale === "cy" ? "?lang=cy" : ""}"`);
      expect(html).toContain("govuk-service-navigation");
      expect(html).not.toContain("Leave this site");
    }
  });

  it("tells bands in words, lists areas by region and never by rank, and warns about case-mix", () => {
    const chosen = surveyMeasure("C1");
    if (chosen === undefined) throw new Error("C1 is the headline");
    const html = markup(
      <CompareBody
        release={fixtureHead}
        measures={surveyMeasures}
        chosen={chosen}
        stage="report"
        window={null}
        isRefused={false}
        comparison={compareAreas(chosen, "report", fixtureCells)}
        all={null}
        locale="en"
        here="/results/latest/compare"
        addressOf={addressOf()}
      />,
    );
    expect(html).toContain("Much better than expected");
    expect(html).toContain("Much worse than expected");
    expect(html).toContain("not adjusted for case-mix");
    expect(html).toContain("[c] confidential");
    expect(html.indexOf("[c] confidential")).toBeLessThan(html.indexOf("<table"));
    expect(html.match(/<svg/g)).toHaveLength(2);
    const rows = [...html.matchAll(/<th scope="row"[^>]*>([^<]+)</g)].map(([, name]) => name);
    expect(rows.indexOf("Bedfordshire")).toBeLessThan(rows.indexOf("Norfolk"));
    expect(faultOf(svgOf(html))).toBeNull();
  });
});
