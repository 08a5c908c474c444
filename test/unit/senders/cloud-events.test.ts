import { CloudEvent, HTTP, type Message } from "cloudevents";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BATCH_MAX, receiveEvents } from "../../../src/http/cloud-events.ts";
import { Problem } from "../../../src/kernel/problem.ts";

const utf8 = new TextEncoder();
const bytes = (body: unknown) =>
  body instanceof Uint8Array ? body : utf8.encode(typeof body === "string" ? body : JSON.stringify(body));

const STRUCTURED = "application/cloudevents+json";
const BATCHED = "application/cloudevents-batch+json";

const receive = (headers: Record<string, string>, body: unknown) => receiveEvents(new Headers(headers), bytes(body));

/** What the SDK made, as it would arrive. */
const arrival = ({ headers, body }: Message) => receive(headers as Record<string, string>, body);

/** The type of the problem that an act throws. */
function problemOf(act: () => unknown): string {
  try {
    act();
  } catch (problem) {
    if (problem instanceof Problem) return problem.type;
    throw problem;
  }
  return "none";
}

const data = { milestone: "report.recorded", who: "Siân" };
const event = {
  specversion: "1.0",
  id: "e-1",
  source: "//records.force-45.example",
  type: "uk.cjs.milestone.v1",
  time: "2026-03-04T09:12:31.000Z",
};
const binaryHeaders = {
  "content-type": "application/json",
  "ce-specversion": "1.0",
  "ce-id": "e-1",
  "ce-source": "//records.force-45.example",
  "ce-type": "uk.cjs.milestone.v1",
};

const faultsOf = (sent: object) =>
  receive({ "content-type": STRUCTURED }, { ...event, data, ...sent }).events[0]?.faults;
const binaryFaults = (headers: Record<string, string>) =>
  receive({ ...binaryHeaders, ...headers }, data).events[0]?.faults.map(({ path }) => path);

describe("what the official SDK sends", () => {
  const sent = new CloudEvent({
    ...event,
    subject: "urn:case:1",
    datacontenttype: "application/json",
    traceparent: "00-4bf9",
    sequence: 7,
    data,
  });

  it("is read in structured mode, with its extensions", () => {
    const { mode, events } = arrival(HTTP.structured(sent));
    expect(mode).toBe("single");
    expect(events).toEqual([{ event: expect.objectContaining({ ...event, data, subject: "urn:case:1" }), faults: [] }]);
  });

  it("is read in binary mode, whose extensions are not needed", () => {
    const { mode, events } = arrival(HTTP.binary(sent));
    expect(mode).toBe("single");
    expect(events).toEqual([{ event: { ...event, subject: "urn:case:1", data }, faults: [] }]);
  });

  it("is read in batches, one event as another", () => {
    const { mode, events } = receive(
      { "content-type": `${BATCHED}; charset=UTF-8` },
      JSON.stringify([sent, sent.cloneWith({ id: "e-2" })]),
    );
    expect(mode).toBe("batch");
    expect(events.map(({ event: each, faults }) => [(each as CloudEvent).id, faults])).toEqual([
      ["e-1", []],
      ["e-2", []],
    ]);
  });

  it("is read when its data are bytes", () => {
    const ofBytes = new CloudEvent({
      ...event,
      datacontenttype: "application/json",
      data: utf8.encode(JSON.stringify(data)),
    });
    for (const message of [HTTP.structured(ofBytes), HTTP.binary(ofBytes)]) {
      expect(arrival(message).events).toEqual([{ event: expect.objectContaining({ ...event, data }), faults: [] }]);
    }
    const [first] = receive({ "content-type": BATCHED }, JSON.stringify([ofBytes])).events;
    expect(first).toEqual({ event: expect.objectContaining({ ...event, data }), faults: [] });
  });
});

describe("content types", () => {
  it.each([
    ["application/cloudevents+json; charset=utf-8", "none"],
    ["Application/CloudEvents+JSON", "none"],
    ['application/cloudevents+json; charset="UTF-8"', "none"],
    ["application/cloudevents+json; charset=iso-8859-1", "unsupported-media-type"],
    ["application/cloudevents+avro", "unsupported-media-type"],
    ["application/cloudevents", "unsupported-media-type"],
    ["application/json", "unsupported-media-type"],
    ["", "unsupported-media-type"],
  ])("%s, without ce- headers: %s", (type, problem) =>
    expect(problemOf(() => receive({ "content-type": type }, { ...event, data }))).toBe(problem),
  );

  it.each([
    ["application/json;charset=utf-8", "none"],
    ["application/vnd.force.case+json", "none"],
    ["text/json", "none"],
    ["text/plain", "unsupported-media-type"],
    ["application/xml", "unsupported-media-type"],
    ["application/cloudevents+protobuf", "unsupported-media-type"],
  ])("%s, in binary mode: %s", (type, problem) =>
    expect(problemOf(() => receive({ ...binaryHeaders, "content-type": type }, data))).toBe(problem),
  );
});

