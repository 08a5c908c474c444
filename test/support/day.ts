import { CloudEvent, HTTP } from "cloudevents";

// A day of a mid-size force, as its systems and the courts' send it: 20,000 milestones, made with the official SDK, with
// what must become of each.

export type Status = "accepted" | "duplicate" | "parked" | "rejected";
export type SenderId = "force-45" | "courts";

/** One event as it is sent once. Malformed ones are no longer the SDK's: it would not make them. */
export type Sending = {
  readonly by: SenderId;
  readonly id: string;
  readonly event: unknown;
  readonly becomes: Status;
  /** Of a malformed one: what of it the answer must name. */
  readonly names?: string;
  /** Of one whose fault is in the request: the request, which no SDK would send. */
  readonly request?: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
};

const STORIES = 6_400;
/** Whose court milestone comes before the force has said what the courts call the case. */
const COURT_FIRST = 200;
/** Whose assessment comes before the report. */
const REPORT_LAST = 200;
/** Whose court milestone names a case that nobody knows: it waits for good. */
const STRAY = 50;
const DUPLICATES = 600;
const MALFORMED = 200;
/** Of those, whose fault is not in the event but in the request that brings it. */
const MALFORMED_REQUESTS = 40;

export const SENT = STORIES * 3 + DUPLICATES + MALFORMED;
export const PLANNED: { readonly [S in Status]: number } = {
  accepted: STORIES * 3 - COURT_FIRST - REPORT_LAST - STRAY,
  duplicate: DUPLICATES,
  parked: COURT_FIRST + REPORT_LAST + STRAY,
  rejected: MALFORMED,
};
export const STORED = { cases: STORIES, recorded: STORIES * 3 - STRAY, parked: STRAY };

const REPORTED = "2025-10-05T21:40:00.000Z";
const code = (number: number) => String(number).padStart(7, "0");
const crimeReference = (story: number) => ({ type: "crimeReference", value: `45/${code(story)}/25` });
const urn = (story: number) => ({ type: "urn", value: `45TL${code(story)}25` });

const sources: { readonly [S in SenderId]: string } = {
  "force-45": "//records.force-45.example",
  "courts": "//courts.example",
};

/** An event of the SDK's, with two extensions that the engine has no use for. */
function eventOf(by: SenderId, id: string, data: { readonly milestone: string } & Readonly<Record<string, unknown>>) {
  return new CloudEvent({
    id,
    source: sources[by],
    type: "uk.cjs.milestone.v1",
    subject: `urn:day:${id}`,
    time: "2025-10-06T09:00:00.000Z",
    datacontenttype: "application/json",
    traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    sequence: 7,
    data: { occurredAt: REPORTED, ...data },
  });
}

const sending = (by: SenderId, becomes: Status, event: CloudEvent<unknown>): Sending => ({
  by,
  id: event.id,
  event,
  becomes,
});

const report = (story: number) =>
  eventOf("force-45", `report-${story}`, {
    milestone: "report.recorded",
    case: { forceCode: "45", offenceGroup: "burglary_dwelling", identifiers: [crimeReference(story)] },
    victim: {
      victimRef: `V-${code(story)}`,
      contact: {
        mobile: `07700 900${String(story % 1000).padStart(3, "0")}`,
        safeToContact: "yes",
        preferredChannel: "sms",
        language: "en",
        safetyAssertedAt: REPORTED,
        safetyAssertedBy: "officer",
      },
      surveyConsent: "not_refused",
      ageBand: "25-44",
      sex: story % 2 === 0 ? "female" : "male",
    },
    officerInCase: { ref: `PC${story % 4000}`, unit: "45XY" },
  });

const charge = (story: number) =>
  eventOf("force-45", `charge-${story}`, {
    milestone: "decision.charged",
    occurredAt: "2025-10-06T08:00:00.000Z",
    case: { forceCode: "45", identifiers: [crimeReference(story), urn(story)] },
  });

