import { areas } from "./areas.ts";
import { type Client, fewAtOnce } from "./client.ts";
import type { WeeklyFeeds } from "./feeds.ts";

type Role = "force" | "witness-care" | "court" | "probation";

/** The last day on which the simulation's keys work. */
const KEYS_UNTIL = "2027-12-31";

/** What the operator registers for a source of events. */
function senderOf(source: string) {
  const [, system, force] =
    /^\/\/(?<system>records|witness-care|courts|probation)(?:\.force-(?<force>\d\d))?\.example$/.exec(source) ?? [];
  const roles: Readonly<Record<string, Role>> = {
    "records": "force",
    "witness-care": "witness-care",
    "courts": "court",
    "probation": "probation",
  };
  const role = roles[system ?? ""];
  if (role === undefined) throw new Error(`${source} is no source of the simulation`);
  const name = areas.find((area) => area.force === force)?.name ?? "England and Wales";
  return {
    id: force === undefined ? role : `${role}-${force}`,
    name: `${name}: ${role}`,
    role,
    forceCode: force ?? null,
    expiresOn: KEYS_UNTIL,
  };
}

const IN_FLIGHT = 3;

/** Registers a sender for every force, and for everyone else who sends; those that have a key keep it. */
export async function registerSenders(
  client: Client,
  plan: readonly WeeklyFeeds[],
  known: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const forces = areas.map(({ force }) => `//records.force-${force}.example`);
  const sources = new Set([...forces, ...plan.flatMap((feeds) => [...feeds.keys()])]);
  const missing = [...sources].filter((source) => known[source] === undefined);
  const made = await fewAtOnce(missing, IN_FLIGHT, async (source) => [source, await register(client, source)] as const);
  return { ...known, ...Object.fromEntries(made) };
}

/** A key is told once. One whose telling was interrupted is lost, and its sender gets another beside it. */
async function register(client: Client, source: string): Promise<string> {
  const sender = senderOf(source);
  const made = (await client.createSender(sender)) ?? (await client.addKey(sender.id, { expiresOn: KEYS_UNTIL }));
  return made.key;
}
