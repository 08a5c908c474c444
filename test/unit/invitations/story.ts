import fc from "fast-check";
import type { CaseFlag, VictimAge, VictimFlag } from "../../../src/domain/case.ts";
import type { Form, Offence, Sex } from "../../../src/domain/dimension.ts";
import type { MilestoneKind } from "../../../src/domain/milestone.ts";
import type { Instant } from "../../../src/kernel/time.ts";

// What may happen to three victims of two forces, as a list of steps. Ann and Bob are known to Surrey, Kate to Kent; Ann
// and Kate may be one person. `world.ts` lives a story by the engine's rules; `oracle.ts` judges it by the design's words.

export type Who = "ann" | "bob" | "kate";
export type File = "s1" | "s2" | "k1";

export const membersOf: { readonly [F in File]: readonly Who[] } = { s1: ["ann", "bob"], s2: ["ann"], k1: ["kate"] };

/** What somebody says of how a victim may be written to. */
export type Said = {
  readonly safe: "yes" | "no" | "unknown";
  readonly channel: "sms" | "email" | "post" | "phone" | "advocate" | null;
  readonly mobile: string | null;
  readonly email: string | null;
  readonly postal: string | null;
  readonly by: string | null;
  readonly hours: readonly [number, number] | null;
  readonly suspects: readonly string[] | null;
};

type Profile = {
  readonly age?: VictimAge;
  readonly adult?: true;
  readonly sex?: Sex;
  readonly flags?: readonly VictimFlag[];
  readonly consent?: "not-refused" | "refused";
};

/** What an event tells; days are counted from the moment of telling. */
export type Telling = {
  readonly file: File;
  readonly who: Who | null;
  readonly kind: MilestoneKind;
  readonly daysAgo: number;
  readonly offence?: Offence;
  readonly flags?: readonly CaseFlag[];
  readonly profile?: Profile;
  readonly said?: Said & { readonly judgedDaysAgo: number };
  readonly on?: number;
  readonly offenceYearsAgo?: number;
  readonly selfClosure?: true;
};

export type Step =
  | { readonly do: "wait"; readonly days: number; readonly minutes: number }
  /** To the day on which the next invitation is due, or later. */
  | { readonly do: "due"; readonly late: number; readonly minutes: number }
  | { readonly do: "holiday"; readonly minutes: number }
  | { readonly do: "send" }
  | ({ readonly do: "tell" } & Telling)
  | { readonly do: "retract"; readonly which: number }
  | { readonly do: "stop"; readonly who: Who; readonly why: "stop" | "not-safe" }
  | { readonly do: "merge" };

/** An event as it was told. */
export type Told = Omit<Telling, "said" | "on" | "offenceYearsAgo"> & {
  readonly index: number;
  readonly occurredAt: Instant;
  readonly said?: Said & { readonly judgedAt: Instant };
  readonly on?: string;
  readonly offenceOn?: string;
  /** Which event took it back, by its index. */
  retractedBy: number | null;
};

export type Message = {
  readonly who: Who;
  readonly file: File;
  readonly stage: Form;
  readonly route: "sms" | "email" | "letter";
  readonly at: Instant;
};

/** All that has happened, as somebody would tell it. */
export type Story = {
  readonly told: Told[];
  /** Of everybody who had the number of the one who stopped us. */
  readonly stops: { readonly who: Who; readonly why: "stop" | "not-safe"; readonly at: Instant }[];
  readonly messages: Message[];
  merged: boolean;
  now: Instant;
};

const PHONES = ["+447700900001", "+447700900002", "+447700900003"] as const;

const hour = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 9 * 60, max: 19 * 60 - 1 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 24 * 60 - 1 }) },
);

const place = fc.constantFrom<readonly [File, Who]>(["s1", "ann"], ["s1", "bob"], ["s2", "ann"], ["k1", "kate"]);
const phoneOf = { ann: PHONES[0], bob: PHONES[1], kate: PHONES[2] };

/** A route that opens the gate, as most are. */
const goodRoute = (who: Who, shared: boolean): Said => ({
  safe: "yes",
  channel: "sms",
  mobile: shared ? PHONES[0] : phoneOf[who],
  email: null,
  postal: null,
  by: "officer",
  hours: null,
  suspects: null,
});

/** What is wrong with a route, if anything: one thing, as a rule, so that each rule is needed for something. */
const wrong: readonly Partial<Said>[] = [
  { safe: "no" },
  { safe: "unknown" },
  { channel: null },
  { channel: "phone" },
  { channel: "advocate" },
  { channel: "email" },
  { channel: "email", email: "a@example.test" },
  { channel: "post", postal: "1 Long Lane" },
  { channel: "email", mobile: null, email: "a@example.test" },
  { mobile: null },
  { by: null },
  { hours: [20 * 60, 8 * 60] },
  { hours: [10 * 60, 12 * 60] },
  { hours: [18 * 60, 2 * 60] },
  { mobile: PHONES[0] },
  { suspects: [...PHONES] },
];

const said = (who: Who) =>
  fc
    .record({
      shared: fc.boolean(),
      fault: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...wrong) }, { weight: 2, arbitrary: fc.constant({}) }),
      judgedDaysAgo: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 120 })),
    })
    .map(({ shared, fault, judgedDaysAgo }) => ({ ...goodRoute(who, shared), ...fault, judgedDaysAgo }));

