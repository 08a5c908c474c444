import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { except } from "hono/combine";
import { Problem } from "../kernel/problem.ts";
import type { HasLimits } from "../platform/limits.ts";
import type { HasLog } from "../platform/log.ts";
import { ProblemPage, ResultsProblemPage } from "../ui/problem-page.tsx";
import { areasApi } from "./api/areas.ts";
import { builds } from "./api/builds.ts";
import { closures } from "./api/closures.ts";
import { trends } from "./api/trends.ts";
import { closureFiguresApi } from "./api/closure-results.ts";
import { codelists } from "./api/codelists.ts";
import { contactAlarms } from "./api/contact-alarms.ts";
import { deliveries } from "./api/deliveries.ts";
import { feeds } from "./api/feeds.ts";
import { files } from "./api/files.ts";
import { gateways } from "./api/gateways.ts";
import { nationApi } from "./api/nation.ts";
import { keeping } from "./api/keeping.ts";
import { milestones } from "./api/milestones.ts";
import { quality } from "./api/quality.ts";
import { releaseChanges } from "./api/release-changes.ts";
import { releaseQuality } from "./api/release-quality.ts";
import { releases } from "./api/releases.ts";
import { rightsApi } from "./api/rights.ts";
import { senders } from "./api/senders.ts";
import { staff } from "./api/staff.ts";
import { themesApi } from "./api/themes.ts";
import { stops } from "./api/stops.ts";
import { refuseFloods } from "./floods.ts";
import { everyHeader, pageHeaders } from "./headers.ts";
import { describeApi } from "./openapi.tsx";
import { allowOf, type HasMethods, methodsAt } from "./methods.ts";
import { onApiError } from "./problem-response.ts";
import { logRefusals } from "./refusals.ts";
import { closure } from "./web/closure.tsx";
import { code } from "./web/code.tsx";
import { consoleAlarms } from "./web/console-alarms.tsx";
import { consoleWishes } from "./web/console-contact.tsx";
import { consoleCodes } from "./web/console-codes.tsx";
import { consoleTelephone } from "./web/console-telephone.tsx";
import { consoleClosures } from "./web/console-closures.tsx";
import { consoleComments } from "./web/console-comments.tsx";
import { consolePages } from "./web/console.tsx";
import { contactMe } from "./web/contact-me.tsx";
import { feedback } from "./web/feedback.tsx";
import { home } from "./web/home.tsx";
import { trendsResults } from "./web/results-trends.tsx";
import { commentsResults } from "./web/results-comments.tsx";
import { closureResults } from "./web/results-closure.tsx";
import { rightsResults } from "./web/results-rights.tsx";
import { driversResults } from "./web/results-drivers.tsx";
import { qualityResults } from "./web/results-quality.tsx";
import { results } from "./web/results.tsx";
import { languageOf, languageOfProblem, type Reading } from "./web/sitting.ts";
import { assets } from "./web/static.ts";

/** Largest body taken anywhere, in bytes: a thousand milestones with room to spare. */
const LARGEST_BODY = 4 * 1024 * 1024;

/** The same of a page's form: the longest comment, as browsers write it, many times over. */
const LARGEST_FORM = 256 * 1024;

/** What the app itself asks of an engine; each route asks for more, and `worker.ts` gives it all. */
type HasHealth = HasLog & HasLimits & { health(): Promise<Readonly<Record<string, string>>> };

/** A file is read as it comes, however large; everything else is held in memory. */
const isFile = ({ req }: Context) => req.method === "PUT" && /^\/v1\/files\/[^/]+\/rows$/.test(req.path);

/** The API: problems are told as RFC 9457 documents. */
export function createApi() {
  return new Hono<{ Variables: HasMethods }>()
    .onError(onApiError)
    .route("/", releases)
    .route("/", releaseChanges)
    .route("/", releaseQuality)
    .route("/", closureFiguresApi)
    .route("/", trends)
    .route("/", nationApi)
    .route("/", areasApi)
    .route("/", rightsApi)
    .route("/", themesApi)
    .route("/", codelists)
    .route("/", milestones)
    .route("/", feeds)
    .route("/", files)
    .route("/", quality)
    .route("/", senders)
    .route("/", deliveries)
    .route("/", contactAlarms)
    .route("/", closures)
    .route("/", builds)
    .route("/", keeping)
    .route("/", staff)
    .route("/", stops)
    .route("/", gateways)
    .all("*", (c) => {
      const methods = allowOf(c.var.methodsAt?.(c.req.path));
      if (methods === null) throw new Problem("not-found", "See /v1/reference for what there is.");
      c.header("Allow", methods);
      throw new Problem("method-not-allowed", "Use a method that the header `Allow` names.");
    });
}

