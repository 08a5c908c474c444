import type { Form } from "../src/domain/dimension.ts";
import type { Locale } from "../src/kernel/locale.ts";
import { type Stream, whole } from "./chance.ts";
import { names, type Remark, remarks, withheldRemarks } from "./remarks.ts";

/** Of those who write anything, the share whose words a moderator keeps back; and who adds a second sentence. */
const WITHHELD = 0.03;
const SECOND = 0.35;

const oneOf = <T>(next: Stream, things: readonly T[]): T | undefined => things[Math.floor(next() * things.length)];

/** Ofcom's numbers for drama: they belong to nobody. */
const number = (next: Stream) => `07700 900${String(whole(next, 0, 999)).padStart(3, "0")}`;

const filled = (text: string, next: Stream) =>
  text.replace("{name}", () => oneOf(next, names) ?? "").replace("{number}", () => number(next));

/** What somebody writes about a stage or about the closing of their case: one sentence, or two of different themes. */
export function composeComment(
  next: Stream,
  { form, locale, isContent }: { readonly form: Form; readonly locale: Locale; readonly isContent: boolean },
): string {
  const suits = ({ content, stages }: Remark) =>
    content === isContent && (stages === undefined || stages.some((stage) => stage === form));
  const fitting = remarks.filter(suits);
  const first = next() < WITHHELD ? oneOf(next, withheldRemarks) : oneOf(next, fitting);
  if (!first) throw new Error("There is nothing to write");
  const others = fitting.filter(({ theme }) => theme !== first.theme);
  const second = next() < SECOND ? oneOf(next, others) : undefined;
  return [first, ...(second ? [second] : [])].map((remark) => filled(remark[locale], next)).join(" ");
}

/** What is left of a sentence when what stood for a name or number was taken out: its other parts, in order. */
const partsOf = (text: string) => text.split(/\{\w+\}/).map((part) => part.trim());

const holds = (text: string, { en, cy }: Remark) =>
  [en, cy].some((written) => partsOf(written).every((part) => text.includes(part)));

/** How a moderator who knows these sentences decides about a text, after the engine has taken out what it found. */
export type Decision = {
  /** As the console's form names it. */
  readonly verdict: "release" | NonNullable<Remark["withheld"]>;
  readonly themes: readonly string[];
  /** Names that the engine has left. */
  readonly words: readonly string[];
};

export function decisionOn(text: string): Decision {
  const held = [...remarks, ...withheldRemarks].filter((remark) => holds(text, remark));
  return {
    verdict: held.find(({ withheld }) => withheld !== undefined)?.withheld ?? "release",
    themes: [...new Set(held.flatMap(({ theme }) => theme ?? []))],
    words: names.filter((name) => text.includes(name)),
  };
}
