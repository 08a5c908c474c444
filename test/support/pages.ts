// A browser without a window, for thousands of visits: keeps its cookies, follows where it is sent, reads forms.
import { expect } from "vitest";

const ORIGIN = "https://feedback.example";
const FORM = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };

/** More redirects than any page needs. */
const MOST_HOPS = 5;

export type Page = {
  readonly status: number;
  /** Where it was in the end, with its query. */
  readonly path: string;
  readonly headers: Headers;
  readonly html: string;
};

export type Fields = Readonly<Record<string, string | readonly string[]>>;

type Fetch = (request: Request) => Response | Promise<Response>;

/** A form's fields, as a browser would post them. */
export const encode = (fields: Fields) =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, given]) => [given].flat().map((value) => [name, value])),
  ).toString();

/** Opens a browser of somebody's own; `cookie` is what it begins with. */
export function openPages(fetch: Fetch, cookie = "") {
  let kept = cookie;

  /** One request, no further. */
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (kept !== "" && !headers.has("cookie")) headers.set("cookie", kept);
    const answer = await fetch(new Request(ORIGIN + path, { redirect: "manual", ...init, headers }));
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ""] = set.split(";");
      kept = /max-age=0/i.test(set) ? "" : pair;
    }
    return answer;
  };

  const follow = async (path: string, init?: RequestInit): Promise<Page> => {
    let [at, answer] = [path, await ask(path, init)];
    for (let hops = 0; answer.status === 303; hops++) {
      expect(hops).toBeLessThan(MOST_HOPS);
      await answer.text();
      at = answer.headers.get("location") ?? "nowhere";
      answer = await ask(at);
    }
    return { status: answer.status, path: at, headers: answer.headers, html: await answer.text() };
  };

  return {
    ask,
    get: async (path: string, headers: Readonly<Record<string, string>> = {}) => await follow(path, { headers }),
    post: async (path: string, fields: Fields, headers: Readonly<Record<string, string>> = {}) =>
      await follow(path, { method: "POST", headers: { ...FORM, ...headers }, body: encode(fields) }),
    cookie: () => kept,
  };
}

const attribute = (tag: string, name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];

/** What a page's form of answers asks: every question's name with the codes offered, none where words are typed. */
export function questionsOn(html: string): ReadonlyMap<string, readonly string[]> {
  const asked = new Map<string, readonly string[]>();
  for (const [tag] of html.matchAll(/<(?:input|textarea)\b[^>]*>/g)) {
    const [name, value] = [attribute(tag, "name"), attribute(tag, "value")];
    if (name === undefined || attribute(tag, "type") === "hidden") continue;
    asked.set(name, [
      ...(asked.get(name) ?? []),
      ...(tag.startsWith("<textarea") || value === undefined ? [] : [value]),
    ]);
  }
  return asked;
}

/** The words of the page's heading. */
export const headingOf = (html: string) =>
  (/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll(/\s+/g, " ")
    .trim();

/** Where the page's form of answers posts to. */
export const actionOf = (html: string) => {
  const tag = [...html.matchAll(/<form\b[^>]*>/g)]
    .map(([form]) => form)
    .find((form) => attribute(form, "id") === "answers");
  return (tag === undefined ? "" : (attribute(tag, "action") ?? "")).replaceAll("&amp;", "&");
};

export const backOf = (html: string) =>
  [...html.matchAll(/<a\b[^>]*class="[^"]*govuk-back-link[^"]*"[^>]*>/g)].map(([tag]) => attribute(tag, "href"))[0];
