import { type Context, Hono } from "hono";
import type { Child } from "hono/jsx";
import { stages } from "../../domain/dimension.ts";
import { isLocale, type Locale } from "../../kernel/locale.ts";
import { Problem } from "../../kernel/problem.ts";
import { AREA_PAGE_TABLES, areaPage, areaPageMeasures } from "../../results/area.ts";
import { type Area, areaOf } from "../../results/codelist.ts";
import { compareAreas, comparisonQueries, comparisonReadings } from "../../results/compare.ts";
import { heardReadings, lessHeard } from "../../results/heard.ts";
import { journey, journeyMeasures } from "../../results/journey.ts";
import { OVERALL, type ScaledMeasure, stageMeasures, surveyMeasures } from "../../results/measures.ts";
import type { Query } from "../../results/query.ts";
import { type Participation, participation, rateMeasures } from "../../results/rates.ts";
import { sideBySide } from "../../results/rolling.ts";
import type { CellsOf, ReleaseHead } from "../../results/table.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { nearestFigure, profileLines } from "../../results/small-area.ts";
import { inLanguage } from "../../ui/language-switch.tsx";
import { PublicPage, type Section } from "../../ui/layout.tsx";
import { resultsPhrases as words } from "../../ui/phrases-results.ts";
import { resultsProblems as problems } from "../../ui/phrases-results-problems.ts";
import { AreaBody, AreaChooser } from "../../ui/results-area.tsx";
import { CompareBody } from "../../ui/results-compare.tsx";
import { JourneyBody } from "../../ui/results-journey.tsx";
import { profileMeasures, profileSources } from "../areas.ts";
import { publicPage } from "../headers.ts";
import { readSamePeople } from "../nation.ts";
import { apiAddress, cacheControl, findRelease, latestRelease, readCells } from "../released.ts";
import { type Asked, joinQuarters, quarterBeforeOf } from "../windows.ts";

type Env = { Variables: { engine: HasResponses } };

export const localeOf = (c: Context) => {
  const asked = c.req.query("lang");
  return isLocale(asked) ? asked : "en";
};

/** What a page of results may be asked: whatever else stands in an address is not carried on. */
const CARRIED = ["stage", "measure", "area", "window", "points"] as const;

/** This page's address without its language, which the switch adds. */
function addressOf(c: Context): string {
  const { pathname, searchParams } = new URL(c.req.url);
  const carried = new URLSearchParams(
    CARRIED.flatMap((name) =>
      searchParams
        .getAll(name)
        .slice(0, 1)
        .map((value) => [name, value]),
    ),
  );
  return carried.size > 0 ? `${pathname}?${carried.toString()}` : pathname;
}

/** The release that an address names; nothing where it is whichever is newest. */
function namedRelease(c: Context): string | undefined {
  const named = c.req.param("release");
  return named === "latest" ? undefined : named;
}

const whole: Pick<Query, "by" | "filters"> = { by: [], filters: [] };

const wholeReading = { table: "", measures: rateMeasures };

const participationOfAll = (cellsOf: CellsOf): Participation | null => participation(whole, cellsOf)[0] ?? null;

/** Downloads of the table by stage for the whole; by area and stage, so that bands stand beside, for one area. */
const byStage =
  (release: string, area: string | null, isRolling = false) =>
  (measures: readonly string[]) =>
  (extension: string) => {
    const isFrame = measures.includes("frame");
    const query: Query = {
      by: area === null ? ["stage"] : ["area", "stage"],
      filters: area === null ? [] : [{ level: "area", codes: [area] }],
      measures: [...new Set(measures)],
      statistic: isFrame ? "count" : "percent",
      ...(isRolling && { window: "4q" }),
    };
    return apiAddress(release, query, extension);
  };

type Shown = { readonly title: string; readonly section: Section; readonly body: Child };

