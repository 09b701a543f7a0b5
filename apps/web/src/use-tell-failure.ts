/** Shows why a call was refused or lost. */
import { ClientError } from '@longshore/client';
import { failureSentence, textsOf, useLongshore } from '@longshore/client/react';
import { App } from 'antd';
import { useCallback } from 'react';

/** Throws what is no ClientError. */
export function useTellFailure(): (error: unknown) => void {
  const { language } = useLongshore();
  const { message } = App.useApp();
  return useCallback(
    (error) => {
      if (!(error instanceof ClientError)) throw error;
      message.error(failureSentence(error, textsOf(language)));
    },
    [message, language],
  );
}
