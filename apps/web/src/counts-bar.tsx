/** Succeeded, failed, exceptions and unprocessed as one bar, and in words. */
import { textsOf, useExpectedDone, useLongshore } from '@longshore/client/react';
import {
  type Counts,
  isRepeatable,
  type LedgerRecord,
  type Progress,
} from '@longshore/contract/browser';
import { number } from './format.js';
import { usePageTexts } from './texts.js';

interface CountsBarProps {
  readonly counts: Counts;
  /** The rows were written to a file that nobody gets. */
  readonly lost?: boolean;
  /** Of a task that runs: the bar goes on between two answers. */
  readonly progress?: Progress | null;
  /** The bar alone, where the numbers stand beside it. */
  readonly bare?: boolean;
}

/** An export that ended without a file. */
export const isLost = ({ kind, phase }: Pick<LedgerRecord, 'kind' | 'phase'>): boolean =>
  kind === 'export' && isRepeatable(phase);

export function CountsBar({
  counts,
  progress: moving = null,
  lost = false,
  bare = false,
}: CountsBarProps) {
  const { total, succeeded, failed, exceptions = 0 } = counts;
  const { progress } = textsOf(useLongshore().language);
  const ahead = useExpectedDone(moving) - (moving?.done ?? 0);
  const percent = (rows: number) => (total ? (rows / total) * 100 : 0);
  return (
    <div>
      <div
        className="counts-bar"
        role="progressbar"
        aria-label={progress}
        aria-valuenow={Math.floor(percent(succeeded + failed))}
      >
        <span className={lost ? 'lost' : 'good'} style={{ width: `${percent(succeeded)}%` }} />
        <span className="bad" style={{ width: `${percent(failed - exceptions)}%` }} />
        <span className="warn" style={{ width: `${percent(exceptions)}%` }} />
        <span className="expected" style={{ width: `${percent(ahead)}%` }} />
      </div>
      {!bare && <CountsInWords counts={counts} lost={lost} />}
    </div>
  );
}

function CountsInWords({
  counts: { succeeded, failed, unprocessed, exceptions = 0 },
  lost,
}: Required<Pick<CountsBarProps, 'counts' | 'lost'>>) {
  const texts = usePageTexts();
  return (
    <div className="counts">
      <span>{`${number(succeeded)} ${lost ? texts.thrownAway : texts.succeeded}`}</span>
      {failed > exceptions && <span>{`${number(failed - exceptions)} ${texts.failed}`}</span>}
      {exceptions > 0 && <span>{`${number(exceptions)} ${texts.exceptions}`}</span>}
      {unprocessed !== null && unprocessed > 0 && (
        <span>{`${number(unprocessed)} ${texts.unprocessed}`}</span>
      )}
    </div>
  );
}
