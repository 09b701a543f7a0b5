/**
 * Remembers credentials that were admitted, so that a person who is signed in goes on working while
 * others at the same address guess. Used by authorize.ts.
 */
import type { IncomingMessage } from 'node:http';

export interface AdmittedLately {
  add(req: IncomingMessage): void;
  has(req: IncomingMessage): boolean;
}

/** Beyond this the oldest go. */
const MOST = 10_000;
const LONGEST = 4_096;

export function admittedLately(): AdmittedLately {
  const known = new Set<string>();
  return {
    add: (req) => {
      const credentials = credentialsOf(req);
      if (credentials === '' || credentials.length > LONGEST) return;
      const [oldest] = known;
      if (known.size >= MOST && oldest !== undefined) known.delete(oldest);
      known.add(credentials);
    },
    has: (req) => known.has(credentialsOf(req)),
  };
}

const credentialsOf = ({ headers }: IncomingMessage): string =>
  headers.authorization ?? headers.cookie ?? '';
