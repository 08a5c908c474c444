import { describe, expect, test } from "vitest";
import { readPoliceMilestone } from "../../../src/domain/feeds/police-milestone.ts";
import { areas, areaShares } from "../../../simulation/areas.ts";
import { weeks } from "../../../simulation/calendar.ts";
import { drawOf, normal, streamOf } from "../../../simulation/chance.ts";
import { planFeeds } from "../../../simulation/feeds.ts";
import { type Case, caseOf } from "../../../simulation/nation.ts";
import { eventOf, recipientOf, sourceOf } from "../../../simulation/wire.ts";

const nation = { seed: "test", evenness: 0.9 };
const cases: readonly Case[] = Array.from({ length: 3000 }, (_, index) => caseOf(nation, index));
const share = (of: (told: Case) => boolean) => cases.filter(of).length / cases.length;

describe("chance", () => {
  test("A decision depends on the seed and its key, and on nothing that was decided before it.", () => {
    const first = drawOf("a", "one");
    drawOf("a", "two");
    expect(drawOf("a", "one")).toBe(first);
    expect(drawOf("b", "one")).not.toBe(first);
  });

  test("Draws are spread evenly and normal numbers have mean 0 and spread 1.", () => {
    const draws = Array.from({ length: 20_000 }, (_, index) => drawOf("even", `key/${index}`));
    const tenths = Array.from(
      { length: 10 },
      (_, tenth) => draws.filter((draw) => Math.floor(draw * 10) === tenth).length,
    );
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200);
    const next = streamOf("normal", "key");
    const normals = Array.from({ length: 20_000 }, () => normal(next));
    const mean = normals.reduce((sum, value) => sum + value, 0) / normals.length;
    const variance = normals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / normals.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });
});

describe("the synthetic nation", () => {
  test("A case is always the same for one seed, whichever cases were made before.", () => {
    expect(caseOf(nation, 1234)).toEqual(cases[1234]);
    expect(caseOf({ ...nation, seed: "other" }, 1234)).not.toEqual(cases[1234]);
  });

  test("Victims are as mixed as victims are.", () => {
    expect(share(({ person }) => person.sex === "female")).toBeCloseTo(0.52, 1);
    expect(share(({ person }) => person.age === "under-16")).toBeLessThan(0.04);
    expect(share(({ offence }) => offence === "violence")).toBeCloseTo(0.42, 1);
    expect(share(({ flags }) => flags.includes("domestic-abuse"))).toBeGreaterThan(0.05);
    expect(share(({ flags }) => flags.includes("domestic-abuse"))).toBeLessThan(0.15);
    expect(share(({ person }) => person.route === "sms")).toBeGreaterThan(0.65);
    const welsh = cases.filter(({ person }) => person.language === "cy");
    expect(welsh.length).toBeGreaterThan(20);
    expect(welsh.every(({ area }) => area.welsh)).toBe(true);
  });

  test("A demonstration has enough of every area and little of a very small force; a real nation has real shares.", () => {
    const even = areaShares(0.9);
    const city = areas.findIndex(({ force }) => force === "48");
    const others = even.filter((_, index) => index !== city);
    expect(Math.max(...others) / Math.min(...others)).toBeLessThan(1.5);
    expect((even[city] ?? 1) / Math.min(...others)).toBeLessThan(0.4);
    const real = areaShares(0);
    expect(real.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
    expect(Math.max(...real)).toBe(real[areas.findIndex(({ force }) => force === "01")]);
  });

  test("Every event is one that the engine's own reader takes whole, and each has its own id.", () => {
    const ids = new Set<string>();
    for (const told of cases.slice(0, 800)) {
      for (const position of told.happenings.keys()) {
        const event = eventOf(nation.seed, told, position);
        ids.add(event.id);
        const reading = readPoliceMilestone(event);
        expect(reading).toMatchObject({ ok: true, read: { unusable: [] } });
      }
    }
    expect(ids.size).toBe(cases.slice(0, 800).reduce((sum, { happenings }) => sum + happenings.length, 0));
  });

  test("The first thing that is heard of a case comes from someone who may create a victim, and tells who it is.", () => {
    for (const { happenings } of cases) {
      expect(["force", "witness-care"]).toContain(happenings[0]?.teller);
      expect(happenings[0]?.tellsVictim).toBe(true);
    }
  });

  test("Each victim has an address of their own, by which a text finds its way back to the case.", () => {
    const seen = new Map<string, number>();
    for (const told of cases) {
      const event = eventOf(nation.seed, told, 0) as {
        data?: { victim?: { contact?: { mobile: string | null; email: string | null } } };
      };
      const contact = event.data?.victim?.contact;
      for (const address of [contact?.mobile?.replace(/^0/, "+44").replaceAll(" ", ""), contact?.email]) {
        if (!address) continue;
        expect(seen.get(address) ?? told.index).toBe(told.index);
        seen.set(address, told.index);
        expect(recipientOf(address)).toBe(told.index);
      }
    }
    expect(recipientOf("PC01001")).toBeNull();
  });
});

describe("feeds", () => {
  test("Whatever happened is delivered after it happened, by its own teller, at least once; a few twice.", () => {
    const plan = planFeeds(nation.seed, cases);
    const times = new Map<string, number>();
    for (const [number, feeds] of plan.entries()) {
      for (const [source, dues] of feeds) {
        for (const { told, position } of dues) {
          const happening = told.happenings[position];
          expect(happening && sourceOf(told, happening.teller)).toBe(source);
          expect((happening?.at ?? "") < (weeks[number]?.deliveries ?? "")).toBe(true);
          const key = `${told.index}/${position}`;
          times.set(key, (times.get(key) ?? 0) + 1);
        }
      }
    }
    const twice = [...times.values()].filter((count) => count > 1).length;
    expect(twice).toBeGreaterThan(0);
    expect(twice / times.size).toBeLessThan(0.01);
    const early = cases.flatMap(({ index, happenings }) =>
      [...happenings.entries()].map(([position, { at }]) => ({ index, position, at })),
    );
    const undelivered = early.filter(
      ({ index, position, at }) => at < "2026-02-20" && !times.has(`${index}/${position}`),
    );
    expect(undelivered).toEqual([]);
  });
});
