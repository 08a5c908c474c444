import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { methodology } from "../../src/domain/methodology.ts";
import { receiveMilestones } from "../../src/flow/receive-milestones.ts";
import { openReferences } from "../../src/flow/references.ts";
import type { LocalDate } from "../../src/kernel/time.ts";
import { openCapabilities } from "../support/capabilities.ts";
import {
  court,
  courts,
  crime,
  emptyVault,
  force,
  noms,
  probation,
  takesBack,
  tell,
  type Told,
  urn,
  victim,
} from "../support/told.ts";

// Whatever order, batches and repetitions the events of a few cases arrive in, the vault ends up the same.

// Of two stages that rest on each other the one that was decided first goes: by design the order counts there.
Object.assign(methodology.rest, { withinCaseDays: 0, acrossCasesDays: 0 });

const engine = openCapabilities("2026-03-20T09:30:00.000Z");

/** The reports that make the cases, and what makes them one, or says what they are called. */
const reports: readonly Told[] = [
  tell(force, ["report 1", "report.recorded"], [0, crime(1)], { ...victim(1, 0) }),
  tell(force, ["report 2", "report.recorded"], [1, crime(2)], {
    ...victim(2, 1),
    flags: ["domestic-abuse"],
  }),
  tell(force, ["report 3", "report.recorded"], [2, crime(3)], { ...victim(1, 2), offence: "violence" }),
];

const others: readonly Told[] = [
  tell(force, ["names 1", "case.identifiers"], [3, crime(1), urn(1), noms]),
  tell(force, ["names 1 more", "case.identifiers"], [3, urn(1), court(1)]),
  tell(force, ["names 2", "case.identifiers"], [4, crime(2), urn(2), noms]),
  tell(force, ["1 and 3 are one", "case.merged"], [5, crime(1)], { merged: [crime(3)] }),
  tell(force, ["1 and 2 are one", "case.identifiers"], [5, crime(1), crime(2)]),
  tell(force, ["no further action 3", "report.no-further-action"], [6, crime(3)]),
  tell(courts, ["charged 1", "decision.charged"], [6, urn(1)], { flags: ["stalking"] }),
  tell(courts, ["listed 1", "court.hearing-listed"], [6, urn(1)], {
    facts: { on: "2026-03-18" as LocalDate },
  }),
  tell(courts, ["vacated 1", "court.trial-vacated"], [7, court(1)], {
    facts: { on: "2026-03-18" as LocalDate },
  }),
  tell(courts, ["listed again 1", "court.hearing-listed"], [8, urn(1)], {
    facts: { on: "2026-03-25" as LocalDate },
  }),
  tell(courts, ["held 1", "court.trial-held"], [9, court(1)]),
  tell(courts, ["outcome 2", "court.outcome"], [9, urn(2)], { facts: { convicted: true } }),
  tell(courts, ["sentenced 1", "court.sentenced"], [10, court(1), urn(1)]),
  tell(courts, ["unconcluded 1", "court.unconcluded"], [11, court(1)]),
  tell(probation, ["released", "post.released"], [12, noms], { facts: { on: "2026-03-13" as LocalDate } }),
  tell(force, ["closed 1", "case.closed"], [13, crime(1)]),
  tell(force, ["withdrew 2", "victim.withdrew"], [13, crime(2)], {
    victim: { ref: "V-2", profile: {}, contact: null },
  }),
  takesBack(force, "names 1 more"),
  takesBack(force, "closed 1"),
  takesBack(courts, "charged 1"),
  takesBack(courts, "sentenced 1"),
  takesBack(probation, "released"),
];

const rows = async (query: string) =>
  (await env.VAULT.prepare(query).all<Record<string, string | number | null>>()).results;

