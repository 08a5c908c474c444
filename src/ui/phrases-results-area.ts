import type { Localised } from "../kernel/locale.ts";
import type { Basis, NO_BASIS } from "../results/small-area.ts";
import type { Phrases } from "./phrases.ts";

/** Whose a figure of an area's profile is: names for lists of codes and for files. */
export const basisWords: { readonly [B in Basis | typeof NO_BASIS]: Localised } = {
  "own-quarter": { en: "The area's own, this quarter", cy: "Ffigur yr ardal ei hun, y chwarter hwn" },
  "own-four-quarters": {
    en: "The area's own, up to four quarters added up",
    cy: "Ffigur yr ardal ei hun, hyd at bedwar chwarter wedi'u hadio",
  },
  "own-all-stages": {
    en: "The area's own, all stages together, this quarter",
    cy: "Ffigur yr ardal ei hun, pob cam gyda'i gilydd, y chwarter hwn",
  },
  "own-all-stages-four-quarters": {
    en: "The area's own, all stages together, up to four quarters added up",
    cy: "Ffigur yr ardal ei hun, pob cam gyda'i gilydd, hyd at bedwar chwarter wedi'u hadio",
  },
  "region-quarter": {
    en: "Not the area's own: its region's, this quarter",
    cy: "Nid ffigur yr ardal ei hun: ffigur ei rhanbarth, y chwarter hwn",
  },
  "region-four-quarters": {
    en: "Not the area's own: its region's, up to four quarters added up",
    cy: "Nid ffigur yr ardal ei hun: ffigur ei rhanbarth, hyd at bedwar chwarter wedi'u hadio",
  },
  "nation-quarter": {
    en: "Not the area's own: England and Wales, this quarter",
    cy: "Nid ffigur yr ardal ei hun: Cymru a Lloegr, y chwarter hwn",
  },
  "nation-four-quarters": {
    en: "Not the area's own: England and Wales, up to four quarters added up",
    cy: "Nid ffigur yr ardal ei hun: Cymru a Lloegr, hyd at bedwar chwarter wedi'u hadio",
  },
  "none": { en: "No figure can be told", cy: "Ni ellir rhoi ffigur" },
};

/** Headings of the columns that a profile has besides those of every file. */
export const profileColumnWords = {
  profile_area: { en: "Area of the profile", cy: "Ardal y proffil" },
  profile_stage: { en: "Stage that the figure stands for", cy: "Cam y saif y ffigur drosto" },
  basis: { en: "Whose the figure is", cy: "Ffigur pwy ydyw" },
  same_as: { en: "The same figure among the tables", cy: "Yr un ffigur ymhlith y tablau" },
} as const satisfies { readonly [column: string]: Localised };

/** The words of an area's profile on its page. */
export const profilePhrases = {
  count: { en: "{area} has {all} figures by stage: {parts}.", cy: "{area}: {all} o ffigurau fesul cam, sef {parts}." },
  countOwn: { en: "{count} its own for this quarter", cy: "{count} o'i heiddo ei hun ar gyfer y chwarter hwn" },
  countYear: {
    en: "{count} its own over {quarters} quarters added up",
    cy: "{count} o'i heiddo ei hun dros {quarters} chwarter wedi'u hadio",
  },
  countStages: {
    en: "{count} its own for all stages together",
    cy: "{count} o'i heiddo ei hun ar gyfer pob cam gyda'i gilydd",
  },
  countRegion: {
    en: "{count} its region's ({region}), not its own",
    cy: "{count} o'i rhanbarth ({region}), nid o'i heiddo ei hun",
  },
  countNation: {
    en: "{count} those of England and Wales, not its own",
    cy: "{count} o Gymru a Lloegr, nid o'i heiddo ei hun",
  },
  countNone: { en: "{count} that cannot be told", cy: "{count} na ellir eu rhoi" },
  lead: {
    en: "Where a figure of this area is held back because too few people answered, [c], the nearest figure that may be told stands below it, with a broken line beside it and words that say whose it is. A figure of all stages together is mostly of the stage with the most answers. A figure of the region or of England and Wales is not this area's: it says what is usual there, and nothing about how this area does.",
    cy: "Lle caiff ffigur yr ardal hon ei ddal yn ôl am mai rhy ychydig o bobl a atebodd, [c], saif y ffigur agosaf y gellir ei roi oddi tano, gyda llinell doredig wrth ei ochr a geiriau sy'n dweud ffigur pwy ydyw. Mae ffigur pob cam gyda'i gilydd yn perthyn yn bennaf i'r cam â'r nifer fwyaf o atebion. Nid ffigur yr ardal hon yw ffigur y rhanbarth na ffigur Cymru a Lloegr: mae'n dweud beth sy'n arferol yno, a dim am sut y mae'r ardal hon yn gwneud.",
  },
  own: { en: "This area, {time}", cy: "Yr ardal hon, {time}" },
  ownStages: { en: "This area, all stages together, {time}", cy: "Yr ardal hon, pob cam gyda'i gilydd, {time}" },
  region: { en: "Not this area: region, {region}, {time}", cy: "Nid yr ardal hon: rhanbarth, {region}, {time}" },
  nation: { en: "Not this area: England and Wales, {time}", cy: "Nid yr ardal hon: Cymru a Lloegr, {time}" },
  lastColumn: {
    en: "This area, all stages together: last column",
    cy: "Yr ardal hon, pob cam gyda'i gilydd: y golofn olaf",
  },
  timeQuarter: { en: "this quarter", cy: "y chwarter hwn" },
  timeQuarters: { en: "{quarters} quarters added up", cy: "{quarters} chwarter wedi'u hadio" },
  files: { en: "The whole profile of this area", cy: "Proffil cyfan yr ardal hon" },
} as const satisfies Phrases;
