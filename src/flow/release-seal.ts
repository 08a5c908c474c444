import type { Quarter } from "../kernel/time.ts";
import { importMacKey, mac, type MacKey, toHex } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { type Input, inputNames, readInputs } from "../store/responses/microdata.ts";
import { type Building, dropTables, noteFacts, readRelease } from "../store/responses/releases.ts";

// The seal of what a release was made from. It is keyed: whoever knows every record but one could try that one against a
// plain hash, and noise would be in vain (docs/decisions/0037).

type Engine = HasResponses & HasKeys;

/** HMAC-SHA-256 of each input's records, in hexadecimal. */
type Seals = { readonly [I in Input]: string };

const utf8 = new TextEncoder();

/** A key that is good for the seal of one period alone. */
async function sealKey({ keys }: HasKeys, period: Quarter): Promise<MacKey> {
  const noise = await importMacKey(await keys.noise(period));
  return await importMacKey(await mac(noise, "throughline/release-seal/v1"));
}

/** Records of one input, in key order, page after page: each page is sealed with the seal of those before it. */
async function sealOf(
  { responses }: HasResponses,
  key: MacKey,
  of: { input: Input; period: Quarter },
): Promise<string> {
  let seal = await mac(key, `${of.input}|${of.period}`);
  let page = await readInputs(responses, of, null);
  for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
    const records = utf8.encode(page.map((record) => `${record.key}${record.content}\n`).join(""));
    const message = new Uint8Array(seal.length + records.length);
    message.set(seal);
    message.set(records, seal.length);
    seal = await mac(key, message);
    page = await readInputs(responses, of, last.key);
  }
  return toHex(seal);
}

/**
 * Notes the seals of all that a release is about to count. Where an earlier attempt had begun to count other records, its
 * tables go: a build that was asked for again counts everything anew.
 */
export async function sealInputs(engine: Engine, { id, period }: Building): Promise<void> {
  const noted = sealsOf((await readRelease(engine.responses, id))?.facts ?? "{}");
  const key = await sealKey(engine, period);
  const seals: Record<string, string> = {};
  for (const input of inputNames) seals[input] = await sealOf(engine, key, { input, period });
  if (noted !== null && inputNames.some((input) => noted[input] !== seals[input]))
    await dropTables(engine.responses, id);
  await noteFacts(engine.responses, id, { inputs: seals });
}

/** Records that nothing may change once they are mixed. Comments are read meanwhile, and counts deleted once released. */
const unchanging = ["response", "profile_count", "closure_answer"] as const satisfies readonly Input[];

/** The seals that a release that is being built has noted; null before. */
function sealsOf(facts: string): Seals | null {
  const { inputs }: { readonly inputs?: Seals } = JSON.parse(facts);
  return inputs ?? null;
}

/** @throws Error when the records are others than when the release began to count them: its tables would not agree. */
export async function checkSeal(engine: Engine, { id, period }: Building): Promise<void> {
  const noted = sealsOf((await readRelease(engine.responses, id))?.facts ?? "{}");
  const key = await sealKey(engine, period);
  for (const input of unchanging) {
    if (noted?.[input] !== (await sealOf(engine, key, { input, period })))
      throw new Error(`the ${input} records changed while the release was being built`);
  }
}
