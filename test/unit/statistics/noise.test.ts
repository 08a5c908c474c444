import fc from "fast-check";
import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { deriveBytes, toHex } from "../../../src/platform/crypto.ts";
import { regularisedGamma } from "../../../src/statistics/distributions.ts";
import {
  type Contributors,
  discreteGaussian,
  drawNoise,
  type Hmac,
  noiseFor,
  noiseForCount,
  noiseMessage,
  nobody,
  type NoiseTable,
  RECORD_KEYS,
  u53,
} from "../../../src/statistics/noise.ts";
import reference from "./noise-reference.json" with { type: "json" };

const hmacUnder = (key: string): Hmac => {
  const bytes = Buffer.from(key, "hex");
  return async (message) => new Uint8Array(createHmac("sha256", bytes).update(message).digest());
};

const hmac = hmacUnder(reference.noise_key.k_release_hex);
const counts = discreteGaussian(5, 16);

/** Probability of each value, from the cumulative table. */
const probabilities = ({ cumulative }: NoiseTable) =>
  cumulative.map((value, index) => (value - (cumulative[index - 1] ?? 0)) / 2 ** 53);

/** Chance of a chi-squared statistic at least this large; values expected fewer than ten times are taken together. */
function goodnessOfFit(values: readonly number[], table: NoiseTable): number {
  let [statistic, cells, restSeen, restExpected] = [0, 0, 0, 0];
  for (const [index, probability] of probabilities(table).entries()) {
    const seen = values.filter((value) => value === index - table.truncation).length;
    const expected = probability * values.length;
    if (expected < 10) [restSeen, restExpected] = [restSeen + seen, restExpected + expected];
    else [statistic, cells] = [statistic + (seen - expected) ** 2 / expected, cells + 1];
  }
  statistic += (restSeen - restExpected) ** 2 / restExpected;
  return 1 - regularisedGamma(cells / 2, statistic / 2);
}

describe("the noise", () => {
  it("has the reference tables of all three variances to the last bit", () => {
    expect(counts.cumulative.map(String)).toEqual(reference.cdf_sigma2_5_trunc_16_scaled_2pow53);
    expect(discreteGaussian(20, 32).cumulative.map(String)).toEqual(reference.cdf_sigma2_20_trunc_32_scaled_2pow53);
    expect(discreteGaussian(45, 48).cumulative.map(String)).toEqual(reference.cdf_sigma2_45_trunc_48_scaled_2pow53);
  });

  it("derives the key of a release as the reference does", async () => {
    const root = new Uint8Array(Buffer.from(reference.noise_key.root_hex, "hex"));
    expect(toHex(await deriveBytes(root, "", reference.noise_key.hkdf_info))).toBe(reference.noise_key.k_release_hex);
  });

  it.each(reference.draws)(
    "encodes, hashes and draws $input.measure as the reference does",
    async ({ input, expected }) => {
      const base: Contributors = { n: input.n_base, key: input.sum_rkey_base };
      const numerator: Contributors = { n: input.n_num, key: input.sum_rkey_num };
      const message = noiseMessage(input.measure, base, numerator);
      const hash = await hmac(message);
      const table = discreteGaussian(input.sigma2 ?? 5, input.trunc ?? 16);
      expect(toHex(message)).toBe(expected.msg);
      expect(toHex(hash.subarray(0, 8))).toBe(expected.hmac8);
      expect(u53(hash)).toBe(expected.u53);
      expect(await noiseFor(hmac, { measure: input.measure, base, numerator }, table)).toBe(expected.noise);
    },
  );

  it("draws the smallest value whose cumulative probability exceeds the draw", () => {
    const draw = fc.oneof(fc.maxSafeNat(), fc.constantFrom(...counts.cumulative.slice(0, -1), 0, 2 ** 53 - 1));
    fc.assert(
      fc.property(draw, (u) => {
        const place = drawNoise(u, counts) + 16;
        expect(u).toBeLessThan(counts.cumulative[place] ?? 0);
        expect(u).toBeGreaterThanOrEqual(counts.cumulative[place - 1] ?? 0);
      }),
    );
  });

  it("fits its distribution over 100,000 cells, empty numerators among them", async () => {
    const drawn: number[] = [];
    for (let cell = 0; cell < 100_000; cell++) {
      const base = { n: (cell % 900) + 1, key: (cell * 7_919_011) % RECORD_KEYS };
      const numerator = cell % 4 === 0 ? nobody : { n: cell % 300, key: (cell * 104_729_003) % RECORD_KEYS };
      drawn.push(await noiseFor(hmac, { measure: "q:C1:pos", base, numerator }, counts));
    }
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length;
    expect(goodnessOfFit(drawn, counts)).toBeGreaterThan(0.001);
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(variance).toBeCloseTo(5, 0);
  });

  it("is unrelated between two releases and between two measures of the same people", async () => {
    const other = hmacUnder("00".repeat(32));
    const [first, second, third]: [number[], number[], number[]] = [[], [], []];
    for (let cell = 0; cell < 60_000; cell++) {
      const counted = { measure: "q:C1:pos", base: { n: 60, key: cell * 15_485_863 }, numerator: nobody };
      first.push(await noiseFor(hmac, counted, counts));
      second.push(await noiseFor(other, counted, counts));
      third.push(await noiseFor(hmac, { ...counted, measure: "q:C1:neg" }, counts));
    }
    const product = (a: readonly number[], b: readonly number[]) =>
      a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0) / (5 * a.length);
    expect(Math.abs(product(first, second))).toBeLessThan(0.015);
    expect(Math.abs(product(first, third))).toBeLessThan(0.015);
  });

  it("of a count of cases depends on measure, cell and count, and on nothing else", async () => {
    const draw = (measure: string, cell: string, n: number) => noiseForCount(hmac, { measure, cell, n }, counts);
    const repeats = await Promise.all(Array.from({ length: 20 }, () => draw("frame:NC", "E23000028.report", 340)));
    expect(new Set(repeats).size).toBe(1);
    const counted = await Promise.all(Array.from({ length: 200 }, (_, n) => draw("frame:NC", "E23000028.report", n)));
    const moved = await Promise.all(Array.from({ length: 200 }, (_, n) => draw("frame:NC", "E23000028.charge", n)));
    expect(new Set(counted).size).toBeGreaterThan(5);
    expect(moved).not.toEqual(counted);
  });
});
