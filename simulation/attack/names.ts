import type { Ask } from "./api.ts";
import { type ApiRoute, exampleOf, type Page, unescaped } from "./routes.ts";

/** A word that is on no list of ours: where it comes back, something was echoed. */
const WORD = "zqxw7";

/**
 * What people put into names and values who mean no good, or who mistyped. Words without the mark are looked for as they are
 * written, and are such as no answer of ours has; of the empty one and the star it is seen whether they are answered alone.
 */
const hostile = [
  WORD,
  "",
  `${WORD}' or '1'='1`,
  `${WORD}'; drop table response; --`,
  `${WORD}" union select items from response --`,
  `") from response where "${WORD}`,
  `${WORD}\u0000`,
  `${WORD}%00`,
  `<script>${WORD}</script>`,
  `\${${WORD}}{{${WORD}}}`,
  `{"$ne":"${WORD}"}`,
  `["${WORD}"]`,
  `__proto__`,
  `constructor`,
  `toString`,
  `hasOwnProperty`,
  `../../${WORD}`,
  `..%2f..%2f${WORD}`,
  `${WORD}\r\nSet-Cookie: a=b`,
  `=cmd|'${WORD}'!A1`,
  `C1;${WORD}`,
  `C1\u202e${WORD}`,
  WORD.repeat(400),
  `-90817263`,
  `1e999`,
  `NaN`,
  `aREA`,
  `arEA `,
  `*`,
  `${WORD}*`,
] as const;

/** Whether an answer repeats a word that was asked for. */
const echoes = (said: string, word: string) =>
  said.toLowerCase().includes(WORD) || (word.trim().length > 1 && said.includes(word.trim()));

/** Addresses with a hostile word in each place that takes a word. */
const places: readonly ((release: string, word: string) => string)[] = [
  (release, word) => `/v1/releases/${release}/tables/${word}.json?measure=C1`,
  (release, word) => `/v1/releases/${release}/tables/area.${word}.json?measure=C1`,
  (release, word) => `/v1/releases/${release}/tables/area.${word}?measure=C1`,
  (release, word) => `/v1/releases/${release}/tables/area.json?measure=${word}`,
  (release, word) => `/v1/releases/${release}/tables/area.json?measure=C1,${word}x`,
  (release, word) => `/v1/releases/${release}/tables/area.json?measure=C1&${word}x=1`,
  (release, word) => `/v1/releases/${release}/tables/area.json?measure=C1&statistic=${word}x`,
  (release, word) => `/v1/releases/${release}/tables/area.json?measure=C1&window=${word}x`,
  (release, word) => `/v1/releases/${release}/tables/area.csv?measure=C1&offence=${word}`,
  (release, word) => `/v1/releases/${release}/tables/area.json?measure=C1&area=E23000001,${word}x`,
  (release, word) => `/v1/releases/${release}/tables/all.json?measure=C1&stage=${word}`,
  (release, word) => `/v1/releases/${release}/compare?measure=${word}x`,
  (release, word) => `/v1/releases/${release}/compare?measure=C1&stage=${word}x`,
  (_release, word) => `/v1/releases/${word}x/tables/area.json?measure=C1`,
  (_release, word) => `/v1/releases/${word}x`,
  (_release, word) => `/v1/releases?cursor=${word}x`,
];

/** What a bad word may be answered with: asked wrongly, not there, or not allowed. */
const refused = new Set([400, 404, 422]);

/**
 * A12: puts hostile and unknown words wherever the API takes a word.
 *
 * @returns Requests, and the share of them that were answered otherwise than by a refusal that repeats nothing. A
 *   language that there is not is answered in English.
 */
export async function hostileNames({ ask, release }: { readonly ask: Ask; readonly release: string }) {
  const failed: string[] = [];
  let trials = 0;
  for (const word of hostile) {
    for (const place of places) {
      const path = place(release, encodeURIComponent(word));
      const { status, headers, body } = await ask(path);
      trials++;
      if (!refused.has(status) || echoes(`${JSON.stringify(headers)}${body}`, word))
        failed.push(`${status} ${path.slice(0, 120)}`);
    }
    const english = `/v1/releases/${release}/tables/sex.json?measure=C1`;
    const other = await ask(`${english}&lang=${encodeURIComponent(`${word}x`)}`);
    trials++;
    if (other.status !== 200 || other.body !== (await ask(english)).body) failed.push(`${other.status} lang`);
  }
  return { trials, success: failed.length / trials, failed };
}

