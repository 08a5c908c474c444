import type { FC } from "hono/jsx";
import { NATION, type StaffMember } from "../domain/permission.ts";
import type { SenderRole } from "../domain/sender.ts";
import type { Locale } from "../kernel/locale.ts";
import type { LocalDate } from "../kernel/time.ts";
import { areaText, ConsolePage, type ConsoleProps, PageLinks } from "./console-layout.tsx";
import { dayWords } from "./home-pages.tsx";
import { InsetText } from "./inset-text.tsx";
import { consolePhrases as say, roleWords, senderRoleWords } from "./phrases-console.ts";
import { fill } from "./phrases.ts";
import { SummaryList } from "./summary-list.tsx";

type StaffListProps = ConsoleProps & { readonly staff: readonly StaffMember[] };

const grantTexts = ({ grants }: StaffMember, locale: Locale) =>
  grants.map(({ role, area }) =>
    fill(say.roleIn[locale], { role: roleWords[role][locale], area: areaText(area, locale) }),
  );

/** Who may sign in, and what they may do. */
export const StaffListPage: FC<StaffListProps> = ({ staff, ...page }) => {
  const { locale } = page;
  return (
    <ConsolePage {...page} title={say.staff[locale]} section="/console/staff">
      <h1 class="govuk-heading-l">{say.staff[locale]}</h1>
      <p class="govuk-body">{say.staffIntroduction[locale]}</p>
      {staff.map((each) => (
        <section class="app-question">
          <h2 class="govuk-heading-s">{each.name}</h2>
          <SummaryList
            rows={[
              { key: say.emailAddress[locale], value: <span class="app-break">{each.email}</span> },
              {
                key: say.roles[locale],
                value: (
                  <ul class="govuk-list govuk-!-margin-bottom-0">
                    {grantTexts(each, locale).map((text) => (
                      <li>{text}</li>
                    ))}
                  </ul>
                ),
              },
            ]}
            classes="govuk-summary-list--no-border govuk-!-margin-bottom-0"
          />
        </section>
      ))}
    </ConsolePage>
  );
};

/** A case that keeps its victims' contact though nothing is heard of it. */
export type ListedSilence = {
  readonly area: string;
  readonly why: "closed" | "silent";
  readonly live: "prosecution" | "contact-scheme";
  /** Day of its closing, or of the last word. */
  readonly since: LocalDate;
  readonly officerRef: string | null;
  readonly officerUnit: string | null;
};

type SilentProps = ConsoleProps & {
  readonly cases: readonly ListedSilence[];
  readonly number: number;
  readonly hasMore: boolean;
};

/** Cases of which somebody must say whether anything in them is live, the longest silent first. */
export const SilentPage: FC<SilentProps> = ({ cases, number, hasMore, ...page }) => {
  const { locale } = page;
  const told = (text: string | null) => text ?? say.notTold[locale];
  return (
    <ConsolePage {...page} title={say.silent[locale]} section="/console/silent">
      <h1 class="govuk-heading-l">{say.silent[locale]}</h1>
      <p class="govuk-body">{say.silentIntroduction[locale]}</p>
      {cases.length === 0 && <InsetText text={say.nothingSilent[locale]} />}
      {cases.map(({ area, why, live, since, officerRef, officerUnit }) => (
        <section class="app-question">
          <h2 class="govuk-heading-s">
            {fill((why === "closed" ? say.closedOn : say.lastHeard)[locale], { day: dayWords(since, locale) })}
          </h2>
          <SummaryList
            rows={[
              { key: say.area[locale], value: areaText(area, locale) },
              {
                key: say.stillLive[locale],
                value: (live === "prosecution" ? say.prosecution : say.contactScheme)[locale],
              },
              { key: say.officer[locale], value: told(officerRef) },
              { key: say.unit[locale], value: told(officerUnit) },
            ]}
            classes="govuk-summary-list--no-border govuk-!-margin-bottom-0"
          />
        </section>
      ))}
      <PageLinks path="/console/silent" {...{ number, hasMore, locale }} />
    </ConsolePage>
  );
};

/** A sender as the console lists it. */
export type ListedSender = {
  readonly id: string;
  readonly name: string;
  readonly role: SenderRole;
  /** Police area that it speaks for; null for the nation. */
  readonly area: string | null;
};

/** Systems that may send events. */
export const SenderListPage: FC<ConsoleProps & { readonly senders: readonly ListedSender[] }> = ({
  senders,
  ...page
}) => {
  const { locale } = page;
  return (
    <ConsolePage {...page} title={say.senders[locale]} section="/console/senders">
      <h1 class="govuk-heading-l">{say.senders[locale]}</h1>
      <p class="govuk-body">{say.sendersIntroduction[locale]}</p>
      {senders.length === 0 && <InsetText text={say.noSenders[locale]} />}
      {senders.map(({ id, name, role, area }) => (
        <section class="app-question">
          <h2 class="govuk-heading-s app-break">{name}</h2>
          <SummaryList
            rows={[
              { key: say.identifier[locale], value: <span class="app-break">{id}</span> },
              { key: say.role[locale], value: senderRoleWords[role][locale] },
              { key: say.area[locale], value: areaText(area ?? NATION, locale) },
            ]}
            classes="govuk-summary-list--no-border govuk-!-margin-bottom-0"
          />
        </section>
      ))}
    </ConsolePage>
  );
};
