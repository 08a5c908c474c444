import file from "../../surveys/themes.json" with { type: "json" };
import type { Form } from "./dimension.ts";
import { maskSpans, type Span } from "./redaction.ts";

/** What people write about: the code frame of surveys/themes.json. */
export type Theme = { readonly code: string; readonly en: string; readonly cy: string; readonly agency: string | null };

export const themes: readonly Theme[] = file.themes;

export const isTheme = (code: string): boolean => themes.some((theme) => theme.code === code);

/** Why a comment is not released. */
export const withholdingReasons = [
  "identifies-somebody",
  "names-officer",
  "abusive",
  "danger-disclosed",
  "unintelligible",
  "other",
] as const;
export type WithholdingReason = (typeof withholdingReasons)[number];

/** What a moderator decided. */
export type Verdict =
  | { readonly act: "release"; readonly themes: readonly string[] }
  | { readonly act: "withhold"; readonly reason: WithholdingReason; readonly themes: readonly string[] };

/** A comment that waits, as its moderator sees it: text, and nothing of who wrote it. */
export type HeldComment = {
  readonly id: string;
  readonly period: string;
  readonly area: string;
  readonly stage: Form;
  readonly text: string;
  /** What the text was when it was read: a decision counts only about what stands there still. */
  readonly seen: string;
};

const welshWords = new Set(
  "mae roedd oedd yn yr y ac ond nid ddim wedi gan gyda i'r fy ei eu ni chi nhw hi ef fi dwi rwy rydw bod wrth heb pan iawn diolch heddlu llys cefais ches o'r a'r sydd hefyd neb dim am ar".split(
    " ",
  ),
);

/** Whether a comment is in Welsh, by its small words: nothing of its language is stored beside it. */
export function isWelsh(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}'’]+/gu) ?? [];
  const welsh = words.filter((word) => welshWords.has(word)).length;
  return words.length > 0 && welsh / words.length >= 0.15;
}

/** The places of some words in a text, in any case, whole words only. */
function placesOf(text: string, typed: string): readonly Span[] {
  const [low, wanted] = [text.toLowerCase(), typed.trim().toLowerCase()];
  const spans: Span[] = [];
  if (wanted === "" || low.length !== text.length) return spans;
  const isPart = (at: number) => /[\p{L}\p{N}]/u.test(text.charAt(at));
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, at + wanted.length)) {
    if (!isPart(at - 1) && !isPart(at + wanted.length)) spans.push({ from: at, to: at + wanted.length, label: "name" });
  }
  return spans;
}

/** A text without the words that a moderator ticked or typed, wherever they stand. */
export const maskWords = (text: string, words: readonly string[]): string =>
  maskSpans(
    text,
    words.flatMap((word) => placesOf(text, word)),
  );
