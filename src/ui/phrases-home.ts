import type { Localised } from "../kernel/locale.ts";
import type { Phrases } from "./phrases.ts";

/** Words of the home page. */
export const homePhrases = {
  heading: {
    en: "How victims of crime are served, from report to release",
    cy: "Sut mae dioddefwyr trosedd yn cael eu gwasanaethu, o'r adroddiad i'r rhyddhau",
  },
  introduction: {
    en: "People who have been victims of crime in England and Wales are asked, at each stage of their case, how they were treated. This site shows what they say, by area, stage and service.",
    cy: "Gofynnir i bobl sydd wedi dioddef trosedd yng Nghymru a Lloegr, ar bob cam o'u hachos, sut y cawsant eu trin. Mae'r wefan hon yn dangos beth maen nhw'n ei ddweud, fesul ardal, cam a gwasanaeth.",
  },
  noRank: {
    en: "Results come with their uncertainty. Areas are compared with what would be expected by chance, and never ranked.",
    cy: "Daw'r canlyniadau gyda'u hansicrwydd. Cymharir ardaloedd â'r hyn y byddid yn ei ddisgwyl drwy hap, a byth eu rhestru yn nhrefn safle.",
  },
  releasesHeading: { en: "Published results", cy: "Canlyniadau a gyhoeddwyd" },
  noReleases: {
    en: "No results have been published yet.",
    cy: "Nid oes canlyniadau wedi'u cyhoeddi eto.",
  },
  period: { en: "Period", cy: "Cyfnod" },
  published: { en: "Published", cy: "Cyhoeddwyd" },
  status: { en: "Status", cy: "Statws" },
  view: { en: "View", cy: "Gweld" },
  quarter: { en: "{months} {year}", cy: "{months} {year}" },
  journeyText: {
    en: "satisfaction at each stage, and where people feel less well informed",
    cy: "bodlonrwydd ar bob cam, a lle mae pobl yn teimlo eu bod yn cael llai o wybodaeth",
  },
  compareText: {
    en: "every area on one chart, with the limits within which chance alone would leave it",
    cy: "pob ardal ar un siart, gyda'r terfynau y byddai hap yn unig yn ei gadael ynddynt",
  },
  areasHeading: { en: "Your area", cy: "Eich ardal" },
  areasText: {
    en: "Every service at every stage, beside the nation.",
    cy: "Pob gwasanaeth ar bob cam, ochr yn ochr â'r genedl.",
  },
  dataHeading: { en: "Data", cy: "Data" },
  dataText: {
    en: "Everything shown here can be had as JSON-stat or CSV, free of charge and without a key.",
    cy: "Gellir cael popeth a ddangosir yma fel JSON-stat neu CSV, am ddim a heb allwedd.",
  },
  dataReference: { en: "API reference", cy: "Cyfeirlyfr API" },
  dataReleases: { en: "List of releases", cy: "Rhestr o'r cyhoeddiadau" },
} as const satisfies Phrases;

/** The months of a quarter, by its number. */
export const quarterMonths: { readonly [quarter: string]: Localised } = {
  "1": { en: "January to March", cy: "Ionawr i Fawrth" },
  "2": { en: "April to June", cy: "Ebrill i Fehefin" },
  "3": { en: "July to September", cy: "Gorffennaf i Fedi" },
  "4": { en: "October to December", cy: "Hydref i Ragfyr" },
};

/** The months, from January. */
export const monthNames: readonly Localised[] = [
  { en: "January", cy: "Ionawr" },
  { en: "February", cy: "Chwefror" },
  { en: "March", cy: "Mawrth" },
  { en: "April", cy: "Ebrill" },
  { en: "May", cy: "Mai" },
  { en: "June", cy: "Mehefin" },
  { en: "July", cy: "Gorffennaf" },
  { en: "August", cy: "Awst" },
  { en: "September", cy: "Medi" },
  { en: "October", cy: "Hydref" },
  { en: "November", cy: "Tachwedd" },
  { en: "December", cy: "Rhagfyr" },
];

/** A page of plain words: a heading, and sections of paragraphs. */
export type Statement = {
  readonly heading: Localised;
  readonly sections: readonly { readonly heading: Localised; readonly paragraphs: readonly Localised[] }[];
};