const isResults = ({ req }: Context) => req.path.startsWith("/results/");

/** A problem as readers of the results are told of it. */
const problemOf = ({ req }: Context, { type, detail }: Problem) => ({
  type,
  detail,
  // As it was written: `req.path` has its codes undone, line breaks among them.
  path: new URL(req.url).pathname,
  hasPage: [...new URL(req.url).searchParams.keys()].some((name) => name !== "lang"),
});

const tooLargeForm = () => {
  throw new Problem("too-large", "Send less on one form.");
};

/** The pages: problems are told as a page in the reader's language, or by the form itself with what was on it. */
function createPages() {
  return new Hono<{ Variables: { engine: HasHealth } & Reading & HasMethods }>()
    .use(pageHeaders)
    .use(bodyLimit({ maxSize: LARGEST_FORM, onError: tooLargeForm }))
    .use(refuseFloods)
    .onError((cause, c) => {
      const problem = cause instanceof Problem ? cause : new Problem("internal", "");
      if (problem.type === "internal") c.var.engine.log.failure("page-failed", cause);
      const locale = languageOfProblem(c, c.var);
      const told = isResults(c) ? (
        <ResultsProblemPage {...problemOf(c, problem)} locale={locale} />
      ) : (
        <ProblemPage type={problem.type} locale={locale} />
      );
      return c.html(c.var.unsent ?? told, problem.status);
    })
    .route("/", home)
    .route("/", results)
    .route("/", closureResults)
    .route("/", driversResults)
    .route("/", rightsResults)
    .route("/", commentsResults)
    .route("/", qualityResults)
    .route("/", trendsResults)
    .route("/", feedback)
    .route("/", code)
    .route("/", contactMe)
    .route("/", closure)
    .route("/", consoleAlarms)
    .route("/", consoleWishes)
    .route("/", consoleCodes)
    .route("/", consoleTelephone)
    .route("/", consoleClosures)
    .route("/", consoleComments)
    .route("/", consolePages)
    .all("*", (c) => {
      const methods = allowOf(c.var.methodsAt?.(c.req.path));
      if (methods === null) {
        if (isResults(c)) throw new Problem("not-found", "");
        return c.html(<ProblemPage type="not-found" locale={languageOf(c)} />, 404);
      }
      c.header("Allow", methods);
      return c.html(<ProblemPage type="method-not-allowed" locale={languageOf(c)} />, 405);
    });
}

/** Says that the engine answers, and whatever else its environment has to say of itself. */
const health = new Hono<{ Variables: { engine: HasHealth } }>().get("/healthz", async (c) =>
  c.json({ status: "ok", ...(await c.var.engine.health()) }),
);

const tooLarge = () => {
  throw new Problem("too-large", "Send at most 4 MB in one request.");
};

/**
 * The whole of what answers over HTTP.
 *
 * @param engineOf Opens the engine of an environment; the same environment gets the same engine.
 */
export function createApp<E extends object>(engineOf: (env: E) => Promise<HasHealth>) {
  const api = createApi();
  const app = new Hono<{ Bindings: E; Variables: { engine: HasHealth } & HasMethods }>();
  app.use(everyHeader);
  return app
    .onError(onApiError)
    .use(async (c, next) => {
      c.set("methodsAt", (path) => methodsAt(app.router, path));
      c.set("engine", await engineOf(c.env));
      await next();
    })
    .use(logRefusals)
    .use(except(isFile, bodyLimit({ maxSize: LARGEST_BODY, onError: tooLarge })))
    .route("/", health)
    .route("/assets", assets)
    .route("/v1", describeApi(api))
    .route("/v1", api)
    .route("/", createPages());
}
