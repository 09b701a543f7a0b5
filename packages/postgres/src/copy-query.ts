/** One `COPY (…) TO STDOUT` on a connection (PostgreSQL manual, 55.2.7 COPY Operations), as a query of pg's own kind. */
import type pg from 'pg';

/** What pg tells a query; its types name `submit` alone. */
interface CopyEvents extends pg.Submittable {
  handleCopyData(message: { readonly chunk: Buffer }): void;
  handleCommandComplete(): void;
  handleReadyForQuery(): void;
  handleError(error: Error): void;
}

/** `take` gets the bytes as they come, and must not throw. Rejects with the server's error. */
export function copyOut(client: Pick<pg.ClientBase, 'query'>, query: string, take: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const events: CopyEvents = {
      submit: (connection) => connection.query(`COPY (${query}) TO STDOUT`),
      handleCopyData: ({ chunk }) => take(chunk),
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => resolve(),
      handleError: reject,
    };
    client.query(events);
  });
}
