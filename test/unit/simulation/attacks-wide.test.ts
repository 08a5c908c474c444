import { createHash, createHmac } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { offences, stages } from "../../../src/domain/dimension.ts";
import { privacyFacts } from "../../../src/domain/privacy-facts.ts";
import { peopleTables, tableId, tablesOf } from "../../../src/statistics/lattice.ts";
import { discreteGaussian, drawNoise, type Hmac, u53 } from "../../../src/statistics/noise.ts";
import { type Cell, perturbCounts, perturbItem } from "../../../src/statistics/perturb.ts";
import { cellCodes, gridOf } from "../../../src/statistics/tally.ts";
import type { Ask } from "../../../simulation/attack/api.ts";
import { sideChannels, trendDoor } from "../../../simulation/attack/channels.ts";
import { amend, byDifference, countedAgain, untouched } from "../../../simulation/attack/corrections.ts";
import {
  actOnRecord,
  caseOutcome,
  caseTheory,
  countsBetween,
  countsFit,
  countTables,
  exactCounts,
  toldCounts,
} from "../../../simulation/attack/counts.ts";
import { fromNumbers, type Stored } from "../../../simulation/attack/evidence.ts";
import { hostileEverywhere, hostileNames } from "../../../simulation/attack/names.ts";
import { items, makePeople } from "../../../simulation/attack/people.ts";
import { tableOf } from "../../../simulation/attack/report.ts";
import { apiRoutes, publicAddresses } from "../../../simulation/attack/routes.ts";
import { pageByFiles } from "../../../simulation/attack/page-rows.ts";
import { agreement, sameAgain } from "../../../simulation/attack/routes-same.ts";
import {
  drawnAnew,
  drawsOfRelease,
  endsTheory,
  satisfaction,
  satisfactionTheory,
} from "../../../simulation/attack/satisfaction.ts";
import { alike, bound } from "../../../simulation/attack/several.ts";
import { asTheory, inFull, inShort } from "../../../simulation/attack/rows.ts";
import { mean } from "../../../simulation/attack/theory.ts";
import { type Truth, truthOf } from "../../../simulation/attack/truth.ts";
import { byMargins, exactNumbers, type Unions } from "../../../simulation/attack/unions.ts";

// As in attacks.test.ts: each attack with its defence off, beside the same with it on. These are the attacks on more than
// one table of one question: several questions, satisfaction as a whole, corrections, counts of cases, and every route.

const keyed =
  (key: string): Hmac =>
  (message) =>
    Promise.resolve(new Uint8Array(createHmac("sha256", key).update(message).digest()));

/** The middle of every draw: no noise. */
const silent: Hmac = () => Promise.resolve(new Uint8Array([0x80, ...Array.from({ length: 31 }, () => 0)]));

const noise = discreteGaussian(5, 16);
const drawFor = (text: string) => drawNoise(u53(new Uint8Array(createHash("sha256").update(text).digest())), noise);

const asked = ["C1", "C3", "C5", "C6"];
const some = items.filter(({ id }) => asked.includes(id));

/** Stored tables of a few questions, as a release with this hashing makes them. */
async function tablesBy(truth: Truth, hmac: Hmac): Promise<Stored> {
  const made = new Map<string, readonly Cell[]>();
  for (const item of some) {
    for (const table of tablesOf(item.id)) {
      const { grid, tally } = truth.cells(item, table);
      made.set(`${tableId(table)}/${item.id}`, await perturbItem(hmac, item, tally, grid));
    }
  }
  return (table, measure) => made.get(`${table}/${measure}`) ?? null;
}

/** People who were asked these questions and no others. */
const people = makePeople("wide", 4000).map((person) => ({
  ...person,
  items: Object.fromEntries(Object.entries(person.items).filter(([id]) => asked.includes(id))),
}));
const truth = truthOf(people);

