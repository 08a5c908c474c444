import { type Context, Hono } from "hono";
import type { Child } from "hono/jsx";
import { stages } from "../../domain/dimension.ts";
import { isLocale, type Locale } from "../../kernel/locale.ts";
import { Problem } from "../../kernel/problem.ts";
import { AREA_PAGE_TABLES, areaPage, areaPageMeasures } from "../../results/area.ts";
import { areaOf } from "../../results/codelist.ts";
import { compareAreas, comparisonQueries } from "../../results/compare.ts";
import { journey, journeyMeasures } from "../../results/journey.ts";
import { OVERALL, type ScaledMeasure, stageMeasures, surveyMeasures } from "../../results/measures.ts";
import { type Query, storedTable } from "../../results/query.ts";
import { type Participation, participation, rateMeasures } from "../../results/rates.ts";
import type { CellsOf, ReleaseHead } from "../../results/table.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { inLanguage } from "../../ui/language-switch.tsx";
import { PublicPage, type Section } from "../../ui/layout.tsx";
import { resultsPhrases as words } from "../../ui/phrases-results.ts";
import { AreaBody, AreaChooser } from "../../ui/results-area.tsx";
import { CompareBody } from "../../ui/results-compare.tsx";
import { JourneyBody } from "../../ui/results-journey.tsx";
import { publicPage } from "../headers.ts";
import { apiAddress, cacheControl, findRelease, latestRelease, readCells } from "../released.ts";

type Env = { Variables: { engine: HasResponses } };

export const localeOf = (c: Context) => {
  const asked = c.req.query("lang");
  return isLocale(asked) ? asked : "en";
};

/** This page's address without its language, which the switch adds. */
function addressOf(c: Context): string {
  const { pathname, searchParams } = new URL(c.req.url);
  searchParams.delete("lang");
  return searchParams.size > 0 ? `${pathname}?${searchParams.toString()}` : pathname;
}

const whole: Pick<Query, "by" | "filters"> = { by: [], filters: [] };

const wholeReading = { table: "", measures: rateMeasures };

const participationOfAll = (cellsOf: CellsOf): Participation | null => participation(whole, cellsOf)[0] ?? null;

/** Downloads of the table by stage, of the whole or of one area. */
const byStage = (release: string, area: string | null) => (measures: readonly string[]) => (extension: string) => {
  const filters = area === null ? [] : [{ level: "area" as const, codes: [area] }];
  const statistic = measures.includes("frame") ? ("count" as const) : ("percent" as const);
  return apiAddress(release, { by: ["stage"], filters, measures, statistic }, extension);
};

type Shown = { readonly title: string; readonly section: Section; readonly body: Child };

export function show(c: Context, locale: Locale, { title, section, body }: Shown) {
  c.header("Cache-Control", cacheControl("latest"));
  return c.html(
    <PublicPage locale={locale} title={title} address={addressOf(c)} section={section}>
      {body}
    </PublicPage>,
  );
}

/** Before the first release there is nothing wrong, only nothing yet. */
export async function showNothingYet(c: Context<Env>, locale: Locale, section: Section) {
  if ((await latestRelease(c.var.engine)) !== null) {
    throw new Problem("not-found", "There is no published release of this name. Take /results/latest/journey.");
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
    const body = (
      <JourneyBody
        release={release}
        stages={journey(surveyMeasures, cellsOf)}
        all={participationOfAll(cellsOf)}
        locale={locale}
        addressOf={byStage(release.id, null)}
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
    if (chosen === undefined || stage === undefined)
      throw new Problem("not-found", "Choose a stage and a question from the lists.");
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
    if (area === undefined) throw new Problem("not-found", "Choose an area from the list.");
    const measures = areaPageMeasures(surveyMeasures);
    const readings = AREA_PAGE_TABLES.map((table) => ({ table, measures }));
    const cellsOf = await readCells(c.var.engine, release.id, [
      ...readings,
      { table: "area.stage", measures: rateMeasures },
      { table: "area", measures: rateMeasures },
    ]);
    const filters = [{ level: "area" as const, codes: [area.code] }];
    const took = participation({ by: ["stage"], filters }, cellsOf);
    const body = (
      <AreaBody
        release={release}
        area={area}
        page={areaPage(area.code, surveyMeasures, cellsOf)}
        participation={stages.map((stage) => ({
          stage,
          participation: took.find(({ at }) => at.stage === stage) ?? null,
        }))}
        all={participation({ by: [], filters }, cellsOf)[0] ?? null}
        locale={locale}
        addressOf={byStage(release.id, area.code)}
      />
    );
    return show(c, locale, { title: area.name[locale], section: "areas", body });
  });

type Chosen = {
  readonly chosen: ScaledMeasure;
  readonly stage: (typeof stages)[number];
  readonly locale: Locale;
};

async function showComparison(c: Context<Env>, release: ReleaseHead, { chosen, stage, locale }: Chosen) {
  const { areas, nation } = comparisonQueries(chosen.id, stage);
  const readings = [areas, nation].map((query) => ({ table: storedTable(query), measures: [chosen.id] }));
  const cellsOf = await readCells(c.var.engine, release.id, [...readings, wholeReading]);
  const body = (
    <CompareBody
      release={release}
      measures={stageMeasures}
      chosen={chosen}
      stage={stage}
      comparison={compareAreas(chosen, stage, cellsOf)}
      all={participationOfAll(cellsOf)}
      locale={locale}
      here={new URL(c.req.url).pathname}
      addressOf={(extension) => apiAddress(release.id, areas, extension)}
    />
  );
  return show(c, locale, { title: words.compareTitle[locale], section: "compare", body });
}
