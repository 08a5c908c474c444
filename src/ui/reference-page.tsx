import type { FC } from "hono/jsx";
import type { Locale } from "../kernel/locale.ts";
import { PublicPage } from "./layout.tsx";
import { resultsPhrases as words } from "./phrases-results.ts";
import { Table } from "./table.tsx";
import { ScrollBox } from "./scroll-box.tsx";

/** As much of JSON Schema as the reference shows. */
type Shape = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly description?: string;
  readonly properties?: { readonly [name: string]: Shape };
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly additionalProperties?: Shape | boolean;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
};

type Content = { readonly [media: string]: { readonly schema?: Shape } };

type Operation = {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly { readonly [scheme: string]: readonly string[] }[];
  readonly parameters?: readonly {
    readonly name?: string;
    readonly in?: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: Shape;
    readonly example?: unknown;
  }[];
  readonly requestBody?: { readonly content?: Content };
  readonly responses?: { readonly [status: string]: { readonly description?: string; readonly content?: Content } };
};

/** As much of an OpenAPI 3.1 document as the reference shows. */
export type ApiDocument = {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly tags?: readonly { readonly name: string }[];
  readonly paths: { readonly [path: string]: { readonly [method: string]: unknown } };
  readonly components?: { readonly schemas?: { readonly [name: string]: unknown } };
};

const methods = ["get", "post", "put", "patch", "delete"] as const;

type Listed = { readonly path: string; readonly method: string; readonly operation: Operation };

const isOperation = (value: unknown): value is Operation => typeof value === "object" && value !== null;

/** The operations of a document by their tag, in order of tag and path. */
function operationsOf({ paths, tags = [] }: ApiDocument): ReadonlyMap<string, readonly Listed[]> {
  const all = Object.entries(paths).flatMap(([path, at]) =>
    methods.flatMap((method): readonly Listed[] => {
      const operation = at[method];
      return isOperation(operation) ? [{ path, method, operation }] : [];
    }),
  );
  const byTag = Map.groupBy(all, ({ operation }) => operation.tags?.[0] ?? "Engine");
  const names = [...new Set([...tags.map(({ name }) => name), ...byTag.keys()])];
  return new Map(
    names.flatMap((name) => [[name, byTag.get(name) ?? []] as const]).filter(([, listed]) => listed.length > 0),
  );
}

const anchorOf = ({ method, path, operation }: Listed) =>
  operation.operationId ?? `${method}-${path.replaceAll(/\W+/g, "-")}`;

/** A schema's type in a few words. */
function typeText(shape: Shape): string {
  if (shape.$ref !== undefined) return shape.$ref.split("/").at(-1) ?? "";
  if (shape.const !== undefined) return JSON.stringify(shape.const);
  if (shape.enum) return shape.enum.map((value) => JSON.stringify(value)).join(" | ");
  const either = shape.anyOf ?? shape.oneOf;
  if (either) return [...new Set(either.map(typeText))].join(" | ");
  if (shape.type === "array") return `array of ${shape.items ? typeText(shape.items) : "anything"}`;
  if (shape.type === undefined) return "anything";
  return typeof shape.type === "string" ? shape.type : shape.type.join(" | ");
}

/** Markdown's code marks mean nothing on the page. */
const plain = (text: string) => text.replaceAll("`", "");

/** How deep a schema is written out: deeper ones are in the document itself. */
const DEEPEST = 4;

/** The fields beneath a schema: its own, or those of what it lists. */
const beneath = (shape: Shape): Shape => (shape.type === "array" && shape.items ? beneath(shape.items) : shape);

const Fields: FC<{ readonly shape: Shape; readonly depth?: number }> = ({ shape, depth = 0 }) => {
  const at = beneath(shape);
  const fields = Object.entries(at.properties ?? {});
  if (fields.length === 0 || depth >= DEEPEST) return <></>;
  return (
    <ul class="govuk-list govuk-list--bullet govuk-body-s">
      {fields.map(([name, field]) => (
        <li>
          <code>{name}</code>
          {at.required?.includes(name) ? "" : " (optional)"}: {typeText(field)}
          {field.description !== undefined && `. ${field.description}`}
          <Fields shape={field} depth={depth + 1} />
        </li>
      ))}
    </ul>
  );
};

