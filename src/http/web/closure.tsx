import { type Context, Hono } from "hono";
import { discussionFaults, heldDayOf } from "../../domain/closure.ts";
import { correctClosure } from "../../flow/correct-closure.ts";
import { openClosureRequest, recordClosure } from "../../flow/record-closure.ts";
import { acceptAnswer, keepReachable, pathOf } from "../../instrument/path.ts";
import { currentInstrument } from "../../instrument/registry.ts";
import { isLocale, type Locale } from "../../kernel/locale.ts";
import { Problem } from "../../kernel/problem.ts";
import { type LocalDate, londonDate, parseLocalDate, plusDays } from "../../kernel/time.ts";
import { assets, fingerprint } from "../../ui/assets.ts";
import { type FilledClosure, HELD_ON, officer } from "../../ui/closure-form.tsx";
import {
  ClosureNotice,
  type ClosureOutcome,
  ClosurePage,
  ClosureStart,
  CorrectionPage,
  MANIFEST,
} from "../../ui/closure-pages.tsx";
import { closureWorkerScript } from "../../ui/closure-worker-script.ts";
import { closurePhrases } from "../../ui/phrases-closure.ts";
import { phrases } from "../../ui/phrases.ts";
import { faultWords } from "../../ui/question-field.tsx";
import { installablePage, ownFormsOnly } from "../headers.ts";
import { localeOf, readForm } from "./sitting.ts";

/** What the steps behind this page ask for. The page opens neither database itself (R1). */
type Engine = Parameters<typeof openClosureRequest>[0] & Parameters<typeof recordClosure>[0];

/** Who recorded it, where the link was the key: the officer in the case, and nobody by name. */
const BY_LINK = "officer";

/** A form as it was posted, the languages asked for, and the version that a correction is made from. */
export type PostedClosure = {
  readonly filled: FilledClosure;
  readonly heldOn: LocalDate | null;
  readonly locale: Locale;
  /** Whether the post was only to change the language. */
  readonly isSwitch: boolean;
  readonly from: number | null;
};

export const emptyForm = (today: LocalDate): FilledClosure => ({
  instrument: currentInstrument("closure", "officer"),
  answers: {},
  heldOn: today,
  today,
  faults: {},
});

const reasonWords = { "needed": closurePhrases.needed, "both-ways": closurePhrases.bothWays } as const;

/**
 * The answers posted, and what is wrong with them in words.
 *
 * @param gives `changes`: a correction that leaves out what stays, so that nothing of it can be missing.
 */
export function readClosure(
  form: URLSearchParams,
  at: { readonly locale: Locale; readonly today: LocalDate },
  gives: "all" | "changes",
): PostedClosure {
  const { today } = at;
  const [lang, switched] = [form.get("lang"), form.get("language")];
  const locale = isLocale(switched) ? switched : isLocale(lang) ? lang : at.locale;
  const { instrument } = emptyForm(today);
  const answers: Record<string, readonly string[]> = {};
  const faults: Record<string, string> = {};
  for (const question of instrument.questions) {
    const submitted = form.getAll(question.id);
    const accepted = acceptAnswer(question, submitted);
    answers[question.id] = accepted.ok ? accepted.answer : submitted;
    if (!accepted.ok) faults[question.id] = faultWords(accepted.fault, locale);
  }
  const path = pathOf(instrument, answers, officer);
  const [first] = path;
  for (const { question, fault } of discussionFaults(path, answers)) {
    const isFirst = question === first?.id;
    if (isFirst && gives === "changes") continue;
    faults[question] ??= (isFirst ? closurePhrases.required : reasonWords[fault])[locale];
  }
  const typed = form.get(HELD_ON) ?? "";
  const heldOn = heldDayOf(typed === "" ? untypedDay(form, today, gives) : parseLocalDate(typed), today);
  if (typed !== "" && heldOn === null) faults[HELD_ON] = closurePhrases.heldOnFault[locale];
  const from = /^[1-9]\d{0,5}$/.exec(form.get("from") ?? "")?.[0];
  return {
    filled: { instrument, answers, heldOn: typed, today, faults: isLocale(switched) ? {} : faults },
    heldOn,
    locale,
    isSwitch: isLocale(switched),
    from: from === undefined ? null : Number(from),
  };
}

/**
 * The day where none was typed: that of a correction stays; that of a new form is today, or was so many days ago when it
 * waited on the device for a connection.
 */
function untypedDay(form: URLSearchParams, today: LocalDate, gives: "all" | "changes"): LocalDate | null {
  const ago = /^\d{1,3}$/.exec(form.get("ago") ?? "")?.[0] ?? "0";
  return gives === "changes" ? null : plusDays(today, -Number(ago));
}

/** What a form says, as the steps behind it take it. */
export const discussionOf = ({ filled: { instrument, answers }, heldOn }: PostedClosure) => ({
  instrument: instrument.id,
  answers: keepReachable(instrument, answers, officer),
  heldOn,
});

export const isFaulty = ({ filled }: PostedClosure) => Object.keys(filled.faults).length > 0;

