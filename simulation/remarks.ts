import type { Stage } from "../src/domain/dimension.ts";
import type { Locale } from "../src/kernel/locale.ts";

/**
 * What people of the synthetic nation write when they are asked what would have made a difference: invented, plain
 * sentences, each about one theme of surveys/themes.json. `{name}` and `{number}` stand for a made-up name and telephone
 * number, which the engine has to take out.
 */
export type Remark = Readonly<Record<Locale, string>> & {
  /** Null where there is no theme to find. */
  readonly theme: string | null;
  /** Whether somebody writes it who was content. */
  readonly content: boolean;
  /** Only after these stages; after any if nothing is said. */
  readonly stages?: readonly Stage[];
  /** Why a moderator keeps it back. */
  readonly withheld?: "identifies-somebody" | "names-officer" | "abusive" | "unintelligible";
};

const wanting = (theme: string, en: string, cy: string, stages?: readonly Stage[]): Remark => ({
  theme,
  content: false,
  en,
  cy,
  ...(stages && { stages }),
});
const content = (theme: string, en: string, cy: string, stages?: readonly Stage[]): Remark => ({
  ...wanting(theme, en, cy, stages),
  content: true,
});

/** The more sentences a theme has, the more people write about it. */
export const remarks: readonly Remark[] = [
  wanting(
    "informed",
    "Someone telling me what was happening without my having to ring.",
    "Rhywun yn dweud wrthyf beth oedd yn digwydd heb i mi orfod ffonio.",
  ),
  wanting(
    "informed",
    "An update every few weeks, even if it was only to say there was no news.",
    "Diweddariad bob ychydig wythnosau, hyd yn oed i ddweud nad oedd newyddion.",
  ),
  wanting(
    "informed",
    "I kept ringing {number} and nobody there could tell me anything.",
    "Roeddwn i'n ffonio {number} o hyd ac ni allai neb yno ddweud dim wrthyf.",
  ),
  wanting(
    "informed",
    "I only heard what had been decided from a neighbour.",
    "Dim ond gan gymydog y clywais i beth oedd wedi ei benderfynu.",
  ),
  content(
    "informed",
    "I always knew what would happen next, which made it easier.",
    "Roeddwn i bob amser yn gwybod beth fyddai'n digwydd nesaf, ac roedd hynny'n help.",
  ),
  content(
    "informed",
    "{name} rang me when she said she would, every time.",
    "Roedd {name} yn fy ffonio pan ddywedodd y byddai hi, bob tro.",
  ),
  wanting(
    "waiting",
    "It took far too long, and the waiting was the hardest part.",
    "Cymerodd lawer gormod o amser, a'r aros oedd y rhan anoddaf.",
  ),
  wanting("waiting", "Shorter waits between updates.", "Llai o aros rhwng diweddariadau."),
  wanting(
    "waiting",
    "The date was moved twice and each time I had to start again.",
    "Cafodd y dyddiad ei symud ddwywaith a bob tro roedd rhaid i mi ddechrau eto.",
    ["trial"],
  ),
  content("waiting", "It was all dealt with quickly.", "Cafodd y cyfan ei drin yn gyflym."),
  wanting(
    "respect",
    "A bit more kindness on the telephone would have gone a long way.",
    "Byddai ychydig mwy o garedigrwydd ar y ffôn wedi gwneud gwahaniaeth mawr.",
  ),
  content("respect", "Nothing, everybody was kind to me.", "Dim byd, roedd pawb yn garedig wrthyf."),
  content(
    "respect",
    "{name} treated me with respect from the first day.",
    "Roedd {name} yn fy nhrin â pharch o'r diwrnod cyntaf.",
  ),
  wanting(
    "believed",
    "Being taken seriously from the start, not only after I complained.",
    "Cael fy nghymryd o ddifrif o'r dechrau, nid dim ond ar ôl i mi gwyno.",
  ),
  content(
    "believed",
    "They believed me and said so, and that mattered most.",
    "Roedden nhw'n fy nghredu ac yn dweud hynny, a dyna oedd bwysicaf.",
  ),
  wanting(
    "one-contact",
    "One person to speak to all the way through.",
    "Un person i siarad ag ef yr holl ffordd drwodd.",
  ),
  wanting(
    "one-contact",
    "After {name} moved on I had to tell my story again to somebody new.",
    "Ar ôl i {name} symud ymlaen roedd rhaid i mi adrodd fy stori eto wrth rywun newydd.",
  ),
  content("one-contact", "Having the same person to ring each time.", "Cael yr un person i'w ffonio bob tro."),
  wanting(
    "investigation",
    "If somebody had looked at the cameras in the first week.",
    "Pe bai rhywun wedi edrych ar y camerâu yn yr wythnos gyntaf.",
    ["report", "charge"],
  ),
  wanting(
    "investigation",
    "Nobody came to take a statement until I asked twice.",
    "Ni ddaeth neb i gymryd datganiad nes i mi ofyn ddwywaith.",
    ["report", "charge"],
  ),
  content(
    "investigation",
    "They were thorough and explained each step they took.",
    "Roedden nhw'n drylwyr ac yn esbonio pob cam.",
    ["report", "charge"],
  ),
  wanting(
    "charging",
    "A proper explanation of the decision, not two lines in a letter.",
    "Esboniad iawn o'r penderfyniad, nid dwy linell mewn llythyr.",
    ["charge"],
  ),
  content(
    "charging",
    "The decision was explained in words I could follow.",
    "Cafodd y penderfyniad ei esbonio mewn geiriau y gallwn eu deall.",
    ["charge"],
  ),
  wanting(
    "court-day",
    "A separate place to wait, away from the other side.",
    "Lle ar wahân i aros, i ffwrdd o'r ochr arall.",
    ["trial"],
  ),
  content(
    "court-day",
    "The people who met me at the door on the day were very good.",
    "Roedd y bobl a gwrddodd â mi wrth y drws ar y diwrnod yn dda iawn.",
    ["trial"],
  ),
  wanting(
    "measures",
    "The screen that I was promised was not there when I gave evidence.",
    "Nid oedd y sgrin a addawyd i mi yno pan roddais dystiolaeth.",
    ["trial"],
  ),
  content(
    "measures",
    "Giving evidence by video link made it possible for me.",
    "Roedd rhoi tystiolaeth drwy gyswllt fideo yn ei gwneud yn bosibl i mi.",
    ["trial"],
  ),
  wanting(
    "outcome",
    "Somebody to explain what the sentence means in practice.",
    "Rhywun i esbonio beth mae'r ddedfryd yn ei olygu yn ymarferol.",
    ["trial", "post-conviction"],
  ),
  content(
    "outcome",
    "The result was fair and I can move on now.",
    "Roedd y canlyniad yn deg a gallaf symud ymlaen nawr.",
    ["trial", "post-conviction"],
  ),
  wanting(
    "release",
    "More notice before the release date, so that I could plan.",
    "Mwy o rybudd cyn y dyddiad rhyddhau, er mwyn i mi gynllunio.",
    ["post-conviction"],
  ),
  content(
    "release",
    "The contact scheme tells me what I need and no more.",
    "Mae'r cynllun cyswllt yn dweud wrthyf beth sydd ei angen a dim mwy.",
    ["post-conviction"],
  ),
  wanting(
    "support",
    "I was never offered any support and had to find it myself.",
    "Ni chefais gynnig unrhyw gymorth ac roedd rhaid i mi ddod o hyd iddo fy hun.",
  ),
  content(
    "support",
    "The counselling helped me more than anything else.",
    "Roedd y cwnsela yn fwy o help na dim arall.",
  ),
  wanting(
    "safety",
    "Better locks straight away, so that I could sleep at home.",
    "Cloeon gwell ar unwaith, er mwyn i mi allu cysgu gartref.",
  ),
  content(
    "safety",
    "I feel safe at home again, and that is thanks to them.",
    "Rwy'n teimlo'n ddiogel gartref eto, a diolch iddyn nhw am hynny.",
  ),
  wanting(
    "rights",
    "Nobody told me about my rights until it was nearly over.",
    "Ni ddywedodd neb wrthyf am fy hawliau nes ei bod bron ar ben.",
  ),
  wanting(
    "language",
    "Letters in plain words, and in large print.",
    "Llythyrau mewn geiriau plaen, ac mewn print mawr.",
  ),
  content("language", "I could use my own language throughout.", "Gallwn ddefnyddio fy iaith fy hun drwy'r cyfan."),
];

