import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createContext, Script } from "node:vm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { maskWords } from "../../../src/domain/moderation.ts";
import { normaliseEmail, normaliseMobile, normalisePhone } from "../../../src/domain/phone.ts";

// Whoever sends us text chooses how long a regular expression of ours takes over it. Each is tried over long texts that
// make careless ones go back again and again: one whose time grows with the square of the length takes a hundred times
// what is allowed here, and is stopped.

const source = join(import.meta.dirname, "../../../src");

/** Characters of a hostile text. Twice as many take an honest expression twice as long. */
const LENGTH = 30_000;
/** What an honest one takes is a few milliseconds at most, what a careless one takes is half a second and more. */
const MOST_MS = 150;
const STOPPED_MS = 300;

/** Those that meet no text of others, and why. */
const ofOurOwn: Readonly<Record<string, string>> = {
  "domain/message-rules.ts": "our own messages, held to their rules by tests",
  "kernel/stand-in.ts": "our own pages, in which what others wrote is escaped",
  "ui/assets.ts": "our own style sheets, once",
};

const LITERAL =
  /(?<=(?:[(,=:[!&|?{};>]|\breturn|\n)\s*)\/(?![*/])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([dgimsuvy]*)(?=\s*[.,);\]}:?&|]|\s*$)/gm;

type Found = { readonly file: string; readonly pattern: RegExp };

/** The regular expressions that are written out in a file. */
function literalsIn(file: string): readonly Found[] {
  const text = readFileSync(join(source, file), "utf8");
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/^\s*\/\/.*$/gm, "");
  return [...code.matchAll(LITERAL)].map(([, body = "", flags]) => ({ file, pattern: new RegExp(body, flags) }));
}

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => /\.tsx?$/.test(file));

/** Those that are put together from what a library or a moderator says, and what is tried of them instead. */
const tried: Readonly<Record<string, (text: string) => unknown>> = {
  "domain/phone.ts": (text) => [normaliseMobile(text), normalisePhone(text), normaliseEmail(text)],
  "domain/moderation.ts": (text) => maskWords(text, ["ab ab", "a-"]),
};

/** Modules whose expressions are put together from lists of words. */
const composing = [
  "domain/danger-words.ts",
  "domain/text-cues.ts",
  "domain/text-words.ts",
  "domain/comment-wish.ts",
  "domain/redaction-shapes.ts",
  "domain/redaction-known.ts",
  "instrument/recording.ts",
] as const;

const characters = "aA0 \n-./@'\"+=;,:_({<\\é".split("");
const mixed = ["a ", "a-", "a.", "0 ", "0-", "+44 ", "A1", "a@", "?!", ' "'];

/** What hostile texts repeat: single characters, pairs, and the words of the expression itself, as a text would have them. */
function repeatsFor(pattern: RegExp): readonly string[] {
  const words = [...new Set(pattern.source.match(/[A-Za-z0-9]+/g) ?? [])].slice(0, 60);
  return [...characters, ...mixed, ...words.slice(0, 6), ...words.map((word) => `${word} `)];
}

const context = createContext({ pattern: /x/, text: "" });
const trial = new Script("pattern.lastIndex = 0; pattern.test(text); text.replace(pattern, '')");

/** How long one takes over a text, in milliseconds; it is stopped after a while. */
function timeOf(pattern: RegExp, text: string): number {
  Object.assign(context, { pattern, text });
  const began = performance.now();
  try {
    trial.runInContext(context, { timeout: STOPPED_MS });
  } catch {
    return STOPPED_MS;
  }
  return performance.now() - began;
}

/** The text over which an expression is too slow, however often it is tried; null where there is none. */
function slownessOf(pattern: RegExp): string | null {
  const heads = ["", (/[A-Za-z0-9]+/.exec(pattern.source)?.[0] ?? "").slice(0, 12)];
  for (const repeated of repeatsFor(pattern)) {
    for (const head of heads) {
      const text = `${head}${repeated.repeat(Math.ceil(Math.ceil(LENGTH / repeated.length)))}\u0001`;
      const isSlow = [1, 2, 3].every(() => timeOf(pattern, text) > MOST_MS);
      if (isSlow) return JSON.stringify(`${head}${repeated}`);
    }
  }
  return null;
}

const slowAmong = (all: readonly Found[]) =>
  all.flatMap(({ file, pattern }) => {
    const over = slownessOf(pattern);
    return over === null ? [] : [`${file} /${pattern.source.slice(0, 120)}/ over ${over}`];
  });

const Original = RegExp;
const composed: Found[] = [];

beforeAll(async () => {
  vi.resetModules();
  for (const file of composing) {
    const listening = new Proxy(Original, {
      construct: (target, [pattern, flags]: [string, string?]) => {
        const made = new target(pattern, flags);
        composed.push({ file, pattern: made });
        return made;
      },
    });
    vi.stubGlobal("RegExp", listening);
    await import(join(source, file));
  }
  vi.unstubAllGlobals();
});
afterAll(() => vi.unstubAllGlobals());

describe("regular expressions", { timeout: 60_000 }, () => {
  it("take time that grows with the text and no faster, over texts made to hold them up", () => {
    const literals = files.filter((file) => !(file in ofOurOwn)).flatMap(literalsIn);
    expect(literals.length).toBeGreaterThan(200);
    const distinct = new Map(literals.map((found) => [String(found.pattern), found]));
    expect(slowAmong([...distinct.values()])).toEqual([]);
  });

  it("do so too where they are put together from words", () => {
    expect(composed.length).toBeGreaterThan(20);
    expect(slowAmong(composed)).toEqual([]);
  });

  it.each(Object.entries(tried))("and what %s puts together takes no longer", (_, act) => {
    const slow = [...characters, ...mixed, "ab ", "0770 "].filter((repeated) => {
      const text = repeated.repeat(Math.ceil(LENGTH / repeated.length));
      return [1, 2, 3].every(() => {
        const began = performance.now();
        act(text);
        return performance.now() - began > MOST_MS;
      });
    });
    expect(slow).toEqual([]);
  });

  it("are put together nowhere else but from our own words", () => {
    const known = new Set<string>([...composing, ...Object.keys(tried), ...Object.keys(ofOurOwn)]);
    const others = files.filter((file) => /\bRegExp\(/.test(readFileSync(join(source, file), "utf8")));
    expect(others.filter((file) => !known.has(file))).toEqual([]);
  });

  it("would be found if they were careless", () => {
    expect(slownessOf(/^(a+)+$/)).not.toBeNull();
    expect(slownessOf(/\s+$/)).not.toBeNull();
    expect(slownessOf(/^(?:please |please please )*stop$/)).not.toBeNull();
    expect(slownessOf(/^[a-z]+$/)).toBeNull();
  });
});
