/** What somebody wants who answers a message by text. Everything else they may say is no such wish. */
export type TextWish = "stop" | "wrong-person" | "not-safe";

/**
 * A text as words: small letters without accents, marks, emoji and invisible characters; apostrophes vanish
 * ("don't" is `dont`), all else between words is one space; `s.t.o.p`, `stoooop` and the stop sign are `stop`.
 */
export const wordsOf = (text: string) =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll("\u{1F6D1}", " stop ")
    .replaceAll(/[\p{M}\p{Cf}'’‘`´]/gu, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .replaceAll(/(\p{L})\1{2,}/gu, "$1")
    .trim()
    .replaceAll(/(?<=^| )s t o p(?= |$)/g, "stop")
    .replaceAll(/(?<=^| )\p{L}(?: \p{L}){2,}(?= |$)/gu, (letters) => letters.replaceAll(" ", ""));

const any = (...phrases: readonly string[]) => new RegExp(String.raw`(?:^| )(?:${phrases.join("|")})(?: |$)`);
const whole = (...phrases: readonly string[]) => new RegExp(`^(?:${phrases.join("|")})$`);
const first = (...phrases: readonly string[]) => new RegExp(String.raw`^(?:${phrases.join("|")})(?: |$)`);

/** A few words that do not matter: at most so many, or reading would take longer than the text is. */
const FEW = "(?:[^ ]+ ){0,3}";

const SOMEBODY =
  "(?:he|she|they|husband|wife|partner|boyfriend|girlfriend|ex|dad|father|mum|mam|mother|brother|sister|son|family|someone|somebody)";
const MAY_SEE = "(?:can|could|will|might|may) (?:also )?(?:see|read|open|check)";
const LOOKS = `(?:reads|sees|checks|monitors|watches|opens|looks (?:at|through)|goes through|${MAY_SEE})`;
const MY_POST = "(?:phone|mobile|text|texts|message|messages|msgs|emails|letters|post)";

// What is not safe is acted on wherever it is said: to stop too much does no harm, to go on may.
const notSafe = any(
  "(?:not|isnt|aint|never|wasnt|no longer) (?:very |really |so |at all )?safe",
  `(?:not|isnt|aint|never) (?:sure|certain) ${FEW}safe`,
  `(?:dont|do not) (?:think|know|believe) ${FEW}safe`,
  `(?:dont|do not) feel safe ${FEW}(?:text|texts|texting|message|messages|reply|replying|answer|answering)`,
  "unsafe",
  "dangerous to (?:text|message|reply|answer|contact)",
  `${SOMEBODY} ${LOOKS} (?:all )?(?:(?:my|our|the|these|this|your) )?${MY_POST}`,
  `${SOMEBODY} (?:reads|${MAY_SEE}) (?:these|this)`,
  `they (?:read|see|check|open) (?:all )?(?:my|our|these) ${MY_POST}`,
  `${SOMEBODY} has (?:got )?(?:my|our|this) (?:phone|mobile)`,
  "(?:ddim|nid yw(?:n)?|nid|nad yw(?:n)?|dyw) (?:hi |hi n |n |yn )?ddiogel",
  "(?:ddim|nid yw|nad yw|dydy hi ddim|dyw hi ddim) (?:yn|n) (?:saff|ddiogel)",
  `(?:ddim|nid wyf|dydw i ddim) (?:i )?(?:yn )?(?:siwr|sicr) ${FEW}(?:saff|ddiogel)`,
  "(?:mae|maen) (?:e|o|hi|nhw|fy ngwr|fy mhartner) ?(?:yn|n) (?:darllen|gweld|edrych ar) (?:fy|y|ar fy) (?:ffon|negeseuon|rhain)",
  "anniogel",
  "peryglus (?:i )?(?:tecstio|ateb|cysylltu)",
);

/** @param words As `wordsOf` gives them. */
export const isNotSafe = (words: string) => notSafe.test(words);

const wrongPerson = any(
  "wrong (?:number|person|phone|mobile|no|num)",
  "(?:have|got) the wrong (?:number|person|one)",
  "not my number",
  "(?:im|i am|this is) not (?:the person|that person|them|him|her)",
  "(?:this|it) (?:is not|isnt|aint) [^ ]+ (?:number|phone|mobile)",
  "(?:doesnt|does not|no longer) (?:have|has|use|uses|own|owns) this (?:number|phone|mobile)",
  "(?:she|he|they|shes|hes|theyve) (?:has |have )?(?:got )?(?:a )?(?:new|different|another) (?:number|phone|mobile)",
  "(?:she|he|they|shes|hes|theyve) (?:has |have )?changed (?:(?:her|his|their) )?(?:number|phone)",
  "(?:rhif|person|rhif ffon|ffon) anghywir",
  "nid fi (?:yw|ydi|ydy)",
  "dim fy rhif i",
  "(?:mae ganddi|mae ganddo|mae gan [^ ]+) (?:hi |fo |fe )?(?:rif|rhif) newydd",
);

/** Words of the networks and of Twilio, and Welsh ones: alone, or with a little politeness around them. */
const STOP_ALONE = [
  ..."stop stopp stopall unsubscribe unsub cancel end quit revoke optout arret".split(" "),
  ..."opt out|stop all|remove me|no thanks stop|leave me alone|no more|go away|not interested|fuck off".split("|"),
  ..."no thanks|no thank you|dim diolch".split("|"),
  ..."atal ataliwch stopio stopiwch stopia peidiwch peidio paid diwedd gorffen canslo dilewch dileu".split(" "),
  ..."dad danysgrifio|dad danysgrifiwch|dim mwy|dim rhagor|optio allan|gadewch lonydd i mi".split("|"),
];
const POLITE =
  "(?:please|pls|plz|plis|now|thanks|thank you|thx|ta|ok|okay|hi|hello|sorry|os gwelwch yn dda|diolch|nawr|rwan)";
const stopAlone = whole(String.raw`(?:${POLITE} )*(?:${STOP_ALONE.join("|")})(?: ${POLITE})*`);

/** Said of messages, wherever it stands. */
const OF_MESSAGES =
  "(?:text|texts|texting|message|messages|messaging|msg|msgs|contact|contacting|email|emails|emailing|send|sending|write|writing|call|calling|bother|bothering|harassing)";
const MESSAGES = "(?:texts?|messages?|msgs?|emails?|letters?|surveys?|contact|contacting|calls)";
const MY_NUMBER = "(?:me|us|(?:my|this|our) (?:number|details|name|email|address|data|information))";
/** What is not to be written to: who writes of somebody else says "him" or "the police". */
const TO_ME = "(?:me|us|this|my|again|any more|anymore|any further|here)";

const stopMessages = any(
  String.raw`stop (?:all |the |these |those |your |any |further |with the )?${OF_MESSAGES}`,
  String.raw`(?<!(?:^| )(?:i|we|they|he|she|who) )(?:dont|do not) (?:ever )?${OF_MESSAGES} ${TO_ME}`,
  String.raw`never (?:ever )?${OF_MESSAGES} (?:me|us|this number) again`,
  String.raw`(?:can|could|will|would) (?:you|u|ya) (?:please |pls |plz )?not ${OF_MESSAGES} ${TO_ME}`,
  String.raw`(?:dont|do not|no longer) (?:want|wish|need|wish for|ask for) ${FEW}${MESSAGES}`,
  String.raw`(?:dont|do not|no longer) (?:want|wish|like) ${FEW}(?:contacted|texted|messaged|called|emailed|bothered|disturbed|surveyed)`,
  "(?:dont|do not|no longer) (?:want|wish) to (?:hear from|take part|be part)",
  String.raw`no (?:more|further) ${OF_MESSAGES}`,
  `(?:please|you) ${FEW}make ${FEW}stop`,
  "(?:you|u) (?:didnt|did not|dont|do not|never|wont|will not) stop",
  "(?:leave|let) me (?:alone|be)",
  String.raw`(?:delete|remove|erase|forget|lose|block) ${MY_NUMBER}`,
  String.raw`take ${MY_NUMBER} off`,
  "(?:unsubscribe|unsub|opt me out|opt out)",
  String.raw`(?:stopiwch|stopio|peidiwch|peidio|ataliwch) (?:a |ag |ar |ac )?(?:thecstio|tecstio|anfon|hanfon|danfon|cysylltu|chysylltu|ysgrifennu|ebostio|fy|y)`,
  "dim mwy o (?:negeseuon|decstiau)",
  "dim rhagor o (?:negeseuon|decstiau)",
  String.raw`(?:ddim|nid wyf|nid wyf i|nid ydw i|nid oes arnaf|nid oes arna i) (?:yn |n )?(?:eisiau|isio|isie|moyn|am|angen|dymuno) ${FEW}(?:negeseuon|neges|tecstiau|decstiau|ebyst|llythyrau|galwadau|arolwg|arolygon)`,
  "gadewch (?:fi|lonydd)",
);

/** An order that a text begins with needs not say whom not to write to. */
const orderFirst = first(
  String.raw`(?:(?:${POLITE}|just|no|i said) ){0,3}(?:dont|do not|never) (?:ever )?${OF_MESSAGES}`,
);

/** In a sentence as short as this, the word itself is enough. */
const SHORT = 8;
const STOP_WORD =
  "(?:stop|stopp|st0p|stop(?:all|now|it|this|these|please|pls|texts?|texting|txts?|messages?|msgs?|contact|contacting|calls|sms)|unsubscribe|unsub|optout)";
const stopAnywhere = any(STOP_WORD, "stopiwch", "stopio", "atal", "ataliwch");
const stopFirst = /^(?:please |pls |plz |just )?(?:stop|stopall|unsubscribe|stopiwch|ataliwch) /;

/**
 * Where the word asks us for nothing: "don't stop" is the opposite, "they could not stop it" a story, and a bus stop a
 * place. Taken out, and what is left is read: "Please don't stop, STOP" still asks for it. "You didn't stop" does too.
 */
const noWish = new RegExp(
  String.raw`(?<=^| )(?<!(?:^| )(?:you|u)(?: (?:do|did|will|would|could))? )(?:(?:dont|do not|never|didnt|did not|doesnt|does not|wont|will not|cant|cannot|couldnt|wouldnt|not) (?:ever )?stop|(?:bus|tram|full) stop|stop and search|stop (?:him|her)|peidiwch (?:a )?stopio)(?= |$)`,
  "g",
);

function isStop(words: string): boolean {
  const rest = words.replaceAll(noWish, "").replaceAll(/ {2,}/g, " ").trim();
  if (stopAlone.test(words) || stopMessages.test(rest) || orderFirst.test(rest)) return true;
  const isShort = rest.split(" ").length <= SHORT;
  return stopFirst.test(rest) || (isShort && stopAnywhere.test(rest));
}

/**
 * What a text asks for, in English or Welsh, in any case, with or without punctuation and emoji, alone or in a sentence;
 * null when it asks for none of these. START or YES is no wish: nobody is written to again who has said STOP.
 *
 * Where it says more than one thing, what protects most comes first: not safe, then wrong person (who is somebody else
 * than the victim, and refuses nothing for them), then stop. While a comment is asked for, comment-wish.ts reads instead.
 */
export function wishOf(text: string): TextWish | null {
  const words = wordsOf(text.slice(0, 2_000));
  if (isNotSafe(words)) return "not-safe";
  if (wrongPerson.test(words)) return "wrong-person";
  return isStop(words) ? "stop" : null;
}
