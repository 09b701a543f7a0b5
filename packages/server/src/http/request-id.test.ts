import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { requestIdOf } from './request-id.js';

const call = (id?: string) => ({ headers: { 'x-request-id': id } }) as unknown as IncomingMessage; // all that is looked at

test("a caller's id is kept", () => expect(requestIdOf(call('a-1.b:c'))).toBe('a-1.b:c'));

test.each([undefined, '', 'a b', 'a\nlevel=fatal', 'x'.repeat(129)])(
  '%j is no id: the call gets a new one, and keeps it',
  (given) => {
    const req = call(given);
    expect(requestIdOf(req)).toMatch(/^[\da-f-]{36}$/);
    expect(requestIdOf(req)).toBe(requestIdOf(req));
  },
);
