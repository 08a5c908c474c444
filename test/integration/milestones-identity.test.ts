import { env } from "cloudflare:workers";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SealedReference } from "../../src/domain/ledger.ts";
import { methodology } from "../../src/domain/methodology.ts";
import type { Identifier } from "../../src/domain/milestone.ts";
import { openReferences } from "../../src/flow/references.ts";
import { openReference, referencesOfClosures } from "../../src/store/vault/case-references.ts";
import { receiveMilestones, repeatRaces } from "../../src/flow/receive-milestones.ts";
import type { LocalDate } from "../../src/kernel/time.ts";
import { casesByIdentifier } from "../../src/store/vault/cases.ts";
import type { VaultDb } from "../../src/store/vault/database.ts";
import { knownEvents, parkedFor } from "../../src/store/vault/milestones.ts";
import { dump, openCapabilities } from "../support/capabilities.ts";
import {
  court,
  courts,
  crime,
  emptyVault,
  force,
  noms,
  otherForce,
  probation,
  takesBack,
  tell,
  type Told,
  urn,
  victim,
} from "../support/told.ts";

// Of two stages that rest on each other one goes: here it is looked at what makes them eligible.
Object.assign(methodology.rest, { withinCaseDays: 0, acrossCasesDays: 0 });

const engine = openCapabilities("2026-03-20T09:30:00.000Z");

const receive = async (...told: readonly Told[]) => {
  const statuses: string[] = [];
  for (const { by, milestone } of told) {
    const [answer] = await receiveMilestones(engine, by, [milestone]);
    statuses.push(answer?.status ?? "none");
  }
  return statuses;
};

const rows = async (query: string, ...values: unknown[]) =>
  (
    await env.VAULT.prepare(query)
      .bind(...values)
      .all<Record<string, string | number | null>>()
  ).results;

/** The facts of the cases that somebody is a victim in, in the order of their crime references. */
async function facts(): Promise<unknown[]> {
  const references = await openReferences(engine);
  const ordered = await Promise.all(
    Array.from({ length: 9 }, (_, n) => crime(n)).flatMap((each) =>
      ["45", "46"].map((forceCode) => references.identifier(each, forceCode)),
    ),
  );
  const found = await rows(
    `select c.facts, min(o.key) as first from json_each(?) o join case_identifier i on i.hash = o.value
     join case_file c on c.id = i.case_id where c.id in (select case_id from case_victim) group by c.id order by 2`,
    JSON.stringify(ordered),
  );
  return found.map((row): unknown => JSON.parse(String(row["facts"])));
}

const stages = async (where = "true") =>
  (
    await rows(`select stage, state, reason from invitation
      where case_id in (select case_id from case_victim) and ${where} order by stage, victim_id`)
  ).map(({ stage, state, reason }) => `${stage} ${state}${reason === null ? "" : `: ${reason}`}`);

const parkedKinds = async () =>
  (await rows("select kind from milestone where state = 'parked' order by kind")).map(({ kind }) => kind);

const report = (n: number, day = 0, contact: object = {}) =>
  tell(force, [`report ${n}`, "report.recorded"], [day, crime(n)], victim(n, day, contact));
const names = (n: number, ...more: Identifier[]) =>
  tell(force, [`names ${n} ${more.length}`, "case.identifiers"], [3, crime(n), urn(n), ...more]);
const released = tell(probation, ["released", "post.released"], [12, noms], {
  facts: { on: "2026-03-13" as LocalDate },
});

beforeAll(async () => {
  await engine.keys.create("epoch", ["2026-W12"]);
});

beforeEach(emptyVault);

