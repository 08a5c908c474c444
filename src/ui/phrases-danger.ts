import type { Phrases } from "./phrases.ts";

/** What comes first when somebody's words sound like danger: static words, the same for everybody. */
export const dangerPhrases = {
  heading: { en: "If you are in danger, get help now", cy: "Os ydych chi mewn perygl, gofynnwch am help nawr" },
  emergency: {
    en: "Call 999. If you cannot speak on a mobile, stay on the line and press 55 when you are asked.",
    cy: "Ffoniwch 999. Os na allwch siarad ar ffôn symudol, arhoswch ar y lein a phwyswch 55 pan ofynnir i chi.",
  },
  police: {
    en: "To report something that is not an emergency, call 101.",
    cy: "I roi gwybod am rywbeth nad yw'n argyfwng, ffoniwch 101.",
  },
  unread: {
    en: "Nobody reads what you wrote straight away, and your name and number are not sent with it. We cannot send help to you.",
    cy: "Nid oes neb yn darllen yr hyn a ysgrifennoch ar unwaith, ac nid anfonir eich enw na'ch rhif gydag ef. Ni allwn anfon help atoch.",
  },
} as const satisfies Phrases;
