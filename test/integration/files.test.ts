import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { beforeEach, describe, expect, it } from "vitest";
import niche from "../../docs/examples/niche-weekly.json" with { type: "json" };
import { feeds } from "../../src/http/api/feeds.ts";
import { files } from "../../src/http/api/files.ts";
import { milestones } from "../../src/http/api/milestones.ts";
import { quality } from "../../src/http/api/quality.ts";
import { onApiError } from "../../src/http/problem-response.ts";
import { about, batched, engine, keys, OPERATOR, prepareVault, rows } from "../support/milestones.ts";

prepareVault();

beforeEach(async () => {
  const tables = ["file_fault", "file_intake", "file_mapping", "feed_tally"];
  await env.VAULT.batch(tables.map((table) => env.VAULT.prepare(`delete from ${table}`)));
});

const app = new Hono<{ Variables: { engine: typeof engine } }>()
  .use(async (c, next) => {
    c.set("engine", engine);
    await next();
  })
  .onError(onApiError)
  .route("/", files)
  .route("/", quality)
  .route("/", milestones)
  .route("/", feeds);

type Sent = { method?: string; body?: BodyInit; headers?: Record<string, string> };

const ask = async (by: string, path: string, { headers, ...sent }: Sent = {}) =>
  await app.request(path, { ...sent, headers: { authorization: `Bearer ${keys[by] ?? by}`, ...headers } });

const json = { "content-type": "application/json" };
const csv = { "content-type": "text/csv; charset=utf-8" };

const mapping = {
  fields: {
    "milestone": {
      column: "Kind",
      values: { R: "report.recorded", C: "decision.charged", O: "court.outcome" },
      ignore: ["-"],
    },
    "occurredAt": { column: "When" },
    "case.forceCode": { constant: "45" },
    "case.offenceGroup": { column: "Offence" },
    "case.identifiers.crimeReference": { column: "Crime" },
    "victim.victimRef": { column: "Victim" },
    "victim.contact.mobile": { column: "Mobile" },
    "victim.contact.safeToContact": { column: "Safe" },
    "victim.contact.safetyAssertedAt": { column: "When" },
    "victim.contact.safetyAssertedBy": { constant: "officer" },
  },
};

const HEAD = "Kind,When,Offence,Crime,Victim,Mobile,Safe,Note";
const row = (number: number, changes: { kind?: string; when?: string; offence?: string; mobile?: string } = {}) =>
  [
    changes.kind ?? "R",
    changes.when ?? "2026-03-03T09:00:00Z",
    changes.offence ?? "vehicle",
    `45/${number}/26`,
    `V-${number}`,
    changes.mobile ?? `07700 900${String(number % 1000).padStart(3, "0")}`,
    "yes",
    '"two\nlines, one row"',
  ].join(",");
const fileOf = (lines: readonly string[]) => `${[HEAD, ...lines].join("\r\n")}\r\n`;

const keep = async (by = "force-45", name = "weekly", body: object = mapping) =>
  await ask(by, `/file-mappings/${name}`, { method: "PUT", headers: json, body: JSON.stringify(body) });

type Intake = {
  id: string;
  state: string;
  rowsDone: number;
  accepted: number;
  duplicate: number;
  parked: number;
  rejected: number;
  ignored: number;
  faults: number;
};

async function begin(dryRun = false): Promise<string> {
  const response = await ask("force-45", `/files?mapping=weekly&dryRun=${dryRun}`, { method: "POST" });
  expect(response.status).toBe(201);
  const told = await response.json<Intake & { upload: string }>();
  expect([response.headers.get("location"), told.upload]).toEqual([
    `/v1/files/${told.id}`,
    `/v1/files/${told.id}/rows`,
  ]);
  return told.id;
}

const put = async (id: string, body: BodyInit, headers: Record<string, string> = csv) =>
  await ask("force-45", `/files/${id}/rows`, { method: "PUT", body, headers });

const countsOf = ({ state, rowsDone, accepted, duplicate, parked, rejected, ignored }: Intake) => ({
  state,
  rowsDone,
  counts: [accepted, duplicate, parked, rejected, ignored],
});
const through = async (response: Response) => {
  expect(response.status).toBe(200);
  return countsOf(await response.json<Intake>());
};
const standing = async (id: string) => countsOf(await (await ask("force-45", `/files/${id}`)).json<Intake>());

