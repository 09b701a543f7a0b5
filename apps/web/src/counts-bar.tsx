/** succeeded / failed / unprocessed as one bar, and in words. */
import type { Counts } from '@longshore/contract/words';
import { number } from './format.js';
import { usePageTexts } from './texts.js';

/** `bare`: the bar alone, where the numbers stand beside it. */
export function CountsBar({ counts, bare = false }: { counts: Counts; bare?: boolean }) {
  const { total, succeeded, failed, unprocessed } = counts;
  const texts = usePageTexts();
  const share = (rows: number) => `${total ? (rows / total) * 100 : 0}%`;
  return (
    <div>
      <div className="counts-bar" aria-hidden="true">
        <span className="good" style={{ width: share(succeeded) }} />
        <span className="bad" style={{ width: share(failed) }} />
      </div>
      {!bare && (
        <div className="counts">
          <span>{`${number(succeeded)} ${texts.succeeded}`}</span>
          {failed > 0 && <span>{`${number(failed)} ${texts.failed}`}</span>}
          {unprocessed !== null && unprocessed > 0 && <span>{`${number(unprocessed)} ${texts.unprocessed}`}</span>}
        </div>
      )}
    </div>
  );
}
