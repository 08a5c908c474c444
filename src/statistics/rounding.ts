/**
 * Rounds half away from zero, once, at the edge (publication.md 3.2).
 *
 * @param digits Decimals kept. Binary dust is cleared first, so that 1.005 is 1.01 and -0.5 is -1.
 */
export function roundHalfAway(value: number, digits = 0): number {
  const scale = 10 ** digits;
  const scaled = Number((Math.abs(value) * scale).toPrecision(15));
  const rounded = Math.floor(scaled + 0.5) / scale;
  return value < 0 && rounded !== 0 ? -rounded : rounded;
}

/** The nearest multiple of `step`, half away from zero. */
export const roundTo = (value: number, step: number) => roundHalfAway(value / step) * step;