const count = async (table: string) => Number((await rows(`select count(*) as n from ${table}`))[0]?.n);

/** Sends a body in pieces, and does something, or fails, between two of them. */
const inPieces = (pieces: readonly (string | (() => Promise<void>))[]) => {
  const utf8 = new TextEncoder();
  const waiting = pieces.values();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = waiting.next();
      if (done) controller.close();
      else if (typeof value === "string") controller.enqueue(utf8.encode(value));
      else {
        await value();
        controller.enqueue(new Uint8Array());
      }
    },
  });
};

/** The longest text that D1 is given meanwhile, in bytes: it takes 2 MB. */
async function widestParameter(act: () => Promise<void>): Promise<number> {
  const prepare = env.VAULT.prepare.bind(env.VAULT);
  let widest = 0;
  env.VAULT.prepare = (query) => {
    const statement = prepare(query);
    const bind = statement.bind.bind(statement);
    statement.bind = (...values: unknown[]) => {
      for (const value of values)
        if (typeof value === "string") widest = Math.max(widest, new TextEncoder().encode(value).length);
      return bind(...values);
    };
    return statement;
  };
  try {
    await act();
  } finally {
    env.VAULT.prepare = prepare;
  }
  return widest;
}

describe("mappings", () => {
  it("are kept by sender and name, read back with their defaults, replaced and forgotten", async () => {
    expect((await keep()).status).toBe(200);
    expect((await keep("force-45", "niche", niche)).status).toBe(200);
    expect((await keep("wcu-45")).status).toBe(200);
    const [first, second] = (await (await ask("force-45", "/file-mappings")).json<{ mappings: object[] }>()).mappings;
    expect(first).toMatchObject({ name: "niche", mapping: niche });
    expect(second).toMatchObject({ name: "weekly", mapping: { delimiter: "auto", encoding: "utf-8", source: "file" } });
    expect((await ask("force-46", "/file-mappings/weekly")).status).toBe(404);
    expect((await ask("force-45", "/file-mappings/weekly", { method: "DELETE" })).status).toBe(204);
    expect((await ask("force-45", "/file-mappings/weekly", { method: "DELETE" })).status).toBe(404);
    expect((await ask("wcu-45", "/file-mappings/weekly")).status).toBe(200);
    expect((await ask("courts", "/file-mappings")).status).toBe(403);
  });

  it("are refused by path, without a word of what they held", async () => {
    const wrong = { ...mapping, fields: { ...mapping.fields, "victim.sex": { constant: "The Fox" } } };
    const response = await keep("force-45", "weekly", wrong);
    expect(response.status).toBe(400);
    const told = await response.text();
    expect(told).toContain("fields.victim.sex.constant");
    expect(told).not.toContain("The Fox");
    expect((await keep("force-45", "Not a name")).status).toBe(400);
  });
});

