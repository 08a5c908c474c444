/**
 * How long what somebody left with us is kept, where the methodology does not say so: read by what lets go of it, and by
 * what tells people (privacy-facts.ts).
 */

/** Records are kept this long after their release, in days (privacy.md 3.8). */
export const MICRODATA_DAYS = 90;

/** A release or correction that was begun has so many days to be built, in which its records are not deleted under it. */
export const CORRECTION_DAYS = 3;

/**
 * A released step without a partner is dropped once its cohort's quarter began this long ago, in days: four quarters
 * after the cohort's own, when what was to follow a report has mostly followed, and until the last of them is opened
 * (`QUARTER_DAYS`): a partner that is still sealed is not seen.
 */
export const LONE_STEP_DAYS = 548;

/** A cohort's journeys end two years after its quarter began, in days. */
export const COHORT_DAYS = 730;

/** A quarter's comments must be moderated within this time of its beginning, in days: its length and ninety more. */
export const COMMENT_DAYS = 182;

/**
 * A quarter's release must have opened its records within this time of its beginning, in days, or they end unread: its
 * length and ninety more. It is begun as many days earlier as a build may take (`CORRECTION_DAYS`).
 */
export const QUARTER_DAYS = 182;

/** Entries of the audit log are kept this long, in days (privacy.md 3.8). */
export const AUDIT_DAYS = 366;

/** How long a wish to be contacted is kept when nobody sees to it, in days. */
export const WISH_DAYS = 90;

/** For how many minutes a try at a code, or a wish from an address, is counted. */
export const ATTEMPT_MINUTES = 60;

/** Days back on which a conversation that is still known may have begun; its key is destroyed in the night after. */
export const SLOT_DAYS = 2;

/** How long it is remembered that a day takes nothing more, in days: no request lasts as long. */
export const SHUT_DAYS = 14;

/** How long the mark of a text that came in is kept, in days: longer than a gateway tells of it. */
export const SEEN_TEXT_DAYS = 8;

/** An intake can be asked about, and its faults read, for this long, in days. */
export const INTAKE_DAYS = 90;

/** Counts of repeated and misdirected numbers are kept by week for so many weeks: longer than any look goes back. */
export const CONTACT_TALLY_WEEKS = 26;

/** An alarm about an area's numbers is kept so long after it ended, in days. */
export const ALARM_DAYS = 366;
