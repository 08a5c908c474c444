import { env } from "cloudflare:workers";
import type { LocalDate } from "../../src/kernel/time.ts";
import { open } from "../../src/platform/crypto.ts";
import type { HasKeys } from "../../src/platform/keys.ts";

/** What lies in the pool, opened: as the flush would read it. */
export async function readPoolForTest({ keys }: HasKeys, day: LocalDate): Promise<readonly string[]> {
  const key = await keys.datedSeal("day", day);
  const { results } = await env.RESPONSES.prepare("select sealed from pool").all<{ sealed: string }>();
  return await Promise.all(results.map(async ({ sealed }) => (await open(key, sealed, "pool")) ?? ""));
}
