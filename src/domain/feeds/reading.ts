import * as v from "valibot";
import type { Fault } from "../../kernel/problem.ts";
import { type Instant, type LocalDate, londonInstant, parseInstant, parseLocalDate } from "../../kernel/time.ts";

/** What came of reading a payload: milestones, or where it is wrong. */
export type Reading<T> =
  | { readonly ok: true; readonly read: T }
  | { readonly ok: false; readonly faults: readonly Fault[] };

export const instant = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): Instant => {
    const at = parseInstant(dataset.value);
    if (at !== null) return at;
    addIssue({ message: "a moment with its offset, such as 2026-03-04T09:12:31Z" });
    return NEVER;
  }),
);

export const localDate = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): LocalDate => {
    const date = parseLocalDate(dataset.value);
    if (date !== null) return date;
    addIssue({ message: "a day, such as 2026-03-04" });
    return NEVER;
  }),
);

/** Text that is there, and not longer than anything of its sort is. */
export const shortText = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty("text that is not empty"),
  v.maxLength(200, "text of at most 200 characters"),
);

/** Partners write booleans as booleans, or as text in any case. */
export const loosely = v.union([
  v.boolean(),
  v.pipe(
    v.string(),
    v.transform((text) => text.trim().toLowerCase() === "true"),
  ),
]);

/** A field that may be left out, or sent as null, which is the same. */
export const maybe = <const S extends v.GenericSchema>(schema: S) => v.optional(v.nullable(schema), null);

const MINUTES_BEFORE_MIDNIGHT = 24 * 60 - 1;

/** A source that tells the day alone has it happen at the day's end: after whatever that day tells by the minute. */
export const endOfDay = (date: LocalDate) => londonInstant(date, MINUTES_BEFORE_MIDNIGHT);

type Issue = { readonly message: string; readonly path?: readonly unknown[] | undefined };

const isIssueOfValibot = (issue: Issue): issue is v.BaseIssue<unknown> => "received" in issue && "expected" in issue;

const keyOf = (item: unknown) => {
  const key = typeof item === "object" && item !== null && "key" in item ? item.key : item;
  return typeof key === "string" || typeof key === "number" ? String(key) : "?";
};

/**
 * Where a request is wrong and how to mend it, never what it held. valibot's own messages quote the value received, so
 * they are passed over; ours do not. The name of a field that should not be there was submitted too: it is not repeated.
 */
export function faultsOf(issues: readonly Issue[]): readonly Fault[] {
  return issues.slice(0, 20).map((issue) => {
    const path = (issue.path ?? []).map(keyOf);
    if (!isIssueOfValibot(issue)) return { path: path.join("."), fix: "Give it in the documented form." };
    if (issue.expected === "never")
      return { path: path.slice(0, -1).join("."), fix: "Leave out fields that are not documented." };
    if (issue.message.startsWith("Invalid key")) return { path: path.join("."), fix: "Required." };
    const wanted = issue.message.startsWith("Invalid ") ? (issue.expected ?? "the documented form") : issue.message;
    const verb = issue.received === "undefined" ? "Required" : "Must be";
    return { path: path.join("."), fix: `${verb}: ${wanted}.` };
  });
}

/** Reads a payload by a schema: the fields that it names, and no others. */
export function readBy<const S extends v.GenericSchema>(schema: S, payload: unknown): Reading<v.InferOutput<S>> {
  const result = v.safeParse(schema, payload);
  return result.success ? { ok: true, read: result.output } : { ok: false, faults: faultsOf(result.issues) };
}
