import { readFileSync } from 'node:fs';
import { PHASES, type TaskResultOut } from '@longshore/contract/browser';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answerEvent,
  BUTTON_TRANSITIONS,
  type ButtonEvent,
  type ButtonState,
  type ButtonStateName,
  INITIAL_STATE,
  reduceButton,
} from './button-state.js';

const NAMES = Object.keys(BUTTON_TRANSITIONS) as ButtonStateName[];
const MOVES = NAMES.flatMap((from) =>
  Object.entries(BUTTON_TRANSITIONS[from]).map(([event, to]) => ({ from, event, to })),
);
const EVENTS = [...new Set(MOVES.map(({ event }) => event))] as ButtonEvent['name'][];
const failure = { code: 'network', message: 'No line.', errors: [] };

const answer = (over: Partial<TaskResultOut>): TaskResultOut => ({
  status: 1,
  message: 'm',
  url: null,
  state: false,
  taskId: 't1',
  kind: 'export',
  type: 'orders',
  phase: 'running',
  attempt: 1,
  progress: null,
  counts: null,
  issuesUrl: null,
  notices: 0,
  timeZone: 'UTC',
  fileName: null,
  registeredAt: null,
  expiresAt: null,
  pollAfterMs: 1_000,
  ...over,
});

const ANSWERS = {
  none: answer({ status: 0, phase: null, taskId: null }),
  live: answer({}),
  done: answer({
    status: 2,
    phase: 'succeeded',
    state: true,
    url: '/api/files/f',
    fileName: 'f.xlsx',
  }),
  failed: answer({ status: 2, phase: 'failed', message: 'why' }),
  cancelled: answer({ status: 2, phase: 'cancelled' }),
  expired: answer({ status: 2, phase: 'expired' }),
};

function eventOf(name: ButtonEvent['name']): ButtonEvent {
  switch (name) {
    case 'registered':
    case 'joined':
      return { name, taskId: 't1' };
    case 'sent':
      return { name, upload: { sentBytes: 1, totalBytes: 2 } };
    case 'lost':
      return { name, failure, retryAt: 1 };
    case 'refused':
      return { name, failure };
    case 'start':
    case 'cancel':
    case 'collect':
    case 'dismiss':
    case 'check':
    case 'cleared':
      return { name };
    default:
      return { name, answer: ANSWERS[name] };
  }
}

const walk = (names: readonly ButtonEvent['name'][], from = INITIAL_STATE): ButtonState =>
  names.reduce((state, name) => reduceButton(state, eventOf(name)), from);

describe('the table', () => {
  test.each(MOVES)('$from --$event--> $to', ({ from, event, to }) => {
    expect(
      reduceButton({ ...INITIAL_STATE, name: from }, eventOf(event as ButtonEvent['name'])).name,
    ).toBe(to);
  });

  test('every other event leaves the very same state', () => {
    for (const name of NAMES) {
      for (const event of EVENTS.filter((candidate) => !(candidate in BUTTON_TRANSITIONS[name]))) {
        const state = { ...INITIAL_STATE, name };
        expect(reduceButton(state, eventOf(event))).toBe(state);
      }
    }
  });

  test('the README draws exactly this table', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const drawn = [...readme.matchAll(/^ {2}(.+) -->\|(.+)\| (\w+)$/gm)].flatMap(
      ([, froms = '', events = '', to]) =>
        froms
          .split(' & ')
          .flatMap((from) => events.split(', ').map((event) => `${from} ${event} ${to}`)),
    );
    expect(drawn.sort()).toEqual(
      MOVES.map(({ from, event, to }) => `${from} ${event} ${to}`).sort(),
    );
    expect(readme).toContain(`It begins \`${INITIAL_STATE.name}\``);
  });
});

test('every phase of an answer means one event', () => {
  const names = PHASES.map(
    (phase) =>
      answerEvent(answer({ phase, state: ['previewed', 'succeeded', 'partial'].includes(phase) }))
        .name,
  );
  expect(names).toEqual([
    'live',
    'live',
    'live',
    'live',
    'done',
    'done',
    'done',
    'failed',
    'cancelled',
    'expired',
  ]);
  expect(answerEvent(ANSWERS.none).name).toBe('none');
});

describe('whatever happens in whatever order', () => {
  const anyOrder = fc.array(fc.constantFrom(...EVENTS), { maxLength: 60 });

  test('a state knows what its work needs, and no more than it may show', () => {
    fc.assert(
      fc.property(anyOrder, (names) => {
        const state = walk(names);
        if (state.name === 'running' || state.name === 'ready') expect(state.taskId).toBe('t1');
        if (state.name === 'ready') expect(state.answer?.url).toBe('/api/files/f');
        if (state.name === 'clearing') expect(state.intent).not.toBe(null);
        if (state.name === 'failed' || state.name === 'offline')
          expect(state.failure).not.toBe(null);
        if (state.name === 'registering' || state.name === 'checking')
          expect(state.taskId).toBe(null);
        if (state.name === 'running' || state.name === 'ready') expect(state.failure).toBe(null);
      }),
      { numRuns: 2_000 },
    );
  });

  test('there is no dead end: from anywhere a person gets back to a free button', () => {
    const WAY_OUT: Record<ButtonStateName, ButtonEvent['name'] | null> = {
      checking: 'none',
      registering: 'cancel',
      running: 'cancel',
      ready: 'dismiss',
      clearing: 'cleared',
      failed: 'dismiss',
      expired: 'dismiss',
      offline: 'none',
      idle: null,
    };
    fc.assert(
      fc.property(anyOrder, (names) => {
        let state = walk(names);
        for (let step = WAY_OUT[state.name]; step !== null; step = WAY_OUT[state.name]) {
          const before = state.name;
          state = reduceButton(state, eventOf(step));
          expect(state.name).not.toBe(before);
        }
        expect(state.name).toBe('idle');
      }),
    );
  });

  test('registering follows only a start, and clearing only a wish of the person', () => {
    fc.assert(
      fc.property(anyOrder, fc.constantFrom(...EVENTS), (names, name) => {
        const before = walk(names);
        const after = reduceButton(before, eventOf(name));
        if (after.name === 'registering' && before.name !== 'registering')
          expect(name).toBe('start');
        if (after.name === 'clearing' && before.name !== 'clearing')
          expect(['cancel', 'collect', 'dismiss']).toContain(name);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('a file that was taken stays at hand until the next start', () => {
  const idle = walk(['done', 'collect', 'cleared']);
  expect(idle).toMatchObject({
    name: 'idle',
    taskId: null,
    taken: { url: '/api/files/f', fileName: 'f.xlsx' },
  });
  expect(walk(['start'], idle).taken).toBe(null);
});

test('a task of before a reload is joined, one that was started here is not', () => {
  expect(walk(['live']).joined).toBe(true);
  expect(walk(['none', 'start', 'registered', 'live']).joined).toBe(false);
  expect(walk(['none', 'start', 'joined', 'live']).joined).toBe(true);
});
