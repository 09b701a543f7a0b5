import { expect, test } from 'vitest';
import { definitionHash } from './checkpoints.js';

test('queries over keys of 64 bits have definitions of their own', () => {
  const query = (id: unknown) => ({ text: 'SELECT id FROM thing WHERE id > $1', values: [id] });
  const hashes = [2n ** 60n, 2n ** 60n + 1n].map((id) => definitionHash(query(id)));
  expect(new Set(hashes).size).toBe(2);
});
