/** The first things wrong with the rows of an import. */
import { useFirstIssues } from './page-api.js';
import { usePageTexts } from './texts.js';

export function FirstIssues({ taskId }: { taskId: string | null }) {
  const texts = usePageTexts();
  const { data } = useFirstIssues(taskId);
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section aria-label={texts.firstIssues}>
      <h2>{texts.firstIssues}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className="scroll" tabIndex={0}>
        <table className="issues">
          <thead>
            <tr>
              <th scope="col">{texts.row}</th>
              <th scope="col">{texts.column}</th>
              <th scope="col">{texts.problem}</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map(({ file, sheet, row, column, code, message }) => (
              <tr key={`${file} ${sheet} ${row} ${column} ${code}`}>
                <td>{[file, sheet, row].filter((part) => part !== undefined).join(', ')}</td>
                <td>{column ?? '–'}</td>
                <td>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