/** What a moderator keeps back, whoever writes it. */
export const withheldRemarks: readonly Remark[] = [
  {
    theme: null,
    content: false,
    withheld: "identifies-somebody",
    en: "Everybody knows it was the lad from the chip shop at the end of our road.",
    cy: "Mae pawb ar ein stryd yn gwybod pwy yn y siop sglodion wnaeth hyn.",
  },
  {
    theme: "respect",
    content: false,
    withheld: "names-officer",
    en: "The only officer there with a red beard was rude to me.",
    cy: "Roedd yr unig swyddog yno â barf goch yn anghwrtais wrthyf.",
  },
  {
    theme: null,
    content: false,
    withheld: "abusive",
    en: "A useless shower, the whole rotten lot.",
    cy: "Criw diwerth, y cyfan ohonyn nhw yn bwdr.",
  },
  {
    theme: null,
    content: false,
    withheld: "unintelligible",
    en: "Gghj kkl wwer the the of ppo.",
    cy: "Gghj kkl wwer yr yr o ppo.",
  },
];

/** Of nobody. The last two are no name to a machine, so that a moderator has something to take out. */
export const names: readonly string[] = [
  "Mrs Hughes",
  "PC Okafor",
  "Ms Patel",
  "Sian",
  "DC Marlowe",
  "Katarzyna",
  "Bluebell",
  "Smithy",
];
