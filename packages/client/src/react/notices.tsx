/** What a person should know about a task although nothing failed: folded up until asked for. */
import type { LedgerRecord } from '@longshore/contract/browser';
import { useEffect, useState } from 'react';
import { failureSentence } from '../button-sentences.js';
import { ClientError } from '../client-error.js';
import { textsOf } from '../texts.js';
import { useLongshore } from './client-context.js';

/** The task, and how many notices its newest answer counts. */
export interface NoticesProps {
  readonly taskId: string | null;
  readonly count: number | null;
}

/** `2 notices`, which unfold to their sentences; nothing when there are none. */
export function Notices({ taskId, count }: NoticesProps) {
  const { language } = useLongshore();
  const [isOpen, setOpen] = useState(false);
  const { sentences, error } = useSentences(isOpen ? taskId : null);
  if (taskId === null || count === null || count === 0) return null;
  const texts = textsOf(language);
  return (
    <details
      className="longshore-notices"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{texts.notices(count)}</summary>
      {error !== null && <p role="alert">{failureSentence(error, texts)}</p>}
      <ul>
        {sentences.map(({ code, message }) => (
          <li key={`${code} ${message}`}>{message}</li>
        ))}
      </ul>
    </details>
  );
}

interface Sentences {
  readonly sentences: LedgerRecord['notices'];
  readonly error: ClientError | null;
}

const NOTHING: Sentences = { sentences: [], error: null };

function useSentences(taskId: string | null): Sentences {
  const { client } = useLongshore();
  const [got, setGot] = useState(NOTHING);
  useEffect(() => {
    if (taskId === null) return;
    const stop = new AbortController();
    client.getTask(taskId, { signal: stop.signal }).then(
      ({ notices }) => setGot({ sentences: notices, error: null }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        if (!(error instanceof ClientError)) throw error;
        setGot({ sentences: [], error });
      },
    );
    return () => stop.abort();
  }, [client, taskId]);
  return got;
}
