import { describe, expect, it } from "vitest";
import { equipercentileLink, linearLink, logitShift, shiftShare } from "../../../src/statistics/linking.ts";

/** A stream of numbers in [0, 1) that is the same every time (mulberry32). */
function stream(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const deviation = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
};

describe("the linear link", () => {
  const earlier = { mean: 60, deviation: 30, n: 900 };
  const later = { mean: 64, deviation: 24, n: 1600 };

  it("puts a value where it stands among the later answers", () => {
    expect(linearLink(earlier, later, 60).value).toBe(64);
    expect(linearLink(earlier, later, 90).value).toBeCloseTo(88, 12);
  });

  it("knows at the mean the error of two means, and carries the value's own", () => {
    expect(linearLink(earlier, later, 60).standardError).toBeCloseTo(Math.sqrt(576 / 900 + 576 / 1600), 12);
    expect(linearLink(earlier, later, 60, 25).standardError).toBeCloseTo(Math.sqrt(1 + 0.64 * 25), 12);
  });

  it("errs as much as links made of fresh samples differ", () => {
    const next = stream(7);
    const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const sample = (mean: number, sd: number, n: number) => {
      const values = Array.from({ length: n }, () => mean + sd * normal());
      return { mean: values.reduce((sum, value) => sum + value, 0) / n, deviation: deviation(values), n };
    };
    const links = Array.from({ length: 2000 }, () => linearLink(sample(60, 30, 200), sample(64, 24, 300), 105).value);
    const told = linearLink({ ...earlier, n: 200 }, { ...later, n: 300 }, 105).standardError;
    expect(deviation(links) / told).toBeGreaterThan(0.95);
    expect(deviation(links) / told).toBeLessThan(1.05);
  });

  it("has nothing to say of answers that do not vary", () => {
    expect(() => linearLink({ ...earlier, deviation: 0 }, later, 60)).toThrow(RangeError);
  });
});

describe("the shift of logits", () => {
  // Of 1,000, 600 and 660: log odds 0.405465 and 0.663294; variances 1/600 + 1/400 and 1/660 + 1/340.
  const by = logitShift({ positive: 600, n: 1000 }, { positive: 660, n: 1000 });

  it("is the difference of log odds, with the error of Woolf", () => {
    expect(by.shift).toBeCloseTo(0.2578291, 7);
    expect(by.standardError).toBeCloseTo(0.09286, 6);
  });

  it("turns the earlier share into the later one, within 0 and 1", () => {
    const linked = shiftShare(0.6, by, (0.6 * 0.4) / 1000, 0.95);
    expect(linked.value).toBeCloseTo(0.66, 12);
    // Error on the logit: the shift's and the share's own, 0.09286^2 + 1/240; times 0.66 x 0.34.
    expect(linked.standardError).toBeCloseTo(Math.sqrt(0.09286 ** 2 + 1 / 240) * 0.2244, 6);
    const high = shiftShare(0.99, by, 0.0001, 0.95);
    expect(high.upper).toBeLessThan(1);
    expect(high.lower).toBeLessThan(high.value);
  });

  it("has no value where all answered alike", () => {
    expect(() => logitShift({ positive: 10, n: 10 }, { positive: 5, n: 10 })).toThrow(RangeError);
    expect(() => shiftShare(1, by, 0, 0.95)).toThrow(RangeError);
  });
});

describe("the equipercentile link", () => {
  it("leaves every code where it is when both versions are answered alike", () => {
    const counts = [100, 80, 120, 200, 300, 250, 150];
    for (const [code, { value }] of equipercentileLink(counts, counts).entries())
      expect(value).toBeCloseTo(code + 1, 12);
  });

  it("finds by hand where a code stands", () => {
    // 400 of 1,000 stand below code 2 and 300 at it: rank 0.55. Of the later, 0.5 stand up to code 1 and 0.25 at code 2:
    // (0.55 - 0.5) / 0.25 = 0.2 of code 2, from 1.5.
    const [, second] = equipercentileLink([400, 300, 300], [1000, 500, 500]);
    expect(second?.value).toBeCloseTo(1.7, 12);
  });

  it("passes over codes that nobody chose", () => {
    const linked = equipercentileLink([0, 500, 500, 0], [500, 0, 0, 500]);
    expect(linked.every(({ value, standardError }) => value >= 0.5 && value <= 4.5 && standardError >= 0)).toBe(true);
    expect(linked[1]?.value).toBeCloseTo(1, 12);
    expect(linked[2]?.value).toBeCloseTo(4, 12);
  });

  it("errs as much as links made of fresh samples differ", () => {
    const next = stream(11);
    const [p, q] = [
      [0.1, 0.1, 0.1, 0.15, 0.25, 0.2, 0.1],
      [0.05, 0.1, 0.1, 0.1, 0.25, 0.25, 0.15],
    ] as const;
    const sample = (shares: readonly number[], n: number) => {
      const counts = shares.map(() => 0);
      for (let i = 0; i < n; i++) {
        let draw = next();
        const code = shares.findIndex((share) => (draw -= share) < 0);
        counts[code] = (counts[code] ?? 0) + 1;
      }
      return counts;
    };
    const links = Array.from({ length: 800 }, () => equipercentileLink(sample(p, 1200), sample(q, 1500)));
    const told = equipercentileLink(
      p.map((share) => share * 1200),
      q.map((share) => share * 1500),
    );
    for (const code of [2, 3, 4, 5]) {
      const seen = deviation(links.map((link) => link[code]?.value ?? 0));
      expect(seen / (told[code]?.standardError ?? 0)).toBeGreaterThan(0.9);
      expect(seen / (told[code]?.standardError ?? 0)).toBeLessThan(1.1);
    }
  });

  it("is not made of fewer than 1,000 answers to a version", () => {
    expect(() => equipercentileLink([500, 499], [600, 600])).toThrow(RangeError);
  });
});
