import { describe, expect, it } from "vitest";
import niche from "../../../docs/examples/niche-weekly.json" with { type: "json" };
import { readBy } from "../../../src/domain/feeds/reading.ts";
import { fileFields, type FileMapping, fileMappingSchema } from "../../../src/domain/file-mapping.ts";
import { faultsOfMapping, type OpenMapping, openMapping, readRow } from "../../../src/domain/file-row.ts";
import { classOf } from "../../../src/domain/file-values.ts";
import { milestoneSchema } from "../../../src/domain/feeds/police-milestone.ts";

const mappingOf = (given: unknown): FileMapping => {
  const reading = readBy(fileMappingSchema, given);
  return reading.ok ? reading.read : expect.fail(JSON.stringify(reading.faults));
};

const mapping = mappingOf(niche);

const usual: Readonly<Record<string, string>> = {
  "Occurrence No": "45/1234/26",
  "URN": "",
  "Update Type": "Crime Recorded",
  "Update Date": "04/07/2026",
  "Update Time": "09:12:31",
  "HO Group": "BURG-R",
  "DA Marker": "N",
  "Stalking Marker": "",
  "Victim Nominal": "N-778",
  "Victim Mobile": "07700 900461",
  "Victim Email": "",
  "Safe To Contact": "SAFE",
  "Contact By": "TEXT",
  "Safe Checked On": "04/07/2026 09:30",
  "Victim DOB": "05/07/2008",
  "Victim Sex": "F",
  "Enhanced": "Y",
  "OIC": "PC1234",
  "OIC Unit": "45XY",
  "Narrative": "not read",
};

const open = (head: readonly string[] = Object.keys(usual), by = mapping): OpenMapping => {
  const opened = openMapping(by, { fields: head, isMalformed: false });
  return "fields" in opened ? opened : expect.fail(JSON.stringify(opened));
};

const read = (changes: Readonly<Record<string, string>> = {}, by = mapping) => {
  const row = { ...usual, ...changes };
  return readRow(open(Object.keys(usual), by), { fields: Object.values(row), isMalformed: false });
};

const milestoneOf = (changes: Readonly<Record<string, string>> = {}) => {
  const reading = read(changes);
  return reading.state === "read" ? reading.milestone : expect.fail(JSON.stringify(reading));
};

const faultsOf = (changes: Readonly<Record<string, string>>) => {
  const reading = read(changes);
  if (reading.state !== "wrong") return [];
  return reading.faults.map(({ column, valueClass }) => [column, valueClass] as const);
};

