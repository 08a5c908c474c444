import { raw } from "hono/html";
import type { FC, PropsWithChildren } from "hono/jsx";
import type { Locale } from "../kernel/locale.ts";
import { assets } from "./assets.ts";

type DocumentProps = PropsWithChildren<{
  readonly locale: Locale;
  readonly title: string;
  /** Whether the page carries the exit button, and so its script. */
  readonly hasExit?: boolean;
}>;

/**
 * A whole HTML document. No preview text or picture, no script but that of the exit button, nothing from elsewhere:
 * a message app that fetches the page finds nothing to show.
 */
export const Document: FC<DocumentProps> = ({ locale, title, hasExit = false, children }) => (
  <>
    {raw("<!DOCTYPE html>\n")}
    <html lang={locale} class="govuk-template">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#f3f6f8" />
        <meta name="format-detection" content="telephone=no" />
        <link rel="icon" href={assets.icon.address} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.govuk.address} />
        <link rel="stylesheet" href={assets.own.address} />
        {hasExit && <script src={assets.exit.address} defer />}
      </head>
      <body class="govuk-template__body">{children}</body>
    </html>
  </>
);
