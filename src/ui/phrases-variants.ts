import { translatable } from "../instrument/languages.ts";

/** Words of easy read, and of the way to it and back. The start page names no crime, force, court or stage. */
export const variantPhrases = translatable({
  toEasy: {
    en: "Change to easy read: fewer questions, easy words",
    cy: "Newid i ffurf hawdd ei deall: llai o gwestiynau, geiriau hawdd",
  },
  toStandard: {
    en: "Change to all the questions, in the usual words",
    cy: "Newid i'r cwestiynau i gyd, yn y geiriau arferol",
  },
  startWhat: {
    en: "We want to know how people treated you. We have a few questions.",
    cy: "Rydym am wybod sut y cawsoch eich trin gan bobl. Mae gennym ychydig o gwestiynau.",
  },
  startChoice: {
    en: "You choose if you want to answer. It is your choice if you are 16 or 17 too. You can stop at any time.",
    cy: "Chi sy'n dewis a ydych am ateb. Eich dewis chi yw hyn hefyd os ydych chi'n 16 neu'n 17 oed. Gallwch stopio unrhyw bryd.",
  },
  startAnonymous: {
    en: "We keep your answers without your name. The people you met cannot look them up.",
    cy: "Rydym yn cadw eich atebion heb eich enw. Ni all y bobl y gwnaethoch gwrdd â nhw chwilio amdanynt.",
  },
  startDanger: {
    en: "Nobody reads your answers straight away. If you are in danger, call 999. If you cannot speak, call 999 on a mobile, listen, and press 55 when asked.",
    cy: "Nid oes neb yn darllen eich atebion ar unwaith. Os ydych mewn perygl, ffoniwch 999. Os na allwch siarad, ffoniwch 999 ar ffôn symudol, gwrandewch, a phwyswch 55 pan ofynnir i chi.",
  },
  skip: {
    en: "You can leave this out. Then press Continue.",
    cy: "Gallwch adael hwn allan. Yna pwyswch Parhau.",
  },
  later: {
    en: "You can stop now. Use the same link or code to go on another day.",
    cy: "Gallwch stopio nawr. Defnyddiwch yr un ddolen neu god i fynd ymlaen ddiwrnod arall.",
  },
  declaration: {
    en: "After you send your answers, you cannot change them. You cannot take them back.",
    cy: "Ar ôl i chi anfon eich atebion, ni allwch eu newid. Ni allwch eu tynnu'n ôl.",
  },
});
