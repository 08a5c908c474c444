import type { Child, FC } from "hono/jsx";

export type ServiceNavigationProps = {
  /** "Service information" and "Menu", in the reader's language. */
  readonly label: string;
  readonly menuLabel: string;
  readonly serviceName: string;
  readonly serviceUrl: string;
  readonly items: readonly { readonly text: Child; readonly href: string; readonly active?: boolean | undefined }[];
};

/**
 * Product name and sections. The menu button that GOV.UK adds for narrow screens is left out: it does nothing without
 * script, and the list wraps. @see https://design-system.service.gov.uk/components/service-navigation/
 */
export const ServiceNavigation: FC<ServiceNavigationProps> = ({ label, menuLabel, serviceName, serviceUrl, items }) => (
  <section aria-label={label} class="govuk-service-navigation" data-module="govuk-service-navigation">
    <div class="govuk-width-container">
      <div class="govuk-service-navigation__container">
        <span class="govuk-service-navigation__service-name">
          <a href={serviceUrl} class="govuk-service-navigation__link">
            {serviceName}
          </a>
        </span>
        {items.length > 0 && (
          <nav aria-label={menuLabel} class="govuk-service-navigation__wrapper">
            <ul class="govuk-service-navigation__list" id="navigation">
              {items.map(({ text, href, active }) => (
                <li
                  class={
                    active
                      ? "govuk-service-navigation__item govuk-service-navigation__item--active"
                      : "govuk-service-navigation__item"
                  }
                >
                  <a class="govuk-service-navigation__link" href={href} aria-current={active ? "true" : undefined}>
                    {active ? <strong class="govuk-service-navigation__active-fallback">{text}</strong> : text}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </div>
    </div>
  </section>
);
