import type { Statement } from "./phrases-home.ts";

/** What the service does with what it is told. Each sentence describes what the engine does; docs/threat-model.md says how. */
export const privacyStatement: Statement = {
  heading: { en: "Privacy", cy: "Preifatrwydd" },
  sections: [
    {
      heading: { en: "Your answers", cy: "Eich atebion" },
      paragraphs: [
        {
          en: "Answering is voluntary. Every question can be skipped.",
          cy: "Mae ateb yn wirfoddol. Gellir hepgor pob cwestiwn.",
        },
        {
          en: "Answers are kept in a different database from names and numbers, without either. With them go only broad facts, such as the area and an age band, and only where at least ten people who were asked share them all; otherwise they are made broader still.",
          cy: "Cedwir atebion mewn cronfa ddata wahanol i enwau a rhifau, heb y naill na'r llall. Dim ond ffeithiau bras sy'n mynd gyda nhw, fel yr ardal a band oedran, a dim ond lle mae o leiaf ddeg o bobl y gofynnwyd iddynt yn eu rhannu i gyd; fel arall fe'u gwneir yn fwy bras fyth.",
        },
        {
          en: "Sent answers are locked away, mixed with other people's on a later day, and only then stored. The key that locked them is destroyed. Nothing records which answers came from which link, or who has answered.",
          cy: "Caiff atebion a anfonwyd eu cloi, eu cymysgu â rhai pobl eraill ar ddiwrnod diweddarach, a dim ond wedyn eu storio. Caiff yr allwedd a'u clodd ei dinistrio. Nid oes dim yn cofnodi pa atebion a ddaeth o ba ddolen, na phwy sydd wedi ateb.",
        },
        {
          en: "So that a link is used once, a scrambled mark of used links is kept for some weeks; until it is destroyed, the operator could work out whether a link was used, though not what was answered. After sending, answers cannot be found, changed or withdrawn.",
          cy: "Er mwyn i ddolen gael ei defnyddio unwaith, cedwir marc wedi'i sgramblo o ddolenni a ddefnyddiwyd am rai wythnosau; nes iddo gael ei ddinistrio, gallai'r gweithredwr ganfod a ddefnyddiwyd dolen, ond nid beth a atebwyd. Ar ôl eu hanfon, ni ellir dod o hyd i atebion, eu newid na'u tynnu'n ôl.",
        },
        {
          en: "What you type in your own words is searched for names, numbers and addresses, which are taken out, and is then kept locked until a person has read it for anything that was missed.",
          cy: "Chwilir yr hyn a deipiwch yn eich geiriau eich hun am enwau, rhifau a chyfeiriadau, a'u tynnu allan, ac yna fe'i cedwir dan glo nes bod person wedi'i ddarllen am unrhyw beth a gollwyd.",
        },
        {
          en: "We compare your survey with your other surveys only if you say yes, and still without knowing who you are.",
          cy: "Dim ond os dywedwch ie y byddwn yn cymharu eich arolwg â'ch arolygon eraill, a hynny o hyd heb wybod pwy ydych chi.",
        },
      ],
    },
    {
      heading: { en: "How you were reached", cy: "Sut y cysylltwyd â chi" },
      paragraphs: [
        {
          en: "The force in your case passes on how it is safe to reach you. Numbers and addresses are kept locked under a key that changes every week, for as long as a survey may still be due, and destroyed 35 days after that.",
          cy: "Mae'r heddlu yn eich achos yn trosglwyddo sut mae'n ddiogel cysylltu â chi. Cedwir rhifau a chyfeiriadau dan glo gydag allwedd sy'n newid bob wythnos, cyhyd ag y gallai arolwg fod yn ddyledus o hyd, a'u dinistrio 35 diwrnod ar ôl hynny.",
        },
        {
          en: "“Stop all messages” ends them at once, in every case and for good, whatever a force says later. Your number and address are destroyed then, and only a scrambled form of them is kept, so that nobody can have us write to them again. The case itself stays on record, with a note that you are not to be written to. If you tell us that messages are not safe, they end too, and that number or address is never written to again.",
          cy: "Mae “Atal pob neges” yn dod â nhw i ben ar unwaith, ym mhob achos ac am byth, beth bynnag a ddywed heddlu'n ddiweddarach. Caiff eich rhif a'ch cyfeiriad eu dinistrio bryd hynny, a dim ond ffurf wedi'i sgramblo ohonynt a gedwir, fel na all neb beri i ni ysgrifennu atynt eto. Mae'r achos ei hun yn aros ar gofnod, gyda nodyn na ddylid ysgrifennu atoch. Os dywedwch wrthym nad yw negeseuon yn ddiogel, maent yn dod i ben hefyd, ac ni ysgrifennir byth eto at y rhif neu'r cyfeiriad hwnnw.",
        },
      ],
    },
    {
      heading: { en: "What is published", cy: "Beth a gyhoeddir" },
      paragraphs: [
        {
          en: "Only tables of many people. Every count in them has been altered at random by a little, small groups are not shown, and nobody, here or in a force, can look up single answers.",
          cy: "Dim ond tablau o lawer o bobl. Mae pob cyfrif ynddynt wedi'i newid ychydig ar hap, ni ddangosir grwpiau bach, ac ni all neb, yma nac mewn heddlu, chwilio am atebion unigol.",
        },
      ],
    },
    {
      heading: { en: "Cookies", cy: "Cwcis" },
      paragraphs: [
        {
          en: "The public pages set none. While you answer, one cookie keeps your place; it goes when you send your answers, leave by the exit button or close the browser. Nothing is loaded from other sites. How many people begin to answer is counted by area, never who.",
          cy: "Nid yw'r tudalennau cyhoeddus yn gosod yr un. Wrth i chi ateb, mae un cwci yn cadw eich lle; mae'n mynd pan anfonwch eich atebion, pan adewch drwy'r botwm gadael neu pan gaewch y porwr. Ni lwythir dim o wefannau eraill. Cyfrifir faint o bobl sy'n dechrau ateb fesul ardal, byth pwy.",
        },
      ],
    },
    {
      heading: { en: "Who is responsible", cy: "Pwy sy'n gyfrifol" },
      paragraphs: [
        {
          en: "The organisation that runs the service. Before it is used with real people, its name, its data protection officer and its legal basis must be written here.",
          cy: "Y sefydliad sy'n rhedeg y gwasanaeth. Cyn ei ddefnyddio gyda phobl go iawn, rhaid ysgrifennu ei enw, ei swyddog diogelu data a'i sail gyfreithiol yma.",
        },
      ],
    },
  ],
};
