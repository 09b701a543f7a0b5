/** succeeded / failed / unprocessed as one bar, and in words. */
import { textsOf, useLongshore } from '@longshore/client/react';
import type { Counts } from '@longshore/contract/browser';
import { number } from './format.js';
import { usePageTexts } from './texts.js';

interface CountsBarProps {
  readonly counts: Counts;
  /** The bar alone, where the numbers stand beside it. */
  readonly bare?: boolean;
}

export function CountsBar({ counts, bare = false }: CountsBarProps) {
  const { total, succeeded, failed } = counts;
  const { progress } = textsOf(useLongshore().language);
  const percent = (rows: number) => (total ? (rows / total) * 100 : 0);
  return (
    <div>
      <div
        className="counts-bar"
        role="progressbar"
        aria-label={progress}
        aria-valuenow={Math.floor(percent(succeeded + failed))}
      >
        <span className="good" style={{ width: `${percent(succeeded)}%` }} />
        <span className="bad" style={{ width: `${percent(failed)}%` }} />
      </div>
      {!bare && <CountsInWords counts={counts} />}
    </div>
  );
}

function CountsInWords({
  counts: { succeeded, failed, unprocessed },
}: Pick<CountsBarProps, 'counts'>) {
  const texts = usePageTexts();
  return (
    <div className="counts">
      <span>{`${number(succeeded)} ${texts.succeeded}`}</span>
      {failed > 0 && <span>{`${number(failed)} ${texts.failed}`}</span>}
      {unprocessed !== null && unprocessed > 0 && (
        <span>{`${number(unprocessed)} ${texts.unprocessed}`}</span>
      )}
    </div>
  );
}
