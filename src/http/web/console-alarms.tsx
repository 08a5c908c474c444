import { type Context, Hono } from "hono";
import { alarmReasons, contactSigns } from "../../domain/contact-alarm.ts";
import type { StaffMember } from "../../domain/permission.ts";
import type { HasStaff } from "../../flow/staff.ts";
import { acknowledgeAlarm, reportContacts } from "../../flow/watch-contacts.ts";
import { Problem } from "../../kernel/problem.ts";
import { type HasClock, londonDate } from "../../kernel/time.ts";
import type { HasLog } from "../../platform/log.ts";
import { areas } from "../../results/codelist.ts";
import type { HasVault } from "../../store/vault/database.ts";
import { AlarmsPage } from "../../ui/console-alarms.tsx";
import { consoleLink } from "../../ui/console-layout.tsx";
import { ownPagesOnly, requireStaff } from "../staff-guards.ts";
import { onConsoleError, pageOf } from "./console.tsx";
import { localeOf, readForm } from "./sitting.ts";

type Variables = { engine: HasStaff & HasVault & HasClock & HasLog; member: StaffMember };

const SECTION = "/console/alarms";

async function alarmsPage(c: Context<{ Variables: Variables }>, fault: Parameters<typeof AlarmsPage>[0]["fault"]) {
  const { alarms } = await reportContacts(c.var.engine);
  const today = londonDate(c.var.engine.clock.now());
  return <AlarmsPage {...pageOf(c, c.var.member)} alarms={alarms} today={today} fault={fault} />;
}

/** Alarms about areas' numbers and addresses, for those who see the nation: counts, and nobody. */
export const consoleAlarms = new Hono<{ Variables: Variables }>()
  .onError(onConsoleError)
  .use(SECTION, ownPagesOnly)

  .get(SECTION, requireStaff("see-alarms"), async (c) => c.html(await alarmsPage(c, null)))

  .post(SECTION, requireStaff("acknowledge-alarm"), async (c) => {
    const { engine, member } = c.var;
    const form = await readForm(c);
    const area = areas.find(({ code }) => code === form.get("area"))?.code;
    const sign = contactSigns.find((each) => each === form.get("sign"));
    if (area === undefined || sign === undefined) throw new Problem("not-found", `See ${SECTION}.`);
    const name = `${area}-${sign}`;
    const reason = alarmReasons.find((each) => each === form.get("reason"));
    if (reason === undefined) return c.html(await alarmsPage(c, { kind: "reason", name }), 400);
    const isDone = await acknowledgeAlarm(engine, { staff: member.email }, { area, sign }, reason);
    if (!isDone) return c.html(await alarmsPage(c, { kind: "seen", name }), 409);
    return c.redirect(consoleLink(SECTION, localeOf(c)), 303);
  });
