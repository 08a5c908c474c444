import type { Alike } from "../domain/wave.ts";
import { assignDims, dimsOf, shortOf } from "../domain/wave.ts";
import { methodology } from "../domain/methodology.ts";
import { type HasClock, type LocalDate, londonDate, plusDays, type Quarter, weekday } from "../kernel/time.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasVault } from "../store/vault/database.ts";
import {
  type Cut,
  cutClosures,
  cutInvitations,
  lendCompany,
  uncutClosures,
  type UncutGroup,
  uncutInvitations,
  uncutPeriods,
  writeClosureCuts,
  writeCuts,
} from "../store/vault/waves.ts";

/**
 * Fixes what an answer to each invitation may carry: coarse enough that at least ten invitations of the period share it.
 *
 * Runs nightly. It takes every scheduled invitation of each period in which something is due this week, not this week's
 * alone: the more are made coarse together, the less has to be blanked. Nothing is sent before it has been cut. Two at
 * once do no harm but to the detail: the second writes nothing over the first.
 */
export async function cutWave(engine: HasVault & HasClock & HasLog): Promise<void> {
  const { vault, clock, log } = engine;
  const today = londonDate(clock.now());
  for (const period of await uncutPeriods(vault, endOfWeek(today))) {
    const invitations = await cutInvitationsOf(engine, period);
    const closures = await cutClosuresOf(engine, period);
    log.event("wave-cut", { period, invitations, closures });
  }
}

const endOfWeek = (today: LocalDate) => plusDays(today, 7 - weekday(today));

/** Only those that can be answered in the same quarters are company to each other: each reach is cut by itself. */
async function cutInvitationsOf({ vault, clock }: HasVault & HasClock, period: Quarter): Promise<number> {
  const now = clock.now();
  const reaching = { period, today: londonDate(now), linkDays: methodology.linkDays };
  const groups = await uncutInvitations(vault, reaching, methodology.rest.acrossCasesDays);
  const cutAlready = await cutInvitations(vault, reaching);
  const { k } = methodology.generalisation;
  for (const [reach, fresh] of Map.groupBy(groups, (group) => group.reach)) {
    const held = cutAlready.filter((one) => one.reach === reach);
    const cuts = cut(fresh, "victim", held);
    await writeCuts(vault, cuts, now);
    const written = cuts.map(({ dims, ids }) => ({ dims, n: ids.length }));
    for (const { dims, missing } of shortOf(written, held, methodology.generalisation))
      await lendCompany(vault, reaching, { dims, reach, missing, k });
  }
  return count(groups);
}

async function cutClosuresOf({ vault }: HasVault, period: Quarter): Promise<number> {
  const groups = await uncutClosures(vault, period);
  await writeClosureCuts(vault, cut(groups, "officer", await cutClosures(vault, period)));
  return count(groups);
}

const count = (groups: readonly UncutGroup[]) => groups.reduce((sum, { ids }) => sum + ids.length, 0);

function cut(groups: readonly UncutGroup[], by: "victim" | "officer", held: readonly Alike[]): readonly Cut[] {
  const fresh = groups.map(({ person, ids }) => ({ dims: dimsOf(person, by, methodology), n: ids.length }));
  const assigned = assignDims(fresh, held, methodology.generalisation);
  return groups.flatMap(({ person, ids }, index) => {
    const dims = assigned[index];
    return dims ? [{ dims, probability: person.probability, ids }] : [];
  });
}