const hearing = (story: number, called = urn(story)) =>
  eventOf("courts", `hearing-${story}`, {
    milestone: "court.hearing-listed",
    occurredAt: "2025-10-06T08:30:00.000Z",
    case: { forceCode: null, identifiers: [called] },
  });

const step = (story: number, milestone: string) =>
  eventOf("force-45", `${milestone}-${story}`, {
    milestone,
    case: { forceCode: "45", identifiers: [crimeReference(story)] },
  });

/** The three events of a story, each in the part of the day in which it arrives. */
function storyOf(story: number): readonly [Sending, Sending, Sending] {
  const first = sending("force-45", "accepted", report(story));
  if (story < COURT_FIRST) {
    return [first, sending("courts", "parked", hearing(story)), sending("force-45", "accepted", charge(story))];
  }
  if (story < COURT_FIRST + REPORT_LAST) {
    const assessed = sending("force-45", "parked", step(story, "compliance.needs-assessment"));
    return [assessed, first, sending("force-45", "accepted", step(story, "compliance.rights-offered"))];
  }
  const isStray = story < COURT_FIRST + REPORT_LAST + STRAY;
  const last = isStray
    ? sending("courts", "parked", hearing(story, { type: "urn", value: `45ZZ${code(story)}25` }))
    : sending("courts", "accepted", hearing(story));
  return [first, sending("force-45", "accepted", charge(story)), last];
}

type Json = Readonly<Record<string, unknown>>;

/** What can be wrong with an event, and what the answer must name. The whole is then no event of the SDK's any more. */
const faults: readonly (readonly [by: SenderId, names: string, spoil: (event: Json & { data: Json }) => unknown])[] = [
  ["force-45", "data.milestone", (event) => ({ ...event, data: { ...event.data, milestone: "report.imagined" } })],
  ["force-45", "data.occurredAt", (event) => ({ ...event, data: { ...event.data, occurredAt: "yesterday" } })],
  ["force-45", "data.case", (event) => ({ ...event, data: { ...event.data, case: undefined } })],
  ["force-45", "data.victim", (event) => ({ ...event, data: { ...event.data, victim: null } })],
  ["force-45", "specversion", (event) => ({ ...event, specversion: "0.3" })],
  ["force-45", "time", (event) => ({ ...event, time: "soon" })],
  ["force-45", "type", (event) => ({ ...event, type: "com.example.other" })],
  ["force-45", "lower-case", (event) => ({ ...event, TraceParent: "00" })],
  ["force-45", "datacontenttype", (event) => ({ ...event, datacontenttype: "text/xml" })],
  ["force-45", "data_base64", ({ data: _, ...event }) => ({ ...event, data_base64: "bm8ganNvbg==" })],
  ["force-45", "64 KB", (event) => ({ ...event, data: { ...event.data, notes: "x".repeat(70_000) } })],
  ["force-45", "an event", ({ id }) => `text of ${String(id)}`],
  [
    "force-45",
    "another force",
    (event) => ({ ...event, data: { ...event.data, case: { forceCode: "46", identifiers: [crimeReference(1)] } } }),
  ],
  ["courts", "may not tell", (event) => event],
];

const STRUCTURED = "application/cloudevents+json; charset=utf-8";

/** What can be wrong with a request that brings one event. */
const requestFaults: readonly (readonly [names: string, spoil: (message: Spoilt) => Spoilt])[] = [
  ["JSON", ({ body }) => ({ headers: { "content-type": STRUCTURED }, body: body.slice(0, -9) })],
  ["UTF-8", ({ body }) => ({ headers: { "content-type": "application/cloudevents+json; charset=latin1" }, body })],
  [
    "application/cloudevents+json",
    ({ headers, body }) => ({ headers: { ...headers, "content-type": "text/plain" }, body }),
  ],
  ["id", ({ headers: { "ce-id": _, ...headers }, body }) => ({ headers, body })],
  ["ce-subject", ({ headers, body }) => ({ headers: { ...headers, "ce-subject": "%C0%A0" }, body })],
  ["ce-datacontenttype", ({ headers, body }) => ({ headers: { ...headers, "ce-datacontenttype": "a/b" }, body })],
  ["64 KB", ({ headers, body }) => ({ headers, body: `${body.slice(0, -1)},"notes":"${"x".repeat(70_000)}"}` })],
];

