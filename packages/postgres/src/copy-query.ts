/**
 * One `COPY (…) TO STDOUT` on a connection (PostgreSQL manual, 55.2.7 COPY Operations), as a query
 * of pg's own kind.
 */
import type pg from 'pg';

/** What pg tells a query; its types name `submit` alone. */
interface CopyEvents extends pg.Submittable {
  handleCopyData(message: { readonly chunk: Buffer }): void;
  handleCommandComplete(): void;
  handleReadyForQuery(): void;
  handleError(error: Error): void;
  /** Set by pg where queries have a time limit: ends its timer. */
  callback?(error?: Error): void;
}

interface CopyOut {
  readonly statement: string;
  /** Gets the bytes as they come. */
  readonly take: (chunk: Buffer) => void;
  /** Statements that are sent in the same message. */
  readonly before?: string;
  readonly after?: string;
}

/** Rejects with the first error of `take`, or the server's. */
export function copyOut(
  client: Pick<pg.ClientBase, 'query'>,
  { statement, take, before, after }: CopyOut,
): Promise<void> {
  const statements = [before, `COPY (${statement}) TO STDOUT`, after];
  const message = statements.filter((one) => one !== undefined).join('; ');
  return new Promise((resolve, reject) => {
    let failure: unknown = null;
    const events: CopyEvents = {
      submit: (connection) => connection.query(message),
      // An error thrown here would come up in the socket's handler, and end the process.
      handleCopyData: ({ chunk }) => {
        if (failure !== null) return;
        try {
          take(chunk);
        } catch (error) {
          failure = error;
        }
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => {
        events.callback?.();
        if (failure === null) resolve();
        else reject(failure);
      },
      handleError: (error) => {
        events.callback?.(error);
        reject(error);
      },
    };
    client.query(events);
  });
}
