import { flushPool } from "../../src/flow/flush.ts";
import { openQuarter } from "../../src/flow/open-quarter.ts";
import { firstDayOfQuarter, type Instant, type Quarter, quarterAfter } from "../../src/kernel/time.ts";
import type { openCapabilities } from "./capabilities.ts";

type Engine = Pick<ReturnType<typeof openCapabilities>, "setTime" | "clock" | "responses" | "keys" | "random" | "log">;

/** Lets the first night after a quarter come, mixes what waits, and opens the quarter, as its release would. */
export async function endQuarter(engine: Engine, period: string): Promise<void> {
  engine.setTime(`${firstDayOfQuarter(quarterAfter(period as Quarter))}T02:30:00.000Z`);
  await flushPool(engine);
  await openQuarter(engine, period as Quarter);
}

/** Opens what the nights have left so far, as if the quarter were over, and keeps its key: for a test that goes on. */
export async function openSoFar(engine: Omit<Engine, "setTime">, period: string): Promise<void> {
  const { list } = engine.keys;
  const keys = {
    ...engine.keys,
    list: async (kind: Parameters<typeof list>[0]) => (kind === "day" ? [] : await list(kind)),
    destroy: async () => await Promise.resolve(),
  };
  const clock = { now: () => `${firstDayOfQuarter(quarterAfter(period as Quarter))}T02:30:00.000Z` as Instant };
  await openQuarter({ ...engine, keys, clock }, period as Quarter);
}
