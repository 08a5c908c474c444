import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { staffRoles } from "../../../src/domain/permission.ts";
import { attackFigures, privacyFacts as facts, privacyLedger } from "../../../src/domain/privacy-facts.ts";
import { datedKinds } from "../../../src/platform/keys.ts";
import { keyRows, retentionRows } from "../../../src/ui/phrases-privacy-rows.ts";
import { privacyStatement } from "../../../src/ui/phrases-privacy.ts";

// What the documents and pages promise of privacy, against the figures that the engine itself works by.

const root = join(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** Rows of Markdown tables whose first cell is a name in backquotes: name to the other cells, joined. */
const rowsOf = (text: string) =>
  new Map([...text.matchAll(/^\| `([^`]+)` \|(.*)\|$/gm)].map(([, name = "", rest = ""]) => [name, rest]));

const SPOKEN: Readonly<Record<number, string>> = {
  2: "two",
  3: "third",
  7: "seven",
  8: "eight",
  10: "ten",
  20: "twenty",
};

/** A number as prose writes it. */
const spoken = (n: number) => SPOKEN[n] ?? String(n);

/** What must stand in the row of a table, wherever its life is told. */
const lives: Readonly<Record<string, readonly string[]>> = {
  victim: [`${facts.contactDays} days`, "silent for a year"],
  invitation: [`${facts.contactDays} days`],
  conversation: [`${facts.conversationHours} hours`, `${spoken(facts.conversationNights)} night`],
  contact_wish: [`${facts.wishDays} days`],
  code_attempt: ["an hour"],
  text_seen: [`${spoken(facts.seenTextDays)} days`],
  file_intake: [`${facts.intakeDays} days`],
  audit: [`${facts.auditDays} days`],
  shut_day: ["a fortnight"],
  response: [`${facts.recordDays} days after its release`],
  profile_count: [`${facts.recordDays} days after its release`],
  closure_answer: [`${facts.recordDays} days after its release`],
  comment: [`${facts.commentDays} days`, `${facts.recordDays} days after its release`],
  journey_answer: [`${spoken(facts.cohortYears)} years`],
};

/** The same in prose: where, and which sentences. */
const told: Readonly<Record<string, readonly string[]>> = {
  "docs/threat-model.md": [
    `right ${facts.rightByPair} times in 100`,
    `${facts.rightKnowingOthers} from all ${facts.setsOfItem} sets`,
    `${facts.rightOnSatisfaction} on satisfaction`,
    `${facts.rightOnCore} on any other question of the core`,
    `right ${facts.rightOnCharacteristic} times in 100 about which of two`,
    `a standard deviation of ${facts.noiseDeviation} persons`,
    `never released ends ${facts.quarterKeyDays} days after it began`,
    `${facts.waveKeyDays} days after its week began`,
    `thirty days that D1 keeps it`,
    `mixing of at least ${spoken(facts.mixAtLeast)}`,
    `after ${spoken(facts.waitAtMostDays)} days`,
    `at least ${spoken(facts.k)} invitations`,
    `base ${facts.basePercentage} and above`,
    `no weight is more than ${facts.weightCap} times the mean`,
    `more than ${facts.padTo.toLocaleString("en")} bytes`,
    `after ${facts.wishDays} days`,
    `at most ${spoken(facts.dayKeyDays)} days`,
    `${facts.commentDays} days after their quarter began`,
    `${facts.recordDays} days after their release`,
    `within ${facts.routeDays} days`,
  ],
  "docs/data-model.md": [
    `at least ${spoken(facts.mixAtLeast)} that leave records wait (or after ${spoken(facts.waitAtMostDays)} days)`,
    `${facts.commentDays} days after the quarter began`,
  ],
  "docs/templates/dpia.md": [
    `right ${facts.rightByPair} times in 100`,
    `right ${facts.rightKnowingOthers} times in 100, ${facts.rightOnSatisfaction} on`,
    `${facts.rightOnCharacteristic} on which of two`,
    `a standard deviation of ${facts.noiseDeviation} persons`,
    `at most ${facts.quarterKeyDays} days after the quarter began`,
    `until ${facts.waveKeyDays} days after`,
    `at least ${facts.k} invitations`,
    `mixing of ${facts.mixAtLeast}`,
    `least base ${facts.basePercentage}`,
    `a variance of ${facts.noiseVariance} in every count, ${facts.tables} tables`,
    `destroyed after ${facts.contactDays} days`,
    `within ${facts.routeDays} days`,
  ],
  "docs/templates/retention-schedule.md": [
    `its key at most ${facts.wishKeyDays}`,
    `${facts.waveKeyDays} days after its week began`,
    `at most ${spoken(facts.dayKeyDays)} days`,
    `else ${facts.quarterKeyDays} days after the quarter began`,
    `without a second, ${facts.loneStepDays} days`,
    `each minute of itself for ${facts.historyDays} days`,
  ],
  "docs/templates/record-of-processing.md": [`audit ${facts.auditDays} days`, `key at most ${facts.wishKeyDays}`],
  "docs/templates/appropriate-policy-document.md": [`shared by ${facts.k} invitations`],
};

describe("the figures of privacy", () => {
  it.each(["docs/data-model.md", "docs/templates/retention-schedule.md"])(
    "stand in %s as the engine has them",
    (file) => {
      const rows = rowsOf(read(file));
      const wrong = Object.entries(lives).flatMap(([table, words]) =>
        words.filter((word) => !(rows.get(table) ?? "").includes(word)).map((word) => `${table}: ${word}`),
      );
      expect(wrong).toEqual([]);
    },
  );

  it.each(Object.entries(told))("are told in %s as the engine has them", (file, sentences) => {
    const text = read(file).replaceAll(/\s+/g, " ");
    expect(sentences.filter((sentence) => !text.includes(sentence))).toEqual([]);
  });

  it("are few enough to keep the promises of the design", () => {
    expect(facts.k).toBeGreaterThanOrEqual(10);
    expect(facts.noiseVariance).toBeGreaterThanOrEqual(5);
    expect(facts.basePercentage).toBeGreaterThanOrEqual(50);
    expect(Object.values(privacyLedger).every((rho) => rho > 0)).toBe(true);
  });

  it("fill every place in what victims and officers read", () => {
    const words = [
      ...privacyStatement.sections.flatMap(({ paragraphs }) => paragraphs),
      ...retentionRows.flatMap(({ what, until }) => [what, until]),
      ...Object.values(keyRows).flatMap(({ seals, ends }) => [seals, ends]),
    ];
    const asked = words.flatMap(({ en, cy }) => [...`${en} ${cy}`.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name));
    expect(new Set(asked).size).toBeGreaterThan(15);
    expect(asked.filter((name) => !Object.hasOwn(facts, name))).toEqual([]);
  });
});

describe("the threat model", () => {
  it("names every attack that goes beyond its threshold, and calls no other failed", () => {
    const text = read("docs/threat-model.md");
    const failed = [...new Set(attackFigures.filter(({ isPassed }) => !isPassed).map(({ id }) => id))];
    expect(failed.filter((id) => !text.includes(id))).toEqual([]);
    const called = [...text.matchAll(/\(([^()]+): failed\b/g)].flatMap(([, ids = ""]) => ids.split(", "));
    expect(called.filter((id) => attackFigures.some((row) => row.id === id) && !failed.includes(id))).toEqual([]);
  });
});

describe("the retention schedule", () => {
  it("has a row for every table that the data model has, and no other", () => {
    const scheduled = rowsOf(read("docs/templates/retention-schedule.md"));
    expect([...scheduled.keys()].toSorted()).toEqual([...rowsOf(read("docs/data-model.md")).keys()].toSorted());
    const unended = [...scheduled].filter(([, cells]) => cells.split("|").some((cell) => cell.trim() === ""));
    expect(unended).toEqual([]);
  });
});

describe("the record of processing", () => {
  it("names every recipient: each role of staff and each kind of gateway", () => {
    const gateways = [...read("src/channels/configure.ts").matchAll(/^\s+kind: v\.literal\("(\w+)"\)/gm)].map(
      ([, kind = ""]) => kind,
    );
    expect(gateways.length).toBeGreaterThanOrEqual(3);
    const named = rowsOf(read("docs/templates/record-of-processing.md"));
    expect([...named.keys()].toSorted()).toEqual([...gateways, ...staffRoles].toSorted());
  });
});

describe("the templates", () => {
  it.each(readdirSync(join(root, "docs/templates")))("%s says what its controller must fill in", (name) => {
    expect(read(`docs/templates/${name}`).match(/\*\*\[[^\]]+\]/g)?.length ?? 0).toBeGreaterThan(3);
  });
});

describe("the page for data-protection officers", () => {
  it("tells of every kind of key that ends", () => {
    expect(Object.keys(keyRows).toSorted()).toEqual(datedKinds.toSorted());
  });

  it("tells what attacks achieve as docs/attacks.md does", () => {
    const page = read("docs/attacks.md");
    const lines = page.split("\n");
    for (const { id, size, attack, success, chance, threshold, isPassed, isTold, isTried } of attackFigures) {
      const begins = `| ${[id, size, attack.replaceAll("|", "\\|")].join(" | ")} |`;
      const passed = isTold ? "told" : "yes";
      const outcome = isPassed ? passed : "**no**";
      const ends = `| ${[success, chance, threshold, isTried ? outcome : "not tried"].join(" | ")} |`;
      expect(
        lines.some((line) => line.startsWith(begins) && line.endsWith(ends)),
        begins + ends,
      ).toBe(true);
    }
    expect(page.match(/^\| [A-Z]\d[^|]*\|/gm)).toHaveLength(attackFigures.length);
  });
});