/** What a correction does not fit of the record, by question; null for any other fault. */
function faultsOf(cause: unknown, locale: Locale): FilledClosure["faults"] | null {
  if (!(cause instanceof Problem) || cause.type !== "invalid-request") return null;
  const inWords = cause.faults.flatMap(({ path, fix }) => {
    const words = Object.entries(reasonWords).find(([reason]) => reason === fix)?.[1];
    return words ? [[path.replace("answers.", ""), words[locale]] as const] : [];
  });
  return inWords.length === 0 ? null : Object.fromEntries(inWords);
}

const atOf = (c: Context<{ Variables: { engine: Engine } }>) => ({
  locale: localeOf(c),
  today: londonDate(c.var.engine.clock.now()),
});

const statusOf = (state: ClosureOutcome) => (state === "unknown" ? 404 : state === "overtaken" ? 409 : 200);

/** The empty form that a device keeps for the time without a connection: of no request, no day and no link. */
const formToKeep = (locale: Locale) => <ClosurePage locale={locale} {...emptyForm("" as LocalDate)} />;

const addressesOf = (path: string) => ({ en: `${path}?lang=en`, cy: `${path}?lang=cy` });

const FORM_TO_KEEP = "/closure/form";
const START = "/closure/";

const workerScript = () =>
  closureWorkerScript({
    files: [assets.govuk, assets.own, assets.closure, assets.icon].map(({ address }) => address),
    forms: addressesOf(FORM_TO_KEEP),
    start: addressesOf(START),
    version: fingerprint(
      (["en", "cy"] as const)
        .flatMap((locale) => [formToKeep(locale), <ClosureStart locale={locale} />])
        .map(String)
        .join(""),
    ),
  });

const manifest = JSON.stringify({
  name: phrases.product.en,
  short_name: phrases.product.en,
  id: START,
  start_url: START,
  scope: START,
  display: "minimal-ui",
  background_color: "#ffffff",
  theme_color: "#f3f6f8",
  icons: [{ src: assets.icon.address, sizes: "any", type: "image/svg+xml", purpose: "any" }],
});

/**
 * The officer's page for a Victim Closure Discussion: the link in the request is the key. It records once, and corrects
 * for a while.
 */
export const closure = new Hono<{ Variables: { engine: Engine } }>()
  .use("/closure/*", installablePage)
  .use("/closure/*", ownFormsOnly)

  .get("/closure/", (c) => c.html(<ClosureStart locale={localeOf(c)} />))
  .get(FORM_TO_KEEP, (c) => c.html(formToKeep(localeOf(c))))
  .get("/closure/worker.js", (c) => c.body(workerScript(), 200, { "Content-Type": "text/javascript; charset=utf-8" }))
  .get(MANIFEST, (c) => c.body(manifest, 200, { "Content-Type": "application/manifest+json" }))

  .get("/closure/:token", async (c) => {
    const token = c.req.param("token");
    const page = { locale: localeOf(c), address: c.req.path };
    const request = await openClosureRequest(c.var.engine, token);
    if (request.state === "unknown") return c.html(<ClosureNotice {...page} state="unknown" />, 404);
    if (request.state === "open") return c.html(<ClosurePage {...page} {...emptyForm(atOf(c).today)} />);
    const { correctable } = request;
    const correction = correctable && { href: `/closure/${token}/correct`, until: correctable.until };
    return c.html(<ClosureNotice {...page} state="already-recorded" correction={correction ?? undefined} />);
  })

  .post("/closure/:token", async (c) => {
    const token = c.req.param("token");
    const posted = readClosure(await readForm(c), atOf(c), "all");
    const { locale, filled } = posted;
    if (posted.isSwitch) return c.html(<ClosurePage locale={locale} {...filled} />);
    if (isFaulty(posted)) return c.html(<ClosurePage locale={locale} {...filled} />, 400);
    const state = await recordClosure(c.var.engine, { token }, discussionOf(posted), BY_LINK);
    return c.html(<ClosureNotice locale={locale} address={c.req.path} state={state} />, statusOf(state));
  })

  .get("/closure/:token/correct", async (c) => {
    const request = await openClosureRequest(c.var.engine, c.req.param("token"));
    const page = { locale: localeOf(c), address: c.req.path };
    if (request.state !== "recorded") return c.html(<ClosureNotice {...page} state="unknown" />, 404);
    if (!request.correctable) return c.html(<ClosureNotice {...page} state="too-late" />);
    const form = { ...emptyForm(atOf(c).today), heldOn: "" };
    return c.html(<CorrectionPage {...page} {...form} version={request.correctable.version} />);
  })

  .post("/closure/:token/correct", async (c) => {
    const posted = readClosure(await readForm(c), atOf(c), "changes");
    const { locale, filled, from } = posted;
    const page = { locale, ...filled, version: from ?? 1 };
    if (posted.isSwitch) return c.html(<CorrectionPage {...page} />);
    if (isFaulty(posted)) return c.html(<CorrectionPage {...page} />, 400);
    const { instrument, answers } = filled;
    const correction = {
      instrument: instrument.id,
      answers,
      heldOn: posted.heldOn,
      gives: "changes",
      from: from ?? 1,
    } as const;
    try {
      const state = await correctClosure(c.var.engine, { token: c.req.param("token") }, correction, BY_LINK);
      return c.html(<ClosureNotice locale={locale} address={c.req.path} state={state} />, statusOf(state));
    } catch (cause) {
      const faults = faultsOf(cause, locale);
      if (faults === null) throw cause;
      return c.html(<CorrectionPage {...page} faults={faults} />, 400);
    }
  });
