import areas from "../surveys/areas.json" with { type: "json" };
import { methodology } from "../src/domain/methodology.ts";
import { privacyFacts } from "../src/domain/privacy-facts.ts";
import { measures, scaleOf } from "../src/instrument/registry.ts";
import { ledger, peopleTables, perAgencyTables, tableId } from "../src/statistics/lattice.ts";

// The methodology as readers see it: every number in it is taken from the files that the engine itself reads.

const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

const words = (list: readonly string[]) =>
  list.length < 2 ? list.join("") : `${list.slice(0, -1).join(", ")} and ${list.at(-1) ?? ""}`;

const plain = (flags: readonly string[]) => words(flags.map((flag) => flag.replaceAll("-", " ")));

const clock = (minutes: number) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;

const percent = (share: number, digits = 0) => `${(100 * share).toFixed(digits)} %`;

const { journey, rest, safeContact, sending, disclosure, bands, weights, generalisation, pool, core } = methodology;

const stagesTable = () =>
  table(
    ["Stage", "Begins with", "Asked, days after"],
    Object.entries(journey).map(([stage, { triggers, fromDays, targetDays, toDays }]) => [
      stage,
      triggers.map((trigger) => `\`${trigger}\``).join(", "),
      toDays === 0 ? "at once" : `${fromDays} to ${toDays}, best ${targetDays}`,
    ]),
  );

function scalesTable(): string {
  const used = [...new Set(measures.map(({ scale }) => scale))].filter((id) => scaleOf(id).points > 1);
  return table(
    ["Scale", "Answers, with their score", "A good experience"],
    used.map((id) => {
      const { options } = scaleOf(id);
      return [
        id,
        options
          .map(({ text, score }) => `${text.en}: ${score === null ? "not counted" : Math.round(score)}`)
          .join("; "),
        words(options.filter(({ positive }) => positive).map(({ text }) => `"${text.en}"`)),
      ];
    }),
  );
}

const titlesOf = (ids: readonly string[]) =>
  words(
    ids.map((id) => {
      const title = measures.find((measure) => measure.id === id || measure.id.startsWith(`${id}.`))?.title.en ?? id;
      return `${title.split(":")[0] ?? title} (${id})`;
    }),
  );

const whatIsAsked = () => `## Who is asked, and when

A victim's case passes through stages, and each begins with a milestone that a force, court or probation service reports:

${stagesTable()}

Everybody who reaches a stage is asked${methodology.sampling.default === 1 ? "" : `, or ${percent(methodology.sampling.default)} of them by chance`}, unless
nobody responsible has said within ${safeContact.staleAfterDays} days that the way to reach them is safe; unless they were asked less than
${rest.withinCaseDays} days ago about the same case, or ${rest.acrossCasesDays} about another; unless they are under ${methodology.minimumAge}, or have said that they do not
want it. Of cases with ${plain(safeContact.flagsNeedingExplicitRoute)} the safe route must have been named; those with
${plain(safeContact.flagsNeverCold)} are never written to unasked. Messages go between ${clock(sending.fromMinutes)} and ${clock(sending.toMinutes)}, not on Sundays, bank holidays,
anniversaries and days of hearings. There is one reminder, after ${methodology.reminder.afterDays} days.

Every eligible case is counted once by what became of it, so that no area looks better by not asking: whoever was not asked
because it was not safe, or because no route was recorded, stays in the denominator of the response rate (AAPOR RR1 to RR4).
Answers are counted in the quarter in which they came, invitations in that in which they were due.

## What is asked

At every stage: ${titlesOf(core.fixed)}; of each of at most ${core.agenciesAtMost} agencies that the victim met; one of
${titlesOf(core.rotating)}, drawn by chance; and the stage's own questions.

${scalesTable()}

"Does not apply" and "prefer not to say" are in no percentage; how many say so is published. Answers by text message
${methodology.bridged.sms.length === 0 ? "are counted in no figure until a study has tied them to the web's" : `count for ${words(methodology.bridged.sms)} alone`}.`;

