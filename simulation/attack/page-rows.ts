import Papa from "papaparse";
import { type Ask, fetchBody } from "./api.ts";
import { type Page, unescaped } from "./routes.ts";

// A5 of pages: what a page's table says in one row is one row of a file that the page links to.

/** A number as pages write it: a minus of its own, commas between thousands. */
const NUMBER = String.raw`[-−+]?\d[\d,]*(?:\.\d+)?`;

/** A value, its limits, and the base if it is told next to a share: `59% 56% to 63% 965`, `+8 (0 to +16)`. */
const figure = new RegExp(
  String.raw`(?<![\w.])(${NUMBER})%?(?: \[\w\])*(?: \(|, | )(${NUMBER})%? to (${NUMBER})(?:%\)?(?: (\d[\d,]*)(?! \(|[%\d.]))?)?`,
  "g",
);

const plain = (written: string) => Number(written.replaceAll(",", "").replace("−", "-"));

/** The figures of a page's tables, each with its limits, and its base where that stands beside it. */
function figuresOfPage(html: string): readonly (readonly number[])[] {
  return [...html.matchAll(/<tr\b[^>]*>(.*?)<\/tr>/gs)].flatMap(([, row = ""]) => {
    const text = unescaped(row.replaceAll(/<[^>]*>/g, " ")).replaceAll(/\s+/g, " ");
    return [...text.matchAll(figure)].map((found) => found.slice(1).flatMap((one) => (one ? [plain(one)] : [])));
  });
}

const keyOf = (numbers: readonly unknown[]) => numbers.join("|");

/** What a row of a file tells, as a page may tell it: with its base and without. */
function keysOf(row: Readonly<Record<string, unknown>>): readonly string[] {
  const numbers = ["value", "lower_95", "upper_95"].map((name) => {
    const cell = row[name];
    return typeof cell === "number" || (typeof cell === "string" && /^-?\d[\d.]*$/.test(cell)) ? Number(cell) : null;
  });
  if (numbers.includes(null)) return [];
  const [value, lower, upper] = numbers;
  const bases = ["base_unweighted", "base"].flatMap((name) => (row[name] ? [Number(row[name])] : []));
  return [[value, lower, upper], ...bases.map((base) => [value, lower, upper, base])].map(keyOf);
}

/** Every object that JSON holds, however deep. */
function objectsIn(of: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof of !== "object" || of === null) return [];
  const within = Object.values(of).flatMap(objectsIn);
  return Array.isArray(of) ? within : [{ ...of }, ...within];
}

/** The rows of a CSV, or of JSON that has rows of its own. */
const keysOfFile = (body: string): readonly string[] =>
  (body.startsWith("{")
    ? objectsIn(JSON.parse(body))
    : Papa.parse<Record<string, string>>(body, { header: true, skipEmptyLines: true }).data
  ).flatMap(keysOf);

/**
 * What a page shows beside a file that it links to: England and Wales beside an area, all stages together beside each, its
 * region in their place, and areas beside the nation's closures.
 */
function beside(file: string): readonly string[] {
  const { pathname, searchParams } = new URL(file, "http://localhost");
  const own = searchParams.toString();
  searchParams.delete("area");
  const nations = searchParams.toString();
  const at = (path: string, asked: string) => (asked === "" ? path : `${path}?${asked}`);
  const stages = pathname.replace("/area.", "/all.").replace("/all.stage.", "/stage.");
  return [
    at(stages, nations),
    at(stages.replace("/stage.", "/all."), nations),
    at(pathname.replace("/area.stage.", "/area."), own),
    at(pathname.replace("/area.stage.", "/region."), nations),
    at(pathname.replace("/closure/all.", "/closure/area."), nations),
  ];
}

/**
 * Sets every figure of a page, with its limits and its base, beside the rows of the files that the page links to.
 *
 * @param compare Is told each figure, and whether one row of a file has it.
 */
export async function pageByFiles(
  ask: Ask,
  { address, links }: Page,
  compare: (name: string, isSame: boolean) => void,
): Promise<void> {
  const files = links.filter((link) => link.startsWith("/v1/") && !link.includes("csv-metadata"));
  const told = new Set<string>();
  // The CSV has what the JSON has, and the rows whole.
  const rowsOf = async (file: string) => {
    const { status, body } = await ask(file.replace(".json", ".csv"));
    return status === 200 ? keysOfFile(body) : null;
  };
  for (const file of files)
    for (const key of (await rowsOf(file)) ?? keysOfFile(await fetchBody(ask, file))) told.add(key);
  const more = new Set(files.flatMap(beside).filter((file) => !files.includes(file)));
  for (const file of more) for (const key of (await rowsOf(file)) ?? []) told.add(key);
  for (const numbers of figuresOfPage(await fetchBody(ask, address)))
    compare(`${address} shows ${numbers.join(" ")}`, told.has(keyOf(numbers)));
}
