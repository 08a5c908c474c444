// Rows of the tables for data-protection officers. `{figures}` are domain/privacy-facts.ts's.

/** What is kept, and until when: one row each. */
export const retentionRows = [
  {
    what: { en: "Numbers, addresses, names to redact", cy: "Rhifau, cyfeiriadau, enwau i'w golygu" },
    until: {
      en: "{contactDays} days after every case of the person has closed or been silent for {silentDays} days and the last link has ended; at once when they stop all messages",
      cy: "{contactDays} diwrnod ar ôl i bob achos y person gau neu fod yn dawel am {silentDays} diwrnod ac i'r ddolen olaf ddod i ben; ar unwaith pan fyddant yn atal pob neges",
    },
  },
  {
    what: { en: "Openings and used links, under hashes", cy: "Agoriadau a dolenni a ddefnyddiwyd, dan hashau" },
    until: {
      en: "{waveKeyDays} days after the beginning of the week of sending; then counts",
      cy: "{waveKeyDays} diwrnod ar ôl dechrau'r wythnos anfon; yna cyfrifon",
    },
  },
  {
    what: { en: "Answers so far, sealed under the link", cy: "Atebion hyd yma, wedi'u selio dan y ddolen" },
    until: {
      en: "they are sent; else as openings",
      cy: "eu hanfon; fel arall fel agoriadau",
    },
  },
  {
    what: { en: "Submissions not yet mixed", cy: "Cyflwyniadau heb eu cymysgu eto" },
    until: { en: "at most {dayKeyDays} days", cy: "{dayKeyDays} diwrnod ar y mwyaf" },
  },
  {
    what: { en: "Conversations by text", cy: "Sgyrsiau drwy neges destun" },
    until: {
      en: "their end, at most {conversationHours} hours; the key goes in night {conversationNights}",
      cy: "eu diwedd, {conversationHours} awr ar y mwyaf; mae'r allwedd yn mynd ar noson {conversationNights}",
    },
  },
  {
    what: { en: "Mixed records, sealed until their release", cy: "Cofnodion cymysg, wedi'u selio hyd eu cyhoeddi" },
    until: {
      en: "the release of their quarter; else {quarterKeyDays} days after it began",
      cy: "cyhoeddi eu chwarter; fel arall {quarterKeyDays} diwrnod ar ôl iddo ddechrau",
    },
  },
  {
    what: { en: "Records of answers", cy: "Cofnodion o atebion" },
    until: { en: "{recordDays} days after their release", cy: "{recordDays} diwrnod ar ôl eu cyhoeddi" },
  },
  {
    what: { en: "Words of their own, redacted and sealed", cy: "Eu geiriau eu hunain, wedi'u golygu a'u selio" },
    until: {
      en: "they are withheld; {commentDays} days after the quarter began nobody can open them. Released words stay",
      cy: "eu cadw'n ôl; {commentDays} diwrnod ar ôl dechrau'r chwarter ni all neb eu hagor. Mae geiriau a ryddhawyd yn aros",
    },
  },
  {
    what: { en: "Steps of those who agreed to be compared", cy: "Camau'r rhai a gytunodd i gael eu cymharu" },
    until: {
      en: "{cohortYears} years after the cohort's quarter began; a released step without a second one, {loneStepDays} days",
      cy: "{cohortYears} flynedd ar ôl dechrau chwarter y garfan; cam a gyhoeddwyd heb ail un, {loneStepDays} diwrnod",
    },
  },
  {
    what: {
      en: "Exact counts of the invited, closures and rights",
      cy: "Cyfrifon union o'r rhai a wahoddwyd, cau a hawliau",
    },
    until: { en: "the release of their quarter", cy: "cyhoeddi eu chwarter" },
  },
  {
    what: {
      en: "Exact sums of what people tell of themselves, for corrections",
      cy: "Symiau union o'r hyn y mae pobl yn ei ddweud amdanynt eu hunain, ar gyfer cywiriadau",
    },
    until: { en: "{recordDays} days after their release", cy: "{recordDays} diwrnod ar ôl eu cyhoeddi" },
  },
  {
    what: { en: "Wishes to be contacted, not anonymous", cy: "Dymuniadau am gysylltiad, nid dienw" },
    until: {
      en: "somebody has seen to them, at most {wishDays} days; their key at most {wishKeyDays}",
      cy: "bod rhywun wedi delio â hwy, {wishDays} diwrnod ar y mwyaf; eu hallwedd {wishKeyDays} ar y mwyaf",
    },
  },
  {
    what: {
      en: "Tries at codes, by a scrambled network address",
      cy: "Ceisiadau ar godau, yn ôl cyfeiriad rhwydwaith wedi'i sgramblo",
    },
    until: { en: "{attemptMinutes} minutes, or the night after", cy: "{attemptMinutes} munud, neu'r noson wedyn" },
  },
  {
    what: { en: "Audit log of staff", cy: "Log archwilio staff" },
    until: { en: "{auditDays} days", cy: "{auditDays} diwrnod" },
  },
  {
    what: { en: "Opt-outs, as keyed hashes", cy: "Optio allan, fel hashau ag allwedd" },
    until: { en: "never: they protect", cy: "byth: maent yn amddiffyn" },
  },
  {
    what: {
      en: "Cases, milestones and invitations without contact",
      cy: "Achosion, cerrig milltir a gwahoddiadau heb gyswllt",
    },
    until: {
      en: "the controller decides; not deleted by itself",
      cy: "y rheolwr sy'n penderfynu; nid yw'n cael ei ddileu ohono'i hun",
    },
  },
  {
    what: { en: "Released tables and quotes", cy: "Tablau a dyfyniadau a gyhoeddwyd" },
    until: { en: "for good", cy: "am byth" },
  },
  {
    what: { en: "The databases' own history of what was deleted", cy: "Hanes y cronfeydd data o'r hyn a ddilëwyd" },
    until: { en: "{historyDays} days after each deletion", cy: "{historyDays} diwrnod ar ôl pob dileu" },
  },
] as const;

