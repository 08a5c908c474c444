import { type Instant, plusMinutes } from "../kernel/time.ts";

/**
 * How long we wait for a receipt of a message that may have gone, at a gateway that cannot be asked, in minutes. [OURS: a
 * network tries for up to 72 hours, yet nearly every receipt comes within the hour; a day keeps the invitation within its
 * week.] After that it counts as sent, in doubt, and is never sent again.
 */
const DOUBT_MINUTES = 24 * 60;

/** The moment from which a message given to a gateway at `givenAt`, and not heard of since, counts as in doubt for good. */
export const doubtEnds = (givenAt: Instant): Instant => plusMinutes(givenAt, DOUBT_MINUTES);
