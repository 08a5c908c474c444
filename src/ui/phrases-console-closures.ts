import type { Phrases } from "./phrases.ts";

/** Words of the console's pages about closure discussions. */
export const consoleClosurePhrases = {
  closures: { en: "Closure discussions", cy: "Trafodaethau cloi" },
  introduction: {
    en: "A closed case asks for a discussion with its victim. Ratings and the victim's words are not here: they are kept without the case.",
    cy: "Mae achos sydd wedi'i gau yn gofyn am drafodaeth â'r dioddefwr. Nid yw graddau na geiriau'r dioddefwr yma: cânt eu cadw heb yr achos.",
  },
  due: { en: "Due", cy: "I ddod" },
  overdue: { en: "Overdue", cy: "Yn hwyr" },
  recorded: { en: "Recorded", cy: "Wedi'u cofnodi" },
  which: { en: "Which discussions", cy: "Pa drafodaethau" },
  counted: { en: "{standing} ({count})", cy: "{standing} ({count})" },
  nothing: { en: "There are none in your area.", cy: "Nid oes dim un yn eich ardal." },
  dueOn: { en: "Due on {day}", cy: "Erbyn {day}" },
  recordedOn: { en: "Recorded on {day}", cy: "Cofnodwyd ar {day}" },
  corrections: { en: "Corrections", cy: "Cywiriadau" },
  record: { en: "Record a discussion", cy: "Cofnodi trafodaeth" },
  correct: { en: "Correct it", cy: "Ei chywiro" },
  history: { en: "What was recorded", cy: "Yr hyn a gofnodwyd" },
  historyElsewhere: {
    en: "What was recorded is shown to staff of that force only.",
    cy: "Dim ond staff yr heddlu hwnnw sy'n gweld yr hyn a gofnodwyd.",
  },
  version: { en: "Version {number}", cy: "Fersiwn {number}" },
  now: { en: "holds now", cy: "mewn grym nawr" },
  by: { en: "Recorded by", cy: "Cofnodwyd gan" },
  byLink: { en: "The officer, by the link", cy: "Y swyddog, drwy'r ddolen" },
  at: { en: "When", cy: "Pryd" },
  heldOn: { en: "Day of the discussion", cy: "Diwrnod y drafodaeth" },
  notSaid: { en: "Not said", cy: "Heb ei ddweud" },
  changed: { en: "Changed", cy: "Newidiwyd" },
  notAnswered: { en: "Not answered", cy: "Heb ei ateb" },
  atTime: { en: "{day}, {time}", cy: "{day}, {time}" },
} as const satisfies Phrases;
