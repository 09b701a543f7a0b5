/** A task button as React state: what useExportButton and useImport share. */
import { useMemo, useSyncExternalStore } from 'react';
import { shareDone } from '../button-sentences.js';
import { BUTTON_TRANSITIONS, type ButtonState, INITIAL_STATE } from '../button-state.js';
import type { TaskButton } from '../task-button.js';
import { useExpectedDone } from './use-expected-done.js';

/** State and acts of a task button, as React components use them. */
export interface UseTaskButtonResult<Request>
  extends Omit<TaskButton<Request>, 'getState' | 'subscribe'> {
  readonly state: ButtonState;
  /** The state's name, as in the package's state diagram. */
  readonly status: ButtonState['name'];
  /** Nothing to press: the state is not known yet, or something is on its way. */
  readonly isPending: boolean;
  readonly isRunning: boolean;
  readonly isReady: boolean;
  readonly isError: boolean;
  /** A `start` would be taken now. */
  readonly canStart: boolean;
  /**
   * Nothing can be started or fetched before the server is asked again: the line is broken, or the
   * session has ended.
   */
  readonly mustCheck: boolean;
  readonly error: ButtonState['failure'];
  /** 0 to 1; null while unknown. Between two answers it goes on at the last rate. */
  readonly share: number | null;
}

/** `button` must be stable: make it with useMemo. Unmounting stops the watch, never the task. */
export function useTaskButton<Request>(button: TaskButton<Request>): UseTaskButtonResult<Request> {
  const state = useSyncExternalStore(button.subscribe, button.getState, () => INITIAL_STATE);
  const progress = state.name === 'running' ? (state.answer?.progress ?? null) : null;
  const expected = useExpectedDone(progress);
  const share = progress?.total ? Math.min(1, expected / progress.total) : shareDone(state);
  return useMemo(() => ({ ...resultOf(button, state), share }), [button, state, share]);
}

function resultOf<Request>(
  button: TaskButton<Request>,
  state: ButtonState,
): Omit<UseTaskButtonResult<Request>, 'share'> {
  const { start, cancel, collect, dismiss, check, follow } = button;
  const { name, failure } = state;
  return {
    start,
    cancel,
    collect,
    dismiss,
    check,
    follow,
    state,
    status: name,
    error: failure,
    isPending: name === 'checking' || name === 'registering' || name === 'clearing',
    isRunning: name === 'running',
    isReady: name === 'ready',
    isError: name === 'failed' || name === 'expired' || name === 'offline',
    mustCheck: name === 'offline' || failure?.code === 'unauthenticated',
    canStart: 'start' in BUTTON_TRANSITIONS[name],
  };
}