describe("a row that theory tells", () => {
  const named = ["A2", "an attack", "all other answers"] as const;
  const passes = (success: number, theory: number, isRounded = false, error = 0.02) =>
    asTheory(named, { score: { trials: 1000, success, error }, theory, isRounded }).isPassed;

  it("fails where the noise is gone, where the attack does not work, and where nothing was tried", () => {
    for (const theory of [0.588, 0.74, 0.91, 0.97]) {
      expect(passes(theory, theory)).toBe(true);
      for (const [isRounded, error] of [
        [false, 0.02],
        [false, 0.3],
        [true, 0.02],
        [true, 0.3],
      ] as const) {
        expect(passes(1, theory, isRounded, error), `no noise at ${theory}`).toBe(false);
        expect(passes(0.5, theory, isRounded, error), `no attack at ${theory}`).toBe(false);
      }
    }
    expect(passes(0.8, 0.91)).toBe(false);
    expect(passes(0.8, 0.91, true)).toBe(true);
    expect(asTheory(named, { score: { trials: 0, success: 0.91, error: 0 }, theory: 0.91 }).isPassed).toBe(false);
  });

  it("says that nearly all is told, and fails only where the attack does not work", () => {
    const row = asTheory(named, { score: { trials: 1000, success: 1, error: 0 }, theory: 0.999 });
    expect(row).toMatchObject({ isPassed: true, isTold: true });
    expect(tableOf([{ size: null, row }])).toContain("| told |");
    expect(passes(0.6, 0.999)).toBe(false);
  });
});

describe("several questions at once, with the noise off and on", () => {
  let noisy: Stored;
  let exact: Stored;
  beforeAll(async () => {
    [noisy, exact] = [await tablesBy(truth, keyed("a release")), await tablesBy(truth, silent)];
  }, 60_000);
  const of = (stored: Stored) => ({ people, truth, source: fromNumbers(stored) });

  it("A2 alike: answers that are known to be alike add up, as theory says", () => {
    for (const many of [2, 4]) {
      expect(alike(of(exact), many, 200).success).toBe(1);
      const on = alike(of(noisy), many, 600);
      expect(Math.abs(on.success - on.theory)).toBeLessThan(0.03);
    }
    expect(alike(of(noisy), 4, 600).theory).toBeGreaterThan(alike(of(noisy), 2, 600).theory);
  }, 30_000);

  it("A2 bound: answers that go together loosely add little, as theory says", () => {
    expect(bound(of(exact), 4, 200).success).toBe(1);
    const on = bound(of(noisy), 4, 1500);
    expect(Math.abs(on.success - on.theory)).toBeLessThan(0.04);
    expect(on.success).toBeLessThan(0.95);
  }, 30_000);

  it("A2 whole and A2 ends: satisfaction as a whole is told by every table it is in, as the ledger says", () => {
    const everybody = makePeople("whole", 4000);
    const whole = truthOf(everybody);
    // Which cells there are: what is in them is counted by the attack's own hand.
    const shape: Stored = (table) => {
      const found = peopleTables.find((one) => tableId(one) === table);
      return found === undefined ? null : cellCodes(gridOf(found, stages)).map((codes) => [codes, 0, 0, 0, 0]);
    };
    const all = { people: everybody, truth: whole, stored: shape };
    for (const isByCode of [false, true]) {
      const told = { most: 600, isByCode };
      expect(satisfaction({ ...all, stored: drawnAnew(all, () => 0) }, told, 0).success).toBe(1);
      const on = satisfaction({ ...all, stored: drawnAnew(all, drawsOfRelease("one")) }, told, 8);
      const theory = isByCode ? endsTheory : satisfactionTheory;
      expect(on.expected).toBeLessThan(theory + on.error);
      expect(Math.abs(on.success - on.expected)).toBeLessThan(4 * on.error + 0.02);
    }
    // What the pages tell victims and data-protection officers.
    expect(Math.round(100 * satisfactionTheory)).toBe(privacyFacts.rightOnSatisfaction);
  }, 60_000);

  it("A7 corrected: a second draw for everybody is found, and a difference tells as much as theory says", async () => {
    const { amendments, after } = amend(people, 200);
    const mine = amendments.filter(({ item }) => asked.includes(item.id));
    const later = truthOf(after);
    const second = await tablesBy(later, keyed("a release"));
    const releases = { before: truth, after: later, first: noisy, second };
    expect(untouched(releases).success).toBe(0);
    expect(untouched({ ...releases, second: await tablesBy(later, keyed("another")) }).success).toBeGreaterThan(0.5);
    const others: (typeof releases)[] = [];
    for (const key of ["one", "two", "three", "four"]) {
      const [before, then] = [await tablesBy(truth, keyed(key)), await tablesBy(later, keyed(key))];
      others.push({ ...releases, first: before, second: then });
    }
    for (const kind of ["changed", "erased"] as const) {
      const those = mine.filter((one) => one.kind === kind);
      const quiet = { before: truth, after: later, first: exact, second: await tablesBy(later, silent) };
      expect(byDifference(quiet, those).success).toBe(1);
      // A release draws once, so that one of few questions is luckier than another.
      const found = others.map((each) => byDifference(each, those).success);
      const { theory } = byDifference(releases, those);
      expect(Math.abs(mean(found) - theory)).toBeLessThan(0.05);
      expect(mean(found)).toBeLessThan((1 + theory) / 2);
    }
  }, 60_000);
});

