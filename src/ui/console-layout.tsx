import type { FC, PropsWithChildren } from "hono/jsx";
import { areasFor, NATION, type StaffAct, type StaffMember } from "../domain/permission.ts";
import type { Form } from "../domain/dimension.ts";
import type { Locale, Localised } from "../kernel/locale.ts";
import { areaOf } from "../results/codelist.ts";
import { Button } from "./button.tsx";
import { Document } from "./document.tsx";
import { alarmPhrases } from "./phrases-alarms.ts";
import { wishPhrases } from "./phrases-contact.ts";
import { codesPhrases } from "./phrases-codes.ts";
import { consoleClosurePhrases as closurePhrases } from "./phrases-console-closures.ts";
import { commentPhrases } from "./phrases-comments.ts";
import { consolePhrases as say } from "./phrases-console.ts";
import { codeWords } from "./phrases-results.ts";
import { telephonePhrases } from "./phrases-telephone.ts";
import { fill, phrases } from "./phrases.ts";
import { SiteHeader } from "./site-header.tsx";
import { SkipLink } from "./skip-link.tsx";

/** Parts of the console, and the act that each needs; the overview is open to everybody who has signed in. */
const sections = [
  { href: "/console", text: say.overview, act: null },
  { href: "/console/held", text: say.held, act: "see-held" },
  { href: "/console/silent", text: say.silent, act: "see-held" },
  { href: "/console/stop", text: say.stop, act: "stop-contact" },
  { href: "/console/codes", text: codesPhrases.heading, act: "issue-code" },
  { href: "/console/telephone", text: telephonePhrases.heading, act: "interview" },
  { href: "/console/contact-wishes", text: wishPhrases.heading, act: "see-contact-wishes" },
  { href: "/console/closures", text: closurePhrases.closures, act: "see-closures" },
  { href: "/console/comments", text: commentPhrases.heading, act: "moderate-comments" },
  { href: "/console/deliveries", text: say.deliveries, act: "see-deliveries" },
  { href: "/console/quality", text: say.quality, act: "see-quality" },
  { href: "/console/alarms", text: alarmPhrases.heading, act: "see-alarms" },
  { href: "/console/senders", text: say.senders, act: "manage-senders" },
  { href: "/console/staff", text: say.staff, act: "manage-staff" },
] as const satisfies readonly { readonly href: string; readonly text: Localised; readonly act: StaffAct | null }[];

export type ConsoleSection = (typeof sections)[number]["href"];

/** What every page of the console needs to know. */
export type ConsoleProps = {
  readonly locale: Locale;
  /** What this page was asked for, without a language: `?reason=no-route`, or nothing. */
  readonly query: string;
  /** Null before anybody has signed in. */
  readonly member: StaffMember | null;
};

type ConsolePageProps = PropsWithChildren<
  ConsoleProps & { readonly title: string; readonly section?: ConsoleSection | undefined }
>;

/** An address of the console that says its language: the browser's own may be the other one. */
export function consoleLink(address: string, locale: Locale): string {
  const [path = "", query = ""] = address.split("?");
  return `${path}?${[query, `lang=${locale}`].filter((part) => part !== "").join("&")}`;
}

/** A page of the console: neutral in its title, for a neighbour at the screen. */
export const ConsolePage: FC<ConsolePageProps> = ({ locale, query, member, title, section, children }) => {
  const offered = sections.filter(
    ({ act }) => member !== null && (act === null || areasFor(member.grants, act).length > 0),
  );
  return (
    <Document locale={locale} title={`${title} – ${phrases.product[locale]}`}>
      <SkipLink href="#main-content" text={phrases.skipToContent[locale]} />
      <SiteHeader
        locale={locale}
        address={query}
        aside={
          <span class="govuk-body-s govuk-!-margin-bottom-0 app-break">
            {member && fill(say.signedInAs[locale], { name: member.name })}
          </span>
        }
        serviceUrl={consoleLink("/console", locale)}
        items={[
          ...offered.map(({ href, text }) => ({
            text: text[locale],
            href: consoleLink(href, locale),
            active: href === section,
          })),
          ...(member ? [{ text: say.signOut[locale], href: "/console/sign-out", active: false }] : []),
        ]}
      />
      <div class="govuk-width-container">
        <main class="govuk-main-wrapper" id="main-content">
          <div class="govuk-grid-row">
            <div class="govuk-grid-column-two-thirds">{children}</div>
          </div>
        </main>
      </div>
    </Document>
  );
};

type PageLinksProps = {
  readonly path: string;
  readonly number: number;
  readonly hasMore: boolean;
  readonly locale: Locale;
};

/** To the page before and the page after, where there are such. */
export const PageLinks: FC<PageLinksProps> = ({ path, number, hasMore, locale }) => {
  if (number === 1 && !hasMore) return null;
  const at = (other: number) =>
    consoleLink(other === 1 ? path : `${path}${path.includes("?") ? "&" : "?"}page=${other}`, locale);
  return (
    <p class="govuk-body">
      {number > 1 && (
        <a class="govuk-link govuk-!-margin-right-4" href={at(number - 1)}>
          {say.previous[locale]}
        </a>
      )}
      {hasMore && (
        <a class="govuk-link" href={at(number + 1)}>
          {say.next[locale]}
        </a>
      )}
    </p>
  );
};

/** An area by its name; the nation where it is all of them. */
export const areaText = (area: string, locale: Locale) =>
  area === NATION ? say.nation[locale] : (areaOf(area)?.name[locale] ?? area);

/** A stage by its name, the closure form among them. */
export const stageText = (stage: Form, locale: Locale) =>
  stage === "closure" ? say.closureStage[locale] : codeWords.stage[stage][locale];

export type ConsoleNoticeKind = "stranger" | "not-connected" | "forbidden" | "foreign" | "missing" | "later";

const notices: { readonly [K in ConsoleNoticeKind]: readonly [heading: Localised, text: Localised] } = {
  "stranger": [say.strangerHeading, say.strangerText],
  "not-connected": [say.notConnectedHeading, say.notConnectedText],
  "forbidden": [say.forbiddenHeading, say.forbiddenText],
  "foreign": [say.foreignHeading, say.foreignText],
  "missing": [say.missingHeading, say.missingText],
  "later": [say.laterHeading, say.laterText],
};

type NoticeProps = ConsoleProps & { readonly kind: ConsoleNoticeKind; readonly signInAt: string | null };

/** Why the console does not do what was asked, and what to do about it. */
export const ConsoleNotice: FC<NoticeProps> = ({ kind, signInAt, ...page }) => {
  const [heading, text] = notices[kind];
  return (
    <ConsolePage {...page} title={heading[page.locale]}>
      <h1 class="govuk-heading-l">{heading[page.locale]}</h1>
      <p class="govuk-body">{text[page.locale]}</p>
      {kind === "stranger" && signInAt !== null && <Button text={say.signIn[page.locale]} href={signInAt} />}
    </ConsolePage>
  );
};