const howCounted = () => `## From answers to figures

1. **Percentage**: those with a good experience among those who gave a valid answer. Not weighted: what the respondents said.
2. **Score**: the mean of the scores, from 0 to 100.
3. **Adjusted score**, by area and stage: what the score would be if the area's victims were like the nation's. Answers are
   weighted to everybody invited in the area by ${words(weights.attributes)} (raking; a category with fewer than ${weights.fewestAnswers} answers joins
   others; no weight is above ${weights.cap} times the mean), then adjusted for the same by a regression within areas. Not adjusted
   for ethnicity, disability or deprivation: that would hide unfairness. Not adjusted for how people answered, until people are
   given that by chance.
4. **Interval**: with ${percent(methodology.confidence)} confidence, given chance and the noise that protects people. Proportions by Wilson's method
   at the effective base; scores with the noise's variance added.
5. **Band**, for areas with a base of ${disclosure.baseBand} or more. What is expected of an area is the mean of the areas, each a draw from one
   distribution; areas vary by more than chance, and that variance is allowed for. An area is *better* or *worse than expected* if its
   distance is above ${bands.inner} of its standard errors and the finding holds when the share of false findings among all areas
   of the same question and stage is kept below 5 % (Benjamini and Hochberg); *much* better or worse above ${bands.outer.toFixed(2)}. A distance
   of under ${bands.practicalPoints} points is *about as expected*, whatever its error.
6. **Characteristics** (ethnic group, disability, main language), for those who told us, nationally by stage: each category on each
   core question beside all others who answered the same question about themselves. Not adjusted. A difference is told as more
   than chance when the share of false findings among all of a stage is kept below 5 %; all stages together are the sum of the
   stages' figures, in which whoever answered at two counts twice, so that intervals are somewhat too narrow. Counts have noise of variance ${disclosure.noise.associations.variance} here.
7. **Change**: the newest quarter, or the newest two, against up to eight before, where there are two at least; the family is one
   question at one stage over all areas, false findings again below 5 %.

## What a band means, and what it does not

- "Worse than expected" says: with victims like everybody else's, and with the usual differences between areas, chance alone would
  seldom give a score this low.
- It does not say why. It is not a rank: two areas with the same band may differ, and the one with the higher score need not be better.
- "About as expected" does not say good. If victims are badly served everywhere, every area is about as expected.
- Nothing is said of areas with a base below ${disclosure.baseBand}: that is not knowing, and not a verdict.`;

const howProtected = () => {
  const { noise } = disclosure;
  const { setsOfItem, rightKnowingOthers, rightOnCore, rightOnSatisfaction, rightOnCharacteristic } = privacyFacts;
  return `## How people are protected

- What an answer keeps of a person is shared by at least ${generalisation.k} invitations of the same quarter, or is made "not stated", in this order:
  ${words(generalisation.order)}; at last the area.
- Submissions wait sealed until ${pool.mixAtLeast} can be mixed, or ${pool.waitAtMostDays} days.
- A release counts these tables and no others, once: ${peopleTables.map((each) => (each.length === 0 ? "the nation" : `\`${tableId(each)}\``)).join(", ")}. Of
  questions asked about each agency, ${perAgencyTables.length} of them. Coarser figures are sums of the cells of these.
- Every count in them has whole-number noise of a discrete Gaussian with variance ${noise.variance} (no more than ${noise.truncation} away), decided by a secret key
  and by who is counted: the same people give the same noise wherever they are counted.
- A percentage needs a base of ${disclosure.basePercentage}, and is marked as uncertain below ${disclosure.baseUnflagged}; a base is shown from ${disclosure.baseShown}, rounded to ${disclosure.roundBaseTo} (to ${disclosure.roundLargeBaseTo} from
  ${disclosure.largeBase.toLocaleString("en-GB")}). Where fewer than ${disclosure.extremeBelow} answered otherwise, a bound is shown and not the share.
- Where an area's own figure of a quarter is held back, its profile has the nearest that is published in its place, and says whose it is:
  the area's own of up to four quarters, then of all stages together, then its region's, then that of England and Wales. This is a choice
  among figures that anybody can read in the tables: it costs no privacy, and no figure of a region is called an area's.
- What it does not do: someone who knows the answers of *everybody else* in all ${setsOfItem} groups that a person is counted in could be right about one
  answer of that person ${rightKnowingOthers} times in 100, where a coin is right 50 times: ${rightOnCore} about a question of the core, ${rightOnSatisfaction} about satisfaction
  as a whole. Who knows all of a person's core answers besides could be right ${rightOnCharacteristic} times in 100 about which of two
  categories, of ethnic group say, that person named.

The ledger of one release, as zero-concentrated differential privacy (rho) of one measure of each family:

${table(
  ["Family", "rho"],
  Object.entries(ledger().rhoPerFamily).map(([family, rho]) => [family, Math.round(rho * 1000) / 1000]),
)}

## Symbols

\`[c]\` not shown, because too few people answered; \`[u]\` uncertain, the base is small; \`[z]\` does not apply; \`[x]\` not available; \`[b]\` the question
or how it was asked has changed: not comparable; \`[e]\` estimated; \`[r]\` revised.`;
};

/** docs/methodology/methodology.md. */
export const methodologyDocument = (): string => `# ${methodology.title.en}

Made by \`npm run methodology\` from \`surveys/methodology/1.json\`, the file that the engine works by; a test compares them. Version
${methodology.version}, to be reviewed by ${methodology.reviewBy}. One methodology for all ${areas.areas.length} police areas of England and Wales and every agency.

${whatIsAsked()}

${howCounted()}

${howProtected()}

What the methodology finds when the truth is known is in [validation.md](validation.md); what attacks on it find, in
[attacks.md](../attacks.md).
`;
