import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { hmacOf, publish } from "../../simulation/attack/reconstruct-release.ts";
import { answer, everybody, makeWorld, question } from "../../simulation/attack/reconstruct-world.ts";
import { streamOf, whole } from "../../simulation/chance.ts";
import { startRelease } from "../../src/flow/release.ts";
import { writeItems } from "../../src/flow/release-tables.ts";
import type { Quarter } from "../../src/kernel/time.ts";
import { histogramTables, peopleTables, scoreTablesOf, tableId } from "../../src/statistics/lattice.ts";
import { readTables } from "../../src/store/responses/releases.ts";
import { openCapabilities } from "../support/capabilities.ts";

const PERIOD = "2026Q1" as Quarter;

describe("the release that reconstruction attacks", () => {
  it("has the very cells that the Worker's release writes", async () => {
    const engine = openCapabilities("2026-04-09T09:00:00.000Z");
    const world = makeWorld({ seed: "same", size: 3000, questions: 1, bent: 0, core: 1 });
    const answers = answer(world, everybody(world), "same");
    const next = streamOf("same", "rkeys");
    const rkeys = Float64Array.from(world.people, () => whole(next, 0, 2 ** 40 - 1));
    const rows = world.people.map((person, at) => ({
      ...person,
      items: JSON.stringify({ [question.id]: question.codes[answers[at] ?? 0] }),
      rkey: rkeys[at],
    }));
    await env.RESPONSES.prepare(
      `insert into response (id, period, stage, area, offence, age, sex, abuse, mode, language, inclusion, instrument,
         outcome, items, rkey)
       select printf('%06d', key), ?1, value ->> 'stage', value ->> 'area', value ->> 'offence', value ->> 'age',
         value ->> 'sex', 'no', 'web', 'en', 'all', 'x@1', 'complete', value ->> 'items', value ->> 'rkey'
       from json_each(?2)`,
    )
      .bind(PERIOD, JSON.stringify(rows))
      .run();
    await env.RESPONSES.prepare("insert into frame_mark values (?)").bind(PERIOD).run();
    expect(await startRelease(engine, PERIOD)).toBe("started");
    await writeItems(engine, { id: PERIOD, period: PERIOD }, [question]);
    const cellsOf = await publish(await hmacOf(await engine.keys.noise(PERIOD)), { world, answers, at: 0, rkeys });

    let compared = 0;
    for (const table of peopleTables) {
      const name = tableId(table);
      const measures = [
        question.id,
        ...(scoreTablesOf(question.id).includes(table) ? [`m:${question.id}`] : []),
        ...(histogramTables.includes(table) ? question.codes.map((code) => `h:${question.id}:${code}`) : []),
      ];
      for (const { measure, cells } of await readTables(engine.responses, PERIOD, name, measures)) {
        expect(cellsOf(name, measure)).toEqual(cells);
        compared++;
      }
    }
    expect(compared).toBe(18 + 4 + 6 * question.codes.length);
  });
});
