import { type CsvRow, openCsv } from "../domain/csv-rows.ts";
import { type Judged, tallyOf } from "../domain/feed-quality.ts";
import { columnsOf, type FileMapping } from "../domain/file-mapping.ts";
import { type OpenMapping, openMapping, readRow, type RowFault, type RowReading } from "../domain/file-row.ts";
import type { Milestone } from "../domain/milestone.ts";
import type { Sender } from "../domain/sender.ts";
import { type HasRandom, timeOrderedId } from "../kernel/ids.ts";
import { Problem } from "../kernel/problem.ts";
import { type HasClock, londonDate, plusMinutes } from "../kernel/time.ts";
import { sha256Hex } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import { runBatch } from "../store/batch.ts";
import type { HasVault } from "../store/vault/database.ts";
import {
  addIntake,
  breakOff,
  forgetIntakes,
  intakeOf,
  type IntakeRow,
  isCollision,
  mappingOf,
  moveOn,
  type PlacedFault,
} from "../store/vault/files.ts";
import { addTally } from "../store/vault/quality.ts";
import { type EventAnswer, receiveMilestones, writeLedger } from "./receive-milestones.ts";
import { judge } from "./tally-feed.ts";

// A file on its way in: read as it comes, a thousand rows at a time, each thousand one transaction with the note of how
// far it got. Broken off anywhere, it goes on from there when the same file is sent again.

type Engine = HasVault & HasKeys & HasClock & HasRandom & HasLog;

/** Rows of one transaction. An unfinished intake stands at a multiple of it: changing it ends their resuming. */
const ROWS_AT_ONCE = 1000;

/** Characters handed to the parser at a time, however large the pieces in which they arrive. */
const PIECE = 64 * 1024;

/** Faults that are kept of one file, and of one row. All are counted. */
const MOST_FAULTS = 10_000;
const MOST_FAULTS_A_ROW = 5;

/** An intake can be asked about, and its faults read, for this long. */
const KEPT_MINUTES = 90 * 24 * 60;

