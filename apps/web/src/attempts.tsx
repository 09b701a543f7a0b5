/** The runs of a task, one after another, each with its worker, length and outcome. */
import { useLongshore } from '@longshore/client/react';
import type { Attempt } from '@longshore/contract/browser';
import { duration, exactTime } from './format.js';
import type { Tone } from './phase-mark.js';
import { usePageTexts } from './texts.js';

const TONES: Readonly<Record<NonNullable<Attempt['outcome']>, Tone>> = {
  ...({
    previewed: 'good',
    succeeded: 'good',
    partial: 'warn',
    failed: 'bad',
    cancelled: 'rest',
    expired: 'rest',
  } as const),
  ...({ retrying: 'warn', 'handed-back': 'rest', paused: 'rest', lost: 'bad' } as const),
};

interface AttemptsProps {
  readonly attempts: readonly Attempt[];
  /** Of the task. */
  readonly timeZone: string;
}

export function Attempts({ attempts, timeZone }: AttemptsProps) {
  const texts = usePageTexts();
  const { language } = useLongshore();
  if (attempts.length === 0) return <p className="soft">{texts.none}</p>;
  return (
    <ol className="attempts">
      {attempts.map(({ attempt, worker, startedAt, endedAt, outcome, error }) => (
        <li key={attempt} data-tone={outcome === null ? 'live' : TONES[outcome]}>
          <strong>{texts.attempt(attempt)}</strong>
          {` · ${outcome === null ? texts.running : texts.outcomes[outcome]}`}
          <div className="soft">
            {[
              exactTime(startedAt, { language, timeZone }),
              endedAt === null ? '' : duration(Date.parse(endedAt) - Date.parse(startedAt)),
              worker,
            ]
              .filter(Boolean)
              .join(' · ')}
          </div>
          {error !== null && <div>{error.message}</div>}
          {error?.cause !== undefined && <div className="cause">{error.cause}</div>}
          {error?.source !== undefined && <code className="cause">{error.source}</code>}
        </li>
      ))}
    </ol>
  );
}
