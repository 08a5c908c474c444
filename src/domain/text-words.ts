/** What somebody wants who answers a message by text. Everything else they may say is no such wish. */
export type TextWish = "stop" | "wrong-person" | "not-safe";

/**
 * A text as words: small letters without accents, marks, emoji and invisible characters; apostrophes vanish
 * ("don't" is `dont`), all else between words is one space; `s.t.o.p` and `stoooop` are `stop`.
 */
function wordsOf(text: string): string {
  const plain = text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[\p{M}\p{Cf}'’‘`´]/gu, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .replaceAll(/(\p{L})\1{2,}/gu, "$1")
    .trim();
  return /^(\p{L} )+\p{L}$/u.test(plain) ? plain.replaceAll(" ", "") : plain;
}

const any = (...phrases: readonly string[]) => new RegExp(String.raw`(?:^| )(?:${phrases.join("|")})(?: |$)`);
const whole = (...phrases: readonly string[]) => new RegExp(`^(?:${phrases.join("|")})$`);

// What is not safe is acted on wherever it is said: to stop too much does no harm, to go on may.
const notSafe = any(
  "(?:not|isnt|aint|never|wasnt|no longer) (?:very |really |so |at all )?safe",
  "unsafe",
  "dangerous to (?:text|message|reply|answer|contact)",
  "(?:ddim|nid yw(?:n)?|nid|nad yw(?:n)?|dyw) (?:hi |hi n |n |yn )?ddiogel",
  "(?:ddim|nid yw|nad yw|dydy hi ddim|dyw hi ddim) (?:yn|n) (?:saff|ddiogel)",
  "anniogel",
  "peryglus (?:i )?(?:tecstio|ateb|cysylltu)",
);

const wrongPerson = any(
  "wrong (?:number|person|phone|mobile|no|num)",
  "(?:have|got) the wrong (?:number|person|one)",
  "not my number",
  "(?:im|i am|this is) not (?:the person|that person|them|him|her)",
  "(?:rhif|person|rhif ffon|ffon) anghywir",
  "nid fi (?:yw|ydi|ydy)",
  "dim fy rhif i",
);

/** Words of the networks and of Twilio, and Welsh ones: alone, or with a little politeness around them. */
const STOP_ALONE = [
  ..."stop stopp stopall unsubscribe cancel end quit revoke optout arret".split(" "),
  ..."opt out|stop all|remove me|no thanks stop|leave me alone|no more|go away".split("|"),
  ..."atal ataliwch stopio stopiwch stopia peidiwch peidio paid diwedd gorffen canslo dilewch dileu".split(" "),
  ..."dad danysgrifio|dad danysgrifiwch|dim mwy|dim rhagor|optio allan|gadewch lonydd i mi".split("|"),
];
const POLITE =
  "(?:please|pls|plz|plis|now|thanks|thank you|thx|ta|ok|okay|hi|hello|sorry|os gwelwch yn dda|diolch|nawr|rwan)";
const stopAlone = whole(String.raw`(?:${POLITE} )*(?:${STOP_ALONE.join("|")})(?: ${POLITE})*`);

/** Said of messages, wherever it stands. */
const OF_MESSAGES =
  "(?:text|texts|texting|message|messages|messaging|msg|msgs|contact|contacting|email|emails|emailing|send|sending|write|writing|call|calling|bother|bothering|harassing)";
const stopMessages = any(
  String.raw`stop (?:all |the |these |those |your |any |further |with the )?${OF_MESSAGES}`,
  String.raw`(?:dont|do not|never) (?:ever )?${OF_MESSAGES}(?: me| us| this number| again| any more| anymore)`,
  String.raw`no (?:more|further) ${OF_MESSAGES}`,
  "(?:leave|let) me (?:alone|be)",
  "(?:unsubscribe|opt me out|opt out|take me off|remove me|remove my number|remove this number)",
  String.raw`(?:stopiwch|stopio|peidiwch|peidio|ataliwch) (?:a |ag |ar |ac )?(?:thecstio|tecstio|anfon|hanfon|danfon|cysylltu|chysylltu|ysgrifennu|ebostio|fy|y)`,
  "dim mwy o (?:negeseuon|decstiau)",
  "dim rhagor o (?:negeseuon|decstiau)",
  "gadewch (?:fi|lonydd)",
);

/** In a sentence as short as this, the word itself is enough. */
const SHORT = 8;
const stopAnywhere = any("stop", "stopp", "stopall", "unsubscribe", "optout", "stopiwch", "stopio", "atal", "ataliwch");
const stopFirst = /^(?:please |pls |plz |just )?(?:stop|stopall|unsubscribe|stopiwch|ataliwch) /;
/** "Don't stop" is the opposite. */
const dontStop = any("(?:dont|do not|never|didnt|did not|wont|cant|not) stop", "peidiwch (?:a )?stopio");

function isStop(words: string): boolean {
  if (stopAlone.test(words) || stopMessages.test(words)) return true;
  if (dontStop.test(words)) return false;
  const isShort = words.split(" ").length <= SHORT;
  return stopFirst.test(words) || (isShort && stopAnywhere.test(words));
}

/**
 * What a text asks for, in English or Welsh, in any case, with or without punctuation and emoji, alone or in a sentence;
 * null when it asks for none of these. START or YES is no wish: nobody is written to again who has said STOP.
 *
 * Where it says more than one thing, what protects most comes first: not safe, then wrong person (who is somebody else
 * than the victim, and refuses nothing for them), then stop.
 */
export function wishOf(text: string): TextWish | null {
  const words = wordsOf(text.slice(0, 2_000));
  if (notSafe.test(words)) return "not-safe";
  if (wrongPerson.test(words)) return "wrong-person";
  return isStop(words) ? "stop" : null;
}
