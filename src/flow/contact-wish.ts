import * as v from "valibot";
import type { HasGateways } from "../channels/gateway.ts";
import { type ContactWish, wishWays } from "../domain/contact-wish.ts";
import { isOwnStaff, ownAreas, type StaffMember } from "../domain/permission.ts";
import { ATTEMPT_MINUTES, WISH_DAYS } from "../domain/retention.ts";
import { type HasRandom, randomId } from "../kernel/ids.ts";
import { Problem } from "../kernel/problem.ts";
import { firstDayOfWeek, type HasClock, londonDate, plusDays, plusMinutes, type Week, weekOf } from "../kernel/time.ts";
import { macName, open, seal } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import { spendAttempt } from "../store/vault/code-attempts.ts";
import * as rows from "../store/vault/contact-wishes.ts";
import type { HasVault } from "../store/vault/database.ts";
import { contactNotice } from "../ui/phrases-contact.ts";
import { recordAct } from "./audit.ts";
import type { HasPublicOrigin } from "./outgoing.ts";

// Somebody asks to be contacted: openly, by a form that knows of no link, no session and no answer. What they write goes
// to the vault, with the day and no time, and to whoever coordinates for the area.

/** Wishes in an hour: from one address, which may be a refuge's or a library's, and from all together. */
const AT_MOST = { byAddress: 5, byAll: 500 };

const WISHES_A_PAGE = 200;

/** What a sealed contact is bound to. */
const contextOf = (id: string, week: Week) => `contact_wish/${id}/contact/${week}`;

const yesOrNo = v.picklist(["yes", "no"]);
const contactSchema = v.strictObject({
  name: v.string(),
  way: v.picklist(wishWays),
  to: v.string(),
  times: v.string(),
  voicemail: yesOrNo,
  text: yesOrNo,
  language: v.string(),
});

/**
 * Takes a wish in.
 *
 * @param from The network address that it came from: counted for an hour, and not kept with the wish.
 */
export async function leaveWish(
  engine: HasVault & HasKeys & HasClock & HasRandom & HasLog,
  { area, about, contact }: ContactWish,
  from: string,
): Promise<"left" | "too-many"> {
  const { vault, keys, clock, log } = engine;
  const now = clock.now();
  const [today, since] = [londonDate(now), plusMinutes(now, -ATTEMPT_MINUTES)];
  const [address = "", ...earlier] = await Promise.all(
    [...new Set([today, londonDate(since)])].map(async (day) =>
      macName(await keys.dated("day", day), `contact|${from}`),
    ),
  );
  const attempt = { id: randomId(engine), act: "contact", address, earlier, now, since } as const;
  if (!(await spendAttempt(vault, attempt, AT_MOST))) {
    log.event("contact-wishes-refused");
    return "too-many";
  }
  const [id, week] = [randomId(engine), weekOf(today)];
  const sealed = await seal(await keys.datedSeal("wish", week), JSON.stringify(contact), contextOf(id, week));
  await rows.addWish(vault, { id, area, about, leftOn: today, contact: sealed, contactWeek: week });
  return "left";
}

/** The wishes of a member of staff's areas, without what is sealed in them. */
export const listWishes = async ({ vault }: HasVault, { grants }: StaffMember): Promise<readonly rows.WishRow[]> =>
  await rows.listWishes(vault, ownAreas(grants, "see-contact-wishes"), WISHES_A_PAGE);

const mine = async ({ vault }: HasVault, { grants }: StaffMember, id: string) => {
  const row = await rows.wishById(vault, id);
  return row !== null && isOwnStaff(grants, "see-contact-wishes", row.area) ? row : null;
};

/**
 * Opens a wish, and records who looked. Null when there is none, or it is not of their areas.
 *
 * @returns The wish; its contact is null when its key is gone.
 */
export async function openWish(engine: HasVault & HasKeys & HasClock, member: StaffMember, id: string) {
  const row = await mine(engine, member, id);
  if (row === null) return null;
  await recordAct(engine, { staff: member.email }, "view-contact-wish", `contact-wish:${id}`);
  const { contact: sealed, contactWeek, ...wish } = row;
  return { ...wish, contact: await openContact(engine, id, { sealed, week: contactWeek }) };
}

async function openContact(
  { keys }: HasKeys,
  id: string,
  { sealed, week }: { readonly sealed: string; readonly week: Week },
) {
  try {
    const plain = await open(await keys.datedSeal("wish", week), sealed, contextOf(id, week));
    return plain === null ? null : v.parse(contactSchema, JSON.parse(plain));
  } catch (cause) {
    if (cause instanceof Problem && cause.type === "key-not-ready") return null;
    throw cause;
  }
}

/** Destroys a wish that was seen to. @returns Whether there was one of their areas. */
export async function endWish(engine: HasVault & HasClock, member: StaffMember, id: string): Promise<boolean> {
  if ((await mine(engine, member, id)) === null) return false;
  await recordAct(engine, { staff: member.email }, "end-contact-wish", `contact-wish:${id}`);
  await rows.removeWish(engine.vault, id);
  return true;
}

/** Each night: what was left ninety days ago goes, and the keys under which nothing younger can lie. */
export async function forgetWishes({ vault, keys, clock, log }: HasVault & HasKeys & HasClock & HasLog): Promise<void> {
  const last = plusDays(londonDate(clock.now()), -WISH_DAYS);
  const wishes = await rows.forgetWishesUntil(vault, last);
  if (wishes > 0) log.event("contact-wishes-forgotten", { wishes });
  const isOver = (week: string) => plusDays(firstDayOfWeek(week as Week), 6) <= last;
  for (const week of (await keys.list("wish")).filter(isOver)) await keys.destroy("wish", week);
}

/** Which inbox of staff is told that wishes wait, by police area; `*` for all others. Configuration. */
export type HasContactInboxes = { readonly contactInboxes: Readonly<Record<string, string>> };

/**
 * Tells the inboxes of areas in which new wishes wait that they do, and nothing else. At most once for each wish: a
 * notice that may have gone is not repeated, for the console shows them all.
 */
export async function tellContactInboxes(
  engine: HasVault & HasClock & HasRandom & HasLog & HasGateways & HasPublicOrigin & HasContactInboxes,
): Promise<void> {
  const { vault, clock, log, gateways, contactInboxes, publicOrigin } = engine;
  if (Object.keys(contactInboxes).length === 0) return;
  for (const area of await rows.takeUntoldAreas(vault)) {
    const to = contactInboxes[area] ?? contactInboxes["*"];
    const [gateway] = gateways.for(area, "officer");
    if (to === undefined || gateway === undefined) continue;
    const words = contactNotice(area, `${publicOrigin}/console/contact-wishes`);
    const notice = { reference: randomId(engine), channel: "officer", to, area, ...words } as const;
    const { outcomes } = await gateway.send([notice], clock.now());
    const outcome = outcomes[0]?.outcome ?? "unbegun";
    if (outcome === "later" || outcome === "unbegun") await rows.untellArea(vault, area);
    log.event("contact-notice", { outcome });
  }
}
