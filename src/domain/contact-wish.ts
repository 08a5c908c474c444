import { normaliseEmail } from "./phone.ts";

/** What somebody asks to be contacted about, the most urgent first. */
export const wishSubjects = ["safety", "my-case", "support", "complaint"] as const;
export type WishSubject = (typeof wishSubjects)[number];

const isWishSubject = (text: string | null | undefined): text is WishSubject =>
  wishSubjects.some((each) => each === text);

/** How somebody asks to be contacted. */
export const wishWays = ["call", "text", "email"] as const;
export type WishWay = (typeof wishWays)[number];

/** Whether something is safe, in the words of who asks: nothing said is no. */
type IsSafe = "yes" | "no";

/** How to reach somebody who asked to be contacted: told by themselves, and by nobody else. */
export type WishContact = {
  readonly name: string;
  readonly way: WishWay;
  /** The number or address, as it was typed. */
  readonly to: string;
  readonly times: string;
  /** Whether a message may be left where somebody else could hear or see it. */
  readonly voicemail: IsSafe;
  readonly text: IsSafe;
  /** What they would like to speak, in their own words. */
  readonly language: string;
};

export type ContactWish = { readonly area: string; readonly about: WishSubject; readonly contact: WishContact };

/** What a wish cannot do without. */
export type WishFault = "area" | "about" | "way" | "to";

/** Longest text taken in one field, in characters. */
const LONGEST = { line: 120, lines: 500 };

/** A number as people write it: 7 to 15 digits (E.164 has at most 15), from anywhere. */
const isNumber = (text: string) => /^[+\d\s().-]+$/.test(text) && /^\d{7,15}$/.test(text.replaceAll(/\D/g, ""));

const canReach = (way: WishWay, to: string) => (way === "email" ? normaliseEmail(to) !== null : isNumber(to));

/**
 * A wish as it was posted, and what is missing or wrong in it.
 *
 * @param areas Codes of the police areas.
 */
export function readContactWish(
  form: URLSearchParams,
  areas: readonly string[],
): { readonly draft: WishDraft; readonly faults: readonly WishFault[]; readonly wish: ContactWish | null } {
  const line = (name: string, longest = LONGEST.line) => (form.get(name) ?? "").trim().slice(0, longest);
  const isSafe = (name: string): IsSafe => (form.get(name) === "yes" ? "yes" : "no");
  const [area, about] = [areas.find((code) => code === form.get("area")), form.get("about")];
  const way = wishWays.find((each) => each === form.get("way")) ?? null;
  const draft = {
    area: area ?? null,
    about: isWishSubject(about) ? about : null,
    way,
    to: line("to"),
    name: line("name"),
    times: line("times", LONGEST.lines),
    voicemail: isSafe("voicemail"),
    // Who asks for a text has said that one is safe; asked twice, they could say both.
    text: way === "text" ? ("yes" as const) : isSafe("text"),
    language: line("speak"),
  };
  const faults = [
    ...(draft.area === null ? ["area" as const] : []),
    ...(draft.about === null ? ["about" as const] : []),
    ...(way === null ? ["way" as const] : []),
    ...(draft.to === "" || (way !== null && !canReach(way, draft.to)) ? ["to" as const] : []),
  ];
  if (faults.length > 0 || draft.area === null || draft.about === null || way === null) {
    return { draft, faults, wish: null };
  }
  const { area: where, about: what, ...contact } = draft;
  return { draft, faults, wish: { area: where, about: what, contact: { ...contact, way } } };
}

/** A wish in the making. */
export type WishDraft = Omit<WishContact, "way"> & {
  readonly area: string | null;
  readonly about: WishSubject | null;
  readonly way: WishWay | null;
};
