import { raw } from "hono/html";
import type { FC, PropsWithChildren } from "hono/jsx";
import { type Language, languages } from "../kernel/locale.ts";
import { showStandIns } from "../kernel/stand-in.ts";
import { assets } from "./assets.ts";

type DocumentProps = PropsWithChildren<{
  readonly locale: Language;
  readonly title: string;
  /** Whether the page carries the exit button, and so its script. */
  readonly hasExit?: boolean;
  /** Address of another script of ours, and of what lets the page be installed. */
  readonly script?: string | undefined;
  readonly manifest?: string | undefined;
}>;

/**
 * A whole HTML document. No preview text or picture, no script but our own, nothing from elsewhere:
 * a message app that fetches the page finds nothing to show.
 */
export const Document: FC<DocumentProps> = ({ locale, title, hasExit = false, script, manifest, children }) => {
  const page = (
    <html lang={locale} dir={languages[locale].direction} class="govuk-template">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#f3f6f8" />
        <meta name="format-detection" content="telephone=no" />
        <link rel="icon" href={assets.icon.address} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.govuk.address} />
        <link rel="stylesheet" href={assets.own.address} />
        {manifest !== undefined && <link rel="manifest" href={manifest} />}
        {hasExit && <script src={assets.exit.address} defer />}
        {script !== undefined && <script src={script} defer />}
      </head>
      <body class="govuk-template__body">{children}</body>
    </html>
  );
  return raw(`<!DOCTYPE html>\n${showStandIns(String(page))}`);
};
