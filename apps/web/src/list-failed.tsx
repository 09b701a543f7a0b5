/** In place of a list of tasks that could not be read: why, and another try. */
import type { ClientError } from '@longshore/client';
import { failureSentence, textsOf, useLongshore } from '@longshore/client/react';
import { Button } from 'antd';
import { Notice } from './notice.js';

interface ListFailedProps {
  readonly error: ClientError | null;
  readonly onTryAgain: () => void;
}

export function ListFailed({ error, onTryAgain }: ListFailedProps) {
  const shared = textsOf(useLongshore().language);
  return (
    <div className="card">
      <Notice role="alert" text={`${shared.loadFailed} ${failureSentence(error, shared)}`}>
        <Button onClick={onTryAgain}>{shared.tryAgain}</Button>
      </Notice>
    </div>
  );
}
