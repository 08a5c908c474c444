import { Hono } from "hono";
import { readCode } from "../../domain/code.ts";
import { beginAnswering } from "../../flow/answer.ts";
import { stopContact } from "../../flow/stop.ts";
import { guardCode } from "../../flow/typed-code.ts";
import { pathOf } from "../../instrument/path.ts";
import { isLanguage } from "../../kernel/locale.ts";
import { Problem } from "../../kernel/problem.ts";
import { CodesRestPage } from "../../ui/code-page.tsx";
import { NoticePage, NotNowPage, questionAddress, StartPage } from "../../ui/feedback-pages.tsx";
import { feedbackPhrases as say } from "../../ui/phrases-feedback.ts";
import { addressOf } from "../callers.ts";
import { ownFormsOnly } from "../headers.ts";
import { keepSession, languageOf, readForm, variantOf, whoOf } from "./sitting.ts";

/** What the steps behind this page ask for. A page opens neither database itself (R1). */
export type StartEngine = Parameters<typeof beginAnswering>[0] &
  Parameters<typeof stopContact>[0] &
  Parameters<typeof guardCode>[0];

/** A link's token as it stands, a code as it is meant, however it was typed; null when it can be neither. */
const readToken = (given: string) => (/^[A-Za-z0-9_-]{22}$/.test(given) ? given : readCode(given));

/** What each way of stopping means, and what its page says. */
const stopping = {
  "stop": { reason: "stop", heading: say.stoppedHeading, text: [say.stoppedText] },
  "not-safe": { reason: "not-safe", heading: say.stoppedHeading, text: [say.stoppedText, say.notNowDelete] },
  "not-me": { reason: "wrong-person", heading: say.notMeHeading, text: [say.notMeText] },
} as const;

/** A link that is known no more stops nothing, and its page must not say that it did. */
const forgotten = [say.forgottenText, say.forgottenOtherwise, say.notNowDelete];

/** Nothing goes any more, but it is not known yet what is to be kept from cases that come later. */
const inPart = [say.inPartText, say.forgottenOtherwise, say.notNowDelete];

/** Ends contact, and says whether all was done that was asked. */
async function stopAtOnce(engine: StartEngine, token: string, reason: Parameters<typeof stopContact>[2]) {
  try {
    return (await stopContact(engine, token, reason)) ? "stopped" : "unknown";
  } catch (cause) {
    if (cause instanceof Problem && cause.type === "key-not-ready") return "in-part";
    throw cause;
  }
}

/** The page that a link opens. Opening it touches nothing: only a button does, so previews and scanners spend no link. */
export const start = new Hono<{ Variables: { engine: StartEngine } }>()
  .use("/s/:token", ownFormsOnly)

  .get("/s/:token", (c) =>
    c.html(<StartPage locale={languageOf(c)} address={c.req.path} variant={variantOf(c.req.query("variant"))} />),
  )

  .post("/s/:token", async (c) => {
    const { engine } = c.var;
    const token = readToken(c.req.param("token"));
    const form = await readForm(c);
    const lang = form.get("lang");
    const page = { locale: isLanguage(lang) ? lang : languageOf(c), address: c.req.path };
    if (token === null) {
      return c.html(<NoticePage {...page} heading={say.unknownHeading} text={[say.unknownText]} />, 404);
    }
    const from = addressOf(c.req.raw.headers);
    const choice = form.get("choice") ?? "";
    const variant = variantOf(form.get("variant"));
    switch (choice) {
      case "yes": {
        const opening = await guardCode(
          engine,
          { token, from, to: "open" },
          () => beginAnswering(engine, token, page.locale, variant),
          ({ state }) => state === "ready",
        );
        if (opening === "too-many") {
          c.header("Retry-After", "3600");
          return c.html(<CodesRestPage locale={page.locale} stopAt={page.address} />, 429);
        }
        // Of codes, which can be guessed at, one that is over is told like one that never was, as at /code.
        if (opening.state === "unknown" || (opening.state !== "ready" && readCode(token) === token)) {
          return c.html(<NoticePage {...page} heading={say.unknownHeading} text={[say.unknownText]} />, 404);
        }
        if (opening.state !== "ready") {
          return c.html(<NoticePage {...page} heading={say.endedHeading} text={[say.endedText]} />, 410);
        }
        const { session } = opening;
        await keepSession(c, engine, session);
        const { instrument, respondent } = whoOf(session);
        const [first] = pathOf(instrument, {}, respondent);
        return c.redirect(first ? `${questionAddress(instrument, first.id)}?from=start` : "/feedback/check", 303);
      }
      case "not-now":
        return c.html(<NotNowPage {...page} />);
      case "stop":
      case "not-safe":
      case "not-me": {
        const { reason, heading, text } = stopping[choice];
        const stopped = await guardCode(
          engine,
          { token, from, to: "stop" },
          () => stopAtOnce(engine, token, reason),
          (done) => done !== "unknown",
        );
        if (stopped === "too-many") {
          c.header("Retry-After", "3600");
          return c.html(<CodesRestPage locale={page.locale} />, 429);
        }
        if (stopped === "in-part") {
          c.header("Retry-After", "3600");
          return c.html(<NoticePage {...page} heading={say.inPartHeading} text={inPart} />, 503);
        }
        if (stopped === "stopped") return c.html(<NoticePage {...page} {...{ heading, text }} />);
        return c.html(<NoticePage {...page} heading={say.forgottenHeading} text={forgotten} />, 404);
      }
      default:
        return c.html(<StartPage {...page} variant={variant} />);
    }
  });
