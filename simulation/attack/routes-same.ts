import { createHash } from "node:crypto";
import Papa from "papaparse";
import { type Ask, fetchBody } from "./api.ts";
import type { Score } from "./differencing.ts";
import { pageByFiles } from "./page-rows.ts";
import { type Page, unescaped } from "./routes.ts";

// A5 and A7 of every route: the same figure is told alike however it is asked for and wherever it stands, and stays.

type Found = Score & { readonly failed: readonly string[] };

/** Counts comparisons, and keeps the names of those that failed. */
function comparing() {
  const failed: string[] = [];
  let trials = 0;
  return {
    compare: (name: string, isSame: boolean) => {
      trials++;
      if (!isSame) failed.push(name);
    },
    found: (): Found => ({ trials, success: failed.length / Math.max(1, trials), failed }),
  };
}

const isPage = (body: string) => body.startsWith("<!DOCTYPE html>");

const withoutTags = (html: string) => unescaped(html.replaceAll(/<[^>]*>/g, " "));

/** The texts of a page's cells. */
const cellsIn = (html: string) =>
  [...html.matchAll(/<td\b[^>]*>(.*?)<\/td>/gs)].map(([, text = ""]) =>
    withoutTags(text).replaceAll(/\s+/g, " ").trim(),
  );

/** Numbers in words, which have commas between thousands. */
const numbersIn = (text: string): readonly number[] =>
  [...text.matchAll(/(?<![\w.,])-?\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w])/g)].map(([digits]) =>
    Number(digits.replaceAll(",", "")),
  );

/** Numbers in JSON, wherever they stand. */
const jsonNumbers = (body: string): readonly number[] =>
  [...body.matchAll(/(?<=[[,:])-?\d+(?:\.\d+)?(?=[\],}])/g)].map(([digits]) => Number(digits));

/** The figures of a JSON-stat, of a CSV or of a page's tables, whatever the words about them. */
function figuresIn(body: string): readonly (number | null)[] {
  if (isPage(body)) return cellsIn(body).flatMap(numbersIn);
  if (body.startsWith("{")) {
    const { value } = JSON.parse(body) as { readonly value?: readonly (number | null)[] };
    return value ?? jsonNumbers(body);
  }
  const { data } = Papa.parse<Record<string, string>>(body, { header: true, skipEmptyLines: true });
  const columns = ["value", "lower_95", "upper_95", "base_unweighted", "base"];
  return data.flatMap((line) =>
    columns.filter((one) => one in line).map((one) => (/^-?[\d.]+$/.test(line[one] ?? "") ? Number(line[one]) : null)),
  );
}

const sameList = (a: readonly unknown[], b: readonly unknown[]) => JSON.stringify(a) === JSON.stringify(b);

const number = (a: number, b: number) => a - b;

const listed = (figures: readonly (number | null)[]) => figures.filter((one) => one !== null).toSorted(number);

/** The same rows of four in any order: pages list areas by their names, and a cube has cells that no row has. */
function sameRows(a: readonly (number | null)[], b: readonly (number | null)[]): boolean {
  const rows = (list: readonly (number | null)[]) =>
    Array.from({ length: Math.ceil(list.length / 4) }, (_, at) => rowAt(list, at))
      .filter((row) => row.some((one) => one !== null))
      .map((row) => row.join("|"))
      .toSorted();
  return sameList(a, b) || sameList(rows(a), rows(b));
}

/** One row of a JSON-stat by place: value, limits and base. */
const rowAt = (value: readonly (number | null)[], at: number) => value.slice(4 * at, 4 * at + 4);

const hashOf = (body: string) => createHash("sha256").update(body).digest("hex");

/** The same address with its parameters in another order, or with one more. */
function addressWith(address: string, more: Readonly<Record<string, string>>, isTurned = false): string {
  const { pathname, searchParams } = new URL(address, "http://localhost");
  const all = [...Object.entries(more), ...(isTurned ? [...searchParams].toReversed() : searchParams)];
  return all.length === 0 ? pathname : `${pathname}?${new URLSearchParams(all).toString()}`;
}

/**
 * A5: asks every address again in other ways.
 *
 * @returns Answers compared, the share that differ, and the hash of each body for another time.
 */