describe("a row of an export like Niche's, by the example mapping", () => {
  it("is the milestone that an event with the same words would be", () => {
    expect(milestoneOf()).toMatchObject({
      source: "niche-rms",
      kind: "report.recorded",
      // British Summer Time: an hour before what the clock in London shows.
      occurredAt: "2026-07-04T08:12:31.000Z",
      forceCode: "45",
      identifiers: [{ type: "crimeReference", value: "45/1234/26" }],
      offence: "burglary",
      flags: [],
      officer: { ref: "PC1234", unit: "45XY" },
      victim: {
        ref: "N-778",
        // 18 on the day after.
        profile: { age: "16-17", sex: "female", flags: ["enhanced-rights"] },
        contact: {
          mobile: "+447700900461",
          safety: "safe-sms",
          assertedAt: "2026-07-04T08:30:00.000Z",
          assertedBy: "officer",
        },
      },
    });
  });

  it("happens at the end of a day of which no time is told, and in winter by Greenwich", () => {
    expect(milestoneOf({ "Update Date": "4/1/2026", "Update Time": "" }).occurredAt).toBe("2026-01-04T23:59:00.000Z");
    expect(milestoneOf({ "Update Date": "04/01/2026", "Update Time": "7:05" }).occurredAt).toBe(
      "2026-01-04T07:05:00.000Z",
    );
  });

  it("has no victim where it names none, though constants would speak of one", () => {
    const victim = Object.keys(usual).filter((name) => /^(Victim|Safe|Contact|Enhanced)/.test(name));
    const without = Object.fromEntries(victim.map((name) => [name, ""]));
    expect(milestoneOf({ ...without, "Update Type": "CHARGED" })).toMatchObject({
      kind: "decision.charged",
      victim: null,
    });
  });

  it("is passed over where its kind means nothing to us, and blank where another code means nothing", () => {
    expect(read({ "Update Type": "Property added", "Update Date": "no date" }).state).toBe("ignored");
    expect(milestoneOf({ "HO Group": "unclass" }).offence).toBeNull();
  });

  it("is refused whole, with every fault by its column and sort of value, and never the value", () => {
    const wrong = {
      "Update Type": "TELEPORTED",
      "Update Date": "31/02/2026",
      "HO Group": "Fraud by a named man",
      "DA Marker": "perhaps",
      "Occurrence No": "",
      "Victim Sex": "07700 900461",
      "Safe Checked On": "someone@mail.example",
      "Victim Nominal": "x".repeat(201),
      "OIC": "\u0000",
    };
    expect(new Map(faultsOf(wrong))).toEqual(
      new Map([
        ["Update Type", "code"],
        ["Update Date", "date"],
        ["HO Group", "text"],
        ["DA Marker", "code"],
        ["Occurrence No", "empty"],
        ["Victim Sex", "phone-like"],
        ["Safe Checked On", "email-like"],
        ["Victim Nominal", "too-long"],
        ["OIC", "not-text"],
      ]),
    );
    const told = JSON.stringify(read(wrong));
    for (const value of Object.values(wrong).filter((text) => text.length > 3)) expect(told).not.toContain(value);
  });

  it("is taken in without a number that is none, and says so", () => {
    const reading = read({ "Victim Mobile": "0770 see notes" });
    expect(reading).toMatchObject({
      state: "read",
      unusable: [{ column: "Victim Mobile", valueClass: "text" }],
    });
  });

  it("is refused where its columns are not those of the first row, or where they end is a guess", () => {
    const opened = open();
    const fields = Object.values(usual);
    const state = (row: { fields: readonly string[]; isMalformed: boolean }) => readRow(opened, row).state;
    expect(state({ fields: fields.slice(0, -1), isMalformed: false })).toBe("wrong");
    expect(state({ fields: [...fields, "x"], isMalformed: false })).toBe("wrong");
    expect(state({ fields: [...fields, "", " "], isMalformed: false })).toBe("read");
    expect(state({ fields, isMalformed: true })).toBe("wrong");
  });

  it("is the same row tomorrow, whatever else in it changed, and another when what it tells changed", () => {
    const identity = (changes: Readonly<Record<string, string>>, by = mapping) => {
      const reading = read(changes, by);
      return reading.state === "read" ? reading.identity : expect.fail("not read");
    };
    expect(identity({ OIC: "PC9", Narrative: "longer" })).toBe(identity({}));
    for (const changes of [{ "Update Type": "FILED" }, { "Update Time": "09:12:32" }, { "Victim Nominal": "N-779" }])
      expect(identity(changes)).not.toBe(identity({}));
    // A day may bring two exports of a row: what the second says of safety is never yesterday's.
    for (const changes of [
      { "Safe To Contact": "NOT SAFE" },
      { "Victim Mobile": "07700 900999" },
      { "Contact By": "IDVA" },
      { "DA Marker": "Y" },
    ])
      expect(identity(changes)).not.toBe(identity({}));
    const byNumber = { ...mapping, rowId: ["OIC Unit"] };
    expect(identity({ "Update Type": "FILED" }, byNumber)).toBe(identity({}, byNumber));
  });
});

describe("a file's first row", () => {
  const faults = (head: readonly string[], by = mapping) => {
    const opened = openMapping(by, { fields: head, isMalformed: false });
    return "fields" in opened ? [] : opened.map(({ column, fix }) => [column, fix.split(":")[0]]);
  };

  it("must have every column of the mapping once; others may be there, also twice", () => {
    const head = Object.keys(usual);
    expect(faults([...head, "Narrative", "Other"].map((name) => ` ${name} `))).toEqual([]);
    const without = head.filter((name) => name !== "OIC");
    expect(faults([...without, "URN"])).toEqual([
      ["URN", "The file's first row has this name more than once"],
      ["OIC", "The file's first row has no column of this name"],
    ]);
    expect(openMapping(mapping, undefined)).not.toHaveProperty("fields");
  });

  it("shows the encoding that a file has, where the mapping says another", () => {
    expect(faults(["O\u0000I\u0000C\u0000"])).toEqual([["", "The file is UTF-16"]]);
    expect(faults(["ï»¿OIC"])).toEqual([["", "The file is UTF-8"]]);
  });
});

