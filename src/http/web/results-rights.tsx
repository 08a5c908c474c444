import { Hono } from "hono";
import { Problem } from "../../kernel/problem.ts";
import { areaOf, areas } from "../../results/codelist.ts";
import { actsPage, rightsPage, rightsReadings } from "../../results/rights.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { rightsResultsPhrases as say } from "../../ui/phrases-results-rights.ts";
import { resultsProblems as problems } from "../../ui/phrases-results-problems.ts";
import { RightsBody } from "../../ui/results-rights.tsx";
import { publicPage } from "../headers.ts";
import { findRelease, readCells } from "../released.ts";
import { localeOf, show, showNothingYet } from "./results.tsx";

/** What is on record of victims' rights beside what victims say: rendered here, without script, from a release alone. */
export const rightsResults = new Hono<{ Variables: { engine: HasResponses } }>()
  .use("/results/*", publicPage)
  .get("/results/:release/rights", async (c) => {
    const locale = localeOf(c);
    const release = await findRelease(c.var.engine, c.req.param("release"));
    if (release === null) return await showNothingYet(c, locale, "rights");
    const asked = c.req.query("area") ?? "";
    const area = areaOf(asked);
    if (asked !== "" && area === undefined) throw new Problem("not-found", problems.area.en);

    const cellsOf = await readCells(c.var.engine, release.id, [...rightsReadings("all"), ...rightsReadings("area")]);
    const nation = rightsPage({}, cellsOf);
    const cut = area === undefined ? "all" : "area";
    const body = (
      <RightsBody
        release={release}
        page={area === undefined ? nation : rightsPage({ area: area.code }, cellsOf)}
        nation={area === undefined ? null : nation}
        areas={
          area === undefined ? areas.map(({ code }) => ({ area: code, ...actsPage({ area: code }, cellsOf) })) : null
        }
        area={area}
        locale={locale}
        here={new URL(c.req.url).pathname}
        addressOf={(subjects, by = cut) =>
          (extension) =>
            `/v1/releases/${release.id}/rights/${by}.${extension}${subjects.length === 0 ? "" : `?right=${subjects.join(",")}`}`
          }
      />
    );
    return show(c, locale, { title: say.title[locale], section: "rights", body });
  });
