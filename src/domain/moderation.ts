import file from "../../surveys/themes.json" with { type: "json" };
import type { Form, NOT_STATED } from "./dimension.ts";
import { maskSpans, type Span } from "./redaction.ts";

/** What people write about: the code frame of surveys/themes.json. */
export type Theme = { readonly code: string; readonly en: string; readonly cy: string; readonly agency: string | null };

export const themes: readonly Theme[] = file.themes;

/** Themes that one comment may count under: what a person spends of the release's privacy by it (statistics/lattice.ts). */
export const THEMES_AT_MOST = 3;

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
  /** GSS code, or not-stated: then a moderator of the nation reads it. */
  readonly area: string;
  readonly stage: Form | typeof NOT_STATED;
  /** An officer's words of a discussion are told in no theme and never quoted. */
  readonly recordedBy: "officer" | "victim";
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

/** What a keyboard writes in one way and a telephone in another. */
const lookAlikes = ["'’‘ʼʻ`´", "-‐‑‒–—−", '"“”„'] as const;

/** A pattern of some words in any case, with any space, apostrophe or hyphen; whole words where they are words. */
function patternOf(wanted: string): RegExp {
  const part = String.raw`[\p{L}\p{M}\p{N}]`;
  const isPart = (character: string) => /[\p{L}\p{M}\p{N}]/u.test(character);
  const written = wanted.replaceAll(/\s+|[ʼʻ]|[^\p{L}\p{M}\p{N}]/gu, (character) => {
    if (/^\s/.test(character)) return String.raw`\s+`;
    const alike = lookAlikes.find((some) => some.includes(character));
    if (alike !== undefined) return `[${alike.replace("-", String.raw`\-`)}]`;
    return character.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`);
  });
  const [before, after] = [isPart(wanted.charAt(0)), isPart(wanted.charAt(wanted.length - 1))];
  return new RegExp(`${before ? `(?<!${part})` : ""}${written}${after ? `(?!${part})` : ""}`, "giu");
}

/** The places of some words in a text. */
function placesOf(text: string, typed: string): readonly Span[] {
  const wanted = typed.trim().normalize("NFC");
  if (wanted === "") return [];
  return [...text.matchAll(patternOf(wanted))].map(({ 0: found, index }) => ({
    from: index,
    to: index + found.length,
    label: "name",
  }));
}

/** Those of the words that a moderator ticked or typed that are nowhere in a text: taking them out would do nothing. */
export const absentWords = (text: string, words: readonly string[]): readonly string[] =>
  words.filter((word) => word.trim() !== "" && placesOf(text, word).length === 0);

/** A text without the words that a moderator ticked or typed, wherever they stand. */
export const maskWords = (text: string, words: readonly string[]): string =>
  maskSpans(
    text,
    words.flatMap((word) => placesOf(text, word)),
  );