describe("a mapping", () => {
  const minimal = {
    fields: {
      "milestone": { constant: "report.recorded" },
      "occurredAt": { column: "When" },
      "case.identifiers.urn": { column: "URN" },
    },
  };
  const formFaults = (fields: object, rest: object = {}) => {
    const reading = readBy(fileMappingSchema, { ...rest, fields: { ...minimal.fields, ...fields } });
    return (reading.ok ? faultsOfMapping(reading.read) : reading.faults).map(({ path }) => path);
  };

  it("fills in what it leaves out", () => {
    expect(mappingOf(minimal)).toMatchObject({ delimiter: "auto", encoding: "utf-8", dates: ["iso"], source: "file" });
    expect(faultsOfMapping(mapping)).toEqual([]);
  });

  it("is refused by path where its form is wrong, or where it gives what no event may hold", () => {
    expect(formFaults({ "case.forceCode": { constant: "45", column: "Force" } })).toEqual(["fields.case.forceCode"]);
    expect(formFaults({ "victim.name": { column: "Name" } })).toEqual(["fields"]);
    expect(formFaults({}, { delimiter: "x", encoding: "utf-7" })).toEqual(["delimiter", "encoding"]);
    expect(formFaults({ "case.forceCode": { constant: "99" } })).toEqual(["fields.case.forceCode.constant"]);
    expect(formFaults({ "victim.sex": { column: "Sex", values: { F: "woman", M: "male" } } })).toEqual([
      "fields.victim.sex.values",
    ]);
    expect(formFaults({ milestone: { column: "Type", values: { C: "crime.recorded" } } })).toEqual([
      "fields.milestone.values",
    ]);
    expect(formFaults({ "facts.attended": { column: "Came", values: { X: "perhaps" } } })).toEqual([
      "fields.facts.attended.values",
    ]);
    expect(formFaults({ "facts.rights": { column: "Rights", values: { "1": "VC01", "13": "VC13" } } })).toEqual([
      "fields.facts.rights.values",
    ]);
    expect(formFaults({ "facts.on": { column: "Day", timeColumn: "Time" } })).toEqual(["fields.facts.on.timeColumn"]);
    const { fields } = minimal;
    expect(readBy(fileMappingSchema, { fields: { milestone: fields.milestone } })).toMatchObject({ ok: false });
  });

  it("has no field that an event has not", () => {
    const entriesOf = (schema: object): Readonly<Record<string, object>> | null => {
      const found = Object.entries(schema).find(([key]) => key === "wrapped")?.[1];
      if (typeof found === "object" && found !== null) return entriesOf(found);
      const entries = Object.entries(schema).find(([key]) => key === "entries")?.[1];
      return typeof entries === "object" && entries !== null ? entries : null;
    };
    for (const field of Object.keys(fileFields)) {
      if (field === "victim.bornOn") continue;
      const path = field.replace(/^case\.(identifiers|merged)\.\w+$/, "case.$1").split(".");
      let at: object = milestoneSchema;
      for (const name of path) {
        const next: object | undefined = entriesOf(at)?.[name];
        expect([field, next !== undefined]).toEqual([field, true]);
        at = next ?? {};
      }
    }
  });
});

describe("the sort of a value", () => {
  it("is told, and nothing more", () => {
    const told = [
      "",
      "12",
      "1,5",
      "2026-03-04",
      "4/3/26",
      "07700 900461",
      "a@b.example",
      "BURG-R",
      "two words",
      "\ufffd",
    ];
    expect(told.map(classOf)).toEqual([
      "empty",
      "number",
      "number",
      "date",
      "date",
      "phone-like",
      "email-like",
      "code",
      "text",
      "not-text",
    ]);
  });
});
