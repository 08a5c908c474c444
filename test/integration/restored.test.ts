import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { resumeGateway } from "../../src/flow/deliveries-report.ts";
import { cutWave } from "../../src/flow/cut-wave.ts";
import { deliverBatch, queueDue } from "../../src/flow/deliver.ts";
import { queueReminders, remindBatch } from "../../src/flow/remind.ts";
import { keepMark, refuseRestored, resumeVault } from "../../src/flow/restored.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { optOutByLink } from "../../src/flow/opt-out.ts";
import { createApp } from "../../src/http/app.tsx";
import { openKeys } from "../../src/platform/keys.ts";
import { openMarks } from "../../src/platform/marks.ts";
import { openEngine } from "../../src/worker.ts";
import {
  engine,
  gateway,
  given,
  hashOf,
  prepareDeliveries,
  queued,
  setTime,
  states,
  vault,
} from "../support/deliveries.ts";
import { sure } from "../unit/invitations/people.ts";

prepareDeliveries();

const marks = openMarks(env.KEYS);

/** The engine as another isolate has it: it remembers no key, and looks at the mark before it opens contact. */
const isolate = () => {
  const guard = async () => await refuseRestored({ vault, marks });
  return { ...engine, marks, keys: openKeys(env.ROOT_KEY, env.KEYS, { clock: engine.clock, guard }) };
};

const restored = ["vault_mark", "opt_out", "gateway_state", "invitation"] as const;

/** A copy of what the vault holds of messages, and a way back to it, as Time Travel would go. */
async function remember() {
  const copies = await Promise.all(
    restored.map(async (table) => (await env.VAULT.prepare(`select * from ${table}`).all()).results),
  );
  return async () => {
    for (const [at, table] of restored.entries()) {
      await env.VAULT.prepare(`delete from ${table}`).run();
      for (const row of copies[at] ?? []) {
        const columns = Object.keys(row);
        const places = columns.map(() => "?").join(", ");
        await env.VAULT.prepare(`insert into ${table} (${columns.join(", ")}) values (${places})`)
          .bind(...Object.values(row))
          .run();
      }
    }
  };
}

const optOuts = async () => await vault.all(sql`select reason from opt_out`);

it("opens no contact once the vault was restored, and sends nothing twice and nothing to who has stopped when it is resumed", async () => {
  await createKeys(engine);
  const ids = await given({ n: 12 });
  const later = await given({
    n: 12,
    dueOn: "2026-03-12",
    mobile: (index) => `+4477009008${String(index).padStart(2, "0")}`,
  });
  await cutWave(engine);
  await keepMark(isolate());
  const restore = await remember();

  // What happens then is what the vault forgets: all that is due goes, one says stop.
  await deliverBatch(isolate(), ids);
  expect([await states(ids), gateway.messages.length]).toEqual([["sent"], 12]);
  const stopped = sure(gateway.messages[0]);
  expect(await optOutByLink(engine, await hashOf(stopped), "stop")).toBe(true);
  expect(await optOuts()).toEqual([{ reason: "stop" }]);
  setTime("2026-03-03T12:05:00.000Z");
  await keepMark(isolate());

  await restore();
  expect([await states(ids), await optOuts()]).toEqual([["scheduled"], []]);
  await expect(keepMark(isolate())).rejects.toThrow("restored");
  await expect(isolate().keys.dated("epoch", "2026-W10")).rejects.toThrow("key-not-ready: The vault was restored");
  await deliverBatch(isolate(), ids).catch(() => null);
  expect(gateway.messages).toHaveLength(12);

  expect(await resumeVault(isolate())).toEqual({ optOuts: 1, inDoubt: 12 });
  expect(await resumeVault(isolate())).toBeNull();
  expect([await states(ids), await optOuts()]).toEqual([["sent: in-doubt"], [{ reason: "stop" }]]);
  await keepMark(isolate());

  // Gateways rest until an operator ends it; then what was not due goes, once, and what may have gone does not.
  setTime("2026-03-12T12:00:00.000Z");
  await createKeys(engine);
  const goOn = async () => {
    queued.length = 0;
    await queueDue(isolate());
    await queueReminders(isolate());
    await deliverBatch(
      isolate(),
      queued.filter((id) => !id.startsWith("reminder:")),
    );
    await remindBatch(
      isolate(),
      queued.filter((id) => id.startsWith("reminder:")),
    );
  };
  setTime("2026-03-09T12:00:00.000Z");
  await goOn();
  expect(gateway.messages).toHaveLength(12);
  expect(await resumeGateway(isolate(), "first")).not.toBeNull();
  setTime("2026-03-12T12:00:00.000Z");
  await goOn();
  const references = gateway.messages.map(({ reference }) => reference);
  expect(references.toSorted()).toEqual([...ids, ...later].toSorted());
});

it("tells the operator which keys were destroyed, and nobody else", async () => {
  await engine.keys.create("day", ["2026-01-05"]);
  await engine.keys.destroy("day", "2026-01-05");
  const app = createApp(async () => openEngine(env, engine.clock));
  const ask = async (key: string) =>
    await app.fetch(
      new Request("https://feedback.example/v1/keys/destroyed", { headers: { authorization: `Bearer ${key}` } }),
      env,
    );
  const answer = await ask(env.OPERATOR_KEY);
  expect(answer.status).toBe(200);
  const { destroyed } = (await answer.json()) as { destroyed: object[] };
  expect(destroyed).toContainEqual({ kind: "day", name: "2026-01-05", on: "2026-03-03" });
  expect((await ask("nobody's")).status).toBe(401);
});