describe("an offender in several cases", () => {
  const out = { releasedOn: "2026-03-13" };

  it("is released in each of them, also in one that is known to be theirs later, and nowhere when it is taken back", async () => {
    await receive(report(1), report(2), report(3), names(1, noms), names(2, noms));
    expect(await receive(released, released)).toEqual(["accepted", "duplicate"]);
    expect(await facts()).toEqual([out, out, {}]);
    await receive(names(3, noms));
    expect(await facts()).toEqual([out, out, out]);
    expect(await rows("select id from milestone where kind = 'post.released'")).toHaveLength(3);
    expect(await receive(takesBack(probation, "released"))).toEqual(["accepted"]);
    expect(await facts()).toEqual([{}, {}, {}]);
    expect(await rows("select id from milestone where kind = 'post.released' and state = 'recorded'")).toEqual([]);
  });

  it("is released in the cases of its area alone when a force tells it, and waits where it has none", async () => {
    const elsewhere = tell(otherForce, ["report 2", "report.recorded"], [0, crime(2)], victim(2, 0));
    const theirs = tell(otherForce, ["names", "case.identifiers"], [1, crime(2), noms]);
    await receive(report(1), names(1, noms), elsewhere, theirs);
    await receive(tell(force, ["out", "post.released"], [12, noms], { facts: { on: "2026-03-13" as LocalDate } }));
    expect(await facts()).toEqual([out, {}]);
    const third = tell(otherForce, ["third", "post.released"], [12, { type: "crn", value: "X1" }]);
    expect(await receive(third, names(1, noms, { type: "crn", value: "X1" }))).toEqual(["parked", "accepted"]);
    expect(await parkedKinds()).toEqual(["post.released"]);
  });

  it("closes, charges and makes no case by their number where it could be several", async () => {
    await receive(report(1), report(2), names(1, noms), names(2, noms));
    const closed = tell(force, ["closed", "case.closed"], [13, noms]);
    expect(await receive(closed)).toEqual(["parked"]);
    const choice = tell(force, ["choice", "post.contact-scheme-choice"], [13, noms], {
      ...victim(2, 13),
      facts: { contactSchemeOptedIn: true },
    });
    expect(await receive(choice)).toEqual(["accepted"]);
    expect(await facts()).toEqual([{}, { contactSchemeEligible: true, contactSchemeOptedIn: true }]);
    const stranger = tell(force, ["stranger", "post.contact-scheme-choice"], [13, { type: "crn", value: "X9" }], {
      ...victim(3, 13),
      facts: { contactSchemeOptedIn: true },
    });
    expect(await receive(stranger)).toEqual(["parked"]);
    expect(await rows("select id from case_file")).toHaveLength(2);
  });
});

describe("requests that race", () => {
  const at = async (...told: readonly Told[]) =>
    (await Promise.all(told.map(({ by, milestone }) => receiveMilestones(engine, by, [milestone]))))
      .flat()
      .map(({ status }) => status);

  it("call two cases alike at one moment, and make one of them", async () => {
    await receive(report(1), report(2));
    const calls = (n: number) => tell(force, [`call ${n}`, "case.identifiers"], [3, crime(n), urn(1)]);
    expect(await at(calls(1), calls(2))).toEqual(["accepted", "accepted"]);
    expect(await rows("select distinct case_id from case_identifier")).toHaveLength(1);
    expect(await rows("select distinct case_id from case_victim")).toHaveLength(1);
    await expect(
      env.VAULT.prepare("insert into case_identifier select hash, id, 0 from case_identifier, case_file").run(),
    ).rejects.toThrow(/UNIQUE/);
  });

  it("leave nothing waiting for a name that has just come", async () => {
    await receive(...Array.from({ length: 8 }, (_, n) => report(n)));
    const calls = Array.from({ length: 8 }, (_, n) => n).flatMap((n) => [
      tell(courts, [`held ${n}`, "court.trial-held"], [5, urn(n)]),
      names(n),
      tell(courts, [`no vacated ${n}`, "milestone.retracted"], [7, urn(n)], {
        retracts: { source: "test", eventId: `vacated ${n}` },
      }),
      tell(courts, [`vacated ${n}`, "court.trial-vacated"], [6, urn(n)]),
    ]);
    const answers = await Promise.allSettled(
      calls.map(({ by, milestone }) => receiveMilestones(engine, by, [milestone])),
    );
    const refused = answers.flatMap((answer) => (answer.status === "rejected" ? [String(answer.reason)] : []));
    expect(refused.every((why) => /busy/.test(why))).toBe(true);
    // Whoever was told to send it again does.
    for (const { by, milestone } of calls) await receiveMilestones(engine, by, [milestone]);
    expect(await parkedKinds()).toEqual([]);
    expect(await rows("select hash from parked_identifier")).toEqual([]);
    expect(new Set((await facts()).map((each) => JSON.stringify(each)))).toEqual(
      new Set(['{"trialHeld":"2026-03-06"}']),
    );
  });

  it("ask to be sent again, with nothing half done, when they lose three times", async () => {
    await receive(report(1));
    const before = await dump(env.VAULT);
    const { milestone } = tell(force, ["charged", "decision.charged"], [4, crime(1)]);
    let lost = 0;
    let isWrite = false;
    // Another request that always comes first.
    const racing: D1Database = Object.create(engine.vault.$client, {
      prepare: {
        value: (query: string) => {
          isWrite ||= /insert into/.test(query);
          return env.VAULT.prepare(query);
        },
      },
      batch: {
        value: async (statements: D1PreparedStatement[]) => {
          const others = isWrite ? [env.VAULT.prepare("select json('changed by another request')")] : [];
          if (isWrite) lost++;
          isWrite = false;
          return await env.VAULT.batch([...others, ...statements]);
        },
      },
    });
    const vault: VaultDb = Object.create(engine.vault, { $client: { value: racing } });
    const sending = receiveMilestones({ ...engine, vault }, force, [milestone]);
    await expect(sending).rejects.toMatchObject({ type: "busy", status: 503 });
    expect(lost).toBe(3);
    expect((await dump(env.VAULT)) === before).toBe(true);
    const broken = repeatRaces(engine, "x", () => Promise.reject(new Error("disk")));
    await expect(broken).rejects.toThrow("disk");
  });
});