/** Begins an intake under one of the sender's mappings. Null where there is no such mapping. */
export async function beginFile(
  engine: HasVault & HasClock & HasRandom,
  sender: Sender,
  mappingName: string,
  dryRun: boolean,
): Promise<IntakeRow | null> {
  const { vault, clock } = engine;
  const mapping = await mappingOf(vault, sender.id, mappingName);
  if (mapping === null) return null;
  const now = clock.now();
  const counts = { rowsDone: 0, accepted: 0, duplicate: 0, parked: 0, rejected: 0, ignored: 0, faults: 0 };
  const row: IntakeRow = {
    id: timeOrderedId(engine, now),
    senderId: sender.id,
    mapping: mapping.mapping,
    dryRun,
    state: "open",
    digest: "",
    startedAt: now,
    updatedAt: now,
    ...counts,
  };
  const old = plusMinutes(now, -KEPT_MINUTES);
  await runBatch(vault, [...forgetIntakes(vault, sender.id, old), addIntake(vault, row)]);
  return row;
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

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
type Chunk = {
  readonly head: CsvRow | undefined;
  readonly rows: readonly CsvRow[];
  /** Rows before these, the first row not counted. */
  readonly from: number;
  readonly isLast: boolean;
  /** After these comes a row longer than any may be. */
  readonly isBroken: boolean;
};

/** A file's rows, at most a thousand at a time; the last chunk says so, and may be empty. */
async function* chunksOf(reader: Reader, mapping: FileMapping): AsyncGenerator<Chunk> {
  const csv = openCsv(mapping.delimiter, columnsOf(mapping));
  let head: CsvRow | undefined;
  let waiting: CsvRow[] = [];
  let from = 0;
  const add = (rows: readonly CsvRow[]) => {
    waiting.push(...(head === undefined ? rows.slice(1) : rows));
    head ??= rows[0];
  };
  const next = (rows: readonly CsvRow[], isLast: boolean, isBroken = false): Chunk => {
    const chunk = { head, rows, from, isLast, isBroken };
    from += rows.length;
    return chunk;
  };
  for await (const piece of textOf(reader, mapping.encoding)) {
    const rows = csv.read(piece);
    if (rows === null) {
      yield next([], true, true);
      return;
    }
    add(rows);
    // More than a thousand: so that the last thousand are known to be the last.
    while (waiting.length > ROWS_AT_ONCE) {
      yield next(waiting.slice(0, ROWS_AT_ONCE), false);
      waiting = waiting.slice(ROWS_AT_ONCE);
    }
  }
  add(csv.end());
  for (; waiting.length > ROWS_AT_ONCE; waiting = waiting.slice(ROWS_AT_ONCE))
    yield next(waiting.slice(0, ROWS_AT_ONCE), false);
  yield next(waiting, true);
}

const anotherFile = () =>
  new Problem(
    "conflict",
    "This is not the file that was begun under this id: its first rows differ. Send that file, or begin a new intake.",
  );

const collision = () =>
  new Problem(
    "conflict",
    "Another upload of this file is under way or has ended. See how far it got, then send it again.",
  );

const longRow: RowFault = {
  path: "",
  column: "",
  valueClass: "too-long",
  fix: "This row is longer than 256,000 characters: most likely a quote that is never closed.",
};

/** How an upload stands: what was written, the mapping once the first row is known, and the digest of all rows so far. */
type Upload = { readonly intake: IntakeRow; readonly open: OpenMapping; readonly digest: string };

/**
 * What is to be done with a chunk: rows that an earlier upload brought are passed over, if they are the same ones.
 * An unfinished intake has more rows to come than those that are done, and a finished one has none.
 */
function dutyOf({ intake, digest }: Upload, { from, rows, isLast }: Chunk): "take" | "pass-over" | "refuse" {
  const { rowsDone } = intake;
  const isFinished = intake.state === "finished";
  const until = from + rows.length;
  if (from >= rowsDone) return isFinished ? (rows.length > 0 ? "refuse" : "pass-over") : "take";
  if (until < rowsDone) return isLast ? "refuse" : "pass-over";
  return until === rowsDone && digest === intake.digest && isLast === isFinished ? "pass-over" : "refuse";
}

/**
 * Takes a file in, or goes on with one. Rows that were done already are passed over, once they are seen to be the same.
 *
 * @returns The intake when the whole file is through.
 * @throws Problem `not-found`; `conflict` where it is another file, or another upload is under way; `invalid-request`
 *   where the file cannot be read on.
 */
export async function receiveFile(
  engine: Engine,
  sender: Sender,
  id: string,
  body: ReadableStream<Uint8Array>,
): Promise<IntakeRow> {
  const reader = body.getReader();
  try {
    const intake = await intakeOf(engine.vault, sender.id, id);
    if (intake === null) throw new Problem("not-found", "No file of this sender was begun here: POST /v1/files first.");
    return await takeChunks(engine, sender, intake, reader);
  } catch (cause) {
    // Who is still sending reads no answer: so the rest is read, and let go.
    if (cause instanceof Problem) while (!(await reader.read()).done);
    throw cause;
  }
}

async function takeChunks(engine: Engine, sender: Sender, begun: IntakeRow, reader: Reader): Promise<IntakeRow> {
  const mapping = JSON.parse(begun.mapping) as FileMapping;
  let intake = begun;
  let open: OpenMapping | null = null;
  let digest = "";
  for await (const chunk of chunksOf(reader, mapping)) {
    if (chunk.isBroken) throw await endBroken(engine, intake, [longRow], chunk.from + 1);
    if (open === null) {
      const opened = openMapping(mapping, chunk.head);
      if (!("fields" in opened)) throw await endBroken(engine, intake, opened, 0);
      open = opened;
      digest = await sha256Hex(JSON.stringify(chunk.head?.fields ?? []));
    }
    digest = await sha256Hex(digest + JSON.stringify(chunk.rows.map(({ fields }) => fields)));
    const upload = { intake, open, digest };
    const duty = dutyOf(upload, chunk);
    if (duty === "refuse") throw anotherFile();
    if (duty === "take") intake = await takeChunk(engine, sender, upload, chunk);
  }
  return intake;
}

/** Notes what a file broke off at. What was done stays done, and a mended file with the same beginning goes on. */
async function endBroken(
  { vault, clock }: Engine,
  { id, rowsDone }: IntakeRow,
  faults: readonly RowFault[],
  row: number,
): Promise<Problem> {
  const placed = faults.map((fault, position) => ({ ...fault, row, position }));
  try {
    await runBatch(vault, breakOff(vault, id, rowsDone, { now: clock.now(), faults: placed }));
  } catch (cause) {
    if (isCollision(cause)) return collision();
    throw cause;
  }
  const told = faults.map(({ column, fix }) => ({ path: column === "" ? `row ${row}` : column, fix }));
  return new Problem(
    "invalid-request",
    "The file cannot be read on. Mend what `errors` lists, and send it again.",
    told,
  );
}

/** Takes in a chunk's rows and notes it, in one transaction: whatever breaks off, no row is counted twice or not at all. */
async function takeChunk(engine: Engine, sender: Sender, upload: Upload, chunk: Chunk): Promise<IntakeRow> {
  const { vault, clock } = engine;
  const { dryRun } = upload.intake;
  const readings = chunk.rows.map((row) => readRow(upload.open, row));
  const milestones = await milestonesOf(readings);
  let moved = upload.intake;
  // Nothing came of a dry run, so its log has nothing to say.
  const quiet = { ...engine, log: { ...engine.log, event: () => {} } };
  try {
    await receiveMilestones(dryRun ? quiet : engine, sender, milestones, async (opened, answers) => {
      const judged = judgeRows(readings, milestones, answers);
      const { statements, after } = moveBy(engine, upload, chunk, judged);
      moved = after;
      if (dryRun) return void (await runBatch(vault, statements));
      const tally = addTally(vault, sender.id, londonDate(clock.now()), tallyOf(judged));
      await writeLedger(engine, opened, judged.length === 0 ? statements : [...statements, tally]);
    });
  } catch (cause) {
    throw isCollision(cause) ? collision() : cause;
  }
  return moved;
}

/** The milestones of the rows that could be read, each named by the digest of what tells its row from every other. */
const milestonesOf = async (readings: readonly RowReading[]): Promise<readonly Milestone[]> =>
  await Promise.all(
    readings.flatMap((reading) =>
      reading.state === "read"
        ? [sha256Hex(reading.identity).then((eventId): Milestone => ({ ...reading.milestone, eventId }))]
        : [],
    ),
  );

/** A row with what became of it, and its faults by column. */
type JudgedRow = Judged & { readonly rowFaults: readonly RowFault[] };

function judgeRows(
  readings: readonly RowReading[],
  milestones: readonly Milestone[],
  answers: readonly EventAnswer[],
): readonly JudgedRow[] {
  let position = 0;
  return readings.map((reading): JudgedRow => {
    if (reading.state === "ignored") return { status: "ignored", faults: [], milestone: null, rowFaults: [] };
    if (reading.state === "wrong")
      return { status: "rejected", faults: reading.faults, milestone: null, rowFaults: reading.faults };
    const [milestone, answer] = [milestones[position], answers[position++]];
    if (!milestone || !answer) throw new Error("A row was read without an answer");
    const judged = judge(answer, milestone);
    if (answer.status !== "rejected")
      return { ...judged, rowFaults: answer.status === "accepted" ? reading.unusable : [] };
    const fix = answer.problem?.detail ?? "";
    return { ...judged, rowFaults: [{ path: "", column: "", valueClass: "row", fix }] };
  });
}

/** What notes a chunk, and the intake as it stands then. */
function moveBy({ vault, clock }: Engine, { intake, digest }: Upload, chunk: Chunk, judged: readonly JudgedRow[]) {
  const count = (status: Judged["status"]) => judged.filter((each) => each.status === status).length;
  const faults = judged.flatMap(({ rowFaults }, index): readonly PlacedFault[] =>
    rowFaults
      .slice(0, MOST_FAULTS_A_ROW)
      .map((fault, position) => ({ ...fault, row: chunk.from + index + 1, position })),
  );
  const after: IntakeRow = {
    ...intake,
    state: chunk.isLast ? "finished" : "open",
    rowsDone: chunk.from + judged.length,
    digest,
    accepted: intake.accepted + count("accepted"),
    duplicate: intake.duplicate + count("duplicate"),
    parked: intake.parked + count("parked"),
    rejected: intake.rejected + count("rejected"),
    ignored: intake.ignored + count("ignored"),
    faults: intake.faults + faults.length,
    updatedAt: clock.now(),
  };
  const kept = faults.slice(0, Math.max(0, MOST_FAULTS - intake.faults));
  return { statements: moveOn(vault, intake.rowsDone, after, kept), after };
}
