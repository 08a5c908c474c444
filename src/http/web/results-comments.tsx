import { Hono } from "hono";
import { Problem } from "../../kernel/problem.ts";
import { areaOf } from "../../results/codelist.ts";
import { themeMeasures, themeRows, waitingComments } from "../../results/themes.ts";
import type { HasResponses } from "../../store/responses/database.ts";
import { readQuotes } from "../../store/responses/quotes.ts";
import { commentsResultsPhrases as say } from "../../ui/phrases-results-comments.ts";
import { resultsProblems as problems } from "../../ui/phrases-results-problems.ts";
import { CommentsBody } from "../../ui/results-comments.tsx";
import { publicPage } from "../headers.ts";
import { findRelease, readCells } from "../released.ts";
import { localeOf, show, showNothingYet } from "./results.tsx";

/** What people wrote: themes, and a few comments, from a release alone. */
export const commentsResults = new Hono<{ Variables: { engine: HasResponses } }>()
  .use("/results/*", publicPage)
  .get("/results/:release/comments", async (c) => {
    const locale = localeOf(c);
    const { engine } = c.var;
    const release = await findRelease(engine, c.req.param("release"));
    if (release === null) return await showNothingYet(c, locale, "comments");
    const asked = c.req.query("area") ?? "";
    const area = areaOf(asked);
    if (asked !== "" && area === undefined) throw new Problem("not-found", problems.area.en);
    const cellsOf = await readCells(engine, release.id, [
      { table: "", measures: themeMeasures },
      { table: "area", measures: themeMeasures },
    ]);
    const body = (
      <CommentsBody
        release={release}
        rows={themeRows(cellsOf, area?.code ?? null)}
        waiting={waitingComments(cellsOf)}
        quotes={await readQuotes(engine.responses, release.id)}
        area={area}
        locale={locale}
        here={new URL(c.req.url).pathname}
      />
    );
    return show(c, locale, { title: say.title[locale], section: "comments", body });
  });
