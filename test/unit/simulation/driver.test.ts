import { describe, expect, test } from "vitest";
import type { Client, Replayed, Reply, Text } from "../../../simulation/client.ts";
import { drive } from "../../../simulation/driver.ts";
import { beginningOf, type Progress } from "../../../simulation/progress.ts";
import { openStopwatch } from "../../../simulation/stopwatch.ts";
import { methodology } from "../../../src/domain/methodology.ts";
import { stages } from "../../../src/domain/dimension.ts";
import { londonDate, type Instant, plusDays } from "../../../src/kernel/time.ts";

type Sent = {
  readonly id: string;
  readonly data: {
    readonly milestone: string;
    readonly occurredAt: string;
    readonly victim?: { readonly contact: { readonly email: string | null; readonly mobile: string | null } | null };
  };
};

/** An engine's doors, in memory: it texts whoever has an address when their first stage is due, and takes one answer a link. */
function createDoors() {
  let now = "2025-06-30T08:00:00.000Z";
  const events = new Map<string, Sent>();
  const texts: Text[] = [];
  const spent = new Set<string>();
  const released = new Map<string, number>();
  const held = Array.from({ length: 30 }, (_, id) => ({
    id: `${id}`,
    text: "It was all dealt with quickly.",
    seen: "",
  }));
  const decided = new Map<string, string>();
  let killAfter = Number.POSITIVE_INFINITY;
  let calls = 0;
  const called = () => {
    calls += 1;
    if (calls > killAfter) throw new Error("killed");
  };
  const send = () => {
    const today = londonDate(now as Instant);
    for (const { id, data } of events.values()) {
      const contact = data.victim?.contact;
      const stage = stages.find((each) => methodology.journey[each].triggers.includes(data.milestone));
      if (!contact || !stage || texts.some(({ reference }) => reference === id)) continue;
      const due = plusDays(londonDate(data.occurredAt as Instant), methodology.journey[stage].targetDays);
      const recipient = contact.email ?? `+44${contact.mobile?.replaceAll(" ", "").slice(1)}`;
      const text = { seq: texts.length + 1, at: now, reference: id, channel: "email", recipient, locale: "en" };
      if (due <= today && plusDays(due, 7) > today)
        texts.push({ ...text, body: `https://x.example/s/${id.replaceAll("-", "")}` });
    }
  };
  const answer = ({ path, headers, body }: Replayed): Reply => {
    if (path.startsWith("/s/")) {
      const begins = body === "choice=yes";
      return {
        status: begins ? 303 : 200,
        location: begins ? "/feedback/question/1?from=start" : null,
        cookie: begins ? `__Host-feedback=${path.slice(3, 35)}; Path=/` : null,
      };
    }
    if (path === "/feedback/all" || path === "/feedback/check") {
      spent.add(headers["cookie"] ?? "");
      return { status: 303, location: "/feedback/thanks", cookie: null };
    }
    return { status: 303, location: "/feedback/check", cookie: null };
  };
  const client: Client = {
    createSender: (sender) => Promise.resolve({ key: `key of ${JSON.stringify(sender)}` }),
    addKey: (sender) => Promise.resolve({ key: `another key of ${sender}` }),
    deliver: (_, batch) => {
      called();
      for (const event of batch as unknown as readonly Sent[]) events.set(event.id, event);
      return Promise.resolve({ events: batch.map(({ id }) => ({ id, status: "accepted" }) as const) });
    },
    clock: () => Promise.resolve(now),
    moveClock: (to) => {
      called();
      if (to < now) throw new Error("The clock only moves forward");
      now = to;
      send();
      return Promise.resolve(null);
    },
    status: () => Promise.resolve({ due: 0, waitingInPool: 0 }),
    outbox: (after, limit) => Promise.resolve(texts.filter(({ seq }) => seq > after).slice(0, limit)),
    outboxAfter: (after) => Promise.resolve(texts.filter(({ seq }) => seq > after)),
    heldComments: () => {
      called();
      return Promise.resolve(held.filter(({ id }) => !decided.has(id)));
    },
    signIn: (email) => Promise.resolve(email),
    decide: (_, id, decision) => {
      called();
      if (decided.has(id)) throw new Error("decided twice");
      decided.set(id, decision.get("verdict") ?? "");
      return Promise.resolve();
    },
    sendText: () => Promise.reject(new Error("nobody was offered to reply")),
    replay: (requests) => {
      called();
      return Promise.resolve(requests.map(answer));
    },
    page: () => Promise.resolve(""),
    receive: () => {
      called();
      return Promise.resolve(null);
    },
    setting: () => Promise.resolve(null),
    startRelease: (period) => {
      called();
      released.set(period, (released.get(period) ?? 0) + 1);
      return Promise.resolve();
    },
    findRelease: () => Promise.resolve({ status: "published" }),
    health: () => Promise.resolve({}),
  };
  return {
    client,
    events,
    spent,
    released,
    decided,
    calls: () => calls,
    killAfter: (more: number) => (killAfter = calls + more),
  };
}

const beginning = beginningOf({ seed: "test", cases: 150, evenness: 0.9 });
const say = () => {};

/** Lives through the whole simulation, killed after so many calls each time, and started again from what was kept. */
async function liveThrough(kills: readonly number[]) {
  const doors = createDoors();
  let kept: Progress = beginning;
  const keep = (progress: Progress) => (kept = JSON.parse(JSON.stringify(progress)) as Progress);
  for (const after of kills) {
    doors.killAfter(after);
    await drive({ client: doors.client, keep, say, watch: openStopwatch() }, kept).catch((cause: unknown) => {
      if (!(cause instanceof Error) || cause.message !== "killed") throw cause;
    });
  }
  doors.killAfter(Number.POSITIVE_INFINITY);
  return { ...doors, progress: await drive({ client: doors.client, keep, say, watch: openStopwatch() }, kept) };
}

describe("the driver", () => {
  test("Lives through both periods: events in, answers counted once a link, both periods released.", async () => {
    const { progress, events, spent, released, decided } = await liveThrough([]);
    expect(events.size).toBeGreaterThan(200);
    const answers = Object.values(progress.counts.answers).reduce((sum, count) => sum + count, 0);
    expect(answers).toBeGreaterThan(80);
    expect(spent.size - answers).toBeLessThanOrEqual(5);
    expect(progress.counts.refused).toBe(0);
    expect(decided.size).toBeGreaterThan(12);
    expect(decided.size).toBeLessThan(30);
    expect([...released]).toEqual([
      ["2025Q4", 1],
      ["2026Q1", 1],
    ]);
  });

  test("Killed at any moment and started again, it ends with the same counts, events and answers.", async () => {
    const whole = await liveThrough([]);
    const again = await liveThrough([0, 1, 7, 40, 55, 3, 90, 200]);
    expect(again.calls()).toBeGreaterThan(whole.calls());
    expect(again.progress).toEqual(whole.progress);
    expect(new Set(again.events.keys())).toEqual(new Set(whole.events.keys()));
    expect(again.spent).toEqual(whole.spent);
    expect(again.decided).toEqual(whole.decided);
  });
});
