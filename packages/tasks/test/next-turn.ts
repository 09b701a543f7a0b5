/** The turn of one kind, as the store tells it of several. Used by the tests of lines and queue. */
import type { Kind } from '@longshore/contract';
import type { TaskStore, Turn } from '../src/task-store.js';

/** Null: nothing changes. */
export async function nextTurn(
  store: Pick<TaskStore, 'advance'>,
  owner: string,
  kind: Kind,
): Promise<Turn | null> {
  const [turn = null] = await store.advance(owner, [kind]);
  return turn;
}
