/** Waits for a read: a skeleton first, the failure with another try, else what is made of it. */
import type { ClientError } from '@longshore/client';
import { failureSentence, textsOf, useLongshore } from '@longshore/client/react';
import { Alert, Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { Notice } from '../notice.js';
import type { Read } from '../page-api.js';
import { useDeskTexts } from './desk-texts.js';

interface AnswerProps<Data> {
  readonly read: Read<Data>;
  readonly children: (data: Data) => ReactNode;
}

/** What was read before stays in sight while a newer read fails, and is called old. */
export function Answer<Data>({ read, children }: AnswerProps<Data>) {
  const shared = textsOf(useLongshore().language);
  const { data, error, refetch } = read;
  if (data !== undefined)
    return (
      <>
        {error !== null && <Old error={error} />}
        {children(data)}
      </>
    );
  if (error === null) return <Skeleton active className="card padded" />;
  return (
    <div className="card">
      <Notice role="alert" text={failureSentence(error, shared)}>
        <Button onClick={refetch}>{shared.tryAgain}</Button>
      </Notice>
    </div>
  );
}

/** Above what was read before: why no newer read came. */
export function Old({ error }: { error: ClientError }) {
  const texts = useDeskTexts();
  const shared = textsOf(useLongshore().language);
  const sentence = failureSentence(error, shared);
  return <Alert type="warning" showIcon role="alert" title={texts.old(sentence)} />;
}