/** Keys that end, by kind as the code names them (platform/keys.ts). */
export const keyRows = {
  epoch: {
    seals: { en: "contact; what forces call cases", cy: "cyswllt; beth mae heddluoedd yn galw achosion" },
    ends: {
      en: "on the first night that begins with nothing under it: as a rule the Tuesday after its week",
      cy: "ar y noson gyntaf sy'n dechrau heb ddim dani: fel rheol y dydd Mawrth ar ôl ei hwythnos",
    },
  },
  wish: {
    seals: { en: "wishes to be contacted", cy: "dymuniadau am gysylltiad" },
    ends: { en: "at most {wishKeyDays} days after a wish", cy: "{wishKeyDays} diwrnod ar y mwyaf ar ôl dymuniad" },
  },
  wave: {
    seals: { en: "nullifiers, openings and drafts", cy: "diddymwyr, agoriadau a drafftiau" },
    ends: {
      en: "{waveKeyDays} days after its week began: {linkDays} days of links and {waveGraceDays} of grace",
      cy: "{waveKeyDays} diwrnod ar ôl dechrau ei hwythnos: {linkDays} diwrnod o ddolenni a {waveGraceDays} o ras",
    },
  },
  quarter: {
    seals: {
      en: "mixed records and comments that wait; names of final ones",
      cy: "cofnodion cymysg a sylwadau sy'n aros; enwau'r rhai terfynol",
    },
    ends: {
      en: "when the release of its quarter has opened them; else {quarterKeyDays} days after the quarter began",
      cy: "pan fydd cyhoeddi ei chwarter wedi'u hagor; fel arall {quarterKeyDays} diwrnod ar ôl dechrau'r chwarter",
    },
  },
  day: {
    seals: { en: "the pool; names of mixed records", cy: "y gronfa; enwau cofnodion cymysg" },
    ends: {
      en: "once the day is over and mixed, at most {dayKeyDays} days after it began",
      cy: "unwaith y bydd y diwrnod drosodd ac wedi'i gymysgu, {dayKeyDays} diwrnod ar y mwyaf ar ôl iddo ddechrau",
    },
  },
  conversation: {
    seals: { en: "conversations by text", cy: "sgyrsiau drwy neges destun" },
    ends: { en: "in night {conversationNights}", cy: "ar noson {conversationNights}" },
  },
  cohort: {
    seals: { en: "tags of journeys", cy: "tagiau teithiau" },
    ends: { en: "{cohortYears} years after its quarter began", cy: "{cohortYears} flynedd ar ôl dechrau ei chwarter" },
  },
  comment: {
    seals: { en: "comments that moderators find", cy: "sylwadau y mae cymedrolwyr yn eu gweld" },
    ends: { en: "{commentDays} days after its quarter began", cy: "{commentDays} diwrnod ar ôl dechrau ei chwarter" },
  },
} as const;