const stageKinds = [
  "report.recorded",
  "decision.charged",
  "court.trial-held",
  "court.outcome",
  "court.sentenced",
] as const satisfies readonly MilestoneKind[];

/** Things that change what may be sent, each as likely as another. */
const troubles: readonly (Omit<Telling, "file" | "who" | "daysAgo"> & { readonly ofCase?: true })[] = [
  { kind: "victim.deceased" },
  { kind: "victim.withdrew" },
  ...(["organisation", "police-employee", "repeat-victim"] as const).map((flag) => ({
    kind: "victim.contact-asserted" as const,
    profile: { flags: [flag] },
  })),
  ...(["under-16", "16-17", "not-stated", "25-44"] as const).map((age) => ({
    kind: "victim.contact-asserted" as const,
    profile: { age },
  })),
  { kind: "victim.contact-asserted", profile: { consent: "refused" } },
  { kind: "victim.contact-asserted", profile: { adult: true } },
  { kind: "victim.contact-asserted", profile: { sex: "male" } },
  ...(["live-operation", "serious-sexual", "bereaved", "domestic-abuse", "stalking", "hate"] as const).map((flag) => ({
    kind: "compliance.needs-assessment" as const,
    ofCase: true as const,
    flags: [flag],
  })),
  { kind: "compliance.needs-assessment", ofCase: true, offence: "sexual" },
  { kind: "compliance.needs-assessment", ofCase: true, offence: "theft" },
  { kind: "court.unconcluded", ofCase: true },
  { kind: "court.unconcluded", ofCase: true },
  ...[0, 1, 2].map((on) => ({ kind: "court.hearing-listed" as const, ofCase: true as const, on })),
  { kind: "court.trial-vacated", ofCase: true, on: 1 },
  { kind: "post.released", ofCase: true, on: 0 },
  { kind: "compliance.rights-offered", ofCase: true, offenceYearsAgo: 1 },
  { kind: "compliance.rights-offered", ofCase: true, offenceYearsAgo: 2 },
  { kind: "case.closed", ofCase: true, selfClosure: true },
  { kind: "report.no-further-action", ofCase: true },
];

const daysAgo = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ max: 60, min: 1 }) },
);

const trouble = fc
  .tuple(place, fc.constantFrom(...troubles), daysAgo)
  .map(([[file, who], { ofCase, ...telling }, ago]): Step => ({
    do: "tell",
    file,
    who: ofCase ? null : who,
    daysAgo: ago,
    ...telling,
  }));

const routeTold = place.chain(([file, who]) =>
  said(who).map((told): Step => ({ do: "tell", file, who, kind: "victim.contact-asserted", daysAgo: 0, said: told })),
);

const stageTold = fc
  .tuple(place, fc.constantFrom(...stageKinds), daysAgo)
  .map(([[file], kind, ago]): Step => ({ do: "tell", file, who: null, kind, daysAgo: ago }));

const due = fc.record({
  do: fc.constant("due" as const),
  late: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.integer({ min: 1, max: 40 }) }),
  minutes: hour,
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: due },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("holiday" as const), minutes: hour }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("wait" as const), days: fc.integer({ min: 0, max: 90 }), minutes: hour }),
  },
  { weight: 4, arbitrary: fc.constant<Step>({ do: "send" }) },
  { weight: 6, arbitrary: trouble },
  { weight: 4, arbitrary: routeTold },
  { weight: 3, arbitrary: stageTold },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("retract" as const), which: fc.nat(40) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("stop" as const),
      who: fc.constantFrom<Who>("ann", "bob", "kate"),
      why: fc.constantFrom("stop", "not-safe"),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: "merge" }) },
);

/** How a story begins: what was told of each victim, and what happened that they will be asked about. */
const beginning = fc
  .record({
    who: fc.subarray<readonly [File, Who]>(
      [
        ["s1", "ann"],
        ["s1", "bob"],
        ["s2", "ann"],
        ["k1", "kate"],
      ],
      { minLength: 1 },
    ),
    kind: fc.constantFrom(...stageKinds),
    shared: fc.boolean(),
    age: fc.constantFrom<VictimAge>("25-44", "25-44", "25-44", "18-24", "16-17", "not-stated"),
    flags: fc.subarray<CaseFlag>(["domestic-abuse"]),
  })
  .map(({ who: everybody, kind, shared, age, flags }): readonly Step[] =>
    everybody.map(([file, who]) => ({
      do: "tell",
      file,
      who,
      kind,
      daysAgo: 0,
      flags,
      profile: { age, sex: "female" },
      said: { ...goodRoute(who, shared && who !== "bob"), judgedDaysAgo: 0 },
    })),
  );

/** Any story: it begins on some day of 2026. */
export const story: fc.Arbitrary<{ readonly day: number; readonly steps: readonly Step[] }> = fc
  .tuple(fc.integer({ min: 0, max: 364 }), beginning, fc.array(step, { maxLength: 14 }))
  .map(([day, first, then]) => ({ day, steps: [...first, ...then] }));