/** All that later decisions could depend on, with names in the place of ids and hashes. */
async function vaultSays() {
  const references = await openReferences(engine);
  const names = new Map<string, string>();
  for (const n of [1, 2, 3]) {
    names.set(await references.victim("45", `V-${n}`), `victim ${n}`);
    for (const each of [crime(n), urn(n), court(n)]) names.set(await references.identifier(each, "45"), each.value);
  }
  names.set(await references.identifier(noms, null), noms.value);
  const nameOf = (hash: unknown) => names.get(String(hash)) ?? "?";
  const called = new Map<unknown, string[]>();
  for (const { hash, case_id: id } of await rows("select hash, case_id from case_identifier"))
    called.set(id, [...(called.get(id) ?? []), nameOf(hash)].toSorted());
  const caseOf = (id: unknown) => called.get(id)?.join() ?? null;
  const people = await rows(
    "select id, ref_hash, safety, phone_index is not null as route, language, age, flags, status from victim",
  );
  const victimOf = new Map(people.map(({ id, ref_hash: hash }) => [id, nameOf(hash)]));
  const said = {
    cases: (await rows("select * from case_file where id in (select case_id from case_victim)")).map(
      ({ id, updated_at: _, ...file }) => ({ ...file, called: caseOf(id) }),
    ),
    links: (await rows("select case_id, victim_id from case_victim")).map((row) => [
      caseOf(row["case_id"]),
      victimOf.get(row["victim_id"] ?? null),
    ]),
    people: people.map(({ id: _, ref_hash: hash, ...person }) => ({ ...person, ref: nameOf(hash) })),
    invitations: (
      await rows(`select * from invitation
        where case_id in (select case_id from case_victim) and reason is not 'milestone-retracted'`)
    ).map((row) => ({ ...comparable(row), case: caseOf(row["case_id"]), ref: victimOf.get(row["victim_id"] ?? null) })),
    closures: (
      await rows(`select case_id, victim_id, state, due_on from closure_request
        where state <> 'cancelled' and case_id in (select case_id from case_victim)`)
    ).map(({ case_id: id, victim_id: whose, ...row }) => ({
      ...row,
      case: caseOf(id),
      ref: victimOf.get(whose ?? null),
    })),
    parked: (await rows("select kind, occurred_at, reason from milestone where state = 'parked'")).map(
      ({ reason: _, ...row }) => row,
    ),
  };
  return Object.fromEntries(
    Object.entries(said).map(([what, list]) => [what, list.map((each) => JSON.stringify(each)).toSorted()]),
  );
}

/** One that will never go is the same whether it was left out at once or cancelled. */
const comparable = ({ stage, state, reason, due_on: dueOn, expires_on: expiresOn }: Record<string, unknown>) =>
  state === "excluded" || state === "cancelled" ? { stage, never: reason } : { stage, state, reason, dueOn, expiresOn };

async function live(batches: readonly (readonly Told[])[]) {
  await emptyVault();
  for (const batch of batches) {
    for (const sender of [force, courts, probation]) {
      const theirs = batch.filter(({ by }) => by === sender).map(({ milestone }) => milestone);
      if (theirs.length > 0) await receiveMilestones(engine, sender, theirs);
    }
  }
  return await vaultSays();
}

beforeAll(async () => {
  await engine.keys.create("epoch", ["2026-W12"]);
});

/** Cut where the numbers say, and some told again. */
const batched = (all: readonly Told[]) =>
  fc
    .tuple(
      fc.shuffledSubarray([...all], { minLength: all.length }),
      fc.subarray([...all]),
      fc.infiniteStream(fc.nat({ max: 3 })),
    )
    .map(([order, again, sizes]) => {
      const batches: Told[][] = [];
      let rest = [...order, ...again];
      while (rest.length > 0) {
        const size = 1 + (sizes.next().value ?? 0);
        batches.push(rest.slice(0, size));
        rest = rest.slice(size);
      }
      return batches;
    });

const lives = fc
  .tuple(fc.subarray([...reports], { minLength: 1 }), fc.subarray([...others], { maxLength: 9 }))
  .chain(([made, told]) => fc.tuple(batched([...made, ...told]), batched([...made, ...told])));

const tellOf = (batches: readonly (readonly Told[])[]) =>
  batches.map((batch) => batch.map(({ milestone: { eventId } }) => eventId).join(" + ")).join(" | ");

it(
  "ends in the same vault whatever order, batches and repetitions its events came in",
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(lives, async ([one, other]) => {
        const first = await live(one);
        expect(await live(other), `${tellOf(one)}  AGAINST  ${tellOf(other)}`).toEqual(first);
      }),
      { numRuns: 60, endOnFailure: false },
    );
  },
);

it("decides all that came before for a victim who becomes known late", async () => {
  const named = new Map([...reports, ...others].map((one) => [one.milestone.eventId, one]));
  const batch = (...ids: readonly string[]) => ids.flatMap((id) => named.get(id) ?? []);
  const late = [
    batch("closed 1"),
    batch("1 and 3 are one", "no further action 3", "report 3"),
    batch("1 and 2 are one"),
    batch("withdrew 2"),
  ];
  const early = [
    batch("withdrew 2", "1 and 2 are one", "no further action 3", "report 3"),
    batch("closed 1", "1 and 3 are one"),
  ];
  const vault = await live(late);
  expect(vault["closures"]).toHaveLength(2);
  expect(await live(early)).toEqual(vault);
});

it("lets a case that began in a batch, and was absorbed in it, hand on an older one that it had absorbed", async () => {
  const named = new Map([...reports, ...others].map((one) => [one.milestone.eventId, one]));
  const batch = (...ids: readonly string[]) => ids.flatMap((id) => named.get(id) ?? []);
  const told = [
    batch("no sentenced 1", "closed 1", "names 2", "unconcluded 1"),
    batch("sentenced 1"),
    batch("held 1", "withdrew 2"),
    batch("report 3", "report 1", "1 and 2 are one", "1 and 3 are one"),
  ];
  // Which of two cases takes in the other hangs on their ids, and so on chance.
  for (let again = 0; again < 20; again++) expect((await live(told))["cases"]).toHaveLength(1);
});
