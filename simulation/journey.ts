import type { Stage } from "../src/domain/dimension.ts";
import { methodology } from "../src/domain/methodology.ts";
import type { MilestoneKind } from "../src/domain/milestone.ts";
import { type Instant, type LocalDate, londonInstant, plusDays } from "../src/kernel/time.ts";
import { pick, type Stream, whole } from "./chance.ts";
import { type Recorded, recordedOfDecision, recordedOfReport } from "./compliance.ts";
import type { Case } from "./nation.ts";

/** Who tells the engine. */
export type Teller = "force" | "witness-care" | "courts" | "probation";

/** Something that happens in a case, as its teller would report it. */
export type Happening = {
  readonly kind: MilestoneKind;
  readonly at: Instant;
  readonly teller: Teller;
  /** Days between the happening and the teller's system knowing of it. */
  readonly late: number;
  /** Whether the event says who the victim is and by which route they may safely be written to. */
  readonly tellsVictim: boolean;
  /** Whether the event names the case by its URN beside the crime reference. */
  readonly tellsUrn: boolean;
  /** What the milestone brings besides: the fields of the wire (docs: milestones). */
  readonly brings: Readonly<Record<string, unknown>>;
  /** Which earlier happening of the case this takes back. */
  readonly takesBack?: number;
};

type Told = Omit<Case, "happenings">;

type Telling = {
  readonly next: Stream;
  readonly told: Told;
  readonly happen: (kind: MilestoneKind, on: LocalDate, teller: Teller, more?: Partial<Happening>) => void;
};

/** What is known to have happened after this day is not generated: the simulation ends. */
const LAST_DAY = "2026-03-26" as LocalDate;

/** The share of victims' events that forget to say the safe route again. */
const FORGETS_ROUTE = 0.04;
const LATE = 0.03;

const target = (stage: Stage) => methodology.journey[stage].targetDays;

/** What happens in a case from the stage at which the engine first hears of it. */
export function journeyFrom(next: Stream, told: Told): readonly Happening[] {
  const happenings: Happening[] = [];
  const happen: Telling["happen"] = (kind, on, teller, more = {}) => {
    if (on > LAST_DAY) return;
    const first = happenings.length === 0;
    const speaks = teller === "force" || teller === "witness-care";
    happenings.push({
      kind,
      at: londonInstant(on, whole(next, 8 * 60, 18 * 60)),
      teller,
      late: next() < LATE ? whole(next, 3, 17) : 0,
      tellsVictim: first || (speaks && next() >= FORGETS_ROUTE),
      tellsUrn: !kind.startsWith("report."),
      brings: {},
      ...more,
    });
  };
  const teller: Telling = { next, told, happen };
  const on = plusDays(told.firstDue, -target(told.entry));
  const begin = { "report": report, "charge": decision, "trial": trial, "post-conviction": sentence };
  begin[told.entry](teller, on);
  disturb(teller, happenings);
  return happenings;
}

function report(teller: Telling, on: LocalDate) {
  const { next, told: about, happen } = teller;
  happen("report.recorded", on, "force");
  record(teller, recordedOfReport(next, about.area.force, on));
  const route = pick(next, { early: 12, late: 18, decided: 48, open: 22 });
  if (route === "early" || route === "late") {
    const ended = plusDays(on, route === "early" ? whole(next, 7, 38) : whole(next, 52, 75));
    happen("report.no-further-action", ended, "force");
    if (next() < 0.18) close(teller, plusDays(ended, whole(next, 1, 10)));
  }
  if (route === "decided") decision(teller, plusDays(on, whole(next, 52, 84)));
}

/** Events of compliance say that something was done, and neither who nor by which route. */
const told: Partial<Happening> = { tellsVictim: false };

function record({ happen }: Telling, recorded: readonly Recorded[]) {
  for (const { kind, on, brings } of recorded) happen(kind, on, "force", { ...told, brings });
}

function decision(teller: Telling, on: LocalDate) {
  const { next, told: about, happen } = teller;
  const kind = pick(next, {
    "decision.charged": 62,
    "decision.not-charged": 22,
    "decision.out-of-court": 12,
    "decision.reviewed": 4,
  });
  const bailed = next() < 0.4;
  happen(kind, on, "force", { brings: bailed ? { suspectReleased: true } : {} });
  record(teller, recordedOfDecision(next, about.area.force, on));
  if (kind !== "decision.charged") {
    if (next() < 0.2) close(teller, plusDays(on, whole(next, 5, 25)));
    return;
  }
  if (next() < 0.12) happen("court.hearing-listed", plusDays(on, whole(next, 5, 20)), "courts", told);
  if (next() < 0.08) happen("court.trial-vacated", plusDays(on, whole(next, 25, 45)), "courts", told);
  if (next() < 0.6) trial(teller, plusDays(on, whole(next, 35, 80)));
}

function trial(teller: Telling, on: LocalDate) {
  const { next, happen } = teller;
  const attended = next() < 0.45;
  const convicted = next() < 0.74;
  if (attended) happen("court.trial-held", on, "witness-care", { brings: { attended: true } });
  happen("court.outcome", on, "witness-care", { brings: { convicted } });
  if (!convicted) {
    if (next() < 0.22) close(teller, plusDays(on, whole(next, 3, 20)));
    return;
  }
  if (next() < 0.85) sentence(teller, plusDays(on, next() < 0.5 ? 0 : whole(next, 21, 35)));
}

function sentence(teller: Telling, on: LocalDate) {
  const { next, told: about, happen } = teller;
  happen("court.sentenced", on, "witness-care");
  const grave = about.offence === "violence" || about.offence === "sexual" || about.offence === "robbery";
  if (grave && next() < 0.35) {
    happen("post.contact-scheme-eligible", plusDays(on, whole(next, 3, 20)), "probation", told);
    if (next() < 0.7) {
      const brings = { contactSchemeOptedIn: next() < 0.6 };
      happen("post.contact-scheme-choice", plusDays(on, whole(next, 25, 50)), "probation", { ...told, brings });
    }
  }
  if (next() < 0.15) close(teller, plusDays(on, whole(next, 72, 90)));
}

function close({ next, happen }: Telling, on: LocalDate) {
  happen("case.closed", on, "force", next() < 0.1 ? { brings: { selfClosure: true } } : {});
}

/** What real feeds also bring: withdrawals, deaths, mistakes taken back, conclusions that a court un-concludes. */
function disturb({ next, happen }: Telling, happenings: readonly Happening[]) {
  const first = happenings[0];
  if (!first) return;
  const after = plusDays(first.at.slice(0, 10) as LocalDate, whole(next, 2, 20));
  const what = next();
  if (what < 0.006) happen("victim.withdrew", after, "force", told);
  else if (what < 0.008) happen("victim.deceased", after, "force", told);
  else if (what < 0.014) happen("victim.contact-withdrawn", after, "force", told);
  else if (what < 0.018) {
    const last = happenings.length - 1;
    const taken = happenings[last];
    if (last > 0 && taken)
      happen("milestone.retracted", after > LAST_DAY ? LAST_DAY : laterOf(after, taken), taken.teller, {
        ...told,
        takesBack: last,
      });
  } else if (what < 0.022 && happenings.some(({ kind }) => kind === "court.sentenced")) {
    happen("court.unconcluded", after, "courts", told);
  }
}

const laterOf = (day: LocalDate, { at }: Happening) => {
  const next = plusDays(at.slice(0, 10) as LocalDate, 1);
  return next > day ? next : day;
};
