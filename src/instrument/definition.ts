import * as v from "valibot";
import { recordingSchema } from "./recording.ts";
import { modules } from "../domain/dimension.ts";

/**
 * A survey as data (surveys/README.md): one JSON file an instrument and version, both languages side by side.
 *
 * Routing looks only at earlier answers and at facts of the case, so a loop cannot be written.
 */
export const localised = v.strictObject({ en: v.pipe(v.string(), v.nonEmpty()), cy: v.pipe(v.string(), v.nonEmpty()) });

const code = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9+-]*$|^[A-Z]+$/, "a code is lower-case letters, digits and hyphens, or an agency"),
);

/** When to ask: every clause must hold. */
const clause = v.union([
  v.strictObject({ answer: v.string(), in: v.pipe(v.array(code), v.nonEmpty()) }),
  v.strictObject({ answer: v.string(), notIn: v.pipe(v.array(code), v.nonEmpty()) }),
  v.strictObject({ fact: v.string() }),
  v.strictObject({ notFact: v.string() }),
]);

/** `alone`: cannot be chosen together with another ("None of these"). `easy`: in easy words, where these are hard. */
const option = v.strictObject({
  code,
  text: localised,
  easy: v.optional(localised),
  alone: v.optional(v.boolean(), false),
});

/** Words for somebody in another position; `same`: the usual ones were looked at, and fit. */
const otherWords = v.union([localised, v.literal("same")]);

/** A question in easy words: short sentences, one idea. Has a hint and a warning of its own, or none. */
const easyWords = v.strictObject({
  text: localised,
  bereaved: v.optional(otherWords),
  carer: v.optional(otherWords),
  hint: v.optional(localised),
  warning: v.optional(localised),
});

export const questionSchema = v.strictObject({
  /** Unique in the instrument: `RPT1`. */
  id: v.string(),
  /** What national figures join on; absent for routing questions, free text, consent and profile. */
  measure: v.optional(v.string()),
  kind: v.picklist(["one", "many", "text"]),
  /** A scale of surveys/measures.json: gives the options. Else `options` does. */
  scale: v.optional(v.string()),
  options: v.optional(v.array(option)),
  /** Said before a question that may be hard to be asked. */
  warning: v.optional(localised),
  text: localised,
  /** The words for a bereaved family, where the usual ones would be wrong or hurt. */
  bereaved: v.optional(otherWords),
  /** The words for a parent or carer who answers for a child. */
  carer: v.optional(otherWords),
  hint: v.optional(localised),
  /** The words of easy read; a question without them is left out of it. */
  easy: v.optional(easyWords),
  /** Words for a text message, where the question is in the short form. */
  sms: v.optional(localised),
  /** Part of the instrument: stage items, the fixed core, the rotating core, the closing questions, the profile. */
  block: v.picklist(["routing", "stage", "core", "rotating", "closing", "profile"]),
  /** Whether "does not apply to me" is offered. */
  mayNotApply: v.optional(v.boolean(), true),
  /** Whether "prefer not to say" is offered: always, but on a form that an officer fills in. */
  mayDecline: v.optional(v.boolean(), true),
  /** A group of the instrument's `draws`: of its questions only some are asked, by chance. */
  group: v.optional(v.string()),
  /** Where the answer goes: to the anonymous record, or to the case, for the force to act on (closure form only). */
  keptWith: v.optional(v.picklist(["answers", "case"]), "answers"),
  /** The question signed or read aloud. */
  media: v.optional(v.array(recordingSchema)),
  askIf: v.optional(v.array(clause), []),
});

export const instrumentSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z-]+@\d+$/)),
  form: v.picklist(["report", "charge", "trial", "post-conviction", "closure", ...modules]),
  title: localised,
  /** Words that fill `{period}` in the core: "since you reported the crime". */
  period: localised,
  /** Whether a translator has signed the Welsh off. */
  welsh: v.picklist(["awaiting-sign-off", "signed-off"]),
  /** Who fills it in. */
  by: v.picklist(["victim", "officer"]),
  /** What is said when all is answered: how to hear what changed. */
  close: localised,
  /** Groups of which at most so many questions are asked. The rotating core comes first. */
  draws: v.optional(
    v.array(v.strictObject({ group: v.string(), atMost: v.pipe(v.number(), v.integer(), v.minValue(1)) })),
    [],
  ),
  questions: v.pipe(v.array(questionSchema), v.nonEmpty()),
});

export type Clause = v.InferOutput<typeof clause>;
export type Question = v.InferOutput<typeof questionSchema>;
export type Instrument = v.InferOutput<typeof instrumentSchema>;

/** Answers so far, by question id: the codes chosen (one, or several for `many`), or the text typed. */
export type Answers = { readonly [question: string]: readonly string[] };

/** In which words a reader has chosen to be asked. */
export const variants = ["standard", "easy"] as const;
export type Variant = (typeof variants)[number];

/** What decides a path besides the answers. */
export type Respondent = {
  /** Facts of the case (domain/dimension.ts), as far as they survived generalisation. */
  readonly facts: readonly string[];
  /** Drawn uniformly from [0, 1) when answering starts: picks the rotating item and at most three agencies. */
  readonly draw: number;
  /** The short form: only the questions that have words for a text message. */
  readonly short?: boolean;
  /** Easy read asks only the questions that have easy words, where a survey has any. */
  readonly variant?: Variant;
};

/** Codes that are an answer but not a valid value: never in a denominator. */
export const DOES_NOT_APPLY = "dna";
export const PREFER_NOT_TO_SAY = "pns";