export function show(c: Context, locale: Locale, { title, section, body }: Shown) {
  c.header("Cache-Control", cacheControl("latest"));
  return c.html(
    <PublicPage locale={locale} title={title} address={addressOf(c)} section={section} release={namedRelease(c)}>
      {body}
    </PublicPage>,
  );
}

/** Before the first release there is nothing wrong, only nothing yet. */
export async function showNothingYet(c: Context<Env>, locale: Locale, section: Section) {
  if ((await latestRelease(c.var.engine)) !== null) {
    throw new Problem("not-found", problems.release.en);
  }
  c.header("Cache-Control", "no-store");
  return c.html(
    <PublicPage locale={locale} title={words.noReleaseTitle[locale]} address={addressOf(c)} section={section}>
      <h1 class="govuk-heading-xl">{words.noReleaseTitle[locale]}</h1>
      <p class="govuk-body-l">{words.noReleaseText[locale]}</p>
      <p class="govuk-body">
        <a class="govuk-link" href={inLanguage("/v1/reference", locale)}>
          {words.noReleaseApi[locale]}
        </a>
      </p>
    </PublicPage>,
  );
}

/** The dashboards: rendered here, without script, from a release alone. */
export const results = new Hono<Env>()
  .use("/results/*", publicPage)
  .get("/results", (c) => c.redirect(inLanguage("/results/latest/journey", localeOf(c)), 302))
  .get("/results/:release/journey", async (c) => {
    const locale = localeOf(c);
    const release = await findRelease(c.var.engine, c.req.param("release"));
    if (release === null) return await showNothingYet(c, locale, "journey");
    const cellsOf = await readCells(c.var.engine, release.id, [
      { table: "stage", measures: journeyMeasures },
      wholeReading,
    ]);
    const { same, window } = await readSamePeople(c.var.engine, release);
    const body = (
      <JourneyBody
        release={release}
        stages={journey(surveyMeasures, cellsOf)}
        all={participationOfAll(cellsOf)}
        locale={locale}
        addressOf={byStage(release.id, null)}
        samePeople={{
          same,
          quarters: window.quarters.length,
          addressOf: (extension) => `/v1/releases/${release.id}/nation/journeys.${extension}`,
        }}
      />
    );
    return show(c, locale, { title: words.journeyTitle[locale], section: "journey", body });
  })
  .get("/results/:release/compare", async (c) => {
    const locale = localeOf(c);
    const release = await findRelease(c.var.engine, c.req.param("release"));
    if (release === null) return await showNothingYet(c, locale, "compare");
    const asking = c.req.query("measure") ?? OVERALL;
    const chosen = stageMeasures.find(({ id }) => id === asking);
    const asked = c.req.query("stage") ?? chosen?.stages[0];
    const stage = stages.find((one) => one === asked);
    if (chosen === undefined || stage === undefined) throw new Problem("not-found", problems.measure.en);
    return await showComparison(c, release, { chosen, stage, locale });
  })
  .get("/results/:release/area", async (c) => {
    const locale = localeOf(c);
    const asked = c.req.param("release");
    if ((await findRelease(c.var.engine, asked)) === null) return await showNothingYet(c, locale, "areas");
    const area = areaOf(c.req.query("code") ?? "");
    if (area) return c.redirect(inLanguage(`/results/${asked}/area/${area.code}`, locale), 302);
    return show(c, locale, {
      title: words.areaTitle[locale],
      section: "areas",
      body: <AreaChooser release={asked} locale={locale} />,
    });
  })
  .get("/results/:release/area/:code", async (c) => {
    const locale = localeOf(c);
    const release = await findRelease(c.var.engine, c.req.param("release"));
    if (release === null) return await showNothingYet(c, locale, "areas");
    const area = areaOf(c.req.param("code"));
    if (area === undefined) throw new Problem("not-found", problems.area.en);
    return await showArea(c, release, { area, locale });
  });

