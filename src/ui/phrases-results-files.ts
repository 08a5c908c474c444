import type { Phrases } from "./phrases.ts";

/** What the columns of files are called that are no tables of a release; the others' are columnWords. */
export const fileColumnWords = {
  comparability: { en: "Whether it can be compared with the newest", cy: "A ellir ei gymharu â'r diweddaraf" },
  release: { en: "Release", cy: "Datganiad" },
  theme: { en: "Theme", cy: "Thema" },
  theme_en: { en: "Theme in English", cy: "Thema yn Saesneg" },
  theme_cy: { en: "Theme in Welsh", cy: "Thema yn Gymraeg" },
  base: { en: "Number that it rests on, rounded", cy: "Nifer y mae'n seiliedig arno, wedi'i dalgrynnu" },
  eligible: { en: "Should have been asked", cy: "Dylid bod wedi gofyn iddynt" },
  opened: { en: "Opened the survey", cy: "Agorodd yr arolwg" },
  answered: { en: "Answered", cy: "Atebodd" },
  detectable_points: {
    en: "Smallest change of the overall score that can be seen, in points",
    cy: "Y newid lleiaf yn y sgôr gyffredinol y gellir ei weld, mewn pwyntiau",
  },
  count: { en: "{words}: number of people", cy: "{words}: nifer y bobl" },
  percent: { en: "{words}, per cent", cy: "{words}, y cant" },
} as const satisfies Phrases;

/** What the files are called. */
export const fileTitles = {
  trend: { en: "Quarter by quarter: {of}", cy: "Fesul chwarter: {of}" },
  themes: { en: "What people wrote about, by area", cy: "Yr hyn yr ysgrifennodd pobl amdano, fesul ardal" },
  quality: {
    en: "Counts, rates and smallest detectable change of every area and stage",
    cy: "Cyfrifon, cyfraddau a'r newid lleiaf y gellir ei ganfod ar gyfer pob ardal a cham",
  },
} as const satisfies Phrases;
