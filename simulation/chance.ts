/**
 * Chance that can be repeated: every decision is a function of the seed and of a key that names the decision, so that a
 * simulation that is killed and started again decides everything as before, in whatever order it comes to it.
 */
export type Stream = () => number;

/** Four 32-bit words from a text (xmur3, public domain). */
function words(text: string): readonly [number, number, number, number] {
  let hash = 1_779_033_703 ^ text.length;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 3_432_918_353);
    hash = (hash << 13) | (hash >>> 19);
  }
  const next = () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
    hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
    hash ^= hash >>> 16;
    return hash >>> 0;
  };
  return [next(), next(), next(), next()];
}

/** A stream of numbers from [0, 1) that belongs to one key (sfc32). */
export function streamOf(seed: string, key: string): Stream {
  let [a, b, c, d] = words(`${seed}|${key}`);
  const next = () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  // The first numbers of sfc32 still show its starting words.
  for (let index = 0; index < 12; index++) next();
  return next;
}

/** One number from [0, 1) that belongs to one key. */
export const drawOf = (seed: string, key: string) => streamOf(seed, key)();

/** A standard normal number (Box and Muller). */
export const normal = (next: Stream) => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

export const whole = (next: Stream, from: number, to: number) => from + Math.floor(next() * (to - from + 1));

/** One of the keys, each as likely as its share; shares need not add to one. */
export function pick<K extends string>(next: Stream, shares: Readonly<Record<K, number>>): K {
  const entries = Object.entries(shares) as [K, number][];
  const total = entries.reduce((sum, [, share]) => sum + share, 0);
  let left = next() * total;
  for (const [key, share] of entries) {
    left -= share;
    if (left < 0) return key;
  }
  const last = entries.at(-1);
  if (!last) throw new Error("Nothing to pick from");
  return last[0];
}

/** 32 hexadecimal digits in the shape of a UUID, for things that other systems would name by one. */
export function uuidOf(seed: string, key: string): string {
  const text = words(`${seed}|uuid|${key}`)
    .map((word) => word.toString(16).padStart(8, "0"))
    .join("");
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20)}`;
}
