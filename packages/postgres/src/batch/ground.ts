/**
 * The ground that batches stand on: a page's first statements go with BEGIN in one message, its
 * last with COMMIT.
 */
import type { AnyRow, BatchGround } from '@longshore/database';
import type pg from 'pg';
import type { Connections } from '../connections.js';
import { faultOf } from '../fault-of.js';
import { ConnectionTransaction, inTransaction, NEVER, PoolSql, rollBack } from '../transaction.js';
import { batchDialect } from './dialect.js';

interface GroundOptions {
  readonly silenceMs: number;
  /** `BEGIN …` and settings. */
  readonly begin: string;
}

export const batchGround = (
  connections: Connections,
  { silenceMs, begin }: GroundOptions,
): BatchGround => ({
  dialect: batchDialect,
  db: new PoolSql(connections, silenceMs),
  faultOf,
  transaction: (work) => inTransaction(connections, { signal: NEVER, silenceMs, begin }, work),
  pageTransaction: (signal, first, work) =>
    connections.lend({ signal, silenceMs }, async (client) => {
      try {
        const sent = await send(client, [begin, ...first.map(inlined)]);
        const answers = sent.slice(sent.length - first.length);
        const tx = new ConnectionTransaction(client, signal);
        const { last, result } = await work(tx, answers);
        signal.throwIfAborted();
        await send(client, [...last.map(inlined), 'COMMIT']);
        return result;
      } catch (error) {
        await rollBack(client);
        throw error;
      }
    }),
});

const { inlined } = batchDialect;

/** The rows of each statement. */
async function send(client: pg.ClientBase, statements: readonly string[]): Promise<AnyRow[][]> {
  // pg answers several statements with a list of results, which its types do not know.
  const results = (await client.query<AnyRow>(statements.join('; '))) as unknown as
    | pg.QueryResult<AnyRow>
    | readonly pg.QueryResult<AnyRow>[];
  return [results].flat().map(({ rows }) => rows);
}
