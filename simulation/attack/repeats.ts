import { createHash } from "node:crypto";
import { peopleTables, type Table, tableId } from "../../src/statistics/lattice.ts";
import { type Stream, streamOf, whole } from "../chance.ts";
import { type Ask, codeList, fetchBody, tablePath } from "./api.ts";
import type { Score } from "./differencing.ts";

/** A question in one wording: what is shown, in some order, and its parameters, in some order. */
type Question = {
  readonly by: readonly string[];
  readonly filters: readonly (readonly [dimension: string, codes: readonly string[]])[];
  readonly measures: readonly string[];
};

const asked = ["C1", "C3", "C5", "C6"] as const;

const shuffled = <T>(next: Stream, list: readonly T[]) =>
  list
    .map((value) => ({ value, at: next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value);

/** A few of a list, at least one and not all. */
function some<T>(next: Stream, list: readonly T[]): readonly T[] {
  return shuffled(next, list).slice(0, whole(next, 1, Math.max(1, Math.min(6, list.length - 1))));
}

/** A question that a release answers: a table of the lattice, some of it shown and some of it summed over. */
export function randomQuestion(next: Stream): Question {
  const table: Table = peopleTables[whole(next, 1, peopleTables.length - 1)] ?? [];
  const hidden = table.filter(() => next() < 0.5);
  const filters = hidden.map((dimension) => [dimension, some(next, codeList(dimension))] as const);
  return { by: table.filter((dimension) => !hidden.includes(dimension)), filters, measures: some(next, asked) };
}

/** @param isOther Put as differently as its meaning allows: orders, repetitions, filters that admit all. */
function wordingOf(next: Stream, { by, filters, measures }: Question, isOther: boolean): readonly [string, string] {
  if (!isOther) {
    const parts = filters.map(([dimension, codes]) => `${dimension}=${codes.join(",")}`);
    return [by.join("."), [`measure=${measures.join(",")}`, ...parts].join("&")];
  }
  const parts = filters.flatMap(([dimension, codes]) => {
    const list = shuffled(next, [...codes, ...some(next, codes)]);
    return next() < 0.5 ? [`${dimension}=${list.join(",")}`] : list.map((code) => `${dimension}=${code}`);
  });
  const shown = by.filter((dimension) => dimension !== "area");
  const idle = shown.slice(0, 1).map((dimension) => `${dimension}=${shuffled(next, codeList(dimension)).join(",")}`);
  const measure = `measure=${shuffled(next, [...measures, ...measures]).join(",")}`;
  return [shuffled(next, by).join("."), shuffled(next, [measure, ...parts, ...idle]).join("&")];
}

const hashOf = (body: string) => createHash("sha256").update(body).digest("hex");

type Statistics = { readonly value: readonly (number | null)[]; readonly status: readonly (string | null)[] };

const figuresOf = (body: string) => {
  const { value, status } = JSON.parse(body) as Statistics;
  return JSON.stringify([value, status]);
};

/** The values of a CSV, a missing one as null. */
const valuesOf = (
  csv: string,
  columns: readonly string[],
  parse: (text: string) => readonly Record<string, string>[],
) =>
  parse(csv).map((line) =>
    columns.map((column) => (/^-?[\d.]+$/.test(line[column] ?? "") ? Number(line[column]) : null)),
  );

/**
 * A5: the same question in other words, forms, languages and names of the release. Any difference would be a second
 * draw of noise to average over.
 *
 * @returns Answers compared, and the share that differ.
 */
export async function repeats(
  { ask, release }: { readonly ask: Ask; readonly release: string },
  questions: number,
  parse: (text: string) => readonly Record<string, string>[],
): Promise<Score & { readonly bodies: ReadonlyMap<string, string> }> {
  const next = streamOf("repeats", String(questions));
  const bodies = new Map<string, string>();
  let [trials, different] = [0, 0];
  const compare = (isSame: boolean) => {
    trials++;
    if (!isSame) different++;
  };
  for (let at = 0; at < questions; at++) {
    const question = randomQuestion(next);
    const [table, query] = wordingOf(next, question, false);
    const path = tablePath(release, table, "json", query);
    const body = await fetchBody(ask, path);
    bodies.set(path, hashOf(body));
    for (let other = 0; other < 3; other++) {
      const [name, words] = wordingOf(next, question, true);
      compare((await fetchBody(ask, tablePath(release, name, "json", words))) === body);
    }
    compare((await fetchBody(ask, tablePath("latest", table, "json", query))) === body);
    compare((await fetchBody((to) => ask(to, { "accept-language": "cy", "user-agent": "another" }), path)) === body);
    compare(figuresOf(await fetchBody(ask, `${path}&lang=cy`)) === figuresOf(body));
    const csv = await fetchBody(ask, tablePath(release, table, "csv", query));
    const columns = ["value", "lower_95", "upper_95", "base_unweighted"];
    compare(
      JSON.stringify(valuesOf(csv, columns, parse).flat()) === JSON.stringify((JSON.parse(body) as Statistics).value),
    );
  }
  return { trials, success: different / trials, bodies };
}

/** The same questions again, cold: their bodies must hash as before. */
export async function again(ask: Ask, bodies: ReadonlyMap<string, string>): Promise<Score> {
  let different = 0;
  for (const [path, hash] of bodies) if (hashOf(await fetchBody(ask, path)) !== hash) different++;
  return { trials: bodies.size, success: different / Math.max(1, bodies.size) };
}

/** The name of the stored table that a random question is answered from. */
export const storedTableOf = ({ by, filters }: Question) =>
  tableId(
    peopleTables.find(
      (table) =>
        table.length === by.length + filters.length &&
        table.every((one) => by.includes(one) || filters.some(([dimension]) => dimension === one)),
    ) ?? [],
  );
