import { type Judged, tallyOf } from "../domain/feed-quality.ts";
import type { FileMapping } from "../domain/file-mapping.ts";
import { type OpenMapping, openMapping, readRow, type RowFault, type RowReading } from "../domain/file-row.ts";
import type { Milestone } from "../domain/milestone.ts";
import { INTAKE_DAYS } from "../domain/retention.ts";
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
import { recordAct } from "./audit.ts";
import { type Chunk, chunksOf, type Reader } from "./file-chunks.ts";
import { type EventAnswer, receiveMilestones, writeLedger } from "./receive-milestones.ts";
import { judge } from "./tally-feed.ts";

// A file on its way in: read as it comes, in chunks, each one transaction with the note of how far it got. Broken off
// anywhere, it goes on from there when the same file is sent again.

type Engine = HasVault & HasKeys & HasClock & HasRandom & HasLog;

/** Faults that are kept of one file, and of one row. All are counted. */
const MOST_FAULTS = 10_000;
const MOST_FAULTS_A_ROW = 5;

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
  const old = plusMinutes(now, -INTAKE_DAYS * 24 * 60);
  await runBatch(vault, [...forgetIntakes(vault, sender.id, old), addIntake(vault, row)]);
  return row;
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
 * A finished intake has no more rows to come; one that was cut off has; one that broke off may have been mended to end.
 */
function dutyOf({ intake, digest }: Upload, { from, rows, isLast, isBroken }: Chunk): "take" | "pass-over" | "refuse" {
  const { rowsDone, state } = intake;
  const until = from + rows.length;
  if (isBroken && (state === "finished" || until < rowsDone)) return "refuse";
  if (from >= rowsDone) {
    if (rows.length > 0) return state === "finished" ? "refuse" : "take";
    if (isLast && state === "open" && rowsDone > 0) return "refuse";
    return isLast && state !== "finished" ? "take" : "pass-over";
  }
  if (until < rowsDone) return isLast ? "refuse" : "pass-over";
  return until === rowsDone && digest === intake.digest && isLast === (state === "finished") ? "pass-over" : "refuse";
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
    await recordAct(engine, { sender: sender.id }, "upload-file", `file:${id}`);
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
  // Wherever earlier uploads broke off, the digest of so many rows is the same: it chains what is full alone.
  let full = "";
  let since: (readonly string[])[] = [];
  for await (const chunk of chunksOf(reader, mapping, intake.state === "finished" ? 0 : intake.rowsDone)) {
    if (chunk.isBroken && chunk.head === undefined) throw await endBroken(engine, intake, [longRow], 0);
    if (open === null) {
      const opened = openMapping(mapping, chunk.head);
      if (!("fields" in opened)) throw await endBroken(engine, intake, opened, 0);
      open = opened;
      full = await sha256Hex(JSON.stringify(chunk.head?.fields ?? []));
    }
    since.push(...chunk.rows.map(({ fields }) => fields));
    const digest = await sha256Hex(full + JSON.stringify(since));
    if (chunk.isFull) [full, since] = [digest, []];
    const upload = { intake, open, digest };
    const duty = dutyOf(upload, chunk);
    if (duty === "refuse") throw anotherFile();
    const isTaken = duty === "take" && (chunk.rows.length > 0 || chunk.isLast);
    if (isTaken) intake = await takeChunk(engine, sender, upload, chunk);
    if (chunk.isBroken) throw await endBroken(engine, intake, [longRow], chunk.from + chunk.rows.length + 1);
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
    faults: intake.faults + judged.reduce((sum, { rowFaults }) => sum + rowFaults.length, 0),
    updatedAt: clock.now(),
  };
  const kept = faults.slice(0, Math.max(0, MOST_FAULTS - intake.faults));
  return { statements: moveOn(vault, intake.rowsDone, after, kept), after };
}
