import type { Phrases } from "./phrases.ts";

/** Words of the results page on what people wrote. */
export const commentsResultsPhrases = {
  title: { en: "What people said", cy: "Yr hyn a ddywedodd pobl" },
  lead: {
    en: "People may add a few words of their own. Somebody reads each, takes out what points at anybody, and notes what it is about.",
    cy: "Gall pobl ychwanegu ychydig o eiriau eu hunain. Mae rhywun yn darllen pob un, yn tynnu'r hyn sy'n pwyntio at unrhyw un, ac yn nodi am beth mae e.",
  },
  limits: {
    en: "Shares are of the comments that were read, not of everybody asked: who writes differs from who does not. About {waiting} in England and Wales had not been read when these figures were made. A theme is shown where at least 50 comments were read and at least 10 carry it; both numbers are perturbed.",
    cy: "Cyfrannau o'r sylwadau a ddarllenwyd yw'r rhain, nid o bawb a holwyd: mae'r rhai sy'n ysgrifennu'n wahanol i'r rhai nad ydynt. Nid oedd tua {waiting} yng Nghymru a Lloegr wedi'u darllen pan wnaed y ffigurau hyn. Dangosir thema lle darllenwyd o leiaf 50 sylw a lle mae o leiaf 10 yn ei chynnwys; aflonyddwyd ar y ddau rif.",
  },
  themes: { en: "What comments are about", cy: "Am beth mae'r sylwadau" },
  theme: { en: "Theme", cy: "Thema" },
  share: { en: "Per cent of comments", cy: "Canran y sylwadau" },
  base: { en: "Comments read", cy: "Sylwadau a ddarllenwyd" },
  quotes: { en: "In their own words", cy: "Yn eu geiriau eu hunain" },
  quotesLead: {
    en: "Released by a moderator, without area or stage, in the language in which they were written.",
    cy: "Wedi'u rhyddhau gan gymedrolwr, heb ardal na cham, yn yr iaith yr ysgrifennwyd hwy ynddi.",
  },
  noQuotes: { en: "No comment is quoted in this release.", cy: "Ni ddyfynnir unrhyw sylw yn y datganiad hwn." },
  none: { en: "This release has no figures of comments.", cy: "Nid oes gan y datganiad hwn ffigurau am sylwadau." },
  whole: { en: "England and Wales", cy: "Cymru a Lloegr" },
  choose: { en: "Area", cy: "Ardal" },
  csv: { en: "Download as CSV", cy: "Lawrlwytho fel CSV" },
  json: { en: "Download as JSON", cy: "Lawrlwytho fel JSON" },
} as const satisfies Phrases;
