/**
 * Cancels the running statement of a connection by the wire protocol's CancelRequest (PostgreSQL
 * manual, 55.2.8 Canceling Requests in Progress). Unlike `pg_cancel_backend`, the request needs no
 * process id of the server: a pooler such as PgBouncer gives each client an id and a key of its
 * own, and finds the statement by both.
 */
import pg from 'pg';

/** What pg knows of a connected client, and its types leave out. */
interface KeyedClient {
  readonly processID: number | null;
  readonly secretKey: number | null;
  readonly host: string;
  readonly port: number;
  readonly ssl: object | false;
  readonly sslNegotiation: string;
}

/** What a connection of pg can do, and its types leave out. */
interface WireConnection extends pg.Connection {
  connect(portOrPath: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processId: number, secretKey: number): void;
}

/**
 * Resolves when the server has closed the connection that carried the request (a pooler drops a
 * request whose sender is gone), or after `withinMs`. Whether there was a statement to cancel is
 * not told.
 */
export function cancelStatement(client: pg.ClientBase, withinMs: number): Promise<void> {
  const { processID, secretKey, host, port, ssl, sslNegotiation } =
    client as unknown as KeyedClient;
  if (processID === null || secretKey === null) return Promise.resolve();
  const wire = new pg.Connection({ ssl, sslNegotiation } as object) as WireConnection;
  if (ssl && sslNegotiation !== 'direct') wire.once('connect', () => wire.requestSsl());
  wire.once(ssl ? 'sslconnect' : 'connect', () => wire.cancel(processID, secretKey));
  return new Promise((resolve) => {
    const timer = setTimeout(() => wire.stream.destroy(), withinMs);
    wire.on('error', () => undefined); // 'end' follows: a server that is away cancels nothing
    wire.once('end', () => {
      clearTimeout(timer);
      resolve();
    });
    if (host.startsWith('/')) wire.connect(`${host}/.s.PGSQL.${port}`);
    else wire.connect(port, host);
  });
}
