import type { Child, FC } from "hono/jsx";

export type Cell = {
  readonly text: Child;
  readonly format?: "numeric" | undefined;
  readonly classes?: string | undefined;
};

export type TableProps = {
  readonly caption?: Child;
  readonly captionClasses?: string | undefined;
  readonly head?: readonly Cell[] | undefined;
  readonly rows: readonly (readonly Cell[])[];
  readonly firstCellIsHeader?: boolean | undefined;
  /** Further classes: `govuk-table--small-text-until-tablet`. */
  readonly classes?: string | undefined;
};

const styleOf = (base: string, cell: Cell, withFormat = true) =>
  [base, withFormat && cell.format && `${base}--${cell.format}`, cell.classes].filter(Boolean).join(" ");

/** Figures in rows and columns. @see https://design-system.service.gov.uk/components/table/ */
export const Table: FC<TableProps> = ({ caption, captionClasses, head, rows, firstCellIsHeader, classes }) => (
  <table class={classes ? `govuk-table ${classes}` : "govuk-table"}>
    {caption && (
      <caption class={captionClasses ? `govuk-table__caption ${captionClasses}` : "govuk-table__caption"}>
        {caption}
      </caption>
    )}
    {head && (
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          {head.map((cell) => (
            <th scope="col" class={styleOf("govuk-table__header", cell)}>
              {cell.text}
            </th>
          ))}
        </tr>
      </thead>
    )}
    <tbody class="govuk-table__body">
      {rows.map((row) => (
        <tr class="govuk-table__row">
          {row.map((cell, index) =>
            index === 0 && firstCellIsHeader ? (
              <th scope="row" class={styleOf("govuk-table__header", cell, false)}>
                {cell.text}
              </th>
            ) : (
              <td class={styleOf("govuk-table__cell", cell)}>{cell.text}</td>
            ),
          )}
        </tr>
      ))}
    </tbody>
  </table>
);
