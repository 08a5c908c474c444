import codelist from "../surveys/areas.json" with { type: "json" };
import { type Stream } from "./chance.ts";

/** A police area of the synthetic nation. */
export type Area = {
  readonly code: string;
  readonly force: string;
  readonly name: string;
  readonly welsh: boolean;
  /** Victims a year, in thousands: only the order of magnitude is meant. */
  readonly volume: number;
};

/** Victim-based crimes a year by force code, in thousands, rounded: orders of magnitude, not statistics. */
const volumes: Readonly<Record<string, number>> = {
  "01": 720, "03": 33, "04": 125, "05": 130, "06": 280, "07": 72, "10": 125, "11": 55, "12": 43, "13": 230, "14": 130,
  "16": 80, "17": 60, "20": 270, "21": 75, "22": 85, "23": 37, "30": 75, "31": 90, "32": 42, "33": 85, "34": 55,
  "35": 60, "36": 58, "37": 43, "40": 52, "41": 75, "42": 130, "43": 140, "44": 150, "45": 65, "46": 150, "47": 115,
  "48": 6, "50": 95, "52": 130, "53": 42, "54": 40, "55": 45, "60": 55, "61": 50, "62": 110, "63": 32,
}; // prettier-ignore

/** Below this volume an area stays as small as it is, however much the others are evened out. */
const SMALL = 10;

export const areas: readonly Area[] = codelist.areas.map(({ code, force, name, nation }) => {
  const volume = volumes[force];
  if (volume === undefined) throw new Error(`No volume is known for force ${force}`);
  return { code, force, name: name.en, welsh: nation === "wales", volume };
});

/**
 * Chances of the areas, adding to one. With evenness 0 an area has its real share; with evenness 1 all are alike (so
 * that a small demonstration has enough answers everywhere). A very small force stays a quarter of the others.
 */
export function areaShares(evenness: number): readonly number[] {
  const weights = areas.map(({ volume }) =>
    volume < SMALL && evenness > 0 ? 0.25 * 60 ** (1 - evenness) : volume ** (1 - evenness),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** One area, drawn by the shares. */
export function pickArea(next: Stream, shares: readonly number[]): Area {
  let left = next();
  for (const [index, share] of shares.entries()) {
    left -= share;
    const area = areas[index];
    if (left < 0 && area) return area;
  }
  const last = areas.at(-1);
  if (!last) throw new Error("There are no areas");
  return last;
}
