import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clumpOf, contactSigns, oddRules } from "../../../src/domain/contact-alarm.ts";
import { type Counted, findOdd, lookAcross, lookBack } from "../../../src/statistics/odd-shares.ts";

// Forty-three forces as unlike in size as those of England and Wales, honest or not, quarter after quarter.

const FORCES = 43;

/** Invitations of thirteen weeks: 6,000 in the largest, 57 in the smallest. */
const sizes = Array.from({ length: FORCES }, (_, at) => Math.round(6000 * Math.exp(-at / 9)));

/** Chance that is the same in every run (mulberry32). */
function chanceOf(seed: number) {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const poisson = (mean: number): number => {
    if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    const end = Math.exp(-mean);
    let k = 0;
    for (let product = uniform(); product > end; product *= uniform()) k++;
    return k;
  };
  return { uniform, normal, poisson };
}

type World = { readonly repeated: number; readonly unlike: number };
/** Usual shares of the other signs, whose cases come one by one. */
const others = { replaced: 0.01, misdirected: 0.02 };
type Cheat = { readonly force: number; readonly share: number } | null;

/** The looks at one quarter. A number that victims share is that of three or more of them, so that cases come in clumps. */
function quarterOf({ repeated, unlike }: World, chance: ReturnType<typeof chanceOf>, cheat: Cheat) {
  const clumped = (mean: number) => {
    let n = 0;
    for (let numbers = chance.poisson(mean / 3.5); numbers > 0; numbers--) n += chance.uniform() < 0.7 ? 3 : 5;
    return n;
  };
  const forces = sizes.map((size, at) => {
    const level = () => Math.exp(unlike * chance.normal() - (unlike * unlike) / 2);
    const [replaced, misdirected] = [others.replaced * level(), others.misdirected * level()];
    return { area: String(at), size, repeated: repeated * level(), replaced, misdirected };
  });
  const looks = contactSigns.flatMap((sign) => {
    const counted = (force: (typeof forces)[number], weeks: number, isLate: boolean): Counted => {
      const base = Math.round((force.size * weeks) / 13);
      const mean = base * force[sign];
      const invented = sign === "repeated" && isLate && cheat?.force === Number(force.area) ? cheat.share * base : 0;
      const n = (sign === "repeated" ? clumped(mean) : chance.poisson(mean)) + Math.round(invented);
      return { n: Math.min(n, base), base };
    };
    const stretches = forces.map((force) => {
      const [now, rest] = [counted(force, 4, true), counted(force, 9, true)];
      const quarter = { n: now.n + rest.n, base: now.base + rest.base };
      return { area: force.area, now, quarter, before: counted(force, 13, false) };
    });
    return [
      ...lookAcross(
        stretches.map(({ area, quarter }) => ({ area, ...quarter })),
        clumpOf[sign],
        oddRules,
      ),
      ...lookAcross(
        stretches.map(({ area, now }) => ({ area, ...now })),
        clumpOf[sign],
        oddRules,
      ),
      ...lookBack(stretches, clumpOf[sign], oddRules),
    ];
  });
  return findOdd(looks, oddRules).filter(({ isOdd }) => isOdd);
}

/** Share of quarters in which anything is odd at all. */
function falseAlarms(world: World, quarters: number): number {
  const chance = chanceOf(20260331);
  let alarms = 0;
  for (let at = 0; at < quarters; at++) if (quarterOf(world, chance, null).length > 0) alarms++;
  return alarms / quarters;
}

