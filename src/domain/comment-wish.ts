import { isNotSafe, type TextWish, wordsOf } from "./text-words.ts";

// What a text asks for while a comment is asked for. "Stop taking so long" and "they arrested the wrong person" answer
// that question, so only what is plainly said to us, of our texts, is a wish. All else that text-words.ts reads as one
// is a comment here.

const POLITE =
  "(?:please|pls|plz|plis|now|thanks|thank you|thx|ta|ok|okay|hi|hello|sorry|mate|love|os gwelwch yn dda|diolch|nawr|rwan)";
const whole = (...phrases: readonly string[]) =>
  new RegExp(String.raw`^(?:${POLITE} )*(?:${phrases.join("|")})(?: ${POLITE})*$`);
const politeness = new RegExp(`^${POLITE}(?: ${POLITE})*$`);
const first = (...phrases: readonly string[]) =>
  new RegExp(
    String.raw`^(?:(?:${POLITE}|just|and|but|so|you can|can you|could you|will you|would you) )*(?:${phrases.join("|")})(?: |$)`,
  );
const any = (...phrases: readonly string[]) => new RegExp(String.raw`(?:^| )(?:${phrases.join("|")})(?: |$)`);

const TO_US =
  "(?:i want you to |i want u to |i said |you should |you must |just |can you |could you |will you |would you )?";
const MORE = "(?:all |the |these |those |this |your |any |more |further |of |to get |to receive |to have )*";
const TEXTS = "(?:texts?|texting|messages?|messaging|msgs?|surveys?|surveying)";
const ME = "(?:me|us|this number|this phone|this mobile|here)";
const AGAIN = "(?:again|any ?more|any further|ever)";

/** Said alone, or as a sentence of its own. */
const alone = whole(
  `${TO_US}stop+(?: all| everything)?`,
  "st0p|stop(?:all|now|it|this|these|please|pls|texts?|texting|txts?|messages?|msgs?|contact|contacting|sms)",
  "unsubscribe|unsub|opt ?out|optout|revoke|arret|remove me|no thanks stop",
  "stopio|stopiwch|stopia|atal|ataliwch|peidiwch|peidio|dad ?danysgrifio|dad ?danysgrifiwch|optio allan",
);

/** Said alone as a whole text: within a longer one they are told of somebody else, or are ordinary words. */
const wholeText = whole(
  "end|cancel|quit|no more|diwedd|gorffen|canslo|dilewch|dileu|paid|dim mwy|dim rhagor",
  `${TO_US}stop (?:it|this|that|these)`,
  "leave (?:me|us) (?:alone|be)|go away|fuck off|gadewch lonydd(?: i (?:mi|fi|ni))?|gadewch fi",
  "i (?:dont|do not) (?:want|wish) to (?:take part|be part|hear from you)",
  `i (?:dont|do not|no longer) (?:want|wish|like) to be (?:contacted|texted|messaged|surveyed)(?: ${AGAIN})?`,
  `no (?:more|further) (?:contact|emails?|${TEXTS})`,
  `(?:dont|do not|never) (?:ever )?(?:text|message|contact|email|write|bother)(?: to)?(?: ${ME})?(?: ${AGAIN})?`,
  `(?:dont|do not|never) (?:ever )?(?:call|phone|ring|send) (?:me|us|this number)(?: ${AGAIN})?`,
);

const order = first(
  `(?:dont|do not|never) (?:ever )?(?:text|message|contact|email) ${ME}(?: ${AGAIN})?`,
  `not (?:text|message|contact|email) ${ME}`,
  "(?:leave|let) (?:me|us) (?:alone|be)",
  "(?:delete|remove|erase|forget|lose|block) (?:me|us|(?:my|this|our) (?:number|phone|mobile))",
  "take (?:me|us|(?:my|this|our) (?:number|name|details)) off",
  "gadewch (?:fi|lonydd)",
  "(?:stopiwch|stopio|peidiwch|peidio|ataliwch) (?:a |ag )?(?:thecstio|tecstio|(?:anfon|hanfon|danfon) (?:mwy o |rhagor o )?(?:neges|negeseuon|tecst|tecstiau|decstiau|ata|atom)|(?:cysylltu|chysylltu) a (?:fi|mi|ni))",
);

