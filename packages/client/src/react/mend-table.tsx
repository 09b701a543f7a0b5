/** A page of failed rows as a table of fields: what is wrong is marked, with its reason below. */
import type { FailedRowOut, FailedRowsOut, MendColumn } from '@longshore/contract/browser';
import { type KeyboardEvent, useId } from 'react';
import { type MendTexts, mendTextsOf } from '../mend-texts.js';
import { editedText, rowName, textOf } from '../row-edits.js';
import { useLongshore } from './client-context.js';
import type { UseMendRowsResult } from './use-mend-rows.js';

interface TableProps {
  readonly page: FailedRowsOut;
  readonly rows: UseMendRowsResult;
}

/** Enter goes to the row below, Escape takes back the change of a cell. */
export function MendTable({ page, rows }: TableProps) {
  const texts = mendTextsOf(useLongshore().language);
  const { columns, items } = page;
  const namesWholeRows = items.some(({ issues }) => issues.some((issue) => !isAtCell(issue, page)));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="longshore-mend-rows" tabIndex={0} aria-label={texts.rows}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.row}</th>
            {namesWholeRows && <th scope="col">{texts.wrongWithRow}</th>}
            {columns.map(({ name, required }) => (
              <th key={name} scope="col">
                {required ? `${name} *` : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={rowName(item)}>
              <th scope="row" data-label={texts.row}>
                {placeText(item)}
              </th>
              {namesWholeRows && (
                <td data-label={texts.wrongWithRow}>{wrongWithRow(item, page)}</td>
              )}
              {columns.map((column) => (
                <td key={column.name} data-label={column.name}>
                  <Field item={item} column={column} rows={rows} texts={texts} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const isAtCell = ({ column }: FailedRowOut['issues'][number], { columns }: FailedRowsOut) =>
  columns.some(({ name }) => name === column);

const wrongWithRow = (item: FailedRowOut, page: FailedRowsOut): string =>
  item.issues
    .filter((issue) => !isAtCell(issue, page))
    .map(({ column, message }) => (column === null ? message : `${column}: ${message}`))
    .join('; ');

const placeText = ({ row, sheet, file }: FailedRowOut): string =>
  [file, sheet, row].filter((name) => name !== undefined).join(' ');

interface FieldProps {
  readonly item: FailedRowOut;
  readonly column: MendColumn;
  readonly rows: UseMendRowsResult;
  readonly texts: MendTexts;
}

function Field({ item, column, rows, texts }: FieldProps) {
  const reasonId = useId();
  const reasons = item.issues
    .filter((issue) => issue.column === column.name)
    .map(({ message }) => message);
  const text = editedText(rows.edits, item, column.name);
  const before = textOf(item.cells[column.name]);
  const change = (next: string) => rows.edit(item, column.name, next);
  const shared = {
    'aria-label': texts.cellOf(placeText(item), column.name),
    'aria-invalid': reasons.length > 0,
    'data-edited': text !== before,
    value: text,
    disabled: rows.isSaving,
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => keyDown(event, () => change(before)),
    ...(reasons.length > 0 && { 'aria-describedby': reasonId }),
  };
  return (
    <>
      {column.labels === null ? (
        <input {...shared} onChange={({ target }) => change(target.value)} />
      ) : (
        <select {...shared} onChange={({ target }) => change(target.value)}>
          {choicesOf(column.labels, before).map((label) => (
            <option key={label}>{label}</option>
          ))}
        </select>
      )}
      {reasons.length > 0 && <small id={reasonId}>{reasons.join('; ')}</small>}
    </>
  );
}

/** What the cell holds is among them, also when it is none of them. */
const choicesOf = (labels: readonly string[], held: string): readonly string[] =>
  labels.includes(held) ? labels : [held, ...labels];

/** Escape of a cell that was not changed is the host's. */
function keyDown(event: KeyboardEvent<HTMLElement>, takeBack: () => void): void {
  const field = event.currentTarget;
  if (event.key === 'Escape' && field.dataset.edited === 'true') {
    event.preventDefault();
    event.stopPropagation();
    takeBack();
  }
  if (event.key !== 'Enter') return;
  event.preventDefault();
  const cell = field.closest('td');
  const below = cell?.closest('tr')?.nextElementSibling?.children[cell.cellIndex];
  below?.querySelector<HTMLElement>('input, select')?.focus();
}