describe("the JSON format", () => {
  it("takes null for an attribute that is left out", () => {
    const [received] = receive({ "content-type": STRUCTURED }, { ...event, data, subject: null, myext: null }).events;
    expect(received).toEqual({ event: { ...event, data }, faults: [] });
  });

  it("names the attribute that is wrong and how to mend it, and repeats no value", () => {
    expect(faultsOf({ specversion: "0.3" })).toEqual([{ path: "specversion", fix: 'Must be: "1.0".' }]);
    expect(faultsOf({ subject: "" })).toMatchObject([{ path: "subject" }]);
    expect(faultsOf({ dataschema: "no uri" })).toMatchObject([{ path: "dataschema" }]);
    expect(faultsOf({ datacontenttype: "application/xml", data: "<case/>" })).toMatchObject([
      { path: "datacontenttype" },
    ]);
    expect(faultsOf({ nested: { a: 1 } })).toMatchObject([{ path: "nested" }]);
    expect(faultsOf({ half: 0.5 })).toMatchObject([{ path: "half" }]);
    expect(faultsOf({ large: 2 ** 31 })).toMatchObject([{ path: "large" }]);
    expect(faultsOf({ small: -(2 ** 31), yes: true, trace2: "x" })).toEqual([]);
    expect(JSON.stringify(faultsOf({ "Jane.Citizen": 1, "07700900123": {} }))).not.toMatch(/Jane|07700/);
    expect(faultsOf({ "Jane.Citizen": 1, "07700900123": {} })).toHaveLength(2);
  });

  it("takes data or data_base64, not both, and only what is JSON", () => {
    const encoded = btoa(JSON.stringify({ a: 1 }));
    const { data: _, ...bare } = { ...event, data };
    const read = (sent: object) => receive({ "content-type": STRUCTURED }, sent).events[0];
    expect(read({ ...bare, data_base64: encoded })?.event).toEqual({ ...event, data: { a: 1 } });
    for (const wrong of [
      { data, data_base64: encoded },
      { data_base64: "%%%" },
      { data_base64: btoa("no json") },
      { data_base64: btoa("\xff") },
      { data_base64: 7 },
    ]) {
      expect(read({ ...bare, ...wrong })?.faults).toMatchObject([{ path: "data_base64" }]);
    }
  });

  it("lets each event of a batch stand for itself", () => {
    const batch = [
      { ...event, data },
      { ...event, specversion: "2.0" },
      "text",
      null,
      [],
      { ...event, data: "x".repeat(70_000) },
    ];
    const { events } = receive({ "content-type": BATCHED }, batch);
    expect(events.map(({ faults }) => faults.length)).toEqual([0, 1, 1, 1, 1, 1]);
    expect(receive({ "content-type": BATCHED }, [])).toEqual({ mode: "batch", events: [] });
  });

  it("sets limits to an event, and to a batch", () => {
    const large = { ...event, data: "x".repeat(66_000) };
    expect(problemOf(() => receive({ "content-type": STRUCTURED }, large))).toBe("too-large");
    expect(problemOf(() => receive(binaryHeaders, large))).toBe("too-large");
    const many = Array.from({ length: BATCH_MAX + 1 }, () => 1);
    expect(problemOf(() => receive({ "content-type": BATCHED }, many))).toBe("too-large");
    expect(problemOf(() => receive({ "content-type": BATCHED }, { ...event }))).toBe("invalid-request");
    expect(problemOf(() => receive({ "content-type": STRUCTURED }, "{"))).toBe("invalid-request");
    expect(problemOf(() => receive({ "content-type": STRUCTURED }, new Uint8Array([0x22, 0xff, 0x22])))).toBe(
      "invalid-request",
    );
  });
});

describe("the binary binding", () => {
  /** As the binding says that a sender must encode. */
  const encode = (text: string) =>
    Array.from(text, (each) =>
      /^[!#$&-~]$/.test(each) && each !== "%"
        ? each
        : encodeURIComponent(each).replaceAll(/['()*!]/g, (c) => `%${c.charCodeAt(0).toString(16)}`),
    ).join("");

  it("decodes whatever a sender encodes, once", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (subject) => {
        const { events } = receive({ ...binaryHeaders, "ce-subject": encode(subject) }, data);
        expect(events[0]?.event).toMatchObject({ subject });
      }),
    );
    const { events } = receive({ ...binaryHeaders, "ce-subject": "a%2520b" }, data);
    expect(events[0]?.event).toMatchObject({ subject: "a%20b" });
  });

  it("takes quoted values of older senders", () => {
    const { events } = receive({ ...binaryHeaders, "ce-subject": '"Euro \\"%E2%82%AC\\" \\\\"' }, data);
    expect(events[0]?.event).toMatchObject({ subject: 'Euro "€" \\' });
  });

  it("names the header that is wrong", () => {
    expect(binaryFaults({ "ce-subject": "%C0%A0" })).toEqual(["ce-subject"]);
    expect(binaryFaults({ "ce-subject": "%zz" })).toEqual(["ce-subject"]);
    expect(binaryFaults({ "ce-subject": "caf\u00e9" })).toEqual(["ce-subject"]);
    expect(binaryFaults({ "ce-myext": "%ff" })).toEqual(["ce-myext"]);
    expect(binaryFaults({ "ce-my_ext": "x" })).toEqual(["ce-*"]);
    expect(binaryFaults({ "ce-datacontenttype": "application/json" })).toEqual(["ce-datacontenttype"]);
    expect(binaryFaults({ "ce-specversion": "0.3" })).toEqual(["specversion"]);
    expect(binaryFaults({ "ce-dataschema": "no-uri" })).toEqual(["dataschema"]);
  });

  it("refuses a header that was sent twice", () => {
    const headers = new Headers(binaryHeaders);
    headers.append("ce-id", "another");
    expect(receiveEvents(headers, bytes(data)).events[0]?.faults.map(({ path }) => path)).toEqual(["ce-id"]);
  });
});

describe("whatever is sent", () => {
  it("is read or refused, and never breaks the reader", () => {
    const type = fc.constantFrom(STRUCTURED, BATCHED, "application/json", "text/plain");
    fc.assert(
      fc.property(type, fc.oneof(fc.json(), fc.string()), fc.boolean(), (contentType, body, isBinary) => {
        const headers = { ...(isBinary && binaryHeaders), "content-type": contentType };
        expect(problemOf(() => receive(headers, body))).not.toBe("internal");
      }),
    );
  });
});
