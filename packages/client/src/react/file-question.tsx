/**
 * The question about a file that can be read in several ways: a button a reading, each with lines
 * of the file as they read then. The answer runs the same upload again with that option.
 */
import type { Choice } from '@longshore/contract/browser';
import { useEffect, useState } from 'react';
import { ClientError } from '../client-error.js';
import { failureSentence, textsOf } from '../texts.js';
import { useLongshore } from './client-context.js';

/** Which task failed, the readings of its upload, and what happens once one was chosen. */
export interface FileQuestionProps {
  readonly taskId: string;
  readonly choices: readonly Choice[];
  /** The task runs again. */
  readonly onAnswered: () => void;
}

/** Shows nothing when there is no choice. */
export function FileQuestion({ taskId, choices, onAnswered }: FileQuestionProps) {
  const { client, language } = useLongshore();
  const texts = textsOf(language);
  const [trouble, setTrouble] = useState<string | null>(null);
  if (choices.length === 0) return null;

  async function answer({ options }: Choice) {
    try {
      await client.retryTask(taskId, { options });
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      return setTrouble(failureSentence(error, texts));
    }
    onAnswered();
  }
  return (
    <fieldset className="longshore-file-question">
      <legend>{texts.whichReading}</legend>
      {choices.map((choice) => (
        <button key={JSON.stringify(choice.options)} type="button" onClick={() => answer(choice)}>
          {choice.sample.map((line) => (
            <span key={line} className="longshore-reading">
              {line}
            </span>
          ))}
          <small>{Object.values(choice.options).join(', ')}</small>
        </button>
      ))}
      {trouble !== null && <p role="alert">{trouble}</p>}
    </fieldset>
  );
}

const NONE: readonly Choice[] = [];

/** The choices of a task that failed for a question; null as id: nothing is asked. */
export function useChoices(taskId: string | null): readonly Choice[] {
  const { client } = useLongshore();
  const [choices, setChoices] = useState(NONE);
  useEffect(() => {
    const stop = new AbortController();
    setChoices(NONE);
    if (taskId === null) return;
    client.getTask(taskId, { signal: stop.signal }).then(
      ({ error }) => setChoices(error?.choices ?? NONE),
      (error: unknown) => {
        // Without the record the sentence of the failure still says what to do.
        if (!stop.signal.aborted && !(error instanceof ClientError)) throw error;
      },
    );
    return () => stop.abort();
  }, [client, taskId]);
  return choices;
}
