import { soundsLikeDanger } from "./danger-words.ts";
import { plainWords } from "./heard.ts";

// What somebody may say in a text that is no answer. What ends contact is text-words.ts's and comment-wish.ts's
// alone, and comes before.

const any = (...phrases: readonly string[]) => new RegExp(String.raw`(?:^| )(?:${phrases.join("|")})(?: |$)`);
const whole = (...phrases: readonly string[]) => new RegExp(`^(?:${phrases.join("|")})$`);

const POLITE =
  "(?: ?(?:please|pls|plz|thanks|thank you|ta|sorry|ok|okay|hi|hello|os gwelwch yn dda|plis|diolch|helo|now|nawr|rwan))*";
const politely = (...phrases: readonly string[]) => new RegExp(`^${POLITE} ?(?:${phrases.join("|")})${POLITE}$`);

/** The words that begin a conversation. START and YES belong to the networks. */
const start = politely("text", "txt", "by text", "reply text", "testun", "tecst", "drwy destun", "trwy neges");

const skip = politely(
  "skip(?: (?:it|this|that|this one|question))?",
  "pass",
  "next(?: (?:one|question))?",
  "(?:i )?(?:dont|do not) know",
  "dunno",
  "no idea",
  "not sure",
  "hepgor",
  "pasio",
  "nesaf",
  "(?:dwi |dw i )?ddim yn gwybod",
  "dim syniad",
  "ddim yn siwr",
);

const declining = any(
  "prefer not(?: to(?: say| answer)?)?",
  "(?:id )?rather not(?: say| answer)?",
  "no comment",
  "(?:dont|do not) want to (?:say|answer)",
  "none of your business",
  "gwell gen i beidio(?: a dweud)?",
  "gwell gennyf beidio",
  "ddim am ddweud",
  "ddim eisiau dweud",
);

const notApplying = any(
  "(?:does not|doesnt|didnt|did not) apply",
  "not applicable",
  "ddim yn berthnasol",
  "amherthnasol",
);
const notApplyingAlone = politely("n a", "na");

const asking = any(
  "what do (?:you|u|ya) mean",
  "what does (?:that|this|it) mean",
  "(?:dont|do not|didnt|cant) understand",
  "what (?:is|was|are) (?:the )?(?:question|options|numbers|scale)",
  "say (?:that|it) again",
  "which (?:service|one)",
  "beth (?:ydych chi|ych chi|wyt ti|ydach chi|dych chi)n? ?(?:yn )?(?:ei )?feddwl",
  "beth yw(?:r)? cwestiwn",
  "beth mae hyn",
  "(?:ddim|dydw i ddim|dw i ddim|dwi ddim) yn deall",
  "pa wasanaeth",
);
const askingAlone = politely(
  "what",
  "eh",
  "huh",
  "pardon",
  "explain",
  "help",
  "beth",
  "be",
  "sut",
  "esboniwch",
  "helpwch",
);

const who = any(
  "who (?:is|are|r) (?:this|you|u|it|that)",
  "whos this",
  "is this (?:a )?(?:scam|spam|real|genuine|legit)",
  "how did you get my number",
  "pwy (?:yw|ydy|sydd|ydych|dach)(?: [^ ]+)?",
);

const english = politely("english", "in english", "saesneg", "yn saesneg", "eng");
const welsh = politely("welsh", "in welsh", "cymraeg", "yn gymraeg", "gymraeg", "cym");

const distress = any(
  "suicid(?:e|al)",
  "(?:kill|hurt|harm|cut) (?:myself|my self)",
  "(?:end|take) my (?:own )?life",
  "end it all",
  "(?:want|going|ready) to end it",
  "cant live(?: like this)?",
  "(?:want|wish|going) to die",
  "wish i was dead",
  "self ?harm(?:ing)?",
  "cant (?:cope|go on|take (?:it|this) any ?more)",
  "(?:kill|hurt|hit|beat|attack|find)(?:s|ing)? me",
  "(?:hes|shes|theyre|he is|she is|they are) (?:here|outside|back|following me|at the door|watching me)",
  "threaten(?:s|ed|ing)? (?:me|us|my [^ ]+)",
  "(?:in|real) danger",
  "(?:scared|frightened|terrified|afraid)",
  "emergency",
  "999",
  "(?:need|send) help",
  "help me",
  "raped",
  "(?:strangl|chok|stabb|punch)(?:es|ed|ing) me",
  "(?:hes|shes|theyre|he is|she is|they are) coming",
  "call the police",
  "hunanladdiad",
  "lladd (?:fy hun|fy hunan|fi|ni)",
  "[cg]yllell",
  "(?:eisiau|isio|moyn) marw",
  "mewn perygl",
  "(?:mae|mae gen i|mae arna i) ofn(?: arna i| arnaf)?",
  "ofn arna(?:f| i)",
  "argyfwng",
  "help(?:wch|a) fi",
  "fy (?:mrifo|lladd|mygwth|nharo)",
  "(?:mae e|mae o|mae hi)(?:r|n| yn)? (?:yma|tu allan)",
  "methu (?:ymdopi|dal ati)",
);

const helpAlone = politely("help", "helpwch", "cymorth");

const abuse = any(
  String.raw`f+u+c+k\w*`,
  String.raw`\w{0,20}shit\w{0,20}`,
  "bastards?",
  "bollocks",
  "wank\\w*",
  "cunts?",
  "twats?",
  "pricks?",
  "arseholes?",
  "assholes?",
  "piss off",
  "idiots?",
  "morons?",
  "scum",
  "ffyc\\w*",
  "cachu",
  "diawl\\w*",
  "twpsod",
);

const courtesy = whole(
  "(?:(?:thanks|thank you|thx|ta|cheers|ok|okay|k|bye|diolch|diolch yn fawr|iawn|hwyl|no problem|np)(?: |$))*",
);

const nothingToSay = politely(
  "no(?:thing)?",
  "none",
  "nope",
  "nah",
  "no comment",
  "nothing(?: else)?",
  "(?:im |i am )?not interested",
  "dim",
  "dim byd",
  "na",
  "nac oes",
  "dim sylwadau",
);

const said = (pattern: RegExp) => (text: string) => pattern.test(plainWords(text));

/** Whether a text asks to begin by text. */
export const isStart = said(start);

/** Thanks, and a text without any word, such as a thumb: nothing to reply to. */
export const isCourtesy = said(courtesy);

/**
 * Danger or distress, in either language: all that brings help on the web (danger-words.ts), and what is said in the
 * fewer words of a text. Help is added whenever it may be meant; nothing is decided by it.
 */
export const isDistress = (text: string) => said(distress)(text) || said(helpAlone)(text) || soundsLikeDanger(text);

export const isSkip = said(skip);
export const isDeclining = said(declining);
export const isAbuse = said(abuse);

export const isNotApplying = (text: string) => said(notApplying)(text) || said(notApplyingAlone)(text);

/** Nothing to add, where a comment is asked for. */
export const isNothing = said(nothingToSay);

/** A question back. */
export const isAsking = (text: string) => said(asking)(text) || said(askingAlone)(text) || /^\s*\?[\s?]*$/.test(text);

export const isAskingWho = said(who);

/** The language that a text asks for. */
export function languageIn(text: string): "en" | "cy" | null {
  if (said(welsh)(text)) return "cy";
  return said(english)(text) ? "en" : null;
}