const Bodies: FC<{ readonly content: Content | undefined }> = ({ content }) => (
  <>
    {Object.entries(content ?? {}).map(([media, { schema }]) => (
      <>
        <p class="govuk-body-s govuk-!-margin-bottom-1">
          <code>{media}</code>
          {schema && `: ${typeText(schema)}`}
        </p>
        {schema && <Fields shape={schema} />}
      </>
    ))}
  </>
);

const OperationSection: FC<{ readonly listed: Listed }> = ({ listed }) => {
  const { path, method, operation } = listed;
  const parameters = operation.parameters ?? [];
  const keys = (operation.security ?? []).flatMap((scheme) => Object.keys(scheme));
  return (
    <section id={anchorOf(listed)} class="govuk-!-margin-bottom-8">
      <h3 class="govuk-heading-m">{operation.summary ?? path}</h3>
      <p class="govuk-body app-break">
        <code>
          <strong>{method.toUpperCase()}</strong> /v1{path}
        </code>
      </p>
      {operation.description !== undefined && <p class="govuk-body">{plain(operation.description)}</p>}
      <p class="govuk-body-s">{keys.length === 0 ? "Open: no key." : `Key: ${keys.join(" or ")}.`}</p>
      {parameters.length > 0 && (
        <ScrollBox label={`Parameters of ${operation.summary ?? path}`}>
          <Table
            caption="Parameters"
            captionClasses="govuk-table__caption--s"
            head={[{ text: "Name" }, { text: "In" }, { text: "What" }, { text: "Example" }]}
            rows={parameters.map((one) => [
              { text: <code>{one.name ?? ""}</code> },
              { text: one.required ? `${one.in ?? ""}, required` : (one.in ?? "") },
              { text: one.description !== undefined ? plain(one.description) : one.schema ? typeText(one.schema) : "" },
              { text: one.example === undefined ? "" : <code>{JSON.stringify(one.example).replaceAll('"', "")}</code> },
            ])}
            classes="govuk-table--small-text-until-tablet"
          />
        </ScrollBox>
      )}
      {operation.requestBody && (
        <>
          <h4 class="govuk-heading-s">Request</h4>
          <Bodies content={operation.requestBody.content} />
        </>
      )}
      <h4 class="govuk-heading-s">Answers</h4>
      {Object.entries(operation.responses ?? {}).map(([status, { description, content }]) => (
        <>
          <p class="govuk-body govuk-!-margin-bottom-1">
            <strong>{status}</strong> {description}
          </p>
          {Number(status) < 300 && <Bodies content={content} />}
        </>
      ))}
    </section>
  );
};

/** The API for people: the same as openapi.json, rendered here, without anybody else's script. In English, like the API. */
export const ReferencePage: FC<{ readonly api: ApiDocument; readonly locale: Locale }> = ({ api, locale }) => {
  const operations = operationsOf(api);
  return (
    <PublicPage locale={locale} title={words.referenceTitle[locale]} address="/v1/reference">
      <h1 class="govuk-heading-xl">{words.referenceTitle[locale]}</h1>
      <div lang="en">
        {(api.info.description ?? "").split("\n\n").map((paragraph) => (
          <p class="govuk-body">{plain(paragraph)}</p>
        ))}
        <p class="govuk-body">
          <a class="govuk-link" href="/v1/openapi.json">
            OpenAPI 3.1 (JSON)
          </a>
        </p>
        <nav aria-label="Operations">
          {[...operations].map(([tag, listed]) => (
            <>
              <p class="govuk-body govuk-!-margin-bottom-1">{tag}</p>
              <ul class="govuk-list govuk-list--bullet">
                {listed.map((one) => (
                  <li>
                    <a class="govuk-link" href={`#${anchorOf(one)}`}>
                      {one.operation.summary ?? one.path}
                    </a>
                  </li>
                ))}
              </ul>
            </>
          ))}
        </nav>
        {[...operations].map(([tag, listed]) => (
          <>
            <h2 class="govuk-heading-l">{tag}</h2>
            {listed.map((one) => (
              <OperationSection listed={one} />
            ))}
          </>
        ))}
      </div>
    </PublicPage>
  );
};