/** The path of an address, whichever of its signs are written as codes. */
function pathOf(address: string): string {
  const { pathname } = new URL(address, "http://localhost");
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

/** A body without the links to the page's own address: the language switch repeats what was asked, escaped, and no more. */
function withoutOwnLinks(body: string, address: string): string {
  const own = pathOf(address);
  return body.replaceAll(/href="([^"]*)"/g, (link, href: string) => (pathOf(unescaped(href)) === own ? "href" : link));
}

/** Addresses of one route with a hostile word in each place that takes one, by its own description. */
function routeWith(route: ApiRoute, release: string, word: string): readonly string[] {
  const example = exampleOf(route, release);
  const inPath = route.inPath.map((one) =>
    exampleOf(
      { ...route, inPath: route.inPath.map((each) => (each === one ? { ...each, example: word } : each)) },
      release,
    ),
  );
  const inQuery = route.inQuery
    .filter(({ name }) => name !== "lang")
    .flatMap(({ name }) => [`${example}?${name}=${word}x`, `${example}?${name}=${word}&${name}=${word}`]);
  return [...inPath, ...inQuery, `${example}?${word}x=1`];
}

/** The same of a page: each field of its forms, each word that its links carry, and the parts of its address. */
function pageWith({ address, links, fields }: Page, word: string): readonly string[] {
  const { pathname } = new URL(address, "http://localhost");
  const carried = links
    .filter((link) => link.startsWith(pathname))
    .flatMap((link) => [...new URL(link, "http://localhost").searchParams.keys()]);
  const names = new Set([...fields, ...carried].filter((name) => name !== "lang"));
  const parts = pathname.split("/");
  const inPath = parts.flatMap((part, at) => (at < 2 || part === "area" ? [] : [parts.with(at, `${word}x`).join("/")]));
  return [...inPath, ...[...names].map((name) => `${pathname}?${name}=${word}x`)];
}

/**
 * A12 of every route: hostile words wherever the API's own description and the pages' own forms and links take a word.
 * They are refused, or left unread; the one place that repeats them is a page's link to itself in the other language.
 *
 * @param isTried Which of the words: all in full, a few in the short form.
 */
export async function hostileEverywhere(
  ask: Ask,
  release: string,
  of: {
    readonly routes: readonly ApiRoute[];
    readonly pages: readonly Page[];
    /** Addresses that are asked for in a language that there is not, too. */
    readonly addresses: readonly string[];
    readonly isTried: (at: number) => boolean;
  },
) {
  const failed: string[] = [];
  let trials = 0;
  const known = new Map<string, string>();
  const plain = async (address: string) => {
    const before = known.get(address) ?? withoutOwnLinks((await ask(address)).body, address);
    known.set(address, before);
    return before;
  };
  const put = async (address: string, without: string, word: string) => {
    const { status, headers, body } = await ask(address);
    const own = withoutOwnLinks(body, address);
    trials++;
    // A word that an address does not read changes nothing there.
    const isUnread = status === 200 && address !== without && own === (await plain(without));
    const isEchoed = echoes(`${JSON.stringify(headers)}${own}`, word);
    if (!(refused.has(status) || isUnread) || isEchoed) failed.push(`${status} ${address.slice(0, 120)}`);
  };
  for (const word of hostile.filter((_, at) => of.isTried(at))) {
    const written = encodeURIComponent(word);
    const addresses = [
      ...of.routes.flatMap((route) => routeWith(route, release, written)),
      ...of.pages.flatMap((page) => pageWith(page, written)),
    ];
    for (const address of new Set(addresses)) await put(address, address.replace(/\?.*/, ""), word);
  }
  for (const address of of.addresses)
    await put(`${address}${address.includes("?") ? "&" : "?"}lang=${WORD}x`, address, WORD);
  return { trials, success: failed.length / Math.max(1, trials), failed };
}
