import { Problem } from "../kernel/problem.ts";
import type { HasLimits, Limits } from "../platform/limits.ts";

// Keeps whoever guesses at keys slow, and nobody else.

/** Claims that failed when their address had failed too often, by the counters that said so. */
const refused = new WeakMap<Limits, Set<string>>();
const REFUSED_MAX = 10_000;

const isIpv6 = (address: string) => address.includes(":");

/** The half of an IPv6 address that belongs to one network: who has one address of it has them all. */
function networkOf(address: string): string {
  const [left = "", right] = address.split("::");
  const groups = left.split(":");
  const known = right === undefined || right === "" ? [] : right.split(":");
  const missing = right === undefined ? 0 : 8 - groups.length - known.length;
  const zeros = Array.from({ length: Math.max(0, missing) }, () => "0");
  return [...groups, ...zeros, ...known].slice(0, 4).join(":");
}

/** Where a request came from, as Cloudflare says it; no other header is believed. */
export function addressOf(headers: Headers): string {
  const address = headers.get("cf-connecting-ip") ?? "unknown";
  return isIpv6(address) ? networkOf(address) : address;
}

/** Who is said to be calling, and from where: what a failure counts against. */
export type Claim = { readonly address: string; readonly of: string };

/** Long enough for any claim that could be right. */
const NAME_MAX = 120;
const nameOf = ({ address, of }: Claim) => `${address} ${of}`.slice(0, NAME_MAX);

const tooMany = () =>
  new Problem("too-many-requests", "Too many keys or signatures from this address were wrong. Wait a minute.");

/**
 * Refuses, before anything is verified, a claim that failed when its address had failed too often, until the counter
 * bears more. Others at the same address, whose keys are right, are not concerned: many systems may share one.
 */
export async function refuseGuesser({ limits }: HasLimits, claim: Claim): Promise<void> {
  const names = refused.get(limits);
  if (!names?.has(nameOf(claim))) return;
  if (!(await limits.bear(claim.address))) throw tooMany();
  names.delete(nameOf(claim));
}

/** Counts a failure. @throws Problem `too-many-requests` from the limit on. */
export async function countFailure({ limits }: HasLimits, claim: Claim): Promise<void> {
  if (await limits.bear(claim.address)) return;
  const names = refused.get(limits) ?? new Set<string>();
  refused.set(limits, names);
  if (names.size >= REFUSED_MAX) names.clear();
  names.add(nameOf(claim));
  throw tooMany();
}
