import { methodology } from "../domain/methodology.ts";
import { isLate as hasWaited, isSpentDay, mixedContext, type MixedKind, mixedSizes } from "../domain/mixing.ts";
import { SHUT_DAYS } from "../domain/retention.ts";
import { coarsenClosures, coarsenModes, type Separated, separate, type Submission } from "../domain/response.ts";
import { measureOf, scaleOf } from "../instrument/registry.ts";
import type { HasRandom } from "../kernel/ids.ts";
import { fillUp } from "../kernel/padding.ts";
import { type HasClock, type LocalDate, londonDate, plusDays, type Quarter, quarterOf } from "../kernel/time.ts";
import { mac, type MacKey, open, seal, type SealKey, toHex } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { Told } from "../statistics/profile-counts.ts";
import type { HasResponses } from "../store/responses/database.ts";
import type { MixedRow } from "../store/responses/mixed.ts";
import {
  forgetShutDays,
  type PoolRow,
  readPool,
  replacePoolRows,
  shutDay,
  waitingDays,
} from "../store/responses/pool.ts";

/** Submissions opened at a time, and written together: what they leave fits a statement's limit and a Worker's memory. */
const CHUNK = 100;

/** Record keys have 40 bits, so that SQLite's 64-bit sum of eight million cannot overflow (privacy.md R2). */
const RECORD_KEY_BYTES = 5;

const POOL_CONTEXT = "pool";

type Flusher = HasResponses & HasKeys & HasClock & HasRandom & HasLog;

/**
 * Mixes the closed days' submissions into records that share nothing, then destroys the days' keys (privacy.md 2.3
 * step 4). They stay sealed under the quarter's key: comments until ten of their place wait (flow/show-comments.ts), the
 * rest until all of the quarter is mixed a second time (flow/open-quarter.ts).
 *
 * All days of a quarter are one list, in the order of random ids. What leaves records goes in with at least twenty
 * others of its quarter, or waits for them, up to seven days. Repeatable at any point: a crash leaves the pool rows or
 * the records, never both and never neither.
 */
export async function flushPool(engine: Flusher): Promise<void> {
  const today = londonDate(engine.clock.now());
  const living = new Set(await engine.keys.list("day"));
  const all = await waitingDays(engine.responses, today);
  const waiting = all.filter(({ day }) => living.has(day));
  const periods = Map.groupBy(waiting, ({ day }) => quarterOf(day as LocalDate));
  for (const [period, days] of periods) {
    const records = await engine.keys.datedSeal("quarter", period);
    const keys = await Promise.all(days.map(async ({ day }) => [day, await dayKeys(engine, day, records)] as const));
    const total = days.reduce((sum, { waiting }) => sum + waiting, 0);
    const oldest = days[0]?.day as LocalDate | undefined;
    const isLate = hasWaited(oldest, today, methodology);
    const flushed = await flushPeriod(engine, { period, keys: new Map(keys), total, isLate });
    if (flushed > 0) engine.log.event("pool-flushed", { days: days.length, submissions: flushed });
  }
  await destroySpentDays(engine, today);
  if (waiting.length < all.length) {
    throw new Error("Submissions wait whose day's key is destroyed: the responses were restored, or a key was lost");
  }
}

/**
 * A day's key goes once the day is over, nothing of it waits, and nothing can be poured in for it any more: a request that
 * had begun before midnight and comes last of all must find no key gone under it. Also after a crash between the two.
 */
async function destroySpentDays(engine: Flusher, today: LocalDate): Promise<void> {
  const waiting = new Set((await waitingDays(engine.responses, today)).map(({ day }) => day));
  for (const day of await engine.keys.list("day")) {
    if (isSpentDay(day, today, waiting) && (await shutDay(engine.responses, day))) {
      await engine.keys.destroy("day", day);
    }
  }
  await forgetShutDays(engine.responses, plusDays(today, -SHUT_DAYS));
}

/** What opens a day's submissions, names their records, and seals those for their quarter. */
type DayKeys = { readonly sealedUnder: SealKey; readonly naming: MacKey; readonly records: SealKey };

const dayKeys = async ({ keys }: HasKeys, day: string, records: SealKey): Promise<DayKeys> => ({
  sealedUnder: await keys.datedSeal("day", day),
  naming: await keys.dated("day", day),
  records,
});

type Waiting = {
  readonly period: Quarter;
  readonly keys: ReadonlyMap<string, DayKeys>;
  readonly total: number;
  /** Some have waited for seven days: they go, however few. */
  readonly isLate: boolean;
};

type Opened = { readonly id: string; readonly day: string; readonly submission: Submission };

/** Break-offs use up their link and leave no record: nobody hides among them. */
const isEnough = (opened: readonly Opened[]) =>
  opened.filter(({ submission }) => submission.kind !== "break-off").length >= methodology.pool.mixAtLeast;

/**
 * Flushes what waits of one quarter, in chunks of like size.
 *
 * A chunk is written only when the next one is large enough too: what remains at the end joins the chunk before it.
 * Officers' closure records stand aside to the end, because how much each may tell depends on all of them.
 */
