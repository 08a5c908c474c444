import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { except } from "hono/combine";
import { Problem } from "../kernel/problem.ts";
import type { HasLog } from "../platform/log.ts";
import { ProblemPage } from "../ui/problem-page.tsx";
import { builds } from "./api/builds.ts";
import { closures } from "./api/closures.ts";
import { closureFiguresApi } from "./api/closure-results.ts";
import { codelists } from "./api/codelists.ts";
import { deliveries } from "./api/deliveries.ts";
import { feeds } from "./api/feeds.ts";
import { files } from "./api/files.ts";
import { gateways } from "./api/gateways.ts";
import { milestones } from "./api/milestones.ts";
import { quality } from "./api/quality.ts";
import { releases } from "./api/releases.ts";
import { senders } from "./api/senders.ts";
import { staff } from "./api/staff.ts";
import { themesApi } from "./api/themes.ts";
import { stops } from "./api/stops.ts";
import { pageHeaders } from "./headers.ts";
import { describeApi } from "./openapi.tsx";
import { onApiError } from "./problem-response.ts";
import { closure } from "./web/closure.tsx";
import { code } from "./web/code.tsx";
import { consoleWishes } from "./web/console-contact.tsx";
import { consoleCodes } from "./web/console-codes.tsx";
import { consoleTelephone } from "./web/console-telephone.tsx";
import { consoleClosures } from "./web/console-closures.tsx";
import { consoleComments } from "./web/console-comments.tsx";
import { consolePages } from "./web/console.tsx";
import { contactMe } from "./web/contact-me.tsx";
import { feedback } from "./web/feedback.tsx";
import { home } from "./web/home.tsx";
import { commentsResults } from "./web/results-comments.tsx";
import { closureResults } from "./web/results-closure.tsx";
import { results } from "./web/results.tsx";
import { languageOf, languageOfProblem, type Reading } from "./web/sitting.ts";
import { assets } from "./web/static.ts";

/** Largest body taken anywhere, in bytes: a thousand milestones with room to spare. */
const LARGEST_BODY = 4 * 1024 * 1024;

/** What the app itself asks of an engine; each route asks for more, and `worker.ts` gives it all. */
type HasHealth = HasLog & { health(): Promise<Readonly<Record<string, string>>> };

/** A file is read as it comes, however large; everything else is held in memory. */
const isFile = ({ req }: Context) => req.method === "PUT" && /^\/v1\/files\/[^/]+\/rows$/.test(req.path);

/** The API: problems are told as RFC 9457 documents. */
export function createApi() {
  return new Hono()
    .onError(onApiError)
    .route("/", releases)
    .route("/", closureFiguresApi)
    .route("/", themesApi)
    .route("/", codelists)
    .route("/", milestones)
    .route("/", feeds)
    .route("/", files)
    .route("/", quality)
    .route("/", senders)
    .route("/", deliveries)
    .route("/", closures)
    .route("/", builds)
    .route("/", staff)
    .route("/", stops)
    .route("/", gateways)
    .all("*", () => {
      throw new Problem("not-found", "See /v1/reference for what there is.");
    });
}

/** The pages: problems are told as a page in the reader's language, or by the form itself with what was on it. */
function createPages() {
  return new Hono<{ Variables: { engine: HasHealth } & Reading }>()
    .use(pageHeaders)
    .onError((cause, c) => {
      const problem = cause instanceof Problem ? cause : new Problem("internal", "");
      if (problem.type === "internal") c.var.engine.log.failure("page-failed", cause);
      const page = c.var.unsent ?? <ProblemPage type={problem.type} locale={languageOfProblem(c, c.var)} />;
      return c.html(page, problem.status);
    })
    .route("/", home)
    .route("/", results)
    .route("/", closureResults)
    .route("/", commentsResults)
    .route("/", feedback)
    .route("/", code)
    .route("/", contactMe)
    .route("/", closure)
    .route("/", consoleWishes)
    .route("/", consoleCodes)
    .route("/", consoleTelephone)
    .route("/", consoleClosures)
    .route("/", consoleComments)
    .route("/", consolePages)
    .all("*", (c) => c.html(<ProblemPage type="not-found" locale={languageOf(c)} />, 404));
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
  return new Hono<{ Bindings: E; Variables: { engine: HasHealth } }>()
    .onError(onApiError)
    .use(async (c, next) => {
      c.set("engine", await engineOf(c.env));
      await next();
    })
    .use(except(isFile, bodyLimit({ maxSize: LARGEST_BODY, onError: tooLarge })))
    .route("/", health)
    .route("/assets", assets)
    .route("/v1", describeApi(api))
    .route("/v1", api)
    .route("/", createPages());
}
