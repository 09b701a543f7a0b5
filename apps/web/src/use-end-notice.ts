/**
 * Tells the end of a task to a person who is elsewhere: a mark in the tab's title, and a
 * notification where it is allowed.
 */
import type { ButtonState } from '@longshore/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { usePageTexts } from './texts.js';

const MARK = '● ';

export interface EndNotice {
  /**
   * There is a notification to ask for: the browser has them and the person has not decided yet.
   */
  readonly canAsk: boolean;
  /** Call it from a click: browsers want that. */
  readonly ask: () => void;
}

export function useEndNotice(state: ButtonState): EndNotice {
  const texts = usePageTexts();
  const [permission, setPermission] = useState(() =>
    'Notification' in window ? Notification.permission : 'denied',
  );
  const before = useRef(state.name);

  useEffect(() => {
    const wasRunning = before.current === 'running' || before.current === 'offline';
    before.current = state.name;
    if (
      !wasRunning ||
      document.visibilityState === 'visible' ||
      (state.name !== 'ready' && state.name !== 'failed')
    )
      return;
    markTitle();
    const title = state.name === 'ready' ? texts.doneTitle : texts.failedTitle;
    if (permission === 'granted')
      new Notification(title, { body: state.answer?.message ?? '', tag: state.taskId ?? title });
  }, [state, permission, texts]);

  const ask = useCallback(() => void Notification.requestPermission().then(setPermission), []);
  return { canAsk: permission === 'default', ask };
}

/** Until the person returns. */
function markTitle(): void {
  if (document.title.startsWith(MARK)) return;
  document.title = MARK + document.title;
  const unmark = () => {
    if (document.visibilityState !== 'visible') return;
    document.title = document.title.replace(MARK, '');
    document.removeEventListener('visibilitychange', unmark);
  };
  document.addEventListener('visibilitychange', unmark);
}
