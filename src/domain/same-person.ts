import type { LocalDate } from "../kernel/time.ts";
import { type CaseFacts, type CaseFlag, type VictimState, warningsOf } from "./case.ts";
import { type Route, routeOfSafety } from "./contact.ts";
import { NOT_STATED, type Offence } from "./dimension.ts";

// One person whom two forces know has two rows in the vault, each under that force's own reference. Only a number or an
// address that both were given tells that they may be one; the profile decides (docs/decisions/0017).

/** What is compared of two rows. */
type Profile = Pick<VictimState, "area" | "age" | "sex" | "flags" | "status">;

/** What the person wants, as far as it holds whoever they told. */
type Wishes = Pick<VictimState, "flags" | "status" | "consent" | "channel" | "safety" | "safetyAssertedAt">;

/** What goes on with one row. */
export type Life = {
  /** Invitations that have gone: case, and the last day on which the link works. */
  readonly sent: readonly (readonly [caseId: string, expiresOn: LocalDate])[];
  /** Invitations that are being sent now, by id. */
  readonly claimed: readonly string[];
  /** Open cases. */
  readonly cases: readonly (readonly [Offence, readonly CaseFlag[], CaseFacts])[];
};

/** Another row with the same number or address. */
export type Other = Profile &
  Wishes &
  Life & {
    /** The routes that both have. */
    readonly routes: readonly Route[];
    /** Whether any case of theirs, open or closed, bears a safety flag. */
    readonly isFlagged: boolean;
    /** Whether they were sent, or are being sent, a link for the same stage. */
    readonly holdsLink: boolean;
  };

/** Nobody is known to so many forces: a number that so many victims have is a placeholder, and so is shared. */
export const OTHERS_AT_MOST = 20;

/** Of different forces, with the same age band and sex, both stated; organisations have neither. */
const areAlike = (one: Profile, other: Profile) =>
  one.area !== other.area &&
  one.age !== NOT_STATED &&
  one.age === other.age &&
  one.sex !== NOT_STATED &&
  one.sex === other.sex &&
  ![one, other].some(({ flags }) => flags.includes("organisation"));

/**
 * Whether a row with the same number or address is the same person's, as another force knows them, or somebody else's;
 * `nobody` where it is no victim's any more and no link of theirs is open.
 *
 * One force gives one person one reference, so two rows of the same force are two people. Where in doubt it is somebody
 * else: then nothing goes, and a person looks at it. Somebody who is said to have died is such a doubt.
 */
function relationOf(victim: Profile, other: Profile & Pick<Other, "holdsLink">): "same" | "other" | "nobody" {
  const isAlike = areAlike(victim, other);
  if (isAlike && other.status !== "deceased") return "same";
  return isAlike || other.status === "active" || other.holdsLink ? "other" : "nobody";
}

/**
 * A victim with what the same person told other forces: a wish for silence told to one is told to all, and a newer word
 * that they may not be written to stands. Nothing that another force was told opens anything here.
 */
function withWishes<V extends Wishes>(victim: V, same: readonly Wishes[]): V {
  const isSilent = same.some(({ flags }) => flags.includes("opted-out"));
  const told = victim.safetyAssertedAt ?? "";
  const newest = same
    .filter(({ safetyAssertedAt }) => safetyAssertedAt !== null && safetyAssertedAt > told)
    .toSorted((a, b) => ((a.safetyAssertedAt ?? "") < (b.safetyAssertedAt ?? "") ? 1 : -1))[0];
  return {
    ...victim,
    ...(isSilent && { flags: [...victim.flags, "opted-out"] }),
    ...(victim.status === "active" && same.some(({ status }) => status === "withdrawn") && { status: "withdrawn" }),
    ...(same.some(({ consent }) => consent === "refused") && { consent: "refused" }),
    ...(newest && routeOfSafety[newest.safety] === null && { safety: newest.safety }),
  };
}

/**
 * All that is known of the person behind a victim's row, of whatever force: what the last check asks about.
 *
 * @param others Everybody else with the same number or address, at most `OTHERS_AT_MOST`.
 * @returns The victim, what their open cases warn of, whether any case that another force knows is flagged, open cases' facts, what has gone to them and is going, and the
 *   routes by which somebody else is reached too.
 */
export function personBehind<V extends Profile & Wishes>(victim: V, life: Life, others: readonly Other[]) {
  const isPlaceholder = others.length >= OTHERS_AT_MOST;
  const related = (relation: "same" | "other") => others.filter((other) => relationOf(victim, other) === relation);
  const same = isPlaceholder ? [] : related("same");
  const strangers = isPlaceholder ? others : related("other");
  const lives: readonly Life[] = [life, ...same];
  const open = lives.flatMap(({ cases }) => cases);
  return {
    victim: withWishes(victim, same),
    dangers: open.flatMap(([offence, flags]) => [...flags, ...warningsOf(offence)]),
    isFlaggedElsewhere: same.some(({ isFlagged }) => isFlagged),
    otherCases: open.map(([, , facts]) => facts),
    sent: lives.flatMap(({ sent }) => sent),
    claimed: lives.flatMap(({ claimed }) => claimed),
    shared: [...new Set(strangers.flatMap(({ routes }) => routes))],
  };
}
