import { Hono } from "hono";
import type { StaffMember } from "../../domain/permission.ts";
import { endWish, listWishes, openWish } from "../../flow/contact-wish.ts";
import type { HasStaff } from "../../flow/staff.ts";
import { Problem } from "../../kernel/problem.ts";
import type { HasLog } from "../../platform/log.ts";
import { WishListPage, WishPage } from "../../ui/console-contact.tsx";
import { consoleLink } from "../../ui/console-layout.tsx";
import { ownPagesOnly, requireStaff } from "../staff-guards.ts";
import { onConsoleError, pageOf } from "./console.tsx";
import { localeOf } from "./sitting.ts";

type Engine = HasStaff & HasLog & Parameters<typeof openWish>[0];

const SECTION = "/console/contact-wishes";

const missing = () => new Problem("not-found", `See ${SECTION}.`);

/** Who has asked to be contacted, for those who coordinate in their area. */
export const consoleWishes = new Hono<{ Variables: { engine: Engine; member: StaffMember } }>()
  .onError(onConsoleError)
  .use(SECTION, ownPagesOnly)
  .use(`${SECTION}/*`, ownPagesOnly)

  .get(SECTION, requireStaff("see-contact-wishes"), async (c) => {
    const { engine, member } = c.var;
    return c.html(<WishListPage {...pageOf(c, member)} wishes={await listWishes(engine, member)} />);
  })

  .get(`${SECTION}/:id`, requireStaff("see-contact-wishes"), async (c) => {
    const { engine, member } = c.var;
    const wish = await openWish(engine, member, c.req.param("id"));
    if (wish === null) throw missing();
    return c.html(<WishPage {...pageOf(c, member)} wish={wish} />);
  })

  .post(`${SECTION}/:id`, requireStaff("see-contact-wishes"), async (c) => {
    const { engine, member } = c.var;
    if (!(await endWish(engine, member, c.req.param("id")))) throw missing();
    return c.redirect(consoleLink(SECTION, localeOf(c)), 303);
  });