export async function sameAgain(
  ask: Ask,
  release: string,
  addresses: readonly string[],
): Promise<Found & { readonly bodies: ReadonlyMap<string, string> }> {
  const bodies = new Map<string, string>();
  const { compare, found } = comparing();
  for (const address of addresses) {
    const { body, headers } = await ask(address);
    bodies.set(address, hashOf(body));
    const other = await ask(address, { "accept-language": "cy", "user-agent": "another", "accept": "text/plain" });
    compare(`${address} by another`, other.body === body);
    compare(`${address} turned`, (await ask(addressWith(address, {}, true))).body === body);
    if (address.includes(`/${release}/`)) {
      const latest = await ask(address.replace(`/${release}/`, "/latest/"));
      // The page's own links say by which name it was asked for.
      compare(`${address} as latest`, sameList(figuresIn(latest.body), figuresIn(body)));
    }
    const welsh = address.includes("lang=") ? null : await ask(addressWith(address, { lang: "cy" }));
    if (welsh !== null && welsh.status === 200) {
      // Areas stand in the order of their names: the same figures, in another.
      compare(`${address} in Welsh`, sameList(listed(figuresIn(welsh.body)), listed(figuresIn(body))));
    }
    const tag = headers["etag"];
    if (typeof tag === "string") {
      compare(`${address} held`, (await ask(address, { "if-none-match": tag })).status === 304);
    }
  }
  return { ...found(), bodies };
}

type Dataset = { readonly value: readonly (number | null)[] };

const datasetAt = async (ask: Ask, address: string) => (JSON.parse(await fetchBody(ask, address)) as Dataset).value;

type Compared = {
  readonly areas: readonly {
    readonly area: string;
    readonly value: number | null;
    readonly lower_95: number | null;
    readonly upper_95: number | null;
    readonly base: number | null;
  }[];
};

/** Which figures stand at two addresses, and what each says of them. */
async function twins(ask: Ask, release: string): Promise<readonly (readonly [name: string, a: unknown, b: unknown])[]> {
  const at = `/v1/releases/${release}`;
  const pairs: (readonly [string, unknown, unknown])[] = [];
  for (const stage of ["", "report", "trial"]) {
    const asked = stage === "" ? "measure=C1" : `measure=C1&stage=${stage}`;
    const { areas } = JSON.parse(await fetchBody(ask, `${at}/compare?${asked}`)) as Compared;
    const table = await datasetAt(ask, `${at}/tables/area.json?${asked}`);
    for (const [place, { area, value, lower_95, upper_95, base }] of areas.entries())
      pairs.push([`comparison and table of ${area} ${stage}`, [value, lower_95, upper_95, base], rowAt(table, place)]);
  }
  const byStage = await datasetAt(ask, `${at}/tables/stage.json?measure=C1`);
  const byArea = await datasetAt(ask, `${at}/tables/stage.json?measure=C1&area=E23000001`);
  for (const [place, stage] of ["report", "charge", "trial", "post-conviction"].entries()) {
    const asked = `measure=C1&stage=${stage}&until=${release}`;
    pairs.push([
      `trend and table ${stage}`,
      (await datasetAt(ask, `/v1/trends.json?${asked}`)).slice(-4),
      rowAt(byStage, place),
    ]);
    const own = (await datasetAt(ask, `/v1/trends.json?${asked}&area=E23000001`)).slice(-4);
    pairs.push([`trend and table of an area ${stage}`, own, rowAt(byArea, place)]);
  }
  // The only quarter there is: a sum of four is itself.
  const year = await datasetAt(ask, `${at}/tables/area.stage.json?measure=C1,C3&window=4q`);
  pairs.push(["a year of one quarter", year, await datasetAt(ask, `${at}/tables/area.stage.json?measure=C1,C3`)]);
  // A union of everything that is stated, and of one category.
  pairs.push([
    "a filter that admits one",
    rowAt(await datasetAt(ask, `${at}/tables/area.json?measure=C1&stage=report`), 0),
    rowAt(await datasetAt(ask, `${at}/tables/area.stage.json?measure=C1`), 0),
  ]);
  return pairs;
}

/**
 * A5: one figure by two routes: JSON and CSV, comparison and table, trend and table, a year of one quarter and that
 * quarter, and every figure of a page with its limits and its base against the rows of the files that it links to.
 */
export async function agreement(
  ask: Ask,
  release: string,
  { addresses, pages }: { readonly addresses: readonly string[]; readonly pages: readonly Page[] },
): Promise<Found> {
  const { compare, found } = comparing();
  for (const address of addresses) {
    const other = address.replace(/\.json(?=\?|$)/, ".csv");
    if (other === address || /csv-metadata|themes/.test(address)) continue;
    const [json, csv] = [await fetchBody(ask, address), await fetchBody(ask, other)];
    compare(`${address} and its CSV`, sameRows(figuresIn(json), figuresIn(csv)));
  }
  for (const [name, a, b] of await twins(ask, release)) compare(name, JSON.stringify(a) === JSON.stringify(b));
  for (const page of pages) await pageByFiles(ask, page, compare);
  return found();
}