describe("a cell that is not shown", () => {
  it("A9: is its margin less its siblings without noise and rounding, and more than three persons off with them", async () => {
    const everybody = makePeople("margins", 4000);
    const numbers = exactNumbers(everybody);
    const groups = [...new Set([...numbers.keys()].map((key) => key.split("|").slice(0, 2).join("|")))];
    /** One kind of offence is never shown by itself. */
    const by = (count: (key: string) => number) => {
      const unions: Unions = (of) =>
        Promise.resolve(
          new Map(
            groups.map((group) => [
              group,
              of.join() === "robbery" ? null : of.reduce((sum, one) => sum + count(`${group}|${one}`), 0),
            ]),
          ),
        );
      const margin = new Map(
        groups.map((group) => [group, offences.reduce((sum, one) => sum + (numbers.get(`${group}|${one}`) ?? 0), 0)]),
      );
      return byMargins(unions, margin, everybody);
    };
    const off = await by((key) => numbers.get(key) ?? 0);
    expect(off.trials).toBeGreaterThan(100);
    expect(off.error).toBe(0);
    const on = await by((key) => 5 * Math.round(((numbers.get(key) ?? 0) + drawFor(key)) / 5));
    expect(on.error).toBeGreaterThan(3);
  });
});

describe("counts of cases, with noise and rounding off and on", () => {
  const tables = async (hmac: Hmac): Promise<Stored> => {
    const made = new Map<string, readonly Cell[]>();
    for (const [table, measure] of countTables) {
      const grid = gridOf(table, stages);
      made.set(`${tableId(table)}/${measure}`, await perturbCounts(hmac, measure, exactCounts(table, measure), grid));
    }
    return (table, measure) => made.get(`${table}/${measure}`) ?? null;
  };
  /** Exact to the last case. */
  const plain: Stored = (table, measure) => {
    const found = countTables.find(([one, name]) => tableId(one) === table && name === measure)?.[0];
    if (found === undefined) return null;
    const counts = exactCounts(found, measure);
    return cellCodes(gridOf(found, stages)).map((codes, cell) => [codes, counts[cell] ?? 0]);
  };
  const frameOf = (stored: Stored) =>
    new Map(
      countTables.flatMap(([table, measure]) =>
        (stored(tableId(table), measure) ?? []).map(
          ([codes, value = 0]) =>
            [`${tableId(table)}/${measure.replace("frame:", "")}/${codes.join(".")}`, value] as const,
        ),
      ),
    );

  it("A10 counts and A10 quarters: noise left out, rounding left out, and one key for two quarters are found", async () => {
    const [first, second] = [toldCounts(await tables(keyed("one"))), toldCounts(await tables(keyed("two")))];
    expect(countsFit(first).p).toBeGreaterThan(0.001);
    expect(countsFit(toldCounts(await tables(silent))).p).toBeLessThan(0.001);
    expect(countsFit(toldCounts(plain)).p).toBeLessThan(0.001);
    expect(Math.abs(countsBetween(first, second).r)).toBeLessThan(0.08);
    expect(countsBetween(first, first).r).toBeCloseTo(1);
  });

  it("A2 cases and A2 records: exact counts tell all, perturbed and rounded ones what theory says at most", async () => {
    const stored = await tables(keyed("one"));
    expect(caseOutcome(frameOf(plain), 400).success).toBeGreaterThan(0.95);
    expect(actOnRecord(plain).success).toBeGreaterThan(0.95);
    const [outcome, record] = [caseOutcome(frameOf(stored), 2000), actOnRecord(stored)];
    expect(outcome.success).toBeLessThan(caseTheory.outcome + 0.03);
    expect(outcome.success).toBeGreaterThan(0.55);
    expect(record.success).toBeLessThan(caseTheory.record + 0.1);
  });

  it("A7 counts: counts that a correction draws anew are found", async () => {
    const names = countTables.map(([table, measure]) => [tableId(table), measure] as const);
    const [one, other] = [await tables(keyed("one")), await tables(keyed("two"))];
    expect(countedAgain(one, one, names).success).toBe(0);
    expect(countedAgain(one, other, names).success).toBeGreaterThan(0.5);
  });
});

