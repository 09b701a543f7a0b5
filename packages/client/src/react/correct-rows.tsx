/** The way from the end of an import to its failed rows, corrected in place. */
import type { FailedRowsOut } from '@longshore/contract/browser';
import { useState } from 'react';
import { mendTextsOf } from '../mend-texts.js';
import { useLongshore } from './client-context.js';
import { MendRows } from './mend-rows.js';

/** Of which import so many rows failed. */
export interface CorrectRowsProps {
  /** Null: of none. */
  readonly taskId: string | null;
  readonly failed: number;
  /** Hears of the counts of the import whenever rows were read. */
  readonly onCounts?: (counts: FailedRowsOut['counts']) => void;
}

/**
 * A button, and below it the rows once it was pressed: of that import until they are closed,
 * whatever runs meanwhile. Nothing where no row failed.
 */
export function CorrectRows({ taskId, failed, onCounts }: CorrectRowsProps) {
  const texts = mendTextsOf(useLongshore().language);
  const [openId, setOpenId] = useState<string | null>(null);
  const [isUnsaved, setUnsaved] = useState(false);
  const close = () => {
    if (!isUnsaved || window.confirm(texts.askLeave)) setOpenId(null);
  };
  if (openId === null)
    return taskId === null || failed === 0 ? null : (
      <button type="button" aria-expanded={false} onClick={() => setOpenId(taskId)}>
        {texts.correctHere(failed)}
      </button>
    );
  return (
    <div className="longshore-correct-rows">
      <button type="button" aria-expanded onClick={close}>
        {texts.close}
      </button>
      <MendRows taskId={openId} onUnsaved={setUnsaved} {...(onCounts && { onCounts })} />
    </div>
  );
}
