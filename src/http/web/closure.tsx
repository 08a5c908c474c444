import { Hono } from "hono";
import { openClosureRequest, recordClosure } from "../../flow/record-closure.ts";
import type { Answers } from "../../instrument/definition.ts";
import { acceptAnswer, keepReachable, pathOf } from "../../instrument/path.ts";
import { currentInstrument } from "../../instrument/registry.ts";
import { isLocale, type Locale } from "../../kernel/locale.ts";
import { ClosureNotice, ClosurePage, officer } from "../../ui/closure-pages.tsx";
import { closurePhrases } from "../../ui/phrases-closure.ts";
import { faultWords } from "../../ui/question-field.tsx";
import { ownFormsOnly } from "../headers.ts";
import { localeOf, readForm } from "./sitting.ts";

/** What the steps behind this page ask for. The page opens neither database itself (R1). */
type Engine = Parameters<typeof openClosureRequest>[0] & Parameters<typeof recordClosure>[0];

/** Who recorded it, where the link was the key: the officer in the case, and nobody by name. */
const BY_LINK = "officer";

/** The answers posted, and what is wrong with them in words. The first question says whether there is anything to record. */
function accept(form: URLSearchParams, locale: Locale) {
  const instrument = currentInstrument("closure", "officer");
  const answers: Record<string, readonly string[]> = {};
  const faults: Record<string, string> = {};
  for (const question of instrument.questions) {
    const submitted = form.getAll(question.id);
    const accepted = acceptAnswer(question, submitted);
    answers[question.id] = accepted.ok ? accepted.answer : submitted;
    if (!accepted.ok) faults[question.id] = faultWords(accepted.fault, locale);
  }
  const [first] = pathOf(instrument, {}, officer);
  if (first && answers[first.id]?.length === 0) faults[first.id] = closurePhrases.required[locale];
  return { instrument, answers: answers as Answers, faults };
}

/** The officer's page for a Victim Closure Discussion: the link in the request is the key, and works once. */
export const closure = new Hono<{ Variables: { engine: Engine } }>()
  .use("/closure/:token", ownFormsOnly)

  .get("/closure/:token", async (c) => {
    const page = { locale: localeOf(c), address: c.req.path };
    const request = await openClosureRequest(c.var.engine, c.req.param("token"));
    if (request.state === "unknown") return c.html(<ClosureNotice {...page} state="unknown" />, 404);
    if (request.state === "recorded") return c.html(<ClosureNotice {...page} state="already-recorded" />);
    return c.html(
      <ClosurePage {...page} instrument={currentInstrument("closure", "officer")} answers={{}} faults={{}} />,
    );
  })

  .post("/closure/:token", async (c) => {
    const token = c.req.param("token");
    const form = await readForm(c);
    const [lang, switched] = [form.get("lang"), form.get("language")];
    const locale = isLocale(switched) ? switched : isLocale(lang) ? lang : localeOf(c);
    const { instrument, answers, faults } = accept(form, locale);
    const page = { locale, address: c.req.path };
    if (isLocale(switched))
      return c.html(<ClosurePage {...page} instrument={instrument} answers={answers} faults={{}} />);
    if (Object.keys(faults).length > 0) {
      return c.html(<ClosurePage {...page} instrument={instrument} answers={answers} faults={faults} />, 400);
    }
    const discussion = { instrument: instrument.id, answers: keepReachable(instrument, answers, officer) };
    const state = await recordClosure(c.var.engine, { token }, discussion, BY_LINK);
    return c.html(<ClosureNotice {...page} state={state} />, state === "unknown" ? 404 : 200);
  });
