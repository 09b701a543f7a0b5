/** What an import would do: counts, cells that would change, mistakes by cause. */
import type { Cause, Difference, PreviewOut } from '@longshore/contract/browser';
import { lookTextsOf, type PreviewTexts, previewTextsOf } from '../preview-texts.js';
import { useLongshore } from './client-context.js';

/** What the API told of a preview. */
export interface PreviewDetailsProps {
  readonly preview: PreviewOut;
}

/** Takes the host's styles. */
export function PreviewDetails({ preview }: PreviewDetailsProps) {
  const { language } = useLongshore();
  const texts = previewTextsOf(language);
  const { nothingSaved, counts: fates } = lookTextsOf(language, preview);
  const { depth, stops, counts, keyColumns, differences, causes, otherIssues } = preview;
  const shown = FATES.filter((fate) => counts[fate] > 0);
  return (
    <section className="longshore-preview" aria-label={texts.preview}>
      <p>{nothingSaved}</p>
      {depth === 'checks' && <p>{texts.checksOnly}</p>}
      {stops && <p role="alert">{texts.stops(preview.saves)}</p>}
      <ul className="longshore-preview-counts">
        {shown.map((fate) => (
          <li key={fate} data-fate={fate}>
            <strong>{counts[fate].toLocaleString('en-US')}</strong> {fates[fate]}
          </li>
        ))}
      </ul>
      {differences.length > 0 && (
        <Differences items={differences} keyTitle={keyColumns.join(', ')} texts={texts} />
      )}
      {causes.length > 0 && <Causes causes={causes} others={otherIssues} texts={texts} />}
    </section>
  );
}

const FATES = ['create', 'update', 'same', 'checked', 'remove', 'failed'] as const;

interface DifferencesProps {
  readonly items: readonly Difference[];
  readonly keyTitle: string;
  readonly texts: PreviewTexts;
}

function Differences({ items, keyTitle, texts }: DifferencesProps) {
  const title = texts.differences(items.length);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className="longshore-differences" tabIndex={0}>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.row}</th>
            <th scope="col">{keyTitle}</th>
            <th scope="col">{texts.column}</th>
            <th scope="col">{texts.before}</th>
            <th scope="col">{texts.after}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={`${placeText(one)} ${one.column}`}>
              <td>{placeText(one)}</td>
              <td>{one.key}</td>
              <td>{one.column}</td>
              <td>
                <Value value={one.before} texts={texts} />
              </td>
              <td>
                <Value value={one.after} texts={texts} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({ value, texts }: { value: Difference['before']; texts: PreviewTexts }) {
  return value === null || value === '' ? <em>{texts.empty}</em> : String(value);
}

interface CausesProps {
  readonly causes: readonly Cause[];
  readonly others: number;
  readonly texts: PreviewTexts;
}

function Causes({ causes, others, texts }: CausesProps) {
  return (
    <div className="longshore-causes">
      <h3>{texts.causes}</h3>
      <ul>
        {causes.map((cause) => (
          <li key={`${cause.code} ${cause.column}`}>
            {texts.cause(cause.rows, whatIsWrong(cause, texts))}{' '}
            <small>{texts.rowsAt(cause.first.map(placeText), cause.rows)}</small>
          </li>
        ))}
        {others > 0 && <li>{texts.otherIssues(others)}</li>}
      </ul>
    </div>
  );
}

const whatIsWrong = ({ column, message, varies }: Cause, { andAlike }: PreviewTexts): string =>
  [column, varies ? `${message} (${andAlike})` : message]
    .filter((text) => text !== null)
    .join(': ');

const placeText = ({
  row,
  sheet,
  file,
}: {
  readonly row: number;
  readonly sheet?: string | undefined;
  readonly file?: string | undefined;
}) => [file, sheet, row].filter((part) => part !== undefined).join(' ');
