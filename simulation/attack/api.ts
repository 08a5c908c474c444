import Papa from "papaparse";
import type { Answer, Client } from "../../bench/load.ts";
import { codesOf, isLevel } from "../../src/results/codelist.ts";

/** Asks the public API without a key, as anybody may. */
export type Ask = (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;

/** @param client The running engine's: it changes when the engine is started anew. */
export const publicApi =
  (client: () => Client): Ask =>
  async (path, headers = {}) =>
    await patiently(() => client().call({ method: "GET", path, headers }));

/** How Node says that the other side has closed a connection. */
const closed: ReadonlySet<unknown> = new Set(["ECONNRESET", "EPIPE"]);

/** Asks again where the engine had closed a connection that stood idle while the attacker worked things out. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tried = 0; tried < 3; tried++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Error && "code" in error && closed.has(error.code))) throw error;
    }
  }
  return await ask();
}

/** One published figure, with all that the JSON and the CSV say of it; null where nothing is told. */
export type Figure = {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly base: number | null;
  readonly effectiveBase: number | null;
  readonly status: string | null;
};

/** Published figures by measure and codes: `C1|E23000001|report`. */
export type Figures = ReadonlyMap<string, Figure>;

export const figureKey = (measure: string, codes: readonly string[]) => [measure, ...codes].join("|");

type Dataset = {
  readonly id: readonly string[];
  readonly size: readonly number[];
  readonly dimension: { readonly [id: string]: { readonly category: { readonly index: readonly string[] } } };
  readonly value: readonly (number | null)[];
  readonly status: readonly (string | null)[];
};

/** @throws Error when the answer is not the one expected: an attack on an error page shows nothing. */
export async function fetchBody(ask: Ask, path: string): Promise<string> {
  const { status, body } = await ask(path);
  if (status !== 200) throw new Error(`${path}: ${status} ${body.slice(0, 300)}`);
  return body;
}

/** How the API is asked for a stored table: its dimensions, `all` for the nation. */
export const tablePath = (release: string, table: string, form: string, query: string) =>
  `/v1/releases/${release}/tables/${table || "all"}.${form}?${query}`;

/** Every combination of some lists, the last running fastest. */
const product = (lists: readonly (readonly string[])[]) =>
  lists.reduce<readonly (readonly string[])[]>(
    (rows, list) => rows.flatMap((row) => list.map((code) => [...row, code])),
    [[]],
  );

/** Reads a whole table of some measures (20 at most): figures from the JSON-stat, effective bases from the CSV. */
export async function readFigures(
  ask: Ask,
  {
    release,
    table,
    measures,
  }: { readonly release: string; readonly table: string; readonly measures: readonly string[] },
): Promise<Figures> {
  const query = `measure=${measures.join(",")}`;
  const dataset = JSON.parse(await fetchBody(ask, tablePath(release, table, "json", query))) as Dataset;
  const csv = await fetchBody(ask, tablePath(release, table, "csv", query));
  const lines = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true }).data;
  const shown = dataset.id.filter((id) => id === "measure" || isLevel(id));
  const keys = product(shown.map((id) => dataset.dimension[id]?.category.index ?? []));
  const width = dataset.dimension["figure"]?.category.index.length ?? 0;
  if (keys.length !== lines.length) throw new Error("JSON and CSV have not the same rows");
  return new Map(
    keys.map((key, at) => {
      const [value = null, lower = null, upper = null, base = null] =
        width === 1
          ? [dataset.value[at], null, null, dataset.value[at]]
          : dataset.value.slice(at * width, (at + 1) * width);
      const effective = Number(lines[at]?.["n_eff"]);
      const effectiveBase = Number.isFinite(effective) ? effective : null;
      return [key.join("|"), { value, lower, upper, base, effectiveBase, status: dataset.status[at * width] ?? null }];
    }),
  );
}

/** Every code of a dimension, as the code lists tell anybody. */
export const codeList = (dimension: string): readonly string[] => (isLevel(dimension) ? codesOf(dimension) : []);
