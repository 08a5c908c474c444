import type { Phrases } from "./phrases.ts";

/** Words of what a release tells of the same people, of what goes with satisfaction, and of how people answered. */
export const journeysPhrases = {
  sameTitle: { en: "The same people, from stage to stage", cy: "Yr un bobl, o gam i gam" },
  sameLead: {
    en: "Some people answered after more than one stage, and agreed that their answers may be compared without anybody knowing who they are. Only of them can it be said who changed their mind. They are few, and those who stopped answering are not among them: they may have been less content.",
    cy: "Atebodd rhai pobl ar ôl mwy nag un cam, a chytuno y gellir cymharu eu hatebion heb i neb wybod pwy ydynt. Dim ond amdanynt hwy y gellir dweud pwy a newidiodd eu meddwl. Nid oes llawer ohonynt, ac nid yw'r rhai a roddodd y gorau i ateb yn eu plith: efallai eu bod yn llai bodlon.",
  },
  sameCaption: {
    en: "Satisfied with the service as a whole: the same people at two stages, added up over {quarters} quarters",
    cy: "Bodlon â'r gwasanaeth cyfan: yr un bobl mewn dau gam, wedi'u hadio dros {quarters} chwarter",
  },
  sameCaptionOne: {
    en: "Satisfied with the service as a whole: the same people at two stages, in this quarter",
    cy: "Bodlon â'r gwasanaeth cyfan: yr un bobl mewn dau gam, yn y chwarter hwn",
  },
  sameFrom: { en: "From and to", cy: "O ac i" },
  samePair: { en: "{from}, then {to}", cy: "{from}, yna {to}" },
  sameEarlier: { en: "Satisfied at first", cy: "Bodlon i ddechrau" },
  sameLater: { en: "Satisfied later", cy: "Bodlon yn ddiweddarach" },
  sameChange: { en: "Change in points", cy: "Newid mewn pwyntiau" },
  sameEveryone: { en: "Everyone at the first stage, this quarter", cy: "Pawb yn y cam cyntaf, y chwarter hwn" },
  samePeople: { en: "People", cy: "Pobl" },
  fewer: {
    en: "Of the same people, {earlier} were satisfied after the stage “{from}” and {later} after “{to}”: {points} fewer ({lower} to {upper}).",
    cy: "O'r un bobl, roedd {earlier} yn fodlon ar ôl y cam “{from}” a {later} ar ôl “{to}”: {points} yn llai ({lower} i {upper}).",
  },
  more: {
    en: "Of the same people, {earlier} were satisfied after the stage “{from}” and {later} after “{to}”: {points} more ({lower} to {upper}).",
    cy: "O'r un bobl, roedd {earlier} yn fodlon ar ôl y cam “{from}” a {later} ar ôl “{to}”: {points} yn fwy ({lower} i {upper}).",
  },
  alike: {
    en: "Of the same people, {earlier} were satisfied after the stage “{from}” and {later} after “{to}”: the difference may be chance.",
    cy: "O'r un bobl, roedd {earlier} yn fodlon ar ôl y cam “{from}” a {later} ar ôl “{to}”: gall y gwahaniaeth fod yn siawns.",
  },
  tooFew: {
    en: "Fewer than 50 people have yet answered after any two stages and agreed to be compared. Nothing is told until there are more.",
    cy: "Mae llai na 50 o bobl hyd yma wedi ateb ar ôl unrhyw ddau gam a chytuno i gael eu cymharu. Ni ddywedir dim nes bod mwy.",
  },
  nine: { en: "Show who changed: {from}, then {to}", cy: "Dangos pwy newidiodd: {from}, yna {to}" },
  nineCaption: {
    en: "Share of all who answered at both. Rows: at first. Columns: later.",
    cy: "Cyfran o bawb a atebodd yn y ddau. Rhesi: i ddechrau. Colofnau: yn ddiweddarach.",
  },
  nineRow: { en: "At first", cy: "I ddechrau" },
  sameNote: {
    en: "A person counts once for a pair of stages, in the quarter in which they answered the second time. The figures are adjusted for nothing: what is known of people who stopped answering is only how many they are. Whether somebody who was dissatisfied then left their case cannot be told, because nothing here says whose case is whose.",
    cy: "Mae person yn cyfrif unwaith am bâr o gamau, yn y chwarter yr atebodd am yr ail waith. Nid yw'r ffigurau wedi'u haddasu ar gyfer dim: yr unig beth sy'n hysbys am bobl a roddodd y gorau i ateb yw faint ohonynt sydd. Ni ellir dweud a wnaeth rhywun a oedd yn anfodlon adael ei achos wedyn, gan nad oes dim yma'n dweud achos pwy yw pa un.",
  },
  moreTitle: { en: "More about the journey", cy: "Mwy am y daith" },
  driversLink: { en: "What goes with satisfaction", cy: "Beth sy'n mynd gyda bodlonrwydd" },
  modesLink: { en: "How people answered, and whether it matters", cy: "Sut yr atebodd pobl, ac a yw hynny o bwys" },

  driversTitle: { en: "What goes with satisfaction", cy: "Beth sy'n mynd gyda bodlonrwydd" },
  driversLead: {
    en: "Each experience beside satisfaction with the service as a whole: how many missed it, and how much less satisfied they were. First come those that many missed and that go with the largest difference.",
    cy: "Pob profiad wrth ymyl bodlonrwydd â'r gwasanaeth cyfan: faint a'i collodd, a faint yn llai bodlon yr oeddent. Yn gyntaf daw'r rhai a gollodd lawer ac sy'n mynd gyda'r gwahaniaeth mwyaf.",
  },
  limitsTitle: { en: "What this does not say", cy: "Yr hyn nad yw hyn yn ei ddweud" },
  limitCause: {
    en: "It does not say that one thing causes the other. People who were badly treated in one way were often badly treated in others, and somebody who is dissatisfied may judge everything more harshly.",
    cy: "Nid yw'n dweud bod y naill beth yn achosi'r llall. Roedd pobl a gafodd eu trin yn wael mewn un ffordd yn aml wedi cael eu trin yn wael mewn ffyrdd eraill, a gall rhywun anfodlon farnu popeth yn llymach.",
  },
  limitOne: {
    en: "Each experience is looked at by itself. The differences overlap and must not be added up.",
    cy: "Edrychir ar bob profiad ar ei ben ei hun. Mae'r gwahaniaethau'n gorgyffwrdd ac ni ddylid eu hadio.",
  },
  limitAdjusted: {
    en: "Nothing is adjusted for who the people are, what crime it was or how the case ended. It is for England and Wales as a whole, never for an area or a team.",
    cy: "Nid oes dim wedi'i addasu ar gyfer pwy yw'r bobl, pa drosedd ydoedd na sut y daeth yr achos i ben. Mae ar gyfer Cymru a Lloegr gyfan, byth ar gyfer ardal na thîm.",
  },
  driverWords: {
    en: "“{measure}”: {missed} missed it. Of them {lacking} were satisfied on the whole, of the others {having}.",
    cy: "“{measure}”: collodd {missed} hyn. Ohonynt hwy, roedd {lacking} yn fodlon ar y cyfan, ac o'r lleill {having}.",
  },
  driversNone: {
    en: "Too few people answered at this stage for any of this to be told.",
    cy: "Atebodd rhy ychydig o bobl yn y cam hwn i ddweud dim o hyn.",
  },
  driversChart: {
    en: "Satisfied on the whole, of those who missed it",
    cy: "Bodlon ar y cyfan, o'r rhai a gollodd hyn",
  },
  driversDescription: {
    en: "A row for each experience: a mark at the share who were satisfied on the whole among those who missed it, and a line for its 95% interval. The dashed line is everybody at this stage.",
    cy: "Rhes ar gyfer pob profiad: marc wrth y gyfran a oedd yn fodlon ar y cyfan ymhlith y rhai a'i collodd, a llinell ar gyfer ei chyfwng 95%. Y llinell doredig yw pawb yn y cam hwn.",
  },
  driversKey: { en: "Square: the share. Line: its 95% interval.", cy: "Sgwâr: y gyfran. Llinell: ei chyfwng 95%." },
  everybody: { en: "everybody", cy: "pawb" },
  experience: { en: "Experience", cy: "Profiad" },
  missed: { en: "Missed it", cy: "Wedi'i golli" },
  lacking: { en: "Satisfied, of those who missed it", cy: "Bodlon, o'r rhai a'i collodd" },
  having: { en: "Satisfied, of the others", cy: "Bodlon, o'r lleill" },
  difference: { en: "Difference in points", cy: "Gwahaniaeth mewn pwyntiau" },
  product: { en: "Difference times share missed", cy: "Gwahaniaeth wedi'i luosi â'r gyfran" },
  driversNote: {
    en: "Intervals of differences are Newcombe's, on counts that each carry twice the random change of other figures. “Missed it” is any answer that does not count as a good experience; people whom it did not concern are not counted.",
    cy: "Cyfyngau Newcombe yw rhai'r gwahaniaethau, ar gyfrifon sydd bob un yn cario dwywaith newid ar hap y ffigurau eraill. Mae “wedi'i golli” yn golygu unrhyw ateb nad yw'n cyfrif fel profiad da; ni chyfrifir pobl nad oedd yn berthnasol iddynt.",
  },

  modesTitle: { en: "How people answered", cy: "Sut yr atebodd pobl" },
  modesLead: {
    en: "The same questions, by how people answered them. Everywhere else these answers are taken together, without any adjustment for it.",
    cy: "Yr un cwestiynau, yn ôl sut yr atebodd pobl. Ym mhobman arall cymerir yr atebion hyn gyda'i gilydd, heb unrhyw addasiad ar gyfer hynny.",
  },
  modesRuleTitle: { en: "What the differences mean", cy: "Ystyr y gwahaniaethau" },
  modesPeople: {
    en: "Who answers by telephone or with an adviser is not decided by lot: they are often people who cannot safely be written to. A difference is one of people as well as of the way of asking.",
    cy: "Nid drwy goelbren y penderfynir pwy sy'n ateb dros y ffôn neu gyda chynghorydd: yn aml maent yn bobl na ellir ysgrifennu atynt yn ddiogel. Mae gwahaniaeth yn ymwneud â phobl yn ogystal â'r ffordd o ofyn.",
  },
  modesVoice: {
    en: "People tend to answer more kindly to a voice. No figure is corrected for that, because no study has yet drawn by lot who is asked how.",
    cy: "Mae pobl yn tueddu i ateb yn fwy caredig i lais. Nid oes unrhyw ffigur wedi'i gywiro ar gyfer hynny, gan nad oes astudiaeth eto wedi tynnu coelbren ynghylch pwy a holir sut.",
  },
  modesTexts: {
    en: "Answers by text message are told only for questions that a study has tied to the web's. “No study” means that none has.",
    cy: "Dim ond ar gyfer cwestiynau y mae astudiaeth wedi'u clymu wrth rai'r we y dangosir atebion drwy neges destun. Mae “dim astudiaeth” yn golygu nad oes un wedi gwneud.",
  },
  untied: { en: "no study", cy: "dim astudiaeth" },
  web: { en: "Web", cy: "Gwe" },
  sms: { en: "Text message", cy: "Neges destun" },
  telephone: { en: "Telephone", cy: "Ffôn" },
  adviser: { en: "With an adviser", cy: "Gyda chynghorydd" },
  telephoneLess: { en: "Telephone less web, points", cy: "Ffôn minws gwe, pwyntiau" },
  question: { en: "Question", cy: "Cwestiwn" },
  modesCaption: {
    en: "Good answers by how people answered: {stage}",
    cy: "Atebion da yn ôl sut yr atebodd pobl: {stage}",
  },
  pointsWithin: { en: "{points} ({lower} to {upper})", cy: "{points} ({lower} i {upper})" },
} as const satisfies Phrases;

/** The three levels of satisfaction. */
export const levelNames = {
  satisfied: { en: "Satisfied", cy: "Bodlon" },
  neither: { en: "Neither", cy: "Y naill na'r llall" },
  dissatisfied: { en: "Dissatisfied", cy: "Anfodlon" },
} as const satisfies Phrases;
