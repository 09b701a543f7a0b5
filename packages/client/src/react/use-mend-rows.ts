/** Failed rows of an import, page by page, with the edits that a person has not saved yet. */
import type {
  CountedCause,
  FailedRowOut,
  FailedRowsOut,
  MendRowsIn,
  RowCause,
} from '@longshore/contract/browser';
import { useCallback, useEffect, useState } from 'react';
import { failureSentence } from '../button-sentences.js';
import { ClientError } from '../client-error.js';
import { type MendTexts, mendTextsOf } from '../mend-texts.js';
import { mendOf, type RowEdits, withEdit, withoutRows } from '../row-edits.js';
import type { TaskClient } from '../task-client.js';
import { textsOf } from '../texts.js';
import { useLongshore } from './client-context.js';

/** Which rows are shown. */
interface RowFilter {
  readonly q: string;
  readonly cause: RowCause | null;
}

/** Rows, their causes, what is not saved yet, and how to go on. */
export interface UseMendRowsResult {
  /** Null: not read yet, or it could not be read. */
  readonly page: FailedRowsOut | null;
  readonly causes: readonly CountedCause[];
  readonly otherIssues: number;
  /** Rows that wait to be corrected. */
  readonly waiting: number;
  readonly filter: RowFilter;
  readonly setFilter: (filter: RowFilter) => void;
  /** Null: this is the first, or the last, page. */
  readonly toPrevious: (() => void) | null;
  readonly toNext: (() => void) | null;
  readonly edits: RowEdits;
  readonly edit: (row: FailedRowOut, column: string, text: string) => void;
  readonly undoEdits: () => void;
  /** Saves the rows that were edited. */
  readonly save: () => void;
  /** Saves all rows of a cause with one value. */
  readonly setAll: (cause: CountedCause, value: string) => void;
  readonly isSaving: boolean;
  /** How the last save ended, for the person. */
  readonly told: string;
  /** Why rows could not be read or saved, for the person. */
  readonly trouble: string | null;
}

const NOTHING: RowFilter = { q: '', cause: null };
const FIRST: readonly (string | null)[] = [null];

/** `onCounts`: hears of the counts of the import whenever they were read. */
export function useMendRows(
  taskId: string,
  onCounts?: (counts: FailedRowsOut['counts']) => void,
): UseMendRowsResult {
  const { client, language } = useLongshore();
  const texts = mendTextsOf(language);
  const [page, setPage] = useState<FailedRowsOut | null>(null);
  const [found, setFound] = useState<Pick<UseMendRowsResult, 'causes' | 'otherIssues' | 'waiting'>>(
    {
      causes: [],
      otherIssues: 0,
      waiting: 0,
    },
  );
  const [filter, setFilter] = useState(NOTHING);
  /** Cursors of the pages up to this one. */
  const [cursors, setCursors] = useState(FIRST);
  const [round, setRound] = useState(0);
  const [edits, setEdits] = useState<RowEdits>(new Map());
  const [isSaving, setSaving] = useState(false);
  const [told, setTold] = useState('');
  const [trouble, setTrouble] = useState<string | null>(null);
  const fail = useCallback(
    (error: unknown) => {
      if (!(error instanceof ClientError)) throw error;
      setTrouble(failureSentence(error, textsOf(language)));
    },
    [language],
  );
  const cursor = cursors.at(-1) ?? null;
  const { q, cause } = filter;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is counted up to read again
  useEffect(() => {
    const stop = new AbortController();
    const asked = {
      ...(cursor !== null && { cursor }),
      ...(q !== '' && { q }),
      ...(cause !== null && { cause }),
    };
    client.failedRows(taskId, asked, { signal: stop.signal }).then(
      (read) => {
        setPage(read);
        const { causes, otherIssues, counts } = read;
        if (causes === null) return;
        const waiting = read.waiting ?? counts.failed;
        setFound({ causes, otherIssues, waiting });
        onCounts?.(savedByNow(counts, waiting));
      },
      (error: unknown) => {
        if (!stop.signal.aborted) fail(error);
      },
    );
    return () => stop.abort();
  }, [client, taskId, cursor, q, cause, round, fail, onCounts]);

  const toFirst = useCallback(() => {
    setCursors(FIRST);
    setRound((before) => before + 1);
  }, []);

  async function mend(input: MendRowsIn): Promise<boolean> {
    setSaving(true);
    setTrouble(null);
    setTold('');
    try {
      setTold(await mended(client, { taskId, input, texts }));
      return true;
    } catch (error) {
      fail(error);
      return false;
    } finally {
      setSaving(false);
      toFirst();
    }
  }
  return {
    page,
    ...found,
    filter,
    setFilter: (next) => {
      setCursors(FIRST);
      setFilter(next);
    },
    toPrevious: cursors.length > 1 ? () => setCursors(cursors.slice(0, -1)) : null,
    toNext: page?.nextCursor == null ? null : () => setCursors([...cursors, page.nextCursor]),
    edits,
    edit: (row, column, text) => setEdits((before) => withEdit(before, row, { column, text })),
    undoEdits: () => setEdits(new Map()),
    save: async () => {
      const input = mendOf(edits);
      if (await mend(input)) setEdits((before) => withoutRows(before, input));
    },
    setAll: async ({ code, column, value }, text) => {
      const named = { code, column, ...(value !== undefined && { value }) };
      if (await mend({ cause: named, value: text })) setFilter({ q, cause: null });
    },
    isSaving,
    told,
    trouble,
  };
}

/** Of an import that was a correction itself, rows that another one has saved since are saved. */
const savedByNow = (
  { succeeded, failed, ...counts }: FailedRowsOut['counts'],
  waiting: number,
): FailedRowsOut['counts'] => ({
  ...counts,
  succeeded: succeeded + failed - waiting,
  failed: waiting,
});

interface Mend {
  readonly taskId: string;
  readonly input: MendRowsIn;
  readonly texts: MendTexts;
}

/** Waits for the end of a correction that takes longer than its call; says how it ended. */
async function mended(client: TaskClient, { taskId, input, texts }: Mend): Promise<string> {
  const answer = await client.mendRows(taskId, input, { idempotencyKey: crypto.randomUUID() });
  if (!('saved' in answer)) return endOf(client, answer.taskId);
  const { phase, message, succeeded, failed, left } = answer;
  if (phase !== null && phase !== 'succeeded' && phase !== 'partial') return message;
  const sentences = [
    ...(phase === null ? [] : [texts.saved(succeeded, failed)]),
    ...(left.length > 0 || phase === null ? [texts.left(left.length)] : []),
  ];
  return sentences.join(' ');
}

async function endOf(client: TaskClient, taskId: string): Promise<string> {
  for (;;) {
    const { status, message, pollAfterMs } = await client.getTaskStatus({ taskId });
    if (status !== 1) return message ?? '';
    await new Promise((resolve) => setTimeout(resolve, pollAfterMs));
  }
}
