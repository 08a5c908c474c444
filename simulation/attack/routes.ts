import { type Ask, fetchBody } from "./api.ts";

// Every address that shows results to anybody, taken from the app itself: those that its description of the API lists
// without a key, by their own examples, and all that its pages link to.

type Operation = {
  readonly security?: readonly unknown[];
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly example?: string;
    readonly schema?: { readonly enum?: readonly string[] };
  }[];
};

/** A route of the API as its description has it, without a key. */
export type ApiRoute = {
  /** `/v1/releases/{id}/compare` */
  readonly template: string;
  readonly inPath: readonly { readonly name: string; readonly example: string }[];
  readonly inQuery: readonly { readonly name: string; readonly example: string | undefined }[];
};

/** The routes of the API that answer without a key. */
export async function apiRoutes(ask: Ask): Promise<readonly ApiRoute[]> {
  const { paths } = JSON.parse(await fetchBody(ask, "/v1/openapi.json")) as {
    readonly paths: { readonly [path: string]: { readonly get?: Operation } };
  };
  return Object.entries(paths).flatMap(([path, { get }]) => {
    if (get === undefined || (get.security?.length ?? 0) > 0) return [];
    const parameters = get.parameters ?? [];
    const named = (where: string) => parameters.filter((one) => one.in === where);
    return {
      template: `/v1${path}`,
      inPath: named("path").map(({ name, example, schema }) => ({ name, example: example ?? schema?.enum?.[0] ?? "" })),
      inQuery: named("query").map(({ name, example }) => ({ name, example })),
    };
  });
}

const RELEASE = /\d{4}Q[1-4](?:-\d+)?/;

/** A route's address with its own examples, of one release. */
export function exampleOf({ template, inPath }: ApiRoute, release: string): string {
  const path = inPath.reduce((filled, { name, example }) => filled.replace(`{${name}}`, example), template);
  return path.replace(RELEASE, release);
}

/** What an address is an example of: codes, figures and words that are asked for taken out. */
export function kindOf(address: string): string {
  const { pathname, searchParams } = new URL(address, "http://localhost");
  const asked = [...searchParams.keys()].toSorted().join("&");
  return `${pathname.replaceAll(/[EWK]\d{8}/g, "*")}?${asked}`;
}

const isResults = (path: string) => /^\/results\/\d|^\/v1\/(?:releases|trends)/.test(path);

const entities = { "&quot;": '"', "&#39;": "'", "&lt;": "<", "&gt;": ">", "&amp;": "&" } as const;

/** A text of HTML as it is read. */
export const unescaped = (text: string) =>
  Object.entries(entities).reduce((plain, [entity, sign]) => plain.replaceAll(entity, sign), text);

const linksIn = (body: string) =>
  [...body.matchAll(/href="([^"#]+)/g)].map(([, href = ""]) => unescaped(href)).filter(isResults);

/** What a table may be asked for and no page links to: estimates, scores and distributions. */
const unlinked = [
  "tables/stage.offence.age.json?measure=C1&mode=modelled",
  "tables/area.stage.json?measure=C1,C3&statistic=score",
  "tables/area.json?measure=C1&statistic=answers",
] as const;

/** A page, what it links to, and the words that its forms ask for. */
export type Page = { readonly address: string; readonly links: readonly string[]; readonly fields: readonly string[] };

/**
 * Every public address of a release's results, and its pages with what they link to. Pages in Welsh are not taken up:
 * attacks ask for them beside the English.
 *
 * @param ofAKind Addresses of one kind that are looked at: two areas, two measures.
 */
export async function publicAddresses(
  ask: Ask,
  release: string,
  ofAKind = 2,
): Promise<{ readonly addresses: readonly string[]; readonly pages: readonly Page[] }> {
  const found = new Map<string, string[]>();
  const addresses: string[] = [];
  const add = (address: string) => {
    const known = found.get(kindOf(address)) ?? [];
    if (known.includes(address) || known.length >= ofAKind || address.includes("lang=")) return;
    found.set(kindOf(address), [...known, address]);
    addresses.push(address);
  };
  add(`/results/${release}/journey`);
  for (const area of ["E23000001", "W15000001"]) add(`/results/${release}/area/${area}`);
  const described = (await apiRoutes(ask)).map((route) => exampleOf(route, release));
  for (const address of [...described, ...unlinked.map((file) => `/v1/releases/${release}/${file}`)]) {
    if (!isResults(address)) continue;
    const { status } = await ask(address);
    // A release tells what it changed only where it corrects another, and estimates only where there is enough.
    if (status === 200) add(address);
  }
  const pages: Page[] = [];
  for (const address of addresses) {
    const { status, headers, body } = await ask(address);
    if (status !== 200) throw new Error(`${address} is linked to, and answered with ${status}`);
    if (!String(headers["content-type"]).startsWith("text/html")) continue;
    const links = linksIn(body);
    const fields = [...body.matchAll(/<(?:input|select)\b[^>]*\bname="(\w+)"/g)].map(([, name = ""]) => name);
    pages.push({ address, links, fields: [...new Set(fields)].filter((name) => name !== "lang") });
    for (const link of links) add(link);
  }
  return { addresses, pages };
}