async function flushPeriod(engine: Flusher, waiting: Waiting): Promise<number> {
  const { keys, total, isLate } = waiting;
  const size = Math.ceil(total / Math.ceil(total / CHUNK));
  const closures: Opened[] = [];
  let ready: readonly Opened[] = [];
  let gathered: Opened[] = [];
  let flushed = 0;
  const write = async (opened: readonly Opened[]) => {
    if (opened.length > 0) await commit(engine, waiting, opened);
    flushed += opened.length;
  };

  for (let after = ""; ;) {
    const rows = await readPool(engine.responses, { days: [...keys.keys()], after, limit: size });
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.id;
    for (const one of await Promise.all(rows.map((row) => openSubmission(row, keys)))) {
      (isOfficers(one.submission) ? closures : gathered).push(one);
    }
    if (!isEnough(gathered)) continue;
    await write(ready);
    [ready, gathered] = [gathered, []];
  }
  const rest = [...ready, ...gathered];
  if (isEnough(rest) || isLate) await write(rest);

  const coarse = coarsenClosures(closures, methodology.generalisation.k);
  if (isEnough(coarse) || isLate) for (const chunk of evenly(coarse)) await write(chunk);
  return flushed;
}

const isOfficers = (submission: Submission) => submission.kind === "closure" && submission.recordedBy === "officer";

/** Cuts a list into as few pieces as may be, of like size. */
function evenly<T>(list: readonly T[]): readonly (readonly T[])[] {
  const size = Math.ceil(list.length / Math.ceil(list.length / CHUNK));
  return Array.from({ length: Math.ceil(list.length / CHUNK) }, (_, at) => list.slice(at * size, (at + 1) * size));
}

/** Puts records in the place of some submissions, in one transaction. */
async function commit(engine: Flusher, { period, keys }: Waiting, opened: readonly Opened[]): Promise<void> {
  const records = await Promise.all(
    coarsenModes(opened, methodology.generalisation.k).map(async ({ id, day, submission }) => {
      const named = await nameRecords(engine, { id, period, ...keysOf(keys, day) }, separate(submission, isPositive));
      return named.map((row) => ({ ...row, pool: id }));
    }),
  );
  await replacePoolRows(
    engine.responses,
    opened.map(({ id }) => id),
    // The order inside a batch says nothing.
    records.flat().toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
}

function keysOf(keys: ReadonlyMap<string, DayKeys>, day: string): DayKeys {
  const known = keys.get(day);
  if (!known) throw new Error("A pool row is of a day that was not asked for");
  return known;
}

/** Whether a code of a core measure is a good experience; null for anything else: profile records keep no more. */
function isPositive(measureId: string, code: string): boolean | null {
  const measure = measureOf(measureId);
  if (measure.core === null) return null;
  return scaleOf(measure.scale).options.find((option) => option.code === code)?.positive ?? null;
}

async function openSubmission({ id, day, sealed }: PoolRow, keys: ReadonlyMap<string, DayKeys>): Promise<Opened> {
  const plain = await open(keysOf(keys, day).sealedUnder, sealed, POOL_CONTEXT);
  if (plain === null) throw new Error("A pool row does not open under its day's key");
  return { id, day, submission: JSON.parse(plain) as Submission };
}

type Naming = { readonly id: string; readonly period: Quarter } & Pick<DayKeys, "naming" | "records">;

/** Gives each record an id that only the day's key could tie to the pool row, and a fresh record key; and seals it. */
async function nameRecords(
  { random }: HasRandom,
  { id, period, naming, records }: Naming,
  parts: Separated,
): Promise<readonly MixedRow[]> {
  const name = async (type: string) => toHex((await mac(naming, `final|${type}|${id}`)).subarray(0, 16));
  const recordKey = () => random.bytes(RECORD_KEY_BYTES).reduce((sum, byte) => sum * 256 + byte, 0);
  const mixed = async (kind: MixedKind, type: string, record: object): Promise<MixedRow> => {
    const plain = fillUp(JSON.stringify(record), mixedSizes(kind, methodology));
    return { id: await name(type), period, kind, sealed: await seal(records, plain, mixedContext(kind, period)) };
  };
  const keyed = (record: object) => ({ ...record, rkey: recordKey() });
  const keyedEach = (items: Separated["profile"][number]["items"]) =>
    Object.fromEntries(Object.entries(items).map(([measure, good]) => [measure, [good, recordKey()] as const]));
  const { response, journey, comment, profile, closure } = parts;
  return await Promise.all([
    ...(response ? [mixed("response", "response", keyed(response))] : []),
    ...(journey ? [mixed("journey", "journey", keyed(journey))] : []),
    ...profile.map(({ items, ...group }) => {
      const told: Told = { ...group, items: keyedEach(items) };
      return mixed("profile", `profile|${group.attribute}`, told);
    }),
    ...(closure ? [mixed("closure", "closure", keyed(closure))] : []),
    ...(comment ? [mixed("comment", "comment", keyed(comment))] : []),
  ]);
}
