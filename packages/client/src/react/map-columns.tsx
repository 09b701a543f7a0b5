/**
 * Sheet, header row and columns of a file whose header does not fit, for a person to choose. The
 * answer runs the same upload again. It brings names for the host's styles, and none of its own.
 */
import { type FileLayout, inLanguage, type TypeInfo } from '@longshore/contract/browser';
import { useEffect, useState } from 'react';
import { failureSentence } from '../button-sentences.js';
import { ClientError } from '../client-error.js';
import {
  type ColumnChoice,
  choiceOfRow,
  headersOf,
  missingOf,
  optionsOf,
  proposedChoice,
  withKey,
} from '../column-choice.js';
import { headerTextsOf } from '../header-texts.js';
import { textsOf } from '../texts.js';
import { useLongshore } from './client-context.js';

/** Which task failed, what was found in its file, and what happens once that was chosen. */
export interface MapColumnsProps {
  readonly taskId: string;
  readonly type: string;
  readonly layout: FileLayout;
  /** The task runs again. */
  readonly onAnswered: () => void;
}

/** The questions, with what is probably right as their first answers. */
export function MapColumns({ taskId, type, layout, onAnswered }: MapColumnsProps) {
  const { client, language } = useLongshore();
  const texts = headerTextsOf(language);
  const columns = useColumns(type);
  const [choice, setChoice] = useState(() => proposedChoice(layout));
  const [trouble, setTrouble] = useState<string | null>(null);
  const isOtherSheet = choice.sheet !== layout.sheet;
  const missing = isOtherSheet ? [] : missingOf(choice, columns);

  async function answer() {
    try {
      await client.retryTask(taskId, { options: optionsOf(choice, layout) });
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      return setTrouble(failureSentence(error, textsOf(language)));
    }
    onAnswered();
  }
  return (
    <fieldset className="longshore-map-columns">
      <legend>{texts.whichColumns}</legend>
      <Places layout={layout} choice={choice} onChange={setChoice} />
      {!isOtherSheet && (
        <Headers layout={layout} columns={columns} choice={choice} onChange={setChoice} />
      )}
      <p role="status">
        {missing.length > 0 &&
          texts.stillMissing(missing.map(({ title }) => inLanguage(title, language)))}
      </p>
      <button type="button" disabled={missing.length > 0 || columns.length === 0} onClick={answer}>
        {isOtherSheet ? texts.readSheet : texts.readSo}
      </button>
      {trouble !== null && <p role="alert">{trouble}</p>}
    </fieldset>
  );
}

interface ChoiceProps {
  readonly layout: FileLayout;
  readonly choice: ColumnChoice;
  readonly onChange: (choice: ColumnChoice) => void;
}

/** Where the table is: its sheet, and the row of its header. */
function Places({ layout, choice, onChange }: ChoiceProps) {
  const texts = headerTextsOf(useLongshore().language);
  const rows = layout.rows.toSorted((a, b) => a.row - b.row);
  return (
    <>
      {layout.sheets.length > 1 && (
        <label>
          {texts.sheet}
          <select
            value={choice.sheet}
            onChange={({ target }) => onChange({ ...choice, sheet: target.value })}
          >
            {layout.sheets.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      {choice.sheet === layout.sheet && layout.headerRow > 0 && (
        <label>
          {texts.headerRow}
          <select
            value={choice.headerRow}
            onChange={({ target }) =>
              onChange({ ...choice, ...choiceOfRow(layout, Number(target.value)) })
            }
          >
            {rows.map(({ row, cells }) => (
              <option key={row} value={row}>
                {`${row}: ${cells.filter((cell) => cell !== '').join(' | ')}`}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}

function Headers({
  layout,
  columns,
  choice,
  onChange,
}: ChoiceProps & { columns: TypeInfo['columns'] }) {
  const { language } = useLongshore();
  const texts = headerTextsOf(language);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{texts.inTheFile}</th>
          <th scope="col">{texts.means}</th>
        </tr>
      </thead>
      <tbody>
        {headersOf(layout, choice.headerRow).map(({ text, sample }) => (
          <tr key={text}>
            <th scope="row">
              {text}
              <small>{sample}</small>
            </th>
            <td>
              <select
                aria-label={`${text}: ${texts.means}`}
                value={choice.keys[text] ?? ''}
                onChange={({ target }) => onChange(withKey(choice, text, target.value))}
              >
                <option value="">{texts.notRead}</option>
                {columns.map(({ key, title, required }) => (
                  <option key={key} value={key}>
                    {required ? `${title[language]} *` : title[language]}
                  </option>
                ))}
              </select>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const NO_COLUMNS: TypeInfo['columns'] = [];

/** Of the import type; none until they are known. */
function useColumns(type: string): TypeInfo['columns'] {
  const { client } = useLongshore();
  const [columns, setColumns] = useState(NO_COLUMNS);
  useEffect(() => {
    const stop = new AbortController();
    client.listTypes({ signal: stop.signal }).then(
      ({ items }) => {
        const info = items.find((one) => one.kind === 'import' && one.type === type);
        setColumns(info?.columns ?? NO_COLUMNS);
      },
      (error: unknown) => {
        // Without them nothing can be chosen; the sentence of the failure says what to do.
        if (!stop.signal.aborted && !(error instanceof ClientError)) throw error;
      },
    );
    return () => stop.abort();
  }, [client, type]);
  return columns;
}
