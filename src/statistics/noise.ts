/**
 * The noise of privacy.md R5: drawn from a discrete Gaussian by a hash of who is counted.
 *
 * The same question about the same people has the same noise, whoever asks, however often and over whatever route: there
 * is nothing to average away. Who holds no release key can neither foresee nor repeat a draw.
 */

/** Record keys are added up modulo this: 40 bits. */
export const RECORD_KEYS = 2 ** 40;

/** HMAC-SHA-256 under the key of one release: 32 bytes. */
export type Hmac = (message: Uint8Array) => Promise<Uint8Array>;

/** Cumulative probabilities times 2^53, from -truncation to +truncation. */
export type NoiseTable = {
  readonly variance: number;
  readonly truncation: number;
  readonly cumulative: readonly number[];
};

/** Bits after the point in the arithmetic that makes the tables: far more than the 53 that are kept. */
const FRACTION = 512n;
const ONE = 1n << FRACTION;

/** exp(-1 / divisor), in fixed point. */
function expOfMinusOneOver(divisor: bigint): bigint {
  let term = ONE;
  let sum = ONE;
  for (let n = 1n; term !== 0n; n++) {
    term = -term / (divisor * n);
    sum += term;
  }
  return sum;
}

/**
 * The discrete Gaussian of this variance parameter, P(k) proportional to exp(-k^2 / 2 variance), cut at +-truncation:
 * floor of each cumulative probability times 2^53, in exact arithmetic, so that every machine draws alike.
 *
 * @param variance Whole number.
 */
export function discreteGaussian(variance: number, truncation: number): NoiseTable {
  const ratio = expOfMinusOneOver(2n * BigInt(variance));
  const weights = [ONE];
  // exp(-k^2 / 2v) from that of k - 1: the exponent grows by (2k - 1) / 2v.
  let step = ratio;
  for (let k = 1; k <= truncation; k++) {
    weights.push(((weights[k - 1] ?? 0n) * step) >> FRACTION);
    step = (step * ((ratio * ratio) >> FRACTION)) >> FRACTION;
  }
  const both = [...weights.toReversed(), ...weights.slice(1)];
  const total = both.reduce((sum, weight) => sum + weight, 0n);
  const cumulative: number[] = [];
  let sum = 0n;
  for (const weight of both) {
    sum += weight;
    cumulative.push(Number((sum << 53n) / total));
  }
  return { variance, truncation, cumulative };
}

/** The first 53 bits of a hash, as a whole number. */
export function u53(hash: Uint8Array): number {
  const view = new DataView(hash.buffer, hash.byteOffset, hash.byteLength);
  return view.getUint32(0) * 2 ** 21 + (view.getUint32(4) >>> 11);
}

/** The smallest k whose cumulative probability exceeds the draw. */
export function drawNoise(draw: number, { cumulative, truncation }: NoiseTable): number {
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (draw < (cumulative[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low - truncation;
}

/** Some people, without saying who: how many, and the sum of their record keys modulo 2^40. */
export type Contributors = { readonly n: number; readonly key: number };

export const nobody: Contributors = { n: 0, key: 0 };

const utf8 = new TextEncoder();

/**
 * What is hashed: u16 length of the measure, the measure in UTF-8, then key sum (u64) and count (u32) of the base and of
 * the numerator, all big-endian. Keying on both sets gives an empty numerator noise of its own.
 */
export function noiseMessage(measure: string, base: Contributors, numerator: Contributors): Uint8Array {
  const name = utf8.encode(measure);
  const message = new Uint8Array(name.length + 26);
  const view = new DataView(message.buffer);
  view.setUint16(0, name.length);
  message.set(name, 2);
  let at = 2 + name.length;
  for (const { key, n } of [base, numerator]) {
    view.setUint32(at, Math.floor(key / 2 ** 32));
    view.setUint32(at + 4, key % 2 ** 32);
    view.setUint32(at + 8, n);
    at += 12;
  }
  return message;
}

/** What is counted: a measure, over a base, and those of the base whom it counts (nobody, for a whole base or a sum). */
export type Counted = { readonly measure: string; readonly base: Contributors; readonly numerator: Contributors };

/** The noise of one cell of a table of people. */
export const noiseFor = async (hmac: Hmac, { measure, base, numerator }: Counted, table: NoiseTable) =>
  drawNoise(u53(await hmac(noiseMessage(measure, base, numerator))), table);

/**
 * The noise of a count of cases, which have no record keys (decisions.md 29): keyed by measure, cell and count.
 *
 * Hashed are the measure and the cell, each with its length before it (u16), then the count (u32), big-endian.
 */
export async function noiseForCount(
  hmac: Hmac,
  { measure, cell, n }: { readonly measure: string; readonly cell: string; readonly n: number },
  table: NoiseTable,
): Promise<number> {
  const [name, place] = [utf8.encode(measure), utf8.encode(cell)];
  const message = new Uint8Array(name.length + place.length + 8);
  const view = new DataView(message.buffer);
  view.setUint16(0, name.length);
  message.set(name, 2);
  view.setUint16(2 + name.length, place.length);
  message.set(place, 4 + name.length);
  view.setUint32(4 + name.length + place.length, n);
  return drawNoise(u53(await hmac(message)), table);
}