describe("every route, with its defence off", () => {
  const release = "2025Q3";
  const description = JSON.stringify({
    paths: {
      "/releases/{id}/compare": {
        get: {
          parameters: [
            { in: "path", name: "id", example: "2026Q1" },
            { in: "query", name: "measure" },
          ],
        },
      },
      "/releases/{id}/secret": { get: { security: [{ operatorKey: [] }] } },
    },
  });
  /** An app in little: one route of the API, pages that link to each other and to files, and what a body says. */
  const appOf =
    (say: (path: string, count: number) => string): Ask =>
    (path) => {
      const answer = (body: string) => Promise.resolve({ status: 200, headers: { "content-type": "text/html" }, body });
      if (path === "/v1/openapi.json") return answer(description);
      const count = ++calls;
      const told = say(path, count);
      const n = Number.parseInt(told, 10);
      if (path.startsWith("/v1/")) {
        const areas = [{ area: "E23000001", value: n, lower_95: n, upper_95: n, base: n }];
        const value = Array.from({ length: 16 }, () => n);
        const line = `${n},${n},${n},${n}\n`;
        if (path.includes(".csv")) return answer(`value,lower_95,upper_95,base\n${line.repeat(4)}`);
        return answer(JSON.stringify({ value, areas }));
      }
      const link = `/v1/releases/${release}/tables/area.json?measure=C1`;
      const row = `<tr><td>${told}%</td><td>${told}% to ${told}%</td><td>${told}</td></tr>`;
      const form = `<select name="measure"></select><a href="/results/${release}/rights">x</a><a href="${link}">x</a>`;
      return answer(`<!DOCTYPE html>${form}<table>${row}</table>`);
    };
  let calls = 0;

  it("A5: takes the routes without a key from the app's description, and pages from their links", async () => {
    const steady = appOf(() => "12");
    expect((await apiRoutes(steady)).map(({ template }) => template)).toEqual(["/v1/releases/{id}/compare"]);
    const { addresses, pages } = await publicAddresses(steady, release, 1);
    expect(addresses).toContain(`/results/${release}/rights`);
    expect(addresses).toContain(`/v1/releases/${release}/compare`);
    expect(pages[0]?.fields).toEqual(["measure"]);
  });

  it("A5: figures that are drawn for a request, and figures that differ by route, are found", async () => {
    const steady = appOf(() => "12");
    const of = await publicAddresses(steady, release, 1);
    expect((await sameAgain(steady, release, of.addresses)).success).toBe(0);
    expect((await agreement(steady, release, of)).success).toBe(0);
    const fresh = appOf((_path, count) => String(count % 97));
    expect((await sameAgain(fresh, release, of.addresses)).success).toBeGreaterThan(0.9);
    const byRoute = appOf((path) => String(50 + drawFor(path)));
    expect((await agreement(byRoute, release, of)).success).toBeGreaterThan(0.5);
  });

  it("A5: a page that tells another value, limit or base than its file is found, whatever other rows that file has", async () => {
    const file = `/v1/releases/${release}/tables/area.json?measure=C1`;
    const csv = ["value,lower_95,upper_95,base", "12,10,14,300", "13,11,15,400", "-1000,-1100,-900,500"].join("\n");
    const failuresOf = async (...rows: readonly string[]) => {
      const html = `<!DOCTYPE html><a href="${file}"></a><table>${rows.map((row) => `<tr>${row}</tr>`).join("")}</table>`;
      const ask: Ask = (path) =>
        Promise.resolve({ status: 200, headers: {}, body: path.startsWith("/results/") ? html : csv });
      const failed: string[] = [];
      const page = { address: `/results/${release}/compare`, links: [file], fields: [] };
      await pageByFiles(ask, page, (name, isSame) => void (isSame || failed.push(name)));
      return failed.length;
    };
    const cells = (...told: readonly string[]) => told.map((one) => `<td>${one}</td>`).join("");
    expect(await failuresOf(cells("12%", "10% to 14%", "300"), cells("13% (11% to 15%)"))).toBe(0);
    expect(await failuresOf(cells("−1,000 (−1,100 to −900)", "5"))).toBe(0);
    expect(await failuresOf(cells("13%", "10% to 14%", "300"))).toBe(1);
    expect(await failuresOf(cells("12%", "11% to 14%", "300"))).toBe(1);
    expect(await failuresOf(cells("12%", "10% to 14%", "400"))).toBe(1);
    expect(await failuresOf(cells("13% (10% to 15%)"), cells("+1,000 (−1,100 to −900)"))).toBe(2);
  });

  it("A12: a route that echoes, a page that does, and a parameter that is read as it stands are found", async () => {
    const steady = appOf(() => "12");
    const { pages, addresses } = await publicAddresses(steady, release, 1);
    const of = { routes: await apiRoutes(steady), pages, addresses, isTried: (at: number) => at < 6 };
    const echoing: Ask = (path) => Promise.resolve({ status: 422, headers: {}, body: decodeURIComponent(path) });
    expect((await hostileEverywhere(echoing, release, of)).success).toBeGreaterThan(0.6);
    // Every word is seen when it comes back, but the empty one and the star.
    const { failed } = await hostileNames({ ask: echoing, release });
    const echoed = (word: string) => failed.some((name) => name.includes(`tables/${word}.json`));
    for (const word of ["__proto__", "toString", "-90817263", "NaN", "aREA", "arEA%20", "zqxw7*"])
      expect(echoed(encodeURIComponent(decodeURIComponent(word))), word).toBe(true);
    expect(echoed("*")).toBe(false);
    const reading: Ask = (path) => Promise.resolve({ status: 200, headers: {}, body: String(drawFor(path)) });
    expect((await hostileEverywhere(reading, release, of)).success).toBeGreaterThan(0.5);
    const refusing: Ask = (path) =>
      Promise.resolve({
        status: 404,
        headers: {},
        body: `<a href="${path}${path.includes("?") ? "&amp;" : "?"}lang=cy">Cymraeg</a>`,
      });
    expect((await hostileEverywhere(refusing, release, of)).success).toBe(0);
  });

  it("A11: a time that goes with how many there are is seen, and a length of a trend's", async () => {
    const counts = new Map<string, number>();
    const truthFor = (key: string) => {
      counts.set(key, counts.get(key) ?? Math.abs(drawFor(key)));
      return counts.get(key) ?? 0;
    };
    const keyIn = (path: string, names: readonly string[]) => {
      const of = new URL(path, "http://localhost").searchParams;
      return names.map((name) => of.get(name)).join("|");
    };
    const hidden = (path: string) => (path.includes(".csv?") ? "[c],[c],[c],[c]" : `"value":[null,null,null,null]`);
    const slow: Ask = async (path) => {
      const n = truthFor(keyIn(path, ["measure", "area", "stage", "offence"]));
      await new Promise((resolve) => setTimeout(resolve, 3 * n));
      return { status: 200, headers: {}, body: hidden(path) };
    };
    const timed = await sideChannels({ ask: slow, release }, truthFor, 400);
    expect(timed.find(({ name }) => name === "response time")?.r).toBeGreaterThan(0.5);
    expect(timed.find(({ name }) => name === "Content-Length")?.r).toBe(0);
    const long: Ask = (path) => {
      const n = truthFor(keyIn(path, ["measure", "area", "stage"]));
      const body = path.startsWith("/results/") ? "<tbody><tr>[c]</tr>" : hidden(path);
      return Promise.resolve({ status: 200, headers: {}, body: body + " ".repeat(n) });
    };
    const sized = await sideChannels({ ask: long, release }, truthFor, 400, trendDoor(inFull.breadth));
    expect(sized.find(({ name }) => name === "Content-Length")?.r).toBeGreaterThan(0.9);
    // The same figure looked at twice is one figure.
    const few = await sideChannels({ ask: long, release }, truthFor, 4000, trendDoor(inShort.breadth));
    expect(few[0]?.addresses).toBeLessThan(300);
    expect(few.find(({ name }) => name === "ETag")?.error).toBeGreaterThan(0.06);
    expect(few.find(({ name }) => name === "response time")?.error).toBeLessThan(0.02);
  }, 60_000);
});
