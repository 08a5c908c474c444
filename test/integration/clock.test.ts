import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { openClock } from "../../src/development/clock.ts";
import { createDoors } from "../../src/development/doors.tsx";
import { openOutbox, throughOutbox } from "../../src/development/outbox.ts";
import { openEngine } from "../../src/worker.ts";
import { recordingLog } from "../support/capabilities.ts";

async function openDoors(log: ReturnType<typeof recordingLog>) {
  const movable = openClock(env.DEVELOPMENT);
  await movable.load();
  const outbox = openOutbox(env.DEVELOPMENT, { clock: movable });
  const engine = {
    ...openEngine(env, movable),
    gateways: throughOutbox(outbox),
    movable,
    outbox,
    log,
    health: movable.readSettings,
  };
  const doors = (nightly: typeof engine) =>
    createDoors(
      async () => nightly,
      async () => new Response(),
    );
  const moveTo = async (to: string, nightly = engine) => {
    const body = JSON.stringify({ to });
    const headers = { "content-type": "application/json" };
    return (await doors(nightly).request("/clock", { method: "POST", headers, body }, env)).status;
  };
  return { engine, moveTo };
}

describe("the development clock", () => {
  it("lives through a night again that was cut short, and never twice through one that was not", async () => {
    const log = recordingLog();
    const nights = () => log.lines.filter((line) => line.includes("frame-published")).length / 2;
    const { engine, moveTo } = await openDoors(log);
    expect(await moveTo("2025-10-02T12:00:00.000Z")).toBe(200);
    expect(nights()).toBe(1);

    const dying = { ...engine, keys: { ...engine.keys, list: () => Promise.reject(new Error("killed")) } };
    expect(await moveTo("2025-10-04T12:00:00.000Z", dying)).toBe(500);
    expect(engine.clock.now()).toBe("2025-10-03T01:30:00.000Z");

    const reopened = await openDoors(log);
    const before = nights();
    expect(await reopened.moveTo("2025-10-04T12:00:00.000Z")).toBe(200);
    expect(nights() - before).toBe(2);
    expect(await reopened.moveTo("2025-10-04T13:00:00.000Z")).toBe(200);
    expect(nights() - before).toBe(2);
    expect(await engine.keys.list("day")).toContain("2025-10-18");
  });
});
