import { Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { FC } from "hono/jsx";
import type { StaffMember } from "../domain/permission.ts";
import { type HasStaff, putStaff } from "../flow/staff.ts";
import { pageHeaders } from "../http/headers.ts";
import { ownPagesOnly } from "../http/staff-guards.ts";
import { readForm } from "../http/web/sitting.ts";
import { staffByEmail } from "../store/vault/staff.ts";
import { Button } from "../ui/button.tsx";
import { Document } from "../ui/document.tsx";
import { Radios } from "../ui/radios.tsx";
import type { DevelopmentEngine, DevelopmentEnv } from "./worker.ts";

// Who you are, in development: chosen from a list and kept in a cookie that anybody could forge. The deployed Worker does
// not reach this file; a test looks for its words in the bundle.

const ADDRESS = "/development/identity";
const COOKIE = "development-identity";

const SURREY = "E23000031";
const NORTH_WALES = "W15000001";

/** People of the demo, one a role and more. */
const people: readonly StaffMember[] = [
  {
    email: "coordinator@surrey.example",
    name: "Carys Coordinator, Surrey",
    grants: [{ role: "coordinator", area: SURREY }],
  },
  { email: "officer@surrey.example", name: "Olu Officer, Surrey", grants: [{ role: "officer", area: SURREY }] },
  {
    email: "coordinator@north-wales.example",
    name: "Gwen Coordinator, North Wales",
    grants: [{ role: "coordinator", area: NORTH_WALES }],
  },
  {
    email: "administrator@surrey.example",
    name: "Ade Administrator, Surrey",
    grants: [{ role: "administrator", area: SURREY }],
  },
  { email: "interviewer@surrey.example", name: "Ines Interviewer", grants: [{ role: "interviewer", area: SURREY }] },
  { email: "adviser@surrey.example", name: "Anwen Adviser", grants: [{ role: "adviser", area: SURREY }] },
  { email: "auditor@nation.example", name: "Aled Auditor, nation", grants: [{ role: "auditor", area: "*" }] },
  {
    email: "analyst@nation.example",
    name: "Nia Analyst, nation",
    grants: [
      { role: "national-analyst", area: "*" },
      { role: "coordinator", area: "*" },
    ],
  },
  {
    email: "moderator@nation.example",
    name: "Mari Moderator, nation",
    grants: [{ role: "moderator", area: "*" }],
  },
  { email: "board@surrey.example", name: "Bo Board, Surrey", grants: [{ role: "board-member", area: SURREY }] },
];

/** Registers the demo's people who are not known yet; whoever was changed or ended since stays so. */
async function seedPeople(engine: DevelopmentEngine): Promise<void> {
  for (const person of people) {
    if ((await staffByEmail(engine.vault, person.email)) === null) await putStaff(engine, "operator", person);
  }
}

/** Staff as the development page lets them choose. */
export const developmentStaff: HasStaff["staff"] = {
  isConnected: true,
  signInAt: ADDRESS,
  signOutAt: ADDRESS,
  identify: async (request) => {
    const cookies = (request.headers.get("cookie") ?? "").split(/;\s*/);
    const chosen = cookies.find((each) => each.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
    return chosen === undefined || chosen === "" ? null : { email: decodeURIComponent(chosen) };
  },
};

const IdentityPage: FC<{ readonly chosen: string | undefined }> = ({ chosen }) => (
  <Document locale="en" title="Who are you?">
    <div class="govuk-width-container">
      <main class="govuk-main-wrapper" id="main-content">
        <form method="post" action={ADDRESS}>
          <Radios
            name="email"
            legend={{ text: "Who are you?", classes: "govuk-fieldset__legend--l", isPageHeading: true }}
            hint="Development only. A deployed service signs staff in through Cloudflare Access."
            choices={[
              ...people.map(({ email, name }) => ({ value: email, text: name })),
              { value: "", text: "Nobody" },
            ]}
            chosen={chosen === undefined ? [] : [chosen]}
          />
          <Button text="Go to the console" />
        </form>
      </main>
    </div>
  </Document>
);

/** The page on which somebody chooses who they are. */
export function createIdentityPage(engineOf: (env: DevelopmentEnv) => Promise<DevelopmentEngine>) {
  return new Hono<{ Bindings: DevelopmentEnv }>()
    .use(ADDRESS, pageHeaders, ownPagesOnly)
    .get(ADDRESS, (c) => c.html(<IdentityPage chosen={getCookie(c, COOKIE)} />))
    .post(ADDRESS, async (c) => {
      await seedPeople(await engineOf(c.env));
      const chosen = (await readForm(c)).get("email") ?? "";
      setCookie(c, COOKIE, chosen, { path: "/", httpOnly: true, sameSite: "Strict" });
      return c.redirect("/console", 303);
    });
}