describe("what waits", () => {
  it("is found by its identifiers, without looking at the others", async () => {
    const dialect = new SQLiteAsyncDialect();
    for (const reading of [
      parkedFor(engine.vault, ["a"], ["b"]),
      casesByIdentifier(engine.vault, ["a"], ["b"]),
      knownEvents(engine.vault, ["a"], ["b"]),
    ]) {
      const { sql, params } = dialect.sqlToQuery(reading.getSQL());
      const plan = (await rows(`explain query plan ${sql}`, ...params)).map(({ detail }) => String(detail));
      expect(plan.some((step) => /SEARCH .* USING/.test(step))).toBe(true);
      expect(
        plan.filter(
          (step) => /SCAN/.test(step) && !/VIRTUAL TABLE|SCAN reach|SCAN \(?subquery|CONSTANT ROW/i.test(step),
        ),
      ).toEqual([]);
    }
  });

  it("waits no more once it has been let in, or taken back, in whatever order that is told", async () => {
    const held = tell(courts, ["held", "court.trial-held"], [5, urn(1)]);
    expect(await receive(takesBack(courts, "held"), held)).toEqual(["parked", "accepted"]);
    expect(await rows("select hash from parked_identifier")).toEqual([]);
    await receive(report(1), names(1));
    expect(await facts()).toEqual([{}]);
    const sentenced = tell(courts, ["sentenced", "court.sentenced"], [6, court(1), urn(9)]);
    expect(await receive(sentenced)).toEqual(["parked"]);
    expect(await rows("select hash from parked_identifier")).toHaveLength(2);
    await receive(names(1, court(1)));
    expect(await rows("select hash from parked_identifier")).toEqual([]);
    expect(await parkedKinds()).toEqual([]);
  });

  it("tells what the case is called once it is let in, and brings in what waited for that", async () => {
    const held = tell(courts, ["held", "court.trial-held"], [5, urn(1)]);
    expect(await receive(held, names(1), report(1))).toEqual(["parked", "parked", "accepted"]);
    expect(await facts()).toEqual([{ trialHeld: "2026-03-06" }]);
  });

  it("is not called by a name that was told of a victim whose case was only guessed", async () => {
    const asserted = tell(force, ["asserted", "victim.contact-asserted"], [4, urn(2)], victim(1, 4));
    await receive(report(1), report(2));
    expect(await receive(asserted)).toEqual(["accepted"]);
    await receive(tell(force, ["it is 2's", "case.identifiers"], [5, crime(2), urn(2)]));
    expect(await rows("select distinct case_id from case_victim")).toHaveLength(2);
  });
});

describe("two cases that are one", () => {
  const merged = (into: number, gone: number) =>
    tell(force, [`merged ${into} ${gone}`, "case.merged"], [8, crime(into)], { merged: [crime(gone)] });

  it("are one file, with the victims, events, names and stages of both", async () => {
    await receive(report(1), report(2), names(2), tell(courts, ["held", "court.trial-held"], [5, urn(2)]));
    expect(await receive(merged(1, 2))).toEqual(["accepted"]);
    expect(await rows("select distinct case_id from case_victim")).toHaveLength(1);
    expect(await rows("select distinct case_id from milestone")).toHaveLength(1);
    expect(await facts()).toEqual([{ trialHeld: "2026-03-06" }]);
    expect(await stages()).toEqual(["report scheduled", "report scheduled", "trial scheduled", "trial scheduled"]);
    await receive(tell(courts, ["sentenced", "court.sentenced"], [9, urn(2)]));
    expect((await stages()).filter((stage) => stage.startsWith("post-conviction"))).toHaveLength(2);
  });

  it("are one before the second is reported, and let in what could not tell them apart", async () => {
    expect(await receive(report(1), merged(1, 2), report(2))).toEqual(["accepted", "accepted", "accepted"]);
    expect(await rows("select id from case_file")).toHaveLength(1);
    await emptyVault();
    const both = tell(courts, ["both", "court.trial-held"], [5, urn(1), urn(2)]);
    await receive(report(1), report(2), names(1), names(2));
    expect(await receive(both)).toEqual(["parked"]);
    await receive(merged(1, 2));
    expect(await parkedKinds()).toEqual([]);
    expect(await facts()).toEqual([{ trialHeld: "2026-03-06" }]);
  });

  it("ask nobody twice about one stage: what has gone stands, and what waits goes", async () => {
    const same = (n: number) => tell(force, [`report ${n}`, "report.recorded"], [0, crime(n)], victim(1, 0));
    await receive(same(1), same(2), same(3));
    const files = (await rows("select id from case_file order by id")).map(({ id }) => id);
    const set = async (index: number, state: string) =>
      await env.VAULT.prepare("update invitation set state = ?, reason = null, link_hash = ? where case_id = ?")
        .bind(state, state === "sent" ? `link ${index}` : null, files[index] ?? "")
        .run();
    await set(0, "scheduled");
    await set(1, "scheduled");
    await set(2, "sent");
    // Into the second, and that into the first, in one batch: nothing is left behind on the way.
    await receiveMilestones(engine, force, [merged(2, 3).milestone, merged(1, 2).milestone]);
    expect(await stages()).toEqual(["report sent"]);
    expect(await rows("select id from invitation where state in ('scheduled', 'held')")).toEqual([]);
    await receive(tell(force, ["again", "report.recorded"], [1, crime(1)], victim(1, 0)));
    expect(await stages()).toEqual(["report sent"]);
  });

  it("ask an officer for no discussion that has been recorded", async () => {
    const closed = (n: number) => tell(force, [`closed ${n}`, "case.closed"], [7, crime(n)]);
    const same = (n: number) => tell(force, [`report ${n}`, "report.recorded"], [0, crime(n)], victim(1, 0));
    await receive(same(1), same(2), closed(1), closed(2));
    await env.VAULT.exec(
      "update closure_request set state = 'recorded' where id = (select max(id) from closure_request)",
    );
    await receive(merged(1, 2));
    expect(await rows("select state from closure_request where case_id in (select case_id from case_victim)")).toEqual([
      { state: "recorded" },
    ]);
    expect(await rows("select id from closure_request where state = 'open'")).toEqual([]);
  });

  it("keep what the force calls them, and count once what was told of their offender in both", async () => {
    await receive(report(1), report(2), names(1, noms), names(2, noms), released, merged(1, 2));
    const sealed = await env.VAULT.prepare(
      `select cv.case_id as caseId, cv.victim_id as victimId, cv.reference, cv.reference_epoch as epoch
       from invitation i join case_victim cv on cv.case_id = i.case_id and cv.victim_id = i.victim_id`,
    ).all<SealedReference & { victimId: string }>();
    const said = await Promise.all(sealed.results.map((row) => openReference(engine, row.victimId, row)));
    expect(said.map((each) => `${each?.case} ${each?.victim}`).toSorted()).toEqual(["45/1/26 V-1", "45/2/26 V-2"]);
    expect(await rows("select id from milestone where kind = 'post.released' and state = 'recorded'")).toHaveLength(1);
    expect(await rows("select hash from case_identifier where of_person = 1")).toHaveLength(1);
    await receive(takesBack(probation, "released"));
    expect(await facts()).toEqual([{}]);
  });
});

describe("a case that is called otherwise", () => {
  it("takes a new name, and what waits for it", async () => {
    const held = tell(courts, ["held", "court.trial-held"], [5, urn(7)]);
    await receive(report(1), names(1), held);
    expect(await receive(tell(force, ["rekeyed", "case.identifiers"], [6, urn(1), urn(7)]))).toEqual(["accepted"]);
    expect(await facts()).toEqual([{ trialHeld: "2026-03-06" }]);
  });

  it("loses a name that was never its own, and with it what had come by that alone", async () => {
    const mistaken = tell(force, ["mistaken", "case.identifiers"], [3, crime(1), urn(2), noms]);
    const charged = tell(courts, ["charged", "decision.charged"], [4, urn(2)]);
    await receive(report(1), report(2), mistaken, charged, released);
    expect(await facts()).toEqual([{ charged: true, releasedOn: "2026-03-13" }, {}]);
    expect(await stages("stage = 'charge'")).toEqual(["charge scheduled"]);
    expect(await receive(takesBack(force, "mistaken"))).toEqual(["accepted"]);
    expect(await facts()).toEqual([{}, {}]);
    expect(await parkedKinds()).toEqual(["decision.charged", "post.released"]);
    expect(await stages("stage = 'charge'")).toEqual(["charge cancelled: milestone-retracted"]);
    // Corrected: the name is the other's.
    await receive(names(2, noms));
    expect(await facts()).toEqual([{}, { charged: true, releasedOn: "2026-03-13" }]);
    expect(await stages("stage = 'charge' and state = 'scheduled'")).toHaveLength(1);
    expect(await parkedKinds()).toEqual([]);
  });

  it("keeps a name that another event gave it too", async () => {
    await receive(report(1), names(1), tell(force, ["twice", "case.identifiers"], [4, crime(1), urn(1)]));
    await receive(takesBack(force, "twice"), tell(courts, ["held", "court.trial-held"], [5, urn(1)]));
    expect(await facts()).toEqual([{ trialHeld: "2026-03-06" }]);
  });
});

describe("a name of another force's case", () => {
  it("is left out and told, and keeps nobody's own report out", async () => {
    const theirs: Identifier = { type: "urn", value: "46KK0000126" };
    const answersTo = async ({ by, milestone }: Told) => await receiveMilestones(engine, by, [milestone]);
    const first = tell(force, ["first", "report.recorded"], [0, crime(1), theirs, court(1)], victim(1, 0));
    const next = tell(otherForce, ["next", "report.recorded"], [0, crime(2), theirs, court(1)], victim(2, 0));
    for (const each of [first, next]) {
      const [answer] = await answersTo(each);
      expect([answer?.status, answer?.problem?.errors?.map(({ path }) => path)]).toEqual([
        "accepted",
        ["data.case.identifiers"],
      ]);
    }
    await receive(tell(courts, ["charged", "decision.charged"], [4, theirs]));
    await receive(tell(courts, ["held", "court.trial-held"], [5, court(1)]));
    expect(await facts()).toEqual([{ trialHeld: "2026-03-06" }, { charged: true }]);
    expect(await receive(tell(otherForce, ["closed", "case.closed"], [6, court(1)]))).toEqual(["rejected"]);
  });
});

describe("what a court tells anew", () => {
  it("counts as it was told last, also of another day and request", async () => {
    const outcome = (id: string, day: number, convicted: boolean) =>
      tell(courts, [id, "court.outcome"], [day, urn(1)], { facts: { convicted }, matter: "hearing" });
    await receive(report(1), names(1), outcome("a", 5, false), outcome("c", 7, false), outcome("b", 6, true));
    expect(await facts()).toEqual([{}]);
    await receive(outcome("d", 8, true));
    expect(await facts()).toEqual([{ convicted: true }]);
    await receive(takesBack(courts, "d"));
    expect(await facts()).toEqual([{}]);
  });
});

describe("what a force calls a case", () => {
  it("is sealed with the link, opened for closure requests, and rather the crime reference", async () => {
    const byUrn = tell(force, ["by urn", "report.recorded"], [0, noms, urn(1), crime(1)], victim(1, 0));
    await receive(byUrn, tell(force, ["closed", "case.closed"], [7, crime(1)]));
    const [request] = await rows("select id from closure_request");
    const id = String(request?.["id"]);
    expect(await referencesOfClosures(engine, [id, "unknown"])).toEqual(
      new Map([[id, { case: "45/1/26", victim: "V-1" }]]),
    );
    const [row] = await rows("select reference, reference_epoch as epoch from case_victim");
    expect(row?.["epoch"]).toBe("2026-W12");
    expect((await dump(env.VAULT)).includes("45/1/26")).toBe(false);
    // Moved to another victim's row it does not open.
    await receive(report(2), tell(force, ["closed 2", "case.closed"], [7, crime(2)]));
    await env.VAULT.exec(
      `update case_victim set reference = (select reference from case_victim order by victim_id limit 1)`,
    );
    expect(
      (
        await referencesOfClosures(
          engine,
          (await rows("select id from closure_request")).map((each) => String(each["id"])),
        )
      ).size,
    ).toBe(1);
    // Destroyed, it comes back with the next event that names both.
    await env.VAULT.exec("update case_victim set reference = null, reference_epoch = null");
    await receive(tell(force, ["again", "victim.contact-asserted"], [8, crime(1)], victim(1, 8)));
    expect((await referencesOfClosures(engine, [id])).size).toBe(1);
  });
});