/** Who somebody else is that is to stop, or did not: then it is no order to us. */
const OF_OTHERS =
  "(?:him|her|them|he|she|they|it|who|not|didnt|wont|cant|couldnt|never|ex|husband|wife|partner|man|family|(?<!(?:you|u) )to|would|should|could|must|will|police|officers?)";

const ofTexts = any(
  `(?<!(?:^| )${OF_OTHERS} )stop (?:sending )?(?:me |us )?${MORE}${TEXTS}`,
  `(?<!(?:^| )${OF_OTHERS} )stop contacting (?:me|us)`,
  "(?:you|u) to stop (?:sending|texting|messaging|contacting)",
  "(?:you|u) (?:didnt|did not|dont|do not|never|wont|will not) stop (?:texting|messaging|contacting|sending)",
  `i (?:dont|do not|no longer) (?:want|wish|wish for|need|like) ${MORE}${TEXTS}`,
  `(?:dont|do not) (?:send|text|message) (?:me |us )?${MORE}${TEXTS}`,
  `no (?:more|further) (?:of )?(?:these |your )?${TEXTS}`,
  "(?:opt me out|unsubscribe|want to opt out)",
  "dim (?:mwy|rhagor) o (?:negeseuon|decstiau)",
  "(?:ddim|nid wyf|nid wyf i|nid ydw i) (?:yn |n )?(?:eisiau|isio|isie|moyn|am) (?:i )?(?:gael |cael )?(?:mwy o |rhagor o )?(?:y |eich )?(?:negeseuon|tecstiau|decstiau|arolwg|arolygon)",
);

/** Of this number, or of who has it. */
const wrongAlone = whole(
  "(?:(?:stop|this|is|its|it|i|think|you|u|youve|have|got|the|a) )*wrong (?:number|person|phone|mobile|no|num)(?: here)?",
  "(?:(?:mae gennych|y|r) )*(?:rhif|person|rhif ffon|ffon) anghywir",
  "(?:this (?:is )?|its |it is )?not my (?:number|phone)",
  "(?:im|i am|this is) not (?:the person|that person|them|him|her)",
  "(?:she|he|they|shes|hes|theyve) (?:has |have )?(?:got )?(?:a )?(?:new|different|another) (?:number|phone|mobile)(?: now)?",
  "(?:she|he|they|shes|hes|theyve) (?:has |have )?changed (?:(?:her|his|their) )?(?:number|phone)",
  "nid fi (?:yw|ydi|ydy)(?: [^ ]+)?|dim fy rhif i",
  "(?:mae ganddi|mae ganddo|mae gan [^ ]+) (?:hi |fo |fe )?(?:rif|rhif) newydd",
);
const wrong = any(
  "(?:you have|youve|youve got|you have got|you got|u got|u have) (?:got )?the wrong (?:number|person|one)",
  "this (?:is not|isnt|aint) [^ ]+ (?:number|phone|mobile)",
  "(?:doesnt|does not|no longer) (?:have|has|use|uses|own|owns) this (?:number|phone|mobile)",
);

/**
 * What a text asks for while a comment is asked for; null where it may be the comment. What may mean that texting is not
 * safe ends contact here as anywhere.
 */
export function wishInComment(text: string): TextWish | null {
  const read = text.slice(0, 2_000);
  const words = wordsOf(read);
  if (isNotSafe(words)) return "not-safe";
  const begun =
    read
      .split(/[.,;:!?\n…]+/)
      .map(wordsOf)
      .find((each) => each !== "" && !politeness.test(each)) ?? "";
  const sentences = [words, ...read.split(/[.!?\n…]+/).map(wordsOf)];
  if (wrong.test(words) || wrongAlone.test(words) || wrongAlone.test(begun)) return "wrong-person";
  const isStop = wholeText.test(words) || ofTexts.test(words) || sentences.some((each) => alone.test(each));
  return isStop || sentences.some((each) => order.test(each)) ? "stop" : null;
}