describe("a file", () => {
  beforeEach(async () => void (await keep()));

  it("is taken in row by row, with a reason for each that is not, and counted once when it comes again", async () => {
    const lines = [
      row(1),
      row(2, { kind: "X" }),
      row(1),
      row(3, { kind: "-", when: "never" }),
      row(4, { when: "yesterday", offence: "witchcraft" }),
      row(5, { mobile: "0" }),
      "R,2026-03-03",
      row(6, { kind: "O" }),
    ];
    const id = await begin();
    expect(await through(await put(id, fileOf(lines)))).toEqual({
      state: "finished",
      rowsDone: 8,
      counts: [3, 1, 0, 3, 1],
    });
    expect(await count("milestone")).toBe(3);
    expect(await count("victim")).toBe(3);

    const told = await (await ask("force-45", `/files/${id}/faults`)).json<{ faults: object[]; next: null }>();
    expect(told).toMatchObject({
      faults: [
        { row: 2, column: "Kind", valueClass: "code" },
        { row: 5, column: "When", valueClass: "code" },
        { row: 5, column: "Offence", valueClass: "code" },
        { row: 6, column: "Mobile", valueClass: "number" },
        { row: 7, column: "", valueClass: "row" },
      ],
      next: null,
    });
    expect(JSON.stringify(told)).not.toMatch(/yesterday|witchcraft/);
    const asCsv = await ask("force-45", `/files/${id}/faults.csv`);
    const csvLines = (await asCsv.text()).trim().split("\r\n");
    expect([csvLines.length, csvLines[0]]).toEqual([6, "row,column,valueClass,fix"]);

    engine.setTime("2026-03-05T09:30:00.000Z");
    const tomorrow = await begin();
    expect((await through(await put(tomorrow, fileOf([...lines, row(7)])))).counts).toEqual([1, 4, 0, 3, 1]);
    expect(await count("milestone")).toBe(4);
    const { files: listed } = await (await ask("force-45", "/files")).json<{ files: Intake[] }>();
    expect(listed.map((each) => each.id)).toEqual([tomorrow, id]);
    expect((await ask("force-46", `/files/${id}`)).status).toBe(404);
    expect((await ask("force-46", `/files/${id}/faults`)).status).toBe(404);
  });

  it("is judged in a dry run as it would be, and leaves no trace but its report", async () => {
    const lines = [row(1), row(2, { kind: "X" }), row(1)];
    const id = await begin(true);
    expect((await through(await put(id, fileOf(lines)))).counts).toEqual([1, 1, 0, 1, 0]);
    for (const table of ["milestone", "case_file", "victim", "invitation", "feed_tally"])
      expect([table, await count(table)]).toEqual([table, 0]);
    expect(await count("file_fault")).toBe(1);
    expect((await through(await put(await begin(), fileOf(lines)))).counts).toEqual([1, 1, 0, 1, 0]);
  });

  it("goes on where it was cut off, and counts to the row as if it never was", async () => {
    const lines = Array.from({ length: 2300 }, (_, index) => row(index % 2200, index % 100 === 7 ? { kind: "X" } : {}));
    const whole = fileOf(lines);
    const id = await begin();
    const cut = inPieces([
      whole.slice(0, whole.length / 2),
      async () => {
        throw new TypeError("the connection is gone");
      },
    ]);
    expect((await put(id, cut)).status).toBe(500);
    expect(await standing(id)).toEqual({ state: "open", rowsDone: 1000, counts: [990, 0, 0, 10, 0] });
    expect(await count("milestone")).toBe(990);

    const other = await put(id, whole.replace("45/500/26", "45/9500/26"));
    expect(other.status).toBe(409);
    expect((await put(id, fileOf(lines.slice(0, 1000)))).status).toBe(409);
    expect(await standing(id)).toMatchObject({ rowsDone: 1000 });

    // Every hundredth row is wrong, and the last hundred are the first again.
    const expected = { state: "finished", rowsDone: 2300, counts: [2178, 99, 0, 23, 0] };
    expect(await through(await put(id, whole))).toEqual(expected);
    expect(await through(await put(id, whole))).toEqual(expected);
    expect(await count("milestone")).toBe(2178);
    expect(await count("file_fault")).toBe(23);
    expect((await put(id, `${whole}${row(9999)}\r\n`)).status).toBe(409);
    const [tally] = await rows(
      "select sum(n) as n from feed_tally where counted in ('accepted', 'duplicate', 'rejected')",
    );
    expect(tally?.n).toBe(2300);
  });

  it("counts each row once when two send it at the same moment: one gets through, the other is told to wait", async () => {
    const whole = fileOf(Array.from({ length: 2500 }, (_, index) => row(index)));
    const id = await begin();
    const statuses = (await Promise.all([put(id, whole), put(id, whole)])).map(({ status }) => status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(await standing(id)).toEqual({ state: "finished", rowsDone: 2500, counts: [2500, 0, 0, 0, 0] });
    expect(await count("milestone")).toBe(2500);
  });

  it("that cannot be read on says why, keeps what was done, and goes on once it is mended", async () => {
    const id = await begin();
    for (const [body, where] of [
      ["", "Kind"],
      [fileOf([row(1)]).replace("Kind", "Sort"), "Kind"],
      [fileOf([row(1)]).replace("Note", "Mobile"), "Mobile"],
    ] as const) {
      const response = await put(id, body === "" ? inPieces([]) : body);
      expect(response.status).toBe(400);
      expect((await response.json<{ errors: { path: string }[] }>()).errors.map(({ path }) => path)).toContain(where);
      expect((await standing(id)).state).toBe("failed");
    }
    const lines = Array.from({ length: 1500 }, (_, index) => row(index));
    // What stands before it is taken in, however often, and wherever, the file breaks off.
    for (const until of [1200, 1350, 1350]) {
      const broken = await put(id, `${fileOf(lines.slice(0, until))}R,"${"x".repeat(300_000)}`);
      expect((await broken.json<{ errors: { path: string }[] }>()).errors).toMatchObject([
        { path: `row ${until + 1}` },
      ]);
      expect(await standing(id)).toMatchObject({ state: "failed", rowsDone: until, counts: [until, 0, 0, 0, 0] });
      const { faults } = await (await ask("force-45", `/files/${id}/faults`)).json<{ faults: object[] }>();
      expect(faults).toMatchObject([{ row: until + 1, valueClass: "too-long" }]);
    }
    expect((await put(id, fileOf([row(7777), ...lines.slice(1)]))).status).toBe(409);
    expect((await put(id, `${fileOf(lines.slice(0, 1100))}R,"${"x".repeat(300_000)}`)).status).toBe(409);
    expect(await through(await put(id, fileOf(lines)))).toEqual({
      state: "finished",
      rowsDone: 1500,
      counts: [1500, 0, 0, 0, 0],
    });
    expect(await count("file_fault")).toBe(0);

    // Mended by leaving out what could not be read, it ends there.
    const other = await begin();
    await put(other, `${fileOf([row(1), row(2)])}R,"${"x".repeat(300_000)}`);
    expect(await through(await put(other, fileOf([row(1), row(2)])))).toMatchObject({ state: "finished", rowsDone: 2 });
  });

  it("is taken in by fewer rows at a time where they are long, and goes on by the same cuts", async () => {
    await keep("force-45", "weekly", {
      ...mapping,
      fields: { ...mapping.fields, "case.redactions": { column: "Note" } },
    });
    const long = (number: number) =>
      row(number).replace(
        '"two\nlines, one row"',
        Array.from({ length: 40 }, (_, n) => `name ${number} ${n} ${"é".repeat(70)}`).join(";"),
      );
    const lines = Array.from({ length: 700 }, (_, index) => long(index));
    const whole = fileOf(lines);
    const id = await begin();
    const cut = inPieces([
      whole.slice(0, whole.length - 5000),
      async () => {
        throw new TypeError("the connection is gone");
      },
    ]);
    const widest = await widestParameter(async () => expect((await put(id, cut)).status).toBe(500));
    expect([widest > 500_000, widest < 2_000_000]).toEqual([true, true]);
    const { rowsDone } = await standing(id);
    expect([rowsDone > 0, rowsDone < 700, rowsDone % 100 > 0]).toEqual([true, true, true]);
    expect(await through(await put(id, whole))).toEqual({
      state: "finished",
      rowsDone: 700,
      counts: [700, 0, 0, 0, 0],
    });
  });

  it("counts every fault, and keeps five of a row", async () => {
    const all = Object.fromEntries(
      ["R", "N", "A", "S", "U", "V"].map((column, index) => [
        [
          "victim.enhancedRights",
          "victim.repeatVictim",
          "victim.policeEmployee",
          "victim.organisation",
          "case.flags.stalking",
          "case.flags.hateCrime",
        ][index] ?? "",
        { column },
      ]),
    );
    await keep("force-45", "weekly", { ...mapping, fields: { ...mapping.fields, ...all } });
    const id = await begin();
    expect((await put(id, `${HEAD},R,N,A,S,U,V\n${row(1)},?,?,?,?,?,?\n`)).status).toBe(200);
    expect((await (await ask("force-45", `/files/${id}`)).json<Intake>()).faults).toBe(6);
    expect(await count("file_fault")).toBe(5);
  });

  it("leaves in the audit log who changed a mapping and who sent it, and a 'no' of the same day counts", async () => {
    await env.VAULT.exec("delete from audit");
    await keep();
    const id = await begin();
    await put(id, fileOf([row(1)]));
    expect(await rows("select actor, action, object from audit order by seq")).toEqual([
      { actor: "sender:force-45", action: "change-mapping", object: "mapping:weekly" },
      { actor: "sender:force-45", action: "upload-file", object: `file:${id}` },
    ]);
    const later = await begin();
    expect((await through(await put(later, fileOf([row(1).replace(",yes,", ",no,")])))).counts).toEqual([
      1, 0, 0, 0, 0,
    ]);
    expect(await rows("select safety, contact from victim")).toEqual([{ safety: "no-contact", contact: null }]);
  });

  it("may be of Windows' encoding, with semicolons and no line end at its end", async () => {
    const windows = { ...mapping, encoding: "windows-1252", dates: ["dd/mm/yyyy"] };
    await keep("force-45", "weekly", {
      ...windows,
      fields: { ...mapping.fields, "officerInCase.ref": { column: "Né" } },
    });
    const text = "Kind;When;Offence;Crime;Victim;Mobile;Safe;N\u00e9\r\nR;03/03/2026;theft;45/1/26;V-1;;;PC1";
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    expect((await through(await put(await begin(), bytes))).counts).toEqual([1, 0, 0, 0, 0]);
    expect(await rows("select occurred_at from milestone")).toEqual([{ occurred_at: "2026-03-03T23:59:00.000Z" }]);
  });

  it("is refused without a key, signed, of another type, or under a name that nobody began", async () => {
    const id = await begin();
    expect((await put(id, "x", { ...csv, authorization: "Bearer tl_none" })).status).toBe(401);
    expect((await put(id, "x", { ...csv, "webhook-signature": "v1,x" })).status).toBe(401);
    expect((await put(id, "x", json)).status).toBe(415);
    expect((await put("none", "x")).status).toBe(404);
    expect((await ask("courts", "/files?mapping=weekly", { method: "POST" })).status).toBe(403);
    expect((await ask("force-45", "/files?mapping=none", { method: "POST" })).status).toBe(404);
    expect((await ask("force-45", "/files?mapping=weekly&dryRun=maybe", { method: "POST" })).status).toBe(400);
    expect((await ask("force-45", `/files/${id}/faults?after=x`)).status).toBe(400);
  });

  it("is forgotten with its faults after ninety days, when the sender begins another", async () => {
    const id = await begin();
    await put(id, fileOf([row(1, { kind: "X" })]));
    engine.setTime("2026-06-20T09:30:00.000Z");
    await begin();
    expect((await ask("force-45", `/files/${id}`)).status).toBe(404);
    expect(await count("file_fault")).toBe(0);
  });
});

describe("the report on a sender's data", () => {
  type Report = Awaited<ReturnType<typeof import("../../src/flow/report-quality.ts").reportQuality>>;
  const report = async (by: string, query = "") => {
    const response = await ask(by, `/quality${query}`);
    expect(response.status).toBe(200);
    return await response.json<Report>();
  };

  it("counts what came by events and by files alike: how much, how late, what was missing, refused or came twice", async () => {
    await keep();
    await put(
      await begin(),
      fileOf([row(1), row(1), row(2, { kind: "X" }), row(3, { kind: "-" }), row(4, { offence: "" })]),
    );
    const late = about(10, { data: { occurredAt: "2026-02-01T09:00:00Z" } });
    const unknown = about(11, { victim: { sex: "secret" } });
    const foreign = about(12, { case: { forceCode: "46" } });
    const body = JSON.stringify([late, about(10), unknown, foreign, 7]);
    await ask("force-45", "/milestones", { method: "POST", headers: batched, body });

    const told = await report("force-45");
    expect(told).toMatchObject({ sender: "force-45", from: "2025-12-11", to: "2026-03-04" });
    expect(told.records).toEqual({
      received: 9,
      accepted: { numerator: 3, denominator: 9 },
      duplicate: { numerator: 2, denominator: 9 },
      parked: { numerator: 0, denominator: 9 },
      rejected: { numerator: 4, denominator: 9 },
    });
    expect(told.rejections.map(({ reason, numerator }) => [reason, numerator])).toEqual([
      ["not-allowed", 1],
      ["unknown-code", 2],
      ["missing-field", 0],
      ["wrong-form", 1],
    ]);
    expect(told.unknownCodes.toSorted((a, b) => (a.field < b.field ? -1 : 1))).toEqual([
      { field: "milestone", records: 1 },
      { field: "victim.sex", records: 1 },
    ]);
    expect(told.missing).toContainEqual({ field: "case.offenceGroup", numerator: 1, denominator: 3 });
    expect(told.missing).toContainEqual({ field: "victim.ageBand", numerator: 2, denominator: 3 });
    expect(told.volumes).toEqual([{ week: "2026-W10", milestone: "report.recorded", records: 3 }]);
    expect(told.lateness).toEqual([
      {
        milestone: "report.recorded",
        medianHours: 24,
        ninetiethPercentileHours: 744,
        overSevenDays: { numerator: 1, denominator: 3 },
      },
    ]);
    expect(JSON.stringify(told)).not.toMatch(/secret|45\/|V-1/);
  });

  it("counts an offender's event once, however many their cases are, and however late they are known to be theirs", async () => {
    const noms = { type: "noms", value: "A1234BC" };
    const told = (id: string, milestone: string, occurredAt: string, identifiers: object[]) => ({
      ...about(1, { id, data: { milestone, occurredAt } }),
      data: { milestone, occurredAt, case: { forceCode: "45", identifiers } },
    });
    const crime = (number: number) => ({ type: "crimeReference", value: `45/${number}/26` });
    const events = [
      about(1),
      about(2),
      ...[1, 2].map((n) => told(`names ${n}`, "case.identifiers", "2026-03-04T09:00:00Z", [crime(n), noms])),
      told("out", "post.released", "2026-03-04T09:10:00Z", [noms]),
    ];
    await ask("force-45", "/milestones", { method: "POST", headers: batched, body: JSON.stringify(events) });
    expect(await count("milestone where kind = 'post.released'")).toBe(2);
    const of = <T extends { milestone: string }>(list: readonly T[]) =>
      list.filter(({ milestone }) => milestone === "post.released");
    const { volumes, lateness } = await report("force-45");
    expect(of(volumes)).toMatchObject([{ records: 1 }]);
    expect(of(lateness)).toMatchObject([{ overSevenDays: { numerator: 0, denominator: 1 } }]);
  });

  it("tells which cases lack what should have followed by now, whoever was to send it", async () => {
    await keep();
    const charged = ["2025-08-20", "2025-09-01", "2025-12-31"].map((day, index) =>
      row(index, { kind: "C", when: `${day}T09:00:00Z`, mobile: "" }),
    );
    const outcome = row(0, { kind: "O", when: "2026-01-20T09:00:00Z", mobile: "" });
    // A number of which nobody said whether it is safe is no route.
    await put(await begin(), fileOf([...charged, outcome, row(5), row(6).replace(",yes,", ",unknown,")]));
    const coverage = async (query = "") =>
      Object.fromEntries(
        (await report("force-45", query)).coverage.map(({ id, numerator, denominator }) => [
          id,
          [numerator, denominator],
        ]),
      );
    // Of three that were charged, the time of two was over in these weeks, and one of them came to court.
    expect(await coverage()).toMatchObject({ "charge-reaches-court": [1, 2], "conviction-is-sentenced": [0, 0] });
    engine.setTime("2026-03-20T09:30:00.000Z");
    expect(await coverage("?from=2026-03-05&to=2026-03-20")).toMatchObject({ "report-has-contact": [1, 2] });
  });

  it("is for the sender itself and the operator, and for a year at most", async () => {
    await ask("force-45", "/milestones", { method: "POST", headers: batched, body: JSON.stringify([about(1)]) });
    expect((await report(OPERATOR, "?sender=force-45")).records.received).toBe(1);
    expect((await report("force-45", "?sender=force-45&from=2026-03-04&to=2026-03-04")).records.received).toBe(1);
    expect((await report("force-45", "?from=2026-02-01&to=2026-03-03")).records.received).toBe(0);
    expect((await report("courts")).records.received).toBe(0);
    const status = async (by: string, query: string) => (await ask(by, `/quality${query}`)).status;
    expect(await status("force-46", "?sender=force-45")).toBe(403);
    expect(await status(OPERATOR, "")).toBe(400);
    expect(await status("nobody", "?sender=force-45")).toBe(401);
    expect(await status("force-45", "?from=2026-03-04&to=2026-03-03")).toBe(400);
    expect(await status("force-45", "?from=2025-03-03&to=2026-03-04")).toBe(400);
    expect(await status("force-45", "?from=soon")).toBe(400);
  });
});
