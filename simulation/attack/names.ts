import type { Ask } from "./api.ts";

/** A word that is on no list of ours: where it comes back, something was echoed. */
const WORD = "zqxw7";

/** What people put into names and values who mean no good, or who mistyped. */
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
  `-1`,
  `1e999`,
  `NaN`,
  `AREA`,
  `area `,
  `*`,
] as const;

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
      const said = `${JSON.stringify(headers)}${body}`.toLowerCase();
      trials++;
      if (!refused.has(status) || said.includes(WORD)) failed.push(`${status} ${path.slice(0, 120)}`);
    }
    const english = `/v1/releases/${release}/tables/sex.json?measure=C1`;
    const other = await ask(`${english}&lang=${encodeURIComponent(`${word}x`)}`);
    trials++;
    if (other.status !== 200 || other.body !== (await ask(english)).body) failed.push(`${other.status} lang`);
  }
  return { trials, success: failed.length / trials, failed };
}