describe("a share that is odd", () => {
  // Of 10,000 quarters: none, 59 and 564 (docs/decisions/0048).
  it.each([
    ["alike", 0, 0.01],
    ["as unlike as areas are", 0.3, 0.02],
    ["half and more apart", 0.5, 0.09],
  ])("is hardly ever found among honest forces, %s", (_, unlike, most) => {
    expect(falseAlarms({ repeated: 0.003, unlike }, 400)).toBeLessThanOrEqual(most);
  });

  it("is that of a force that invents one in twenty of its victims with twenty numbers, and no other's", () => {
    const chance = chanceOf(7);
    let [found, elsewhere] = [0, 0];
    for (let at = 0; at < 100; at++) {
      const odd = quarterOf({ repeated: 0.003, unlike: 0.3 }, chance, { force: 5, share: 0.05 });
      if (odd.some(({ area }) => area === "5")) found++;
      if (odd.some(({ area }) => area !== "5")) elsewhere++;
    }
    expect(found).toBeGreaterThanOrEqual(98);
    expect(elsewhere).toBeLessThanOrEqual(3);
  });

  it("is found beside a force's own past where it is usual for others", () => {
    const steady = (area: number, n: number) => ({
      area: String(area),
      now: { n, base: 4000 },
      before: { n: n * 3, base: 12_000 },
    });
    const forces = sizes.map((_, area) => steady(area, 40 + 20 * (area % 5)));
    const risen = { area: "risen", now: { n: 120, base: 4000 }, before: { n: 60, base: 12_000 } };
    const across = [...forces, risen].map(({ area, now }) => ({ area, ...now }));
    const oddOf = (looks: Parameters<typeof findOdd>[0]) =>
      findOdd(looks, oddRules).flatMap(({ area, isOdd }) => (isOdd ? [area] : []));
    expect(oddOf(lookAcross(across, 1, oddRules))).toEqual([]);
    expect(oddOf(lookBack([...forces, risen], 1, oddRules))).toEqual(["risen"]);
  });

  it("is nobody's where the same happened to all", () => {
    const forces = sizes.map((size, area) => ({
      area: String(area),
      now: { n: Math.round(size * 0.09), base: size },
      before: { n: Math.round(size * 0.01), base: size },
    }));
    expect(findOdd(lookBack(forces, 1, oddRules), oddRules).filter(({ isOdd }) => isOdd)).toEqual([]);
  });
});

const counted = fc
  .tuple(fc.integer({ min: 0, max: 8000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([base, share]): Counted => ({ n: Math.floor(base * share), base }));
const areas = fc.array(counted, { maxLength: 50 }).map((all) => all.map((one, at) => ({ area: `a${at}`, ...one })));

describe("a look across areas", () => {
  it("is made of areas of a large enough base, and of none where they are too few", () => {
    fc.assert(
      fc.property(areas, (all) => {
        const looks = lookAcross(all, 1, oddRules);
        const comparable = all.filter(({ base }) => base >= oddRules.base);
        const seen = comparable.length < oddRules.areas ? [] : comparable.map(({ area }) => area);
        expect(looks.map(({ area }) => area)).toEqual(seen);
        for (const { z, expected } of looks) {
          expect(Number.isFinite(z)).toBe(true);
          expect(expected).toBeGreaterThanOrEqual(0);
          expect(expected).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("says the same in whatever order areas stand", () => {
    fc.assert(
      fc.property(areas, (all) => {
        const one = new Map(lookAcross(all, 4, oddRules).map(({ area, z }) => [area, z]));
        for (const { area, z } of lookAcross(all.toReversed(), 4, oddRules))
          expect(z).toBeCloseTo(one.get(area) ?? Number.NaN, 6);
      }),
    );
  });

  it("finds nothing odd that is rare, near what is usual, or not high", () => {
    fc.assert(
      fc.property(areas, (all) => {
        for (const { n, base, expected, z, isOdd } of findOdd(lookAcross(all, 1, oddRules), oddRules)) {
          if (!isOdd) continue;
          expect(n).toBeGreaterThanOrEqual(oddRules.cases);
          expect(n / base).toBeGreaterThanOrEqual(oddRules.times * expected);
          expect(z).toBeGreaterThanOrEqual(oddRules.z);
        }
      }),
    );
  });
});
