/** Whether the person of an import sees first what would change, and where that look stands. */
import type { UseImportResult } from '@longshore/client/react';
import type { UploadOptions } from '@longshore/contract/browser';
import { useState } from 'react';
import { useType } from './registered-types.js';

/** The look before an import saves. */
export interface Look {
  /** The type has one. */
  readonly hasPreview: boolean;
  /** The person wants it: what the page proposes. */
  readonly looksFirst: boolean;
  readonly setLooksFirst: (looks: boolean) => void;
  /** The task, if it runs, looks and saves nothing. */
  readonly isLook: boolean;
  /** There is a preview to be confirmed. */
  readonly isPreviewed: boolean;
  readonly optionsWith: (options: UploadOptions) => UploadOptions;
  /** It was confirmed. */
  readonly goOn: () => void;
}

export function useLook({ isReady, state, check }: UseImportResult, type: string): Look {
  const hasPreview = (useType('import', type)?.preview ?? null) !== null;
  const [looksFirst, setLooksFirst] = useState(true);
  const [confirmedId, setConfirmedId] = useState<string | null>(null);
  const { taskId, answer } = state;
  const preview = hasPreview && looksFirst;
  return {
    hasPreview,
    looksFirst,
    setLooksFirst,
    isLook: preview && (confirmedId === null || confirmedId !== taskId),
    isPreviewed: isReady && answer?.phase === 'previewed',
    optionsWith: (options) => (preview ? { ...options, preview } : options),
    goOn: () => {
      setConfirmedId(taskId);
      check();
    },
  };
}

const RUNS = 2;

/** A step of the dialog, where the look comes before the rows are saved. */
export function stepWithLook(step: number, { isLook, isPreviewed }: Look): number {
  if (step < RUNS) return step;
  return isPreviewed || (step === RUNS && isLook) ? RUNS : step + 1;
}
