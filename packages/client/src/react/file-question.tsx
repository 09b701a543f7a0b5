/**
 * The question about a file that can be read in several ways: a button a reading, each with lines
 * of the file as they read then. The answer runs the same upload again with that option.
 */
import type { Choice } from '@longshore/contract/browser';
import { useState } from 'react';
import { failureSentence } from '../button-sentences.js';
import { ClientError } from '../client-error.js';
import { type Texts, textsOf } from '../texts.js';
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
          <small>{nameOf(choice, texts)}</small>
        </button>
      ))}
      {trouble !== null && <p role="alert">{trouble}</p>}
    </fieldset>
  );
}

const nameOf = ({ options: { headerRow, ...others } }: Choice, texts: Texts): string =>
  headerRow === undefined ? Object.values(others).join(', ') : texts.headerInRow(headerRow);
