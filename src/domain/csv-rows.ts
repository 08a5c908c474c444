import Papa from "papaparse";

// A file of comma-separated values, read as it comes in. papaparse's own streaming needs Node streams, or the whole text;
// its parser takes pieces, and says where the last whole row ended.
//
// Line ends become "\n" before it sees them: papaparse takes a piece that ends between CR and LF for a malformed quote
// (mholt/PapaParse#1103) and guesses line ends from a piece that has none (#1134).

/** Longest row in characters. More than that is a quote that is never closed. */
const LONGEST_ROW = 256 * 1024;

const delimiters = [",", ";", "\t", "|"] as const;

export type CsvRow = {
  readonly fields: readonly string[];
  /** A quote stands where none may: where the row's fields end is a guess. */
  readonly isMalformed: boolean;
};

export type CsvReader = {
  /** The rows that a piece of text brings to their end; and whether after them comes one longer than any may be. */
  read(piece: string): { readonly rows: readonly CsvRow[]; readonly isBroken: boolean };
  /** The last row, where the file does not end with a line end. */
  end(): readonly CsvRow[];
};

type Parsed = { readonly rows: readonly CsvRow[]; readonly length: number };

function parse(text: string, delimiter: string, isWhole: boolean): Parsed {
  const parser = new Papa.Parser({ delimiter, newline: "\n" });
  const { data, errors, meta } = parser.parse(text, 0, !isWhole) as Papa.ParseResult<readonly string[]>;
  const malformed = new Set(errors.map(({ row }) => row));
  const rows = data.map((fields, index) => ({ fields, isMalformed: malformed.has(index) }));
  return { rows, length: meta.cursor };
}

const isBlank = ({ fields }: CsvRow) => fields.every((field) => field.trim() === "");

/** By which delimiter the first row has most of the columns that are looked for. Null while the row has not ended. */
function guessDelimiter(text: string, columns: readonly string[], isWhole: boolean): string | null {
  const wanted = new Set(columns);
  const found = delimiters.flatMap((delimiter) => {
    const [head] = parse(text, delimiter, isWhole).rows;
    return head ? [{ delimiter, named: head.fields.filter((field) => wanted.has(field.trim())).length }] : [];
  });
  const best = found.toSorted((a, b) => b.named - a.named)[0];
  return best?.delimiter ?? null;
}

/**
 * Reads rows from text that comes in pieces, split anywhere. Blank rows are left out; the first row is one of them all.
 *
 * @param columns By which the delimiter is found out where it is `auto`.
 */
export function openCsv(delimiter: string, columns: readonly string[]): CsvReader {
  let known = delimiter === "auto" ? null : delimiter;
  let rest = "";
  let endsInCarriageReturn = false;

  const take = (isWhole: boolean): readonly CsvRow[] => {
    known ??= guessDelimiter(rest, columns, isWhole);
    if (known === null) return [];
    const { rows, length } = parse(rest, known, isWhole);
    rest = isWhole ? "" : rest.slice(length);
    return rows.filter((row) => !isBlank(row));
  };

  return {
    read: (piece) => {
      const text = (endsInCarriageReturn ? "\r" : "") + piece;
      endsInCarriageReturn = text.endsWith("\r");
      const whole = endsInCarriageReturn ? text.slice(0, -1) : text;
      rest += whole.includes("\r") ? whole.replaceAll(/\r\n?/g, "\n") : whole;
      const rows = take(false);
      return { rows, isBroken: rest.length > LONGEST_ROW };
    },
    end: () => (rest === "" ? [] : take(true)),
  };
}

/**
 * A row without what nobody reads: other columns are blank, and of what is beyond the first row's width it is kept that
 * there is something. The strings are new ones: a part of a string holds the whole piece that it was cut from.
 */
export function onlyPlaces({ fields, isMalformed }: CsvRow, places: ReadonlySet<number>, width: number): CsvRow {
  const kept = fields.slice(0, width).map((field, place) => (places.has(place) ? field : ""));
  const isLonger = fields.slice(width).some((field) => field.trim() !== "");
  const copied = JSON.parse(JSON.stringify(isLonger ? [...kept, "more"] : kept)) as readonly string[];
  return { fields: copied, isMalformed };
}

/** About what a row takes, in characters: its text, and one for each of its places. */
export const sizeOf = ({ fields }: CsvRow): number => fields.reduce((sum, field) => sum + field.length + 1, 0);
