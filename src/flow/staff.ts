import { openAccessKeys, type AccessKeys } from "../channels/access-keys.ts";
import type { StaffMember } from "../domain/permission.ts";
import type { HasClock } from "../kernel/time.ts";
import type { HasLog } from "../platform/log.ts";
import { verifyStaffToken } from "../platform/staff-token.ts";
import type { HasVault } from "../store/vault/database.ts";
import * as rows from "../store/vault/staff.ts";
import { type Actor, recordAct } from "./audit.ts";

/** How staff are known: by what signs them in, which is another thing in development. */
export type HasStaff = {
  readonly staff: {
    /** False where nothing that signs people in is connected: then nobody is let in. */
    readonly isConnected: boolean;
    /** Where somebody signs in; null where they are signed in before they reach us. */
    readonly signInAt: string | null;
    /** Where whoever has signed in ends that; absent where nothing of ours can. */
    readonly signOutAt?: string;
    /** Who a request is of; null when it does not prove it. Says nothing of what they may do. */
    identify(request: Request): Promise<{ readonly email: string } | null>;
  };
};

/** The header in which Cloudflare Access sends its token. Its cookie is not read: the header alone is sure to be theirs. */
const TOKEN = "Cf-Access-Jwt-Assertion";

/** Cloudflare's own address for it, on every host that Access stands before. It ends all of somebody's sessions of Access. */
const SIGN_OUT = "/cdn-cgi/access/logout";

const TEAM = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** What is configured of Cloudflare Access: the team's name, and the audience tag of our application. */
export type AccessSettings = { readonly team: string | undefined; readonly audience: string | undefined };

/** Staff as Cloudflare Access signs them in. Without a team and an audience nobody is let in. */
export function openAccess(
  { team = "", audience = "" }: AccessSettings,
  engine: HasClock & HasLog,
  keysOf: (issuer: string) => AccessKeys = (issuer) => openAccessKeys(issuer, engine),
): HasStaff["staff"] {
  if (!TEAM.test(team) || audience === "") {
    return { isConnected: false, signInAt: null, identify: async () => null };
  }
  const issuer = `https://${team}.cloudflareaccess.com`;
  const published = keysOf(issuer);
  return {
    isConnected: true,
    signInAt: null,
    signOutAt: SIGN_OUT,
    identify: async (request) => {
      const token = request.headers.get(TOKEN);
      if (token === null) return null;
      const verdictBy = async (isRenewed: boolean) => {
        const keys = await published.read(isRenewed);
        if (keys === null) engine.log.event("staff-keys-missing");
        const rules = { issuer, audience, now: engine.clock.now() };
        return keys === null ? null : await verifyStaffToken(token, { ...rules, keys });
      };
      const first = await verdictBy(false);
      const verdict = first?.state === "unknown-key" ? await verdictBy(true) : first;
      return verdict?.state === "valid" ? { email: verdict.email } : null;
    },
  };
}

/** Remembers what people may do for a moment, in milliseconds: so long, at most, does somebody who ended go on. */
const REMEMBER = 60_000;
type Remembered = { readonly until: number; readonly row: rows.StaffRow | null };
const remembered = new WeakMap<object, Map<string, Remembered>>();

async function rowOf({ vault, clock }: HasVault & HasClock, email: string): Promise<rows.StaffRow | null> {
  const known = remembered.get(vault) ?? new Map<string, Remembered>();
  remembered.set(vault, known);
  const now = Date.parse(clock.now());
  const recent = known.get(email);
  if (recent && recent.until > now) return recent.row;
  const row = await rows.staffByEmail(vault, email);
  // Strangers are not remembered: there is no end of them.
  if (row) known.set(email, { until: now + REMEMBER, row });
  return row;
}

/** Whoever a request is of, with what they may do; null for a stranger, and for somebody whose work has ended. */
export async function findStaff(engine: HasVault & HasClock & HasStaff, request: Request): Promise<StaffMember | null> {
  const identity = await engine.staff.identify(request);
  const row = identity === null ? null : await rowOf(engine, identity.email);
  if (row === null || row.endedAt !== null) return null;
  const { email, name, grants } = row;
  return { email, name, grants };
}

type Engine = HasVault & HasClock & HasLog;

/** What somebody may do from now on, for the audit log. */
const toldOf = ({ email, grants }: StaffMember) =>
  [`staff:${email}`, ...grants.map(({ role, area }) => `${role}:${area}`)].join(" ");

/** Makes somebody staff, or changes what they may do. Known here at once, elsewhere within a minute. */
export async function putStaff(engine: Engine, by: Actor, member: StaffMember): Promise<"created" | "changed"> {
  await recordAct(engine, by, "put-staff", toldOf(member));
  const state = await rows.putStaff(engine.vault, member, engine.clock.now());
  remembered.get(engine.vault)?.delete(member.email);
  engine.log.event("staff-put", { state, grants: member.grants.length });
  return state;
}

/** Ends somebody's work. Known here at once, elsewhere within a minute. Returns whether they were staff. */
export async function endStaff(engine: Engine, by: Actor, email: string): Promise<boolean> {
  await recordAct(engine, by, "end-staff", `staff:${email}`);
  const known = await rows.endStaff(engine.vault, email, engine.clock.now());
  remembered.get(engine.vault)?.delete(email);
  engine.log.event("staff-ended", { known });
  return known;
}

export const listStaff = async ({ vault }: HasVault): Promise<readonly rows.StaffRow[]> => await rows.listStaff(vault);
