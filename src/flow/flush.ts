import { methodology } from "../domain/methodology.ts";
import { type Separated, separate, type Submission } from "../domain/response.ts";
import { measureOf, scaleOf } from "../instrument/registry.ts";
import type { HasRandom } from "../kernel/ids.ts";
import { daysBetween, type HasClock, type LocalDate, londonDate, quarterOf } from "../kernel/time.ts";
import { mac, type MacKey, open, seal, type SealKey, toHex } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasResponses } from "../store/responses/database.ts";
import {
  type FinalRecords,
  markFlushed,
  type PoolRow,
  readPool,
  replacePoolRows,
  waitingDays,
} from "../store/responses/pool.ts";

/** Submissions opened and mixed at a time: 200 of 16 KB fit a statement's limit and a Worker's memory with ease. */
const CHUNK = 200;

/** Record keys have 40 bits, so that SQLite's 64-bit sum of eight million cannot overflow (privacy.md R2). */
const RECORD_KEY_BYTES = 5;

const POOL_CONTEXT = "pool";
const COMMENT_CONTEXT = "comment";

type Flusher = HasResponses & HasKeys & HasClock & HasRandom & HasLog;

/**
 * Mixes the closed days' submissions into final records that share nothing, then destroys the days' keys (privacy.md
 * 2.3 step 4). Waits while fewer than twenty are there to hide among, up to seven days.
 *
 * Repeatable at any point: a crash leaves the pool rows or the final records, never both and never neither.
 */
export async function flushPool(engine: Flusher): Promise<void> {
  const today = londonDate(engine.clock.now());
  const waiting = await waitingDays(engine.responses, today);
  const total = waiting.reduce((sum, day) => sum + day.waiting, 0);
  const oldest = waiting[0]?.day as LocalDate | undefined;
  const { mixAtLeast, waitAtMostDays } = methodology.pool;
  if (oldest !== undefined && (total >= mixAtLeast || daysBetween(oldest, today) >= waitAtMostDays)) {
    for (const { day } of waiting) await flushDay(engine, day as LocalDate);
    engine.log.event("pool-flushed", { days: waiting.length, submissions: total });
  }
  await destroySpentDays(engine, today);
}

/** A day's key goes once the day is over and nothing of it waits: also after a crash between the two. */
async function destroySpentDays(engine: Flusher, today: LocalDate): Promise<void> {
  const waiting = new Set((await waitingDays(engine.responses, today)).map(({ day }) => day));
  for (const day of await engine.keys.list("day")) {
    if (day >= today || waiting.has(day)) continue;
    await markFlushed(engine.responses, day, quarterOf(day as LocalDate));
    await engine.keys.destroy("day", day);
  }
}

async function flushDay(engine: Flusher, day: LocalDate): Promise<void> {
  const period = quarterOf(day);
  const sealedUnder = await engine.keys.datedSeal("day", day);
  const naming = await engine.keys.dated("day", day);
  const comments = await engine.keys.datedSeal("comment", period);

  for (let rows = await readPool(engine.responses, day, CHUNK); rows.length > 0;) {
    const opened = await Promise.all(rows.map((row) => openSubmission(row, sealedUnder)));
    const records = await Promise.all(
      opened.map(({ id, submission }) =>
        nameRecords(engine, { id, period, naming, comments }, separate(submission, isPositive)),
      ),
    );
    await replacePoolRows(
      engine.responses,
      rows.map(({ id }) => id),
      mix(records),
    );
    rows = await readPool(engine.responses, day, CHUNK);
  }
}

/** Whether a code of a core measure is a good experience; null for anything else: profile records keep no more. */
function isPositive(measureId: string, code: string): boolean | null {
  const measure = measureOf(measureId);
  if (measure.core === null) return null;
  return scaleOf(measure.scale).options.find((option) => option.code === code)?.positive ?? null;
}

async function openSubmission(row: PoolRow, key: SealKey) {
  const plain = await open(key, row.sealed, POOL_CONTEXT);
  if (plain === null) throw new Error("A pool row does not open under its day's key");
  return { id: row.id, submission: JSON.parse(plain) as Submission };
}

type Naming = { readonly id: string; readonly period: string; readonly naming: MacKey; readonly comments: SealKey };

/** Gives each record an id that only the day's key could tie to the pool row, and a fresh record key. */
async function nameRecords(
  { random }: HasRandom,
  { id, period, naming, comments }: Naming,
  parts: Separated,
): Promise<FinalRecords> {
  const name = async (type: string) => toHex((await mac(naming, `final|${type}|${id}`)).subarray(0, 16));
  const recordKey = () => random.bytes(RECORD_KEY_BYTES).reduce((sum, byte) => sum * 256 + byte, 0);
  const { response, journey, comment, profile, closure } = parts;
  return {
    responses: response
      ? [{ ...response, id: await name("response"), period, items: JSON.stringify(response.items), rkey: recordKey() }]
      : [],
    journeys: journey ? [{ ...journey, id: await name("journey"), period, rkey: recordKey() }] : [],
    comments: comment
      ? [
          {
            id: await name("comment"),
            period,
            area: comment.area,
            stage: comment.stage,
            sealed: await seal(comments, comment.text, COMMENT_CONTEXT),
            state: "held",
          },
        ]
      : [],
    profiles: await Promise.all(
      profile.map(async (row) => ({
        ...row,
        id: await name(`profile|${row.attribute}`),
        period,
        items: JSON.stringify(row.items),
        rkey: recordKey(),
      })),
    ),
    closures: closure
      ? [{ ...closure, id: await name("closure"), period, items: JSON.stringify(closure.items), rkey: recordKey() }]
      : [],
  };
}

/** One list a table, in the order of the random ids: the order inside a batch says nothing. */
function mix(records: readonly FinalRecords[]): FinalRecords {
  const sorted = <T extends { readonly id: string }>(rows: readonly T[]) =>
    rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    responses: sorted(records.flatMap((record) => record.responses)),
    journeys: sorted(records.flatMap((record) => record.journeys)),
    comments: sorted(records.flatMap((record) => record.comments)),
    profiles: sorted(records.flatMap((record) => record.profiles)),
    closures: sorted(records.flatMap((record) => record.closures)),
  };
}
