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
      heading: { en: "Other ways to answer", cy: "Ffyrdd eraill o ateb" },
      paragraphs: [
        {
          en: "By text message: telephone companies carry what you write, and it stays on your telephone until you delete it. We keep an unfinished conversation locked for two days and then destroy its key. Answers that are complete go the same way as all others.",
          cy: "Drwy neges destun: cwmnïau ffôn sy'n cludo'r hyn a ysgrifennwch, ac mae'n aros ar eich ffôn nes i chi ei ddileu. Cadwn sgwrs anorffenedig dan glo am ddau ddiwrnod ac yna dinistriwn ei hallwedd. Mae atebion cyflawn yn mynd yr un ffordd â phob ateb arall.",
        },
        {
          en: "By telephone: an interviewer hears your answers, types them in, and cannot open them again. This service records no calls.",
          cy: "Dros y ffôn: mae cyfwelydd yn clywed eich atebion, yn eu teipio, ac ni all eu hagor eto. Nid yw'r gwasanaeth hwn yn recordio galwadau.",
        },
        {
          en: "With a code, from a letter or an adviser: it works as a link does. Codes that do not work are counted for an hour by the network address that they came from, scrambled, so that nobody can try many.",
          cy: "Gyda chod, o lythyr neu gan gynghorydd: mae'n gweithio fel dolen. Caiff codau nad ydynt yn gweithio eu cyfrif am awr yn ôl y cyfeiriad rhwydwaith y daethant ohono, wedi'i sgramblo, fel na all neb roi cynnig ar lawer.",
        },
        {
          en: "The language in which you read is remembered only while you answer, and is not kept with your answers. If you choose easy read, the answers say so, because it asks fewer questions.",
          cy: "Dim ond tra byddwch chi'n ateb y cofir yr iaith yr ydych chi'n ei darllen; ni chaiff ei chadw gyda'ch atebion. Os dewiswch chi'r ffurf hawdd ei deall, bydd yr atebion yn dangos hynny, gan fod llai o gwestiynau ynddi.",
        },
      ],
    },
    {
      heading: { en: "If you ask to be contacted", cy: "Os gofynnwch am gysylltiad" },
      paragraphs: [
        {
          en: "That form is not anonymous. It is read by the people who coordinate victims' services for the area that you choose, each look is recorded, and it is destroyed when somebody has seen to it, and after 90 days at the latest. Copies in backups cannot be opened after 97 days, when the key is destroyed.",
          cy: "Nid yw'r ffurflen honno'n ddienw. Fe'i darllenir gan y bobl sy'n cydlynu gwasanaethau dioddefwyr ar gyfer yr ardal a ddewiswch, cofnodir pob golwg, a chaiff ei dinistrio pan fydd rhywun wedi delio â hi, ac ar ôl 90 diwrnod fan bellaf. Ni ellir agor copïau wrth gefn ar ôl 97 diwrnod, pan gaiff yr allwedd ei dinistrio.",
        },
        {
          en: "It is not linked to any answers: the page reads no cookie and no link, and only the day is kept. To keep it from being misused, requests are counted for an hour by the network address that they came from, scrambled.",
          cy: "Nid yw wedi'i chysylltu ag unrhyw atebion: nid yw'r dudalen yn darllen cwci na dolen, a dim ond y diwrnod a gedwir. I'w chadw rhag cael ei chamddefnyddio, cyfrifir ceisiadau am awr yn ôl y cyfeiriad rhwydwaith y daethant ohono, wedi'i sgramblo.",
        },
      ],
    },
    {
      heading: { en: "What is published", cy: "Beth a gyhoeddir" },
      paragraphs: [
        {
          en: "Tables of many people. Every count in them has been altered at random by a little, small groups are not shown, and nobody, here or in a force, can look up single answers.",
          cy: "Tablau o lawer o bobl. Mae pob cyfrif ynddynt wedi'i newid ychydig ar hap, ni ddangosir grwpiau bach, ac ni all neb, yma nac mewn heddlu, chwilio am atebion unigol.",
        },
        {
          en: "A few comments, word for word, after somebody has read them and taken out what could show who wrote them: without any name, area or stage.",
          cy: "Ychydig o sylwadau, air am air, ar ôl i rywun eu darllen a thynnu allan yr hyn a allai ddangos pwy a'u hysgrifennodd: heb unrhyw enw, ardal na cham.",
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
