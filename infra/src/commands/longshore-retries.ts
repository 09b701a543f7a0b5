/** The subject `retries` of the operator's command line: calls of retryables. */
import type { RetriesOut, RetryList, RetryOut, RetryStory } from '@longshore/contract';
import { textTable } from '../demo/text-table.js';
import type { OperatorCall } from '../operator-call.js';
import { StackError } from '../stack-error.js';

const USAGE =
  'Say what: retries [STATE] [NAME] [KEY] | retries show ID | run ID | give-up ID | run-all NAME [STATE] | give-up-all NAME [STATE].';
const STATES = ['running', 'waiting', 'succeeded', 'refused', 'given_up'];
const MOST_LISTED = 100;

type Act = (call: OperatorCall, words: readonly string[]) => Promise<string[]>;

const ACTS: Readonly<Record<string, Act>> = {
  show: async (call, words) => story(await call<RetryStory>('GET', pathOf(words))),
  run: async (call, words) => told(await call<RetryOut>('POST', `${pathOf(words)}/run`)),
  'give-up': async (call, words) => told(await call<RetryOut>('POST', `${pathOf(words)}/give-up`)),
  'run-all': async (call, words) => [`run again: ${await all(call, 'run', words)}`],
  'give-up-all': async (call, words) => [`given up: ${await all(call, 'give-up', words)}`],
};

/** What is said to the operator, line by line. Throws StackError. */
export async function retries(args: readonly string[], call: OperatorCall): Promise<string[]> {
  const [name = '', ...words] = args;
  const act = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
  return act === undefined ? listed(args, call) : act(call, words);
}

async function listed(args: readonly string[], call: OperatorCall): Promise<string[]> {
  const [state, name, key, ...rest] = args;
  if (rest.length > 0 || (state !== undefined && !STATES.includes(state)))
    throw new StackError(USAGE);
  const given = Object.entries({ state, name, key, limit: MOST_LISTED }).flatMap(
    ([field, value]) => (value === undefined ? [] : [`${field}=${encodeURIComponent(value)}`]),
  );
  const { items, nextCursor } = await call<RetryList>('GET', `/retries?${given.join('&')}`);
  return [
    ...textTable([
      ['id', 'name', 'key', 'state', 'attempts', 'due', 'why'],
      ...items.map((one) => [
        one.id,
        one.name,
        one.key,
        stateOf(one),
        String(one.attempt),
        one.dueAt ?? '-',
        one.message ?? '',
      ]),
    ]),
    ...(nextCursor === null ? [] : [`and older ones: narrow by state, name or key`]),
  ];
}

/** `/retries/ID`. Throws StackError. */
function pathOf(words: readonly string[]): string {
  const [id, ...rest] = words;
  if (id === undefined || rest.length > 0) throw new StackError(USAGE);
  return `/retries/${encodeURIComponent(id)}`;
}

/** How many calls were changed. Throws StackError. */
async function all(call: OperatorCall, path: string, words: readonly string[]): Promise<number> {
  const [name, state, ...rest] = words;
  if (name === undefined || rest.length > 0) throw new StackError(USAGE);
  const filter = { name, ...(state !== undefined && { state }) };
  let changed = 0;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const body = { ...filter, ...(cursor !== undefined && { cursor }) };
    const { calls, nextCursor } = await call<RetriesOut>('POST', `/retries/${path}`, body);
    changed += calls;
    cursor = nextCursor;
  }
  return changed;
}

const stateOf = ({ state, givenUpBy }: RetryOut): string =>
  givenUpBy === null ? state : `${state} by ${givenUpBy}`;

const told = (one: RetryOut): string[] => [`${one.name} (${one.key}): ${stateOf(one)}`];

const story = (one: RetryStory): string[] => [
  ...told(one),
  `params ${one.params === null ? 'unknown to this API' : JSON.stringify(one.params)}`,
  ...textTable([
    ['attempt', 'worker', 'started', 'ended', 'outcome', 'why'],
    ...one.attempts.map((each) => [
      String(each.attempt),
      each.worker,
      each.startedAt,
      each.endedAt,
      each.outcome,
      each.message ?? '',
    ]),
  ]),
];
