import {
  type Instant,
  instantOf,
  type LocalDate,
  londonInstant,
  millisecondsOf,
  parseInstant,
  parseLocalDate,
} from "../kernel/time.ts";
import { endOfDay } from "./feeds/reading.ts";
import type { FieldKind, FileMapping } from "./file-mapping.ts";

// One value of a file: what sort of thing it is, and what it says where a field takes that sort.

/** What sort of thing stands in a column. Enough to find the mistake, and nothing to learn about anybody. */
export type ValueClass =
  | "empty"
  | "too-long"
  | "not-text"
  | "date"
  | "number"
  | "phone-like"
  | "email-like"
  | "code"
  | "text"
  | "constant"
  | "row"
  | "file";

const LONGEST_VALUE = 200;

/** Control characters but tabs and line ends, and what stands for bytes that the encoding does not have. */
export const NOT_TEXT = /[^\P{Cc}\t\n\r]|\ufffd/u;

const shapes: readonly (readonly [ValueClass, RegExp])[] = [
  ["not-text", NOT_TEXT],
  ["date", /^(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})([T ].*)?$/],
  ["phone-like", /^\+?[\d\s()-]{9,20}$/],
  ["number", /^[+-]?\d+([.,]\d+)?$/],
  ["email-like", /^\S+@\S+$/],
  ["code", /^[\w./-]{1,30}$/],
];

export function classOf(value: string): ValueClass {
  if (value === "") return "empty";
  if (value.length > LONGEST_VALUE) return "too-long";
  return shapes.find(([, shape]) => shape.test(value))?.[0] ?? "text";
}

/** What a value says; how to mend it; or that it means nothing to us. */
export type Converted = { readonly value: unknown } | { readonly fix: string } | "ignored";

const yes = new Set(["y", "yes", "true", "1", "t"]);
const no = new Set(["n", "no", "false", "0", "f"]);

/** A day, written one of the ways that the mapping allows. */
function dayOf(text: string, { dates }: FileMapping): LocalDate | null {
  if (dates.includes("iso")) {
    const date = parseLocalDate(text);
    if (date !== null) return date;
  }
  const [, day, month, year] = (dates.includes("dd/mm/yyyy") && /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text)) || [];
  if (day === undefined || month === undefined) return null;
  return parseLocalDate(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
}

/** Seconds past midnight. */
function timeOf(text: string): number | null {
  const [, hours, minutes, seconds = "0"] = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?$/.exec(text) ?? [];
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  return hours === undefined ? null : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

const inLondon = (date: LocalDate, seconds: number) =>
  instantOf(millisecondsOf(londonInstant(date, Math.floor(seconds / 60))) + (seconds % 60) * 1000);

/** A moment: with its offset, or by a clock in London; a day alone is over when it ends, as in every feed. */
function momentOf(text: string, time: string, mapping: FileMapping): Instant | null {
  if (mapping.dates.includes("iso")) {
    const at = parseInstant(text.replace(" ", "T"));
    if (at !== null) return at;
  }
  const [, dayText = "", timeText = time] = /^([^\sT]+)(?:[\sT]+(.*))?$/.exec(text) ?? [];
  const date = dayOf(dayText, mapping);
  if (date === null) return null;
  if (timeText === "") return endOfDay(date);
  const seconds = timeOf(timeText);
  return seconds === null ? null : inLondon(date, seconds);
}

const ways = { "iso": "2026-03-04", "dd/mm/yyyy": "04/03/2026" } as const;
const dateFix = ({ dates }: FileMapping, what: string) =>
  `Must be: ${what}, such as ${dates.map((way) => ways[way]).join(" or ")}.`;

const clock = (seconds: number) =>
  `${String(Math.floor(seconds / 3600)).padStart(2, "0")}:${String(Math.floor((seconds % 3600) / 60)).padStart(2, "0")}`;

/** Reads a value that is there by the sort of its field. */
export const readers: {
  readonly [K in FieldKind]: (text: string, time: string, mapping: FileMapping) => Converted;
} = {
  text: (text) => ({ value: text }),
  code: (text) => ({ value: text }),
  list: (text) => ({ value: text }),
  boolean: (text) => {
    const said = text.toLowerCase();
    if (yes.has(said) || no.has(said)) return { value: yes.has(said) };
    return { fix: "Must be: yes or no (Y, N, true, false, 1, 0), or a value of the mapping's table." };
  },
  day: (text, _, mapping) => {
    const date = dayOf(text.split(/[\sT]/)[0] ?? "", mapping);
    return date === null ? { fix: dateFix(mapping, "a day") } : { value: date };
  },
  time: (text) => {
    const seconds = timeOf(text);
    return seconds === null ? { fix: "Must be: a time of day, such as 10:00." } : { value: clock(seconds) };
  },
  instant: (text, time, mapping) => {
    const at = momentOf(text, time, mapping);
    return at === null ? { fix: dateFix(mapping, "a date, with its time where that is known") } : { value: at };
  },
};
