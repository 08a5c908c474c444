import { fillUp } from "../kernel/padding.ts";
import { Problem } from "../kernel/problem.ts";
import { open, seal, type SealKey } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { type OpeningCount, readStarted, type StartedRow, startOnce } from "../store/responses/nullifiers.ts";

// What is kept of an opening until its wave closes: where it counts, sealed under the wave's key. In clear, the rows of
// one evening would say of every submission beside them which area and stage it is of.

/** Bytes that an opening fills up to: its length says nothing of the area and stage. */
const OPENING_SIZES = [64];

/** Openings unsealed at a time, so that a large wave is not in memory twice. */
const AT_A_TIME = 500;

const contextOf = (nullifier: string) => `started/sealed/${nullifier}`;

/** Counts an opening once, for its area and stage, whatever those of later visits are. @throws Problem `key-not-ready`. */
export async function keepOpening(
  { responses, keys }: HasResponses & HasKeys,
  { wave, nullifier }: { readonly wave: string; readonly nullifier: string },
  { area, stage }: { readonly area: string; readonly stage: string },
): Promise<void> {
  const plain = fillUp(JSON.stringify({ area, stage }), OPENING_SIZES);
  const sealed = await seal(await keys.datedSeal("wave", wave), plain, contextOf(nullifier));
  await startOnce(responses, { wave, nullifier, sealed });
}

/** The openings of one wave: how many rows they are, and their counts. */
export type WaveOpenings = { readonly rows: number; readonly counts: readonly OpeningCount[] };

/**
 * Counts the openings of a wave that is not closed, by area and stage.
 *
 * @throws Error when there are some and the wave's key is gone, or one does not open.
 */
export async function countWave(engine: HasResponses & HasKeys, wave: string): Promise<WaveOpenings> {
  const rows = await readStarted(engine.responses, wave);
  const key = rows.length === 0 ? null : await keyOf(engine, wave);
  if (key === null) return { rows: 0, counts: [] };
  const counts = new Map<string, OpeningCount>();
  for (let from = 0; from < rows.length; from += AT_A_TIME) {
    for (const place of await Promise.all(rows.slice(from, from + AT_A_TIME).map((row) => unseal(key, row)))) {
      const name = `${place.area}|${place.stage}`;
      counts.set(name, { ...place, n: 1 + (counts.get(name)?.n ?? 0) });
    }
  }
  return { rows: rows.length, counts: [...counts.values()] };
}

/** What opens a wave's openings; null when somebody else has closed it meanwhile: the rows go before the key. */
async function keyOf({ responses, keys }: HasResponses & HasKeys, wave: string): Promise<SealKey | null> {
  try {
    return await keys.datedSeal("wave", wave);
  } catch (cause) {
    if (!(cause instanceof Problem && cause.type === "key-not-ready")) throw cause;
    if ((await readStarted(responses, wave)).length === 0) return null;
    throw new Error("Openings are left whose wave's key is gone: the responses were restored, or a key was lost", {
      cause,
    });
  }
}

async function unseal(key: SealKey, { nullifier, sealed }: StartedRow): Promise<Omit<OpeningCount, "n">> {
  const plain = await open(key, sealed, contextOf(nullifier));
  if (plain === null) throw new Error("An opening does not open under its wave's key");
  const { area, stage } = JSON.parse(plain) as Omit<OpeningCount, "n">;
  return { area, stage };
}
