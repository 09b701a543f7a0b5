/** Why rows fail, the most frequent first, each with one field that sets all rows alike. */
import type { CountedCause, MendColumn, RowCause } from '@longshore/contract/browser';
import { useId, useState } from 'react';
import { type MendTexts, mendTextsOf } from '../mend-texts.js';
import { useLongshore } from './client-context.js';
import type { UseMendRowsResult } from './use-mend-rows.js';

/** The causes of the rows that a hook has read. */
export function MendCauses({ rows }: { rows: UseMendRowsResult }) {
  const texts = mendTextsOf(useLongshore().language);
  const { causes, otherIssues, page } = rows;
  if (causes.length === 0) return null;
  return (
    <section className="longshore-mend-causes" aria-label={texts.causes}>
      <h3>{texts.causes}</h3>
      <ul>
        {causes.map((cause) => (
          <li key={causeName(cause)}>
            <OneCause
              cause={cause}
              column={page?.columns.find(({ name }) => name === cause.column) ?? null}
              rows={rows}
              texts={texts}
            />
          </li>
        ))}
        {otherIssues > 0 && <li>{texts.otherIssues(otherIssues)}</li>}
      </ul>
    </section>
  );
}

const causeName = ({ code, column, value }: RowCause): string =>
  JSON.stringify([code, column, value ?? null, value === undefined]);

interface CauseProps {
  readonly cause: CountedCause;
  readonly column: MendColumn | null;
  readonly rows: UseMendRowsResult;
  readonly texts: MendTexts;
}

function OneCause({ cause, column, rows, texts }: CauseProps) {
  const [text, setText] = useState('');
  const nameId = useId();
  const fieldId = useId();
  const { filter, setFilter, setAll, isSaving } = rows;
  const isShown = filter.cause !== null && causeName(filter.cause) === causeName(cause);
  const { code, column: header, value } = cause;
  const named = { code, column: header, ...(value !== undefined && { value }) };
  return (
    <form
      aria-labelledby={nameId}
      onSubmit={(event) => {
        event.preventDefault();
        setAll(cause, text);
      }}
    >
      <span id={nameId}>
        {texts.cause(cause.rows, whatIsWrong(cause, texts))}
        {value !== undefined && (
          <small>{value === null ? texts.blank : texts.holding(String(value))}</small>
        )}
      </span>
      {column !== null && (
        <>
          <label htmlFor={fieldId}>{texts.setAllTo}</label>
          {column.labels === null ? (
            <input id={fieldId} value={text} onChange={({ target }) => setText(target.value)} />
          ) : (
            <select id={fieldId} value={text} onChange={({ target }) => setText(target.value)}>
              <option value="">{texts.choose}</option>
              {column.labels.map((label) => (
                <option key={label}>{label}</option>
              ))}
            </select>
          )}
          <button type="submit" disabled={text === '' || isSaving}>
            {texts.setAll(cause.rows)}
          </button>
        </>
      )}
      <button
        type="button"
        aria-pressed={isShown}
        onClick={() => setFilter({ ...filter, cause: isShown ? null : named })}
      >
        {isShown ? texts.showAll : texts.showOnly}
      </button>
    </form>
  );
}

const whatIsWrong = ({ column, message, varies }: CountedCause, { andAlike }: MendTexts): string =>
  [column, varies ? `${message} (${andAlike})` : message]
    .filter((text) => text !== null)
    .join(': ');