type Spoilt = { readonly headers: Readonly<Record<string, string>>; readonly body: string };

function malformedRequest(number: number): Sending {
  const [names, spoil] = requestFaults[number % requestFaults.length] ?? [];
  if (names === undefined || spoil === undefined) throw new Error("There are no faults of requests");
  const event = report(2 * STORIES + number);
  const { headers, body } = HTTP.binary(event);
  const request = spoil({ headers: headers as Readonly<Record<string, string>>, body: String(body) });
  return { by: "force-45", id: event.id, event: null, becomes: "rejected", names, request };
}

/** An event that is wrong in a batch of others. */
function malformedOf(number: number): Sending {
  if (number < MALFORMED_REQUESTS) return malformedRequest(number);
  const [by, names, spoil] = faults[number % faults.length] ?? [];
  if (by === undefined || names === undefined || spoil === undefined) throw new Error("There are no faults");
  const id = `malformed-${number}`;
  const whole = JSON.parse(JSON.stringify(report(STORIES + number))) as Json & { data: Json };
  const event = spoil({ ...whole, id, source: sources[by] });
  return { by, id: typeof event === "string" ? "" : id, event, becomes: "rejected", names };
}

/** Always the same order that looks like none: a linear congruential generator. */
function shuffled<T>(things: readonly T[]): readonly T[] {
  const list = [...things];
  let state = 20_251_006;
  for (let last = list.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (last + 1);
    const [a, b] = [list[last], list[other]];
    if (a !== undefined && b !== undefined) [list[last], list[other]] = [b, a];
  }
  return list;
}

/** What is sent on its own, each event in a request; and what goes in batches. */
export type Part = { readonly alone: readonly Sending[]; readonly together: readonly Sending[] };

/** Requests of their own, in either mode. */
export const ALONE = 600;

/**
 * The day in its parts: what arrives in a part depends only on the parts before it, so that its requests may come in any
 * order, and at once. Duplicates are of earlier parts; the last part is of duplicates of them all.
 */
export function planDay(): readonly Part[] {
  const stories = Array.from({ length: STORIES }, (_, story) => storyOf(story));
  const bad = Array.from({ length: MALFORMED }, (_, number) => malformedOf(number));
  const again = (from: readonly Sending[], n: number): readonly Sending[] =>
    from
      .filter((_, index) => index % Math.floor(from.length / n) === 0)
      .slice(0, n)
      .map((each) => ({ ...each, becomes: "duplicate" }));
  const [first, second, third] = [0, 1, 2].map((at) => stories.flatMap((story) => story[at] ?? []));
  if (!first || !second || !third) throw new Error("A story has three parts");
  const parts: readonly (readonly Sending[])[] = [
    [...first, ...bad.slice(0, 80)],
    [...second, ...bad.slice(80, 150), ...again(first, 250)],
    [...third, ...bad.slice(150), ...again(second, 250)],
    again([...first.slice(0, 3000), ...third.slice(0, 3000)], 100),
  ];
  return parts.map((part, index) => {
    const order = shuffled(part);
    const fit = order.filter(({ event }) => event instanceof CloudEvent);
    const requests = order.filter(({ request }) => request !== undefined);
    const alone = new Set([...(index < 3 ? fit.slice(0, ALONE / 3) : []), ...requests]);
    return { alone: [...alone], together: order.filter((each) => !alone.has(each)) };
  });
}
