import { Problem } from "../kernel/problem.ts";
import type { HasLimits, Limits } from "../platform/limits.ts";

// Keeps whoever guesses at keys slow, and nobody else.

/** What this isolate knows of callers, by the counters that said so. */
type Known = {
  /** Addresses that failed too often. */
  readonly exhausted: Set<string>;
  /** Claims that were right here, each from its address. */
  readonly right: Set<string>;
};
const memories = new WeakMap<Limits, Known>();
const KNOWN_MAX = 10_000;

function memoryOf(limits: Limits): Known {
  const known = memories.get(limits) ?? { exhausted: new Set(), right: new Set() };
  memories.set(limits, known);
  return known;
}

function addTo(names: Set<string>, name: string): void {
  if (names.size >= KNOWN_MAX) names.clear();
  names.add(name);
}

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
 * Refuses, before anything is verified, whoever comes from an address that failed too often, until the counter bears
 * more. Only who was right from there before, as far as this isolate knows, goes on: many systems may share an address,
 * and a guesser may name another key each time.
 */
export async function refuseGuesser({ limits }: HasLimits, claim: Claim): Promise<void> {
  const { exhausted, right } = memoryOf(limits);
  if (!exhausted.has(claim.address) || right.has(nameOf(claim))) return;
  if (!(await limits.bear(claim.address))) throw tooMany();
  exhausted.delete(claim.address);
}

/** Remembers that a claim was right. */
export const rememberRight = ({ limits }: HasLimits, claim: Claim): void =>
  addTo(memoryOf(limits).right, nameOf(claim));

/** Counts a failure. @throws Problem `too-many-requests` from the limit on: then this claim waits, right as it may have been. */
export async function countFailure({ limits }: HasLimits, claim: Claim): Promise<void> {
  if (await limits.bear(claim.address)) return;
  const { exhausted, right } = memoryOf(limits);
  addTo(exhausted, claim.address);
  right.delete(nameOf(claim));
  throw tooMany();
}
