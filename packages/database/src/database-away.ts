/** What adapters say when their server does not answer. */
import { AppError } from '@longshore/contract';

interface Away {
  /** `PostgreSQL` */
  readonly name: string;
  /** The address; its password is not told. */
  readonly url: string;
  readonly defaultPort: number;
  readonly cause: unknown;
}

/** Names the server by host and port, for the log of an operator. */
export function databaseAway({ name, url, defaultPort, cause }: Away): AppError {
  const where = URL.canParse(url) ? hostOf(new URL(url), defaultPort) : '';
  return new AppError('database_unavailable', {
    message: `${name}${where} does not answer: ${reasonOf(cause)}`,
    cause,
  });
}

/** A socket is named in the query. */
const hostOf = ({ hostname, port, searchParams }: URL, defaultPort: number): string =>
  ` at ${hostname === '' ? searchParams.get('host') : `${hostname}:${port || defaultPort}`}`;

function reasonOf(cause: unknown): string {
  // several addresses of one name were tried
  if (cause instanceof AggregateError && cause.message === '') return reasonOf(cause.errors[0]);
  return (cause instanceof Error && cause.message) || String(cause);
}