/** The releases that a page shows: the one alone, or the last four quarters where they are asked for. */
export async function readingsFor(c: Context<Env>, release: ReleaseHead, asked: Asked) {
  const window = c.req.query("window") ?? "1q";
  if (window !== "1q" && window !== "4q") throw new Problem("not-found", problems.window.en);
  const joined = window === "4q" ? await joinQuarters(c.var.engine, release, asked) : null;
  if (joined === null || "changed" in joined)
    return { window: null, isRefused: joined !== null, read: [release], isSame: () => true };
  return { window: joined.window, isRefused: false, read: joined.releases, isSame: joined.isSame };
}

async function showArea(
  c: Context<Env>,
  release: ReleaseHead,
  { area, locale }: { readonly area: Area; readonly locale: Locale },
) {
  const { engine } = c.var;
  const measures = areaPageMeasures(surveyMeasures);
  const own = AREA_PAGE_TABLES.map((table) => ({ table, measures }));
  const rates = ["area.stage", "area"].map((table) => ({ table, measures: rateMeasures }));
  const asked = { measures: surveyMeasures.map(({ id }) => id).filter((id) => measures.includes(id)), stages: [null] };
  const { window, isRefused, read } = await readingsFor(c, release, asked);
  const readings = [...own, ...rates, ...heardReadings];
  const quarters = await Promise.all(read.map(({ id }) => readCells(engine, id, readings)));
  const previous = window === null ? await quarterBeforeOf(engine, release) : null;
  const before = previous && { ...previous, cellsOf: await readCells(engine, previous.id, own) };
  const cellsOf = sideBySide(quarters);
  const sources =
    window === null
      ? await profileSources(engine, area, {
          release,
          cellsOf,
          ...(before && { known: new Map([[before.id, before.cellsOf]]) }),
        })
      : { quarter: null, year: { cellsOf, window, isSame: () => true } };
  const filters = [{ level: "area" as const, codes: [area.code] }];
  const took = participation({ by: ["stage"], filters }, cellsOf);
  const body = (
    <AreaBody
      release={release}
      area={area}
      page={areaPage(area.code, surveyMeasures, {
        quarters,
        before,
        nearestOf: (measure, stage) => nearestFigure(area, measure, stage, sources),
      })}
      lines={profileLines(area, profileMeasures, sources)}
      participation={stages.map((stage) => ({
        stage,
        participation: took.find(({ at }) => at.stage === stage) ?? null,
      }))}
      all={participation({ by: [], filters }, cellsOf)[0] ?? null}
      less={lessHeard(sideBySide(quarters.slice(-1)))}
      window={window}
      isRefused={isRefused}
      since={before?.period ?? null}
      locale={locale}
      here={new URL(c.req.url).pathname}
      addressOf={byStage(release.id, area.code, window !== null)}
    />
  );
  return show(c, locale, { title: area.name[locale], section: "areas", body });
}

type Chosen = {
  readonly chosen: ScaledMeasure;
  readonly stage: (typeof stages)[number];
  readonly locale: Locale;
};

async function showComparison(c: Context<Env>, release: ReleaseHead, { chosen, stage, locale }: Chosen) {
  const { window, isRefused, read } = await readingsFor(c, release, { measures: [chosen.id], stages: [stage] });
  const readings = [...comparisonReadings(chosen, stage), wholeReading];
  const quarters = await Promise.all(read.map(({ id }) => readCells(c.var.engine, id, readings)));
  const areas: Query = {
    ...comparisonQueries(chosen.id, stage).areas,
    ...(window !== null && { window: "4q" }),
  };
  const body = (
    <CompareBody
      release={release}
      measures={stageMeasures}
      chosen={chosen}
      stage={stage}
      comparison={compareAreas(chosen, stage, ...quarters)}
      window={window}
      isRefused={isRefused}
      all={participationOfAll(sideBySide(quarters))}
      locale={locale}
      here={new URL(c.req.url).pathname}
      addressOf={(extension) => apiAddress(release.id, areas, extension)}
    />
  );
  return show(c, locale, { title: words.compareTitle[locale], section: "compare", body });
}
