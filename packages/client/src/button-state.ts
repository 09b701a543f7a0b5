/**
 * The button as a pure state machine: which state follows which event, and what each state knows.
 * The README's diagram is compared with BUTTON_TRANSITIONS by a test. task-button.ts does the work
 * that a state asks for.
 */
import { LIVE_PHASES, type Phase, STATUS, type TaskResultOut } from '@longshore/contract/browser';
import type { UploadProgress } from './upload.js';

/** Which state follows which event: `BUTTON_TRANSITIONS[state][event]`. */
export const BUTTON_TRANSITIONS = {
  checking: {
    none: 'idle',
    live: 'running',
    done: 'ready',
    failed: 'failed',
    cancelled: 'idle',
    expired: 'expired',
    lost: 'offline',
    refused: 'failed',
  },
  idle: {
    start: 'registering',
    registered: 'running',
    joined: 'running',
    live: 'running',
    done: 'ready',
    check: 'checking',
  },
  registering: {
    sent: 'registering',
    registered: 'running',
    joined: 'running',
    refused: 'failed',
    lost: 'offline',
    cancel: 'checking',
  },
  running: {
    live: 'running',
    done: 'ready',
    failed: 'failed',
    cancelled: 'idle',
    expired: 'expired',
    none: 'idle',
    cancel: 'clearing',
    lost: 'offline',
    refused: 'failed',
  },
  ready: {
    start: 'registering',
    done: 'ready',
    collect: 'clearing',
    dismiss: 'clearing',
    expired: 'expired',
    none: 'idle',
    joined: 'running',
    live: 'running',
    check: 'checking',
  },
  clearing: { cleared: 'idle', none: 'idle', lost: 'offline', refused: 'failed' },
  failed: {
    start: 'registering',
    registered: 'running',
    dismiss: 'clearing',
    joined: 'running',
    live: 'running',
    done: 'ready',
    none: 'idle',
    check: 'checking',
  },
  expired: {
    start: 'registering',
    registered: 'running',
    dismiss: 'idle',
    joined: 'running',
    live: 'running',
    done: 'ready',
    check: 'checking',
  },
  offline: {
    none: 'idle',
    live: 'running',
    done: 'ready',
    failed: 'failed',
    cancelled: 'idle',
    expired: 'expired',
    refused: 'failed',
    lost: 'offline',
    check: 'checking',
  },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

/** Name of a state of the button. */
export type ButtonStateName = keyof typeof BUTTON_TRANSITIONS;

/** What an answer means for the button. */
export type AnswerName = 'none' | 'live' | 'done' | 'failed' | 'cancelled' | 'expired';

/** What went wrong, as the page shows it. */
export interface Failure {
  /** A ClientErrorCode, or `task_failed`: the task itself ended without a result. */
  readonly code: string;
  /** For a person, in the language of the client. */
  readonly message: string;
  /** Places in the request; empty when nothing is wrong with it. */
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

/** What can happen to the button: an act of the person, an answer, a lost or refused call. */
export type ButtonEvent =
  /** The person. */
  | { readonly name: 'start' | 'cancel' | 'collect' | 'dismiss' | 'check' }
  /** The server, asked for the status. */
  | { readonly name: Exclude<AnswerName, 'none'>; readonly answer: TaskResultOut }
  /** Nothing there; without an answer: another tab cleared this task. */
  | { readonly name: 'none'; readonly answer: TaskResultOut | null }
  /**
   * The server, asked to register; `joined`: it, or another tab, says that the task runs already.
   */
  | { readonly name: 'registered' | 'joined'; readonly taskId: string }
  | { readonly name: 'sent'; readonly upload: UploadProgress }
  | { readonly name: 'cleared' }
  /** `lost`: no answer, asked again at `retryAt`; `refused`: asking again cannot help. */
  | { readonly name: 'lost'; readonly failure: Failure; readonly retryAt: number | null }
  | { readonly name: 'refused'; readonly failure: Failure };

/** All that the page needs to draw the button: the state and what is known in it. */
export interface ButtonState {
  readonly name: ButtonStateName;
  readonly taskId: string | null;
  /** The newest answer about this task. */
  readonly answer: TaskResultOut | null;
  /**
   * The task was started elsewhere (another tab, another device, before a reload): this button
   * joined it.
   */
  readonly joined: boolean;
  /** This page saw the task run, so its person waits for the file. */
  readonly watched: boolean;
  readonly upload: UploadProgress | null;
  /** Why `failed`; what hinders `offline`. */
  readonly failure: Failure | null;
  /** Of `offline`: when the next try follows by itself, milliseconds since 1970. */
  readonly retryAt: number | null;
  /** What led to `clearing`. */
  readonly intent: 'collect' | 'cancel' | 'dismiss' | null;
  /** The task that was cancelled last, here or elsewhere: its record tells what it has left. */
  readonly stopped: string | null;
  /**
   * The result that was taken last: its address is served until it expires, though the task is
   * cleared.
   */
  readonly taken: {
    readonly url: string;
    readonly fileName: string | null;
    readonly expiresAt: string | null;
  } | null;
}

type Knowledge = Omit<ButtonState, 'name'>;

const NOTHING: Knowledge = {
  taskId: null,
  answer: null,
  joined: true,
  watched: false,
  upload: null,
  failure: null,
  retryAt: null,
  intent: null,
  stopped: null,
  taken: null,
};

/** Nothing is known yet: the button is grey. */
export const INITIAL_STATE: ButtonState = { name: 'checking', ...NOTHING };

/** The next state; the same object when the event means nothing here. */
export function reduceButton(state: ButtonState, event: ButtonEvent): ButtonState {
  const name = nextName(state.name, event.name);
  return name === undefined
    ? state
    : { ...state, ...learned(state, event), ...forgotten(state, name, event), name };
}

/** The state after an event; undefined when the event means nothing in this state. */
export function nextName(
  state: ButtonStateName,
  event: ButtonEvent['name'],
): ButtonStateName | undefined {
  const moves: Readonly<Partial<Record<string, ButtonStateName>>> = BUTTON_TRANSITIONS[state];
  return moves[event];
}

/** What an answer says, as an event. */
export function answerEvent(answer: TaskResultOut): ButtonEvent {
  return { name: answerName(answer), answer };
}

const isLivePhase = (phase: Phase) => (LIVE_PHASES as readonly Phase[]).includes(phase);

function answerName({ status, state, phase }: TaskResultOut): AnswerName {
  if (status === STATUS.none || phase === null) return 'none';
  if (isLivePhase(phase)) return 'live';
  if (state) return 'done';
  return phase === 'cancelled' || phase === 'expired' ? phase : 'failed';
}

function learned(state: ButtonState, event: ButtonEvent): Partial<Knowledge> {
  switch (event.name) {
    case 'start':
      return { ...NOTHING, joined: false };
    case 'registered':
      return { ...NOTHING, taskId: event.taskId, joined: false };
    case 'joined':
      return { ...NOTHING, taskId: event.taskId };
    case 'sent':
      return { upload: event.upload };
    case 'collect':
      return { intent: 'collect', taken: takenFrom(state.answer) };
    case 'cancel':
    case 'dismiss':
      return { intent: event.name };
    case 'check':
    case 'cleared':
      return {};
    case 'lost':
      return { failure: event.failure, retryAt: event.retryAt };
    case 'refused':
      return { failure: event.failure };
    default:
      return learnedFromAnswer(event.name, event.answer);
  }
}

function learnedFromAnswer(name: AnswerName, answer: TaskResultOut | null): Partial<Knowledge> {
  const failure =
    name === 'failed' ? { code: 'task_failed', message: answer?.message ?? '', errors: [] } : null;
  return { failure, ...(answer === null ? {} : { answer, taskId: answer.taskId }) };
}

const takenFrom = (answer: TaskResultOut | null): ButtonState['taken'] =>
  answer?.url == null
    ? null
    : { url: answer.url, fileName: answer.fileName, expiresAt: answer.expiresAt };

/** What the state entered has no use for, so that nothing old is shown. */
function forgotten(
  state: ButtonState,
  name: ButtonStateName,
  event: ButtonEvent,
): Partial<Knowledge> {
  switch (name) {
    case 'idle':
      return {
        ...NOTHING,
        taken: state.taken,
        failure: notStarted(state),
        stopped: stoppedBy(state, event),
      };
    case 'checking':
      return { ...NOTHING, taken: state.taken };
    case 'running':
      return { watched: true, upload: null, failure: null, retryAt: null, intent: null };
    case 'registering':
      return {};
    case 'clearing':
      return { retryAt: null };
    case 'offline':
      return { upload: null };
    default:
      return { upload: null, retryAt: null, intent: null };
  }
}

/** A start that was lost on its way and turns out not to have happened: its person is told why. */
const notStarted = ({ name, joined, taskId, failure }: ButtonState): Failure | null =>
  name === 'offline' && !joined && taskId === null ? failure : null;

/** An answer by type after a reload tells of a cancel too, however long ago: that is no news. */
function stoppedBy({ name, taskId, intent }: ButtonState, event: ButtonEvent): string | null {
  const isStopped = name === 'clearing' ? intent === 'cancel' : event.name === 'cancelled';
  return isStopped ? taskId : null;
}
