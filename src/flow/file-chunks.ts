import { type CsvRow, onlyPlaces, openCsv, sizeOf } from "../domain/csv-rows.ts";
import { columnsOf, type FileMapping } from "../domain/file-mapping.ts";

// A file cut into what one transaction takes, however it comes in and however long its rows are.

/** Rows of one transaction, and characters of what is mapped in them: an unfinished intake goes on by the same cuts. */
const ROWS_AT_ONCE = 1000;
const CHARACTERS_AT_ONCE = 1_000_000;

/** Characters handed to the parser at a time, however large the pieces in which they arrive. */
const PIECE = 64 * 1024;

export type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** The body as text, in pieces that the parser can take. */
async function* textOf(reader: Reader, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for (;;) {
    const { done, value } = await reader.read();
    const text = done ? decoder.decode() : decoder.decode(value, { stream: true });
    for (let from = 0; from < text.length; from += PIECE) yield text.slice(from, from + PIECE);
    if (done) return;
  }
}

/** Rows of a file in their order, and where they stand. */
export type Chunk = {
  readonly head: CsvRow | undefined;
  readonly rows: readonly CsvRow[];
  /** Rows before these, the first row not counted. */
  readonly from: number;
  /** As many rows or characters as are taken at once, counted from the last such place: the same in the same file. */
  readonly isFull: boolean;
  readonly isLast: boolean;
  /** After these comes a row longer than any may be. */
  readonly isBroken: boolean;
};

/**
 * A file's rows, at most a thousand and about a megabyte at a time, with blanks in place of what is not mapped. The last
 * chunk says so, and may be empty.
 *
 * @param cutAt Rows after which a chunk ends besides: so far an earlier upload got.
 */
export async function* chunksOf(reader: Reader, mapping: FileMapping, cutAt: number): AsyncGenerator<Chunk> {
  const csv = openCsv(mapping.delimiter, columnsOf(mapping));
  const columns = new Set(columnsOf(mapping));
  let head: CsvRow | undefined;
  let places: ReadonlySet<number> = new Set();
  let waiting: CsvRow[] = [];
  let from = 0;
  const filled = { rows: 0, characters: 0 };

  const next = (how: { readonly isLast?: boolean; readonly isBroken?: boolean } = {}): Chunk => {
    const isFull = filled.rows >= ROWS_AT_ONCE || filled.characters >= CHARACTERS_AT_ONCE;
    if (isFull) Object.assign(filled, { rows: 0, characters: 0 });
    const chunk = { head, rows: waiting, from, isFull, isLast: false, isBroken: false, ...how };
    from += waiting.length;
    waiting = [];
    return chunk;
  };
  const cut = function* (rows: readonly CsvRow[]): Generator<Chunk> {
    for (const row of rows) {
      if (head === undefined) {
        head = row;
        places = new Set(row.fields.flatMap((name, place) => (columns.has(name.trim()) ? [place] : [])));
        continue;
      }
      // Only once another row has come: so that the last chunk is known to be the last.
      if (filled.rows >= ROWS_AT_ONCE || filled.characters >= CHARACTERS_AT_ONCE) yield next();
      const kept = onlyPlaces(row, places, head.fields.length);
      waiting.push(kept);
      filled.rows++;
      filled.characters += sizeOf(kept);
      if (from + waiting.length === cutAt) yield next();
    }
  };

  for await (const piece of textOf(reader, mapping.encoding)) {
    const { rows, isBroken } = csv.read(piece);
    yield* cut(rows);
    if (isBroken) {
      yield next({ isBroken });
      return;
    }
  }
  yield* cut(csv.end());
  yield next({ isLast: true });
}
