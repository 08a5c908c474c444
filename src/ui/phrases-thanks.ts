import { translatable } from "../instrument/languages.ts";

/** Words of the page of thanks: help for their area and need, how to complain, and how to be reached. */
export const thanksPhrases = translatable({
  needLabel: { en: "What kind of help", cy: "Pa fath o gymorth" },
  areaLabel: { en: "Police area", cy: "Ardal heddlu" },
  anyNeed: { en: "Any", cy: "Unrhyw un" },
  anyArea: { en: "Not chosen", cy: "Heb ei dewis" },
  findHelp: { en: "Show help", cy: "Dangos cymorth" },
  localHeading: { en: "In your area", cy: "Yn eich ardal" },
  needHeading: { en: "For what you chose", cy: "Ar gyfer yr hyn a ddewisoch" },
  generalHeading: { en: "For everybody", cy: "I bawb" },
  supportTraceless: {
    en: "We do not keep what you choose here, and nobody is told. It stays in your browser's history: “Exit this page” cannot take it away from there.",
    cy: "Nid ydym yn cadw'r hyn a ddewiswch yma, ac ni ddywedir wrth neb. Mae'n aros yn hanes eich porwr: ni all “Gadael y dudalen hon” ei dynnu oddi yno.",
  },
  complainShow: { en: "How to complain", cy: "Sut i gwyno" },
  complainPolice: {
    en: "About the police: to the force, or through the Independent Office for Police Conduct. If you do not agree with the outcome, you can ask for a review.",
    cy: "Am yr heddlu: wrth yr heddlu, neu drwy Swyddfa Annibynnol Ymddygiad yr Heddlu. Os nad ydych yn cytuno â'r canlyniad, gallwch ofyn am adolygiad.",
  },
  complainProsecution: {
    en: "About the Crown Prosecution Service: to the CPS area that dealt with the case, and then to its Independent Assessor of Complaints. To have a decision not to charge looked at again, ask for a Victims' Right to Review instead.",
    cy: "Am Wasanaeth Erlyn y Goron: wrth ardal y CPS a ddeliodd â'r achos, ac yna wrth ei Asesydd Cwynion Annibynnol. I gael edrych eto ar benderfyniad i beidio â chyhuddo, gofynnwch am Hawl Dioddefwyr i Adolygiad yn lle hynny.",
  },
  complainCourts: {
    en: "About a court: to HM Courts and Tribunals Service. A judge's decision is not changed by a complaint.",
    cy: "Am lys: wrth Wasanaeth Llysoedd a Thribiwnlysoedd EF. Nid yw cwyn yn newid penderfyniad barnwr.",
  },
  complainProbation: {
    en: "About probation or a victim liaison officer: to the Probation Service in your region, and then to the Ombudsman.",
    cy: "Am y gwasanaeth prawf neu swyddog cyswllt dioddefwyr: wrth y Gwasanaeth Prawf yn eich rhanbarth, ac yna wrth yr Ombwdsmon.",
  },
  complainSupport: {
    en: "About a support service: to the service, and then to whoever pays for it, often the police and crime commissioner.",
    cy: "Am wasanaeth cymorth: wrth y gwasanaeth, ac yna wrth bwy bynnag sy'n talu amdano, yn aml y comisiynydd heddlu a throsedd.",
  },
  complainOmbudsman: {
    en: "If your rights under the Victims' Code were not met and the service's last reply does not put it right, the Parliamentary and Health Service Ombudsman can look at it.",
    cy: "Os na chafodd eich hawliau o dan y Cod Dioddefwyr eu parchu ac nad yw ateb olaf y gwasanaeth yn unioni pethau, gall yr Ombwdsmon Seneddol a Gwasanaeth Iechyd edrych ar y mater.",
  },
  complainCommissioner: {
    en: "The Victims' Commissioner speaks for all victims and watches how the Code is kept, but cannot take up single complaints.",
    cy: "Mae'r Comisiynydd Dioddefwyr yn siarad dros bob dioddefwr ac yn gwylio sut y cedwir y Cod, ond ni all ymdrin â chwynion unigol.",
  },
  contactHeading: { en: "If you want somebody to contact you", cy: "Os ydych am i rywun gysylltu â chi" },
  contactText: {
    en: "Nobody can answer you through these questions. There is a separate form on which you can ask to be contacted. It is not anonymous, and it is not linked to your answers.",
    cy: "Ni all neb eich ateb drwy'r cwestiynau hyn. Mae ffurflen ar wahân lle gallwch ofyn i rywun gysylltu â chi. Nid yw'n ddienw, ac nid yw wedi'i chysylltu â'ch atebion.",
  },
  contactLink: { en: "Ask to be contacted", cy: "Gofyn am gysylltiad" },
});
