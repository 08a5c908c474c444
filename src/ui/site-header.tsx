import type { Child, FC } from "hono/jsx";
import type { Language } from "../kernel/locale.ts";
import { LanguageSwitch } from "./language-switch.tsx";
import { phrases } from "./phrases.ts";
import { ServiceNavigation, type ServiceNavigationProps } from "./service-navigation.tsx";

type SiteHeaderProps = Pick<ServiceNavigationProps, "serviceUrl" | "items"> & {
  readonly locale: Language;
  readonly offered?: readonly Language[] | undefined;
  /** Of this page with its query, or its query alone, without a language. */
  readonly address: string;
  /** Beside the languages: who has signed in. */
  readonly aside?: Child;
};

/** Languages, the product's name and the sections, at the top of a site that is read rather than filled in. */
export const SiteHeader: FC<SiteHeaderProps> = ({
  locale,
  offered,
  address,
  aside = <span></span>,
  serviceUrl,
  items,
}) => (
  <header>
    <div class="app-top">
      <div class="govuk-width-container app-top__row">
        {aside}
        <LanguageSwitch by="link" locale={locale} offered={offered} address={address} />
      </div>
    </div>
    <ServiceNavigation
      label={phrases.serviceInformation[locale]}
      menuLabel={phrases.menu[locale]}
      serviceName={phrases.product[locale]}
      serviceUrl={serviceUrl}
      items={items}
    />
  </header>
);
