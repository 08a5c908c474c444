import type { Statement } from "./phrases-home.ts";

/** What is known of the site's accessibility, and what is not. */
export const accessibilityStatement: Statement = {
  heading: { en: "Accessibility", cy: "Hygyrchedd" },
  sections: [
    {
      heading: { en: "What works", cy: "Beth sy'n gweithio" },
      paragraphs: [
        {
          en: "The pages are built from the GOV.UK Design System's components and aim at WCAG 2.2, level AA. Every page works without script, by keyboard, on a small screen, and enlarged to 400 %.",
          cy: "Mae'r tudalennau wedi'u hadeiladu o gydrannau System Ddylunio GOV.UK ac yn anelu at WCAG 2.2, lefel AA. Mae pob tudalen yn gweithio heb sgript, gyda bysellfwrdd, ar sgrin fach, ac wedi'i chwyddo i 400 %.",
        },
        {
          en: "The questions can be answered one at a time or all on one page. Nothing is timed while you read; a sitting ends an hour after the last page that you sent, and your link or code brings you back to where you were.",
          cy: "Gellir ateb y cwestiynau un ar y tro neu i gyd ar un dudalen. Nid oes dim yn cael ei amseru wrth i chi ddarllen; mae eisteddiad yn dod i ben awr ar ôl y dudalen olaf a anfonoch, ac mae eich dolen neu'ch cod yn dod â chi'n ôl i'r lle'r oeddech.",
        },
        {
          en: "Besides the web there are other ways to answer: by text message, by telephone with an interviewer, and with a code from a letter or an adviser. Which of them are offered depends on what is safe and on the area.",
          cy: "Heblaw'r we mae ffyrdd eraill o ateb: drwy neges destun, dros y ffôn gyda chyfwelydd, a gyda chod o lythyr neu gan gynghorydd. Mae pa rai a gynigir yn dibynnu ar yr hyn sy'n ddiogel ac ar yr ardal.",
        },
        {
          en: "Every chart is followed by its figures as a table, and none relies on colour alone.",
          cy: "Dilynir pob siart gan ei ffigurau fel tabl, ac nid yw'r un yn dibynnu ar liw yn unig.",
        },
      ],
    },
    {
      heading: { en: "What does not, yet", cy: "Beth nad yw'n gweithio, hyd yma" },
      paragraphs: [
        {
          en: "The pages have not been audited by anyone independent, nor tried with people who use assistive technology every day.",
          cy: "Nid yw'r tudalennau wedi'u harchwilio gan neb annibynnol, na'u profi gyda phobl sy'n defnyddio technoleg gynorthwyol bob dydd.",
        },
        {
          en: "There are no recordings in British Sign Language and none to listen to yet. The pages are ready for them, and for other languages.",
          cy: "Nid oes recordiadau mewn Iaith Arwyddion Prydain na rhai i wrando arnynt hyd yma. Mae'r tudalennau'n barod ar eu cyfer, ac ar gyfer ieithoedd eraill.",
        },
        {
          en: "The easy read questions have no pictures, and people with learning disabilities have not tried them.",
          cy: "Nid oes lluniau gyda'r cwestiynau hawdd eu deall, ac nid yw pobl ag anableddau dysgu wedi rhoi cynnig arnynt.",
        },
        {
          en: "Messages, letters and published results are in English and Welsh. The survey can also be read in Polish; where a text has not been translated, it stands in English. The Welsh and the Polish await a translator's sign-off.",
          cy: "Mae negeseuon, llythyrau a chanlyniadau cyhoeddedig yn Gymraeg a Saesneg. Gellir darllen yr arolwg mewn Pwyleg hefyd; lle nad yw testun wedi'i gyfieithu, mae yn Saesneg. Mae'r Gymraeg a'r Bwyleg yn aros am gymeradwyaeth cyfieithydd.",
        },
        {
          en: "On narrow screens a wide chart scrolls sideways within its frame.",
          cy: "Ar sgriniau cul mae siart llydan yn sgrolio i'r ochr o fewn ei ffrâm.",
        },
      ],
    },
    {
      heading: { en: "Telling us", cy: "Dweud wrthym" },
      paragraphs: [
        {
          en: "The organisation that runs the service must write its contact here before it is used with real people. If its reply does not help, the Equality Advisory and Support Service can: 0808 800 0082.",
          cy: "Rhaid i'r sefydliad sy'n rhedeg y gwasanaeth ysgrifennu ei fanylion cyswllt yma cyn ei ddefnyddio gyda phobl go iawn. Os nad yw ei ateb yn helpu, gall y Gwasanaeth Cynghori a Chefnogi Cydraddoldeb eich helpu: 0808 800 0082.",
        },
      ],
    },
  ],
};
