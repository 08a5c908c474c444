import type { HasGateways } from "../channels/gateway.ts";
import { areaOfForce } from "../domain/milestone.ts";
import { areasFor, may, type StaffMember } from "../domain/permission.ts";
import { normalisePhone } from "../domain/phone.ts";
import type { HasClock } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasVault } from "../store/vault/database.ts";
import { type Areas, countInDoubt } from "../store/vault/holds.ts";
import { recordAct } from "./audit.ts";
import {
  type DeadLetter,
  type GatewayStanding,
  listDeadLetters,
  replayDeliveries,
  reportDeliveries,
} from "./deliveries-report.ts";
import { openReferences } from "./references.ts";
import { stopByNumber, stopByReference } from "./stop.ts";

// What staff do at the console that others do by other ways: the same acts, within their areas, and recorded.

/** Whom to stop writing to: as a force calls them, or by their number. */
export type StopRequest =
  | { readonly by: "reference"; readonly forceCode: string; readonly victimRef: string }
  | { readonly by: "number"; readonly number: string };

/**
 * Ends all contact with somebody on the word of staff, as if by their own text or an officer's call.
 *
 * A number is of no area: whoever may stop contact anywhere may stop it, for stopping too much is safe.
 *
 * @returns `unknown`: the force has no such victim, and nothing was stopped. `not-usable`: it is no number.
 */
export async function stopForStaff(
  engine: HasVault & HasKeys & HasClock & HasLog,
  { email, grants }: StaffMember,
  asked: StopRequest,
): Promise<"stopped" | "unknown" | "not-usable" | "not-theirs"> {
  const actor = { staff: email };
  if (asked.by === "number") {
    if (normalisePhone(asked.number) === null) return "not-usable";
    await recordAct(engine, actor, "stop-contact", "number");
    await stopByNumber(engine, asked.number, "stop", "officer");
    return "stopped";
  }
  const { forceCode, victimRef } = asked;
  const area = areaOfForce(forceCode);
  if (area === null || !may(grants, "stop-contact", area)) return "not-theirs";
  // By the hash by which the vault knows the reference: it finds the victim, and nobody reads it.
  const hash = await (await openReferences(engine)).victim(forceCode, victimRef);
  await recordAct(engine, actor, "stop-contact", `victim-reference:${hash}`);
  return (await stopByReference(engine, { forceCode, victimRef }, "stop")) ? "stopped" : "unknown";
}

/** Dead letters read at a time while those of an area are looked for. */
const PAGE = 1_000;

/** Dead letters of these areas, oldest first, at most so many; and whether there are more. */
async function deadLettersOf(engine: HasVault, areas: Areas, most: number) {
  const found: DeadLetter[] = [];
  for (let after = ""; ;) {
    const page = await listDeadLetters(engine, { after, limit: PAGE });
    found.push(...page.filter(({ area }) => areas === "all" || areas.includes(area)));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE || found.length > most) break;
    after = last.id;
  }
  return { letters: found.slice(0, most), hasMore: found.length > most };
}

/** How deliveries stand in the areas of a member of staff. */
export type StaffDeliveries = {
  readonly letters: readonly DeadLetter[];
  readonly hasMore: boolean;
  readonly inDoubt: number;
  readonly gateways: readonly GatewayStanding[];
  readonly mayReplay: boolean;
};

const LETTERS_SHOWN = 50;

export async function reportForStaff(
  engine: HasVault & HasClock & HasGateways,
  { grants }: StaffMember,
): Promise<StaffDeliveries> {
  const areas = areasFor(grants, "see-deliveries");
  const [{ gateways }, dead, inDoubt] = await Promise.all([
    reportDeliveries(engine),
    deadLettersOf(engine, areas, LETTERS_SHOWN),
    countInDoubt(engine.vault, areas),
  ]);
  return { ...dead, inDoubt, gateways, mayReplay: areasFor(grants, "replay-deliveries").length > 0 };
}

/** Puts dead letters of their areas back among what is to be sent, at most a thousand. @returns How many. */
export async function replayForStaff(
  engine: HasVault & HasClock & HasLog,
  { email, grants }: StaffMember,
): Promise<number> {
  const { letters } = await deadLettersOf(engine, areasFor(grants, "replay-deliveries"), PAGE);
  await recordAct(engine, { staff: email }, "replay-delivery", `deliveries:${letters.length}`);
  return await replayDeliveries(
    engine,
    letters.map(({ id }) => id),
  );
}
