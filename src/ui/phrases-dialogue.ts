import type { DialogueWords } from "../domain/dialogue.ts";
import type { Localised } from "../kernel/locale.ts";
import { fill } from "./phrases.ts";
import { supportLines } from "../instrument/support.ts";

/**
 * The words of a conversation by text. Neutral like every message, for the phone may be in other hands: who helps is named
 * only where the name tells nothing. The Welsh keeps to letters of the GSM alphabet.
 */

const lineOf = (id: string) => supportLines.find((line) => line.id === id);

/** Numbers as surveys/support.json has them. */
const numbers = {
  emergency: lineOf("emergency")?.number ?? "",
  press: lineOf("silent")?.press ?? "",
  listening: lineOf("samaritans")?.number ?? "",
};

const withNumbers = ({ en, cy }: Localised): Localised => ({ en: fill(en, numbers), cy: fill(cy, numbers) });

export const dialoguePhrases = {
  opening: withNumbers({
    en: "Thank you. Up to four questions, one by one. Reply SKIP to pass, STOP to end. Texts are not watched: in danger call {emergency}. Our link is more private.",
    cy: "Diolch. Hyd at bedwar cwestiwn, un ar y tro. Atebwch HEPGOR i basio, STOP i orffen. Nid oes neb yn gwylio'r testunau: mewn perygl ffoniwch {emergency}. Mae'n dolen yn fwy preifat.",
  }),
  noted: { en: "Thank you, {count} answers noted.", cy: "Diolch, nodwyd {count} ateb." },
  oneNumber: {
    en: "Reply with one number, or SKIP: {options}.",
    cy: "Atebwch ag un rhif, neu HEPGOR: {options}.",
  },
  oneAnswer: {
    en: "Reply with one of these, or SKIP: {options}.",
    cy: "Atebwch ag un o'r rhain, neu HEPGOR: {options}.",
  },
  ownWords: { en: "Or reply SKIP.", cy: "Neu atebwch HEPGOR." },
  offerLink: {
    en: "Sorry, we could not read that as an answer. You can also answer at the link in our first text, or reply SKIP.",
    cy: "Mae'n ddrwg gennym, ni allem ddarllen hynny fel ateb. Gallwch ateb drwy'r ddolen yn ein neges gyntaf hefyd, neu ateb HEPGOR.",
  },
  rest: {
    en: "We will not ask again. You can still reply with a number, reply SKIP, or use the link in our first text. What was not an answer is not kept.",
    cy: "Ni fyddwn yn gofyn eto. Gallwch ateb gyda rhif o hyd, ateb HEPGOR, neu ddefnyddio'r ddolen yn ein neges gyntaf. Nid ydym yn cadw'r hyn nad oedd yn ateb.",
  },
  calm: {
    en: "We are sorry that you feel this way. You do not have to answer. A number counts as your answer; SKIP passes, STOP ends all our texts.",
    cy: "Mae'n ddrwg gennym eich bod yn teimlo fel hyn. Nid oes rhaid i chi ateb. Mae rhif yn cyfrif fel ateb; mae HEPGOR yn pasio, a STOP yn gorffen ein holl negeseuon.",
  },
  who: {
    en: "This is a short survey about a service you used. The link in our first text shows who we are. To go on, reply to our last question; STOP ends all our texts.",
    cy: "Arolwg byr yw hwn am wasanaeth a ddefnyddiwyd gennych. Mae'r ddolen yn ein neges gyntaf yn dangos pwy ydym ni. I fynd ymlaen, atebwch ein cwestiwn diwethaf; mae STOP yn gorffen ein negeseuon.",
  },
  help: withNumbers({
    en: "If you are in danger now, call {emergency}. If you cannot speak, press {press} when asked. To talk to someone at any hour, free: Samaritans, {listening}.",
    cy: "Os ydych mewn perygl nawr, ffoniwch {emergency}. Os na allwch siarad, pwyswch {press} pan ofynnir. I siarad unrhyw bryd, am ddim: y Samariaid, {listening}.",
  }),
  noHurry: {
    en: "You do not have to answer us. If you want to go on later, reply to our last question.",
    cy: "Nid oes rhaid i chi ein hateb. Os ydych am fynd ymlaen yn nes ymlaen, atebwch ein cwestiwn diwethaf.",
  },
  thanks: {
    en: "Thank you, that is all. Your answers are counted without your name or number. You may want to delete these texts.",
    cy: "Diolch, dyna'r cyfan. Caiff eich atebion eu cyfrif heb eich enw na'ch rhif. Efallai y byddwch am ddileu'r negeseuon hyn.",
  },
  thanksAlone: {
    en: "Thank you, that is all. You may want to delete these texts.",
    cy: "Diolch, dyna'r cyfan. Efallai y byddwch am ddileu'r negeseuon hyn.",
  },
} as const satisfies DialogueWords;

/** What is said outside a conversation: to a text after it has ended, and to one that begins none. */
export const aroundDialogue = {
  answeredAlready: {
    en: "Thank you. We have your answers already, and nothing was added.",
    cy: "Diolch. Mae eich atebion gennym eisoes, ac ni chafodd dim ei ychwanegu.",
  },
  tooLate: {
    en: "Thank you. This came too late to be counted by text. The link in our first text may still work.",
    cy: "Diolch. Daeth hyn yn rhy hwyr i'w gyfrif drwy neges destun. Efallai y bydd y ddolen yn ein neges gyntaf yn dal i weithio.",
  },
  unread: {
    en: "Nobody reads texts sent here, and you do not have to answer.",
    cy: "Nid oes neb yn darllen negeseuon a anfonir yma, ac nid oes rhaid i chi ateb.",
  },
  pointer: {
    en: "Nobody reads texts sent here. To give feedback reply TEXT, or use the link in our first text. STOP ends all our texts.",
    cy: "Nid oes neb yn darllen negeseuon a anfonir yma. I roi adborth atebwch TESTUN, neu defnyddiwch ein dolen. Mae STOP yn gorffen ein negeseuon.",
  },
} as const satisfies { readonly [name: string]: Localised };
