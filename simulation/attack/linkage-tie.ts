import { type Change, type Mix, type Poured, text } from "./linkage-history.ts";
import { nightsWithComments, placeOf, placeOfRow } from "./linkage-match.ts";
import { nameOf } from "./linkage-keys.ts";
import type { Ended } from "./linkage-read.ts";
import { correlation, ranks } from "./theory.ts";

/**
 * By what an attacker ties a final row to the submission that it was. The first three are what the engine leaves; the
 * others are what it would leave without one of its defences, made from the truth as an engine of that kind would.
 */
export type Signal = "order" | "size" | "opening" | "unsorted" | "unpadded" | "stamped" | "key";

type Tied = { readonly n: number; readonly right: number; readonly expected: number };

/** Sorted by a number, so that two lists can be laid side by side. */
const by = <T>(list: readonly T[], of: (one: T) => number) => list.toSorted((a, b) => of(a) - of(b));

const lengthOf = (row: Change["row"]) => JSON.stringify(row).length;

/** The submission at the same part of its list as a row is of its own. */
const beside = (list: readonly Poured[], at: number, n: number) => list[Math.floor(((at + 0.5) * list.length) / n)];

/** For each row of a batch, the submission that the signal points to. */
function pointed(
  mix: Mix,
  rows: readonly Change["row"][],
  of: { readonly signal: Signal; readonly ended: Ended },
): readonly (Poured | undefined)[] {
  const { signal, ended } = of;
  const truly = (row: Change["row"]) => ended.places.get(nameOf(row)) ?? -1;
  const inOrder = by(mix.poured, ({ place }) => place);
  switch (signal) {
    case "order":
      return rows.map((_, at) => beside(inOrder, at, rows.length));
    case "size": {
      const bySize = by(mix.poured, ({ size }) => size);
      const order = by(rows, lengthOf);
      return rows.map((row) => beside(bySize, order.indexOf(row), rows.length));
    }
    case "opening":
      const withComment = nightsWithComments(ended.known.mixes);
      const opened = Map.groupBy(inOrder, placeOf);
      return rows.map((row, at) => {
        const nights = withComment.get(placeOfRow(row));
        const alike = opened.get(placeOfRow(row)) ?? inOrder.filter(({ place }) => nights?.has(place) ?? true);
        return alike[at % Math.max(1, alike.length)];
      });
    case "unsorted": {
      // One row a submission, laid down as it came.
      const laid = by(rows, truly);
      return rows.map((row) => beside(inOrder, laid.indexOf(row), rows.length));
    }
    case "unpadded": {
      // The ciphertext of a submission would be as long as the row that it becomes, and what is common to all.
      const lengths = new Map(rows.map((row) => [truly(row), lengthOf(row)]));
      return rows.map((row) => inOrder.find(({ place }) => lengths.get(place) === lengthOf(row)));
    }
    // The places are known by the days' keys, which the judge has kept: so would this attacker.
    case "stamped":
    case "key":
      return rows.map((row) => inOrder.find(({ place }) => place === truly(row)));
  }
}

/** How often a response is tied to the submission that it was; and how often by pointing anywhere in its batch. */
export function tie(ended: Ended, signal: Signal): Tied {
  let [n, right, expected] = [0, 0, 0];
  for (const mix of ended.known.mixes) {
    const rows = mix.rows.get("response") ?? [];
    const guesses = pointed(mix, rows, { signal, ended });
    for (const [at, row] of rows.entries()) {
      n++;
      expected += 1 / mix.poured.length;
      if (guesses[at]?.place === ended.places.get(nameOf(row))) right++;
    }
  }
  return { n, right, expected };
}

/** Ranks of a list as parts of its length, so that lists of any length can be laid together. */
const parts = (values: readonly number[]) => ranks(values).map((rank) => (rank + 0.5) / values.length);

const tables = ["response", "journey_answer", "comment"] as const;

/** In which order a table is read: by its key, for none of them has another order. */
const scanned = (table: string, rows: readonly Change["row"][]) => {
  const keyOf = (row: Change["row"]) =>
    table === "response" ? [row["period"], row["stage"], row["area"], row["id"]].map(text).join("|") : nameOf(row);
  return rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
};

/** Rank correlation of the order in which people submitted and the order of what it became, over all tables. */
export function orderCorrelation(ended: Ended): {
  readonly pairs: number;
  readonly scan: number;
  readonly batch: number;
} {
  const placesOf = (rows: readonly Change["row"][]) =>
    rows.flatMap((row) => {
      const place = ended.places.get(nameOf(row));
      return place === undefined ? [] : [place];
    });
  const [scanX, scanY, batchX, batchY]: [number[], number[], number[], number[]] = [[], [], [], []];
  const lay = (places: readonly number[], x: number[], y: number[]) => {
    x.push(...places.map((_, at) => (at + 0.5) / places.length));
    y.push(...parts(places));
  };
  for (const table of tables) {
    const all = ended.known.mixes.flatMap((mix) => mix.rows.get(table) ?? []);
    lay(placesOf(scanned(table, all)), scanX, scanY);
    for (const mix of ended.known.mixes) lay(placesOf(mix.rows.get(table) ?? []), batchX, batchY);
  }
  return { pairs: scanX.length, scan: correlation(scanX, scanY), batch: correlation(batchX, batchY) };
}
