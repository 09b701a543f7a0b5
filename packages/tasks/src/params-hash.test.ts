import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newTask } from '../test/new-task.js';
import { canonicalJson, paramsHash } from './params-hash.js';

// a dictionary of JSON values
const params = fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<Record<string, unknown>>;
const shuffled = (value: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).reverse());

it('does not depend on the order of keys, at any depth', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
  fc.assert(
    fc.property(params, (one) => {
      const asked = newTask({ params: one });
      expect(paramsHash({ ...asked, params: shuffled(one) })).toBe(paramsHash(asked));
    }),
  );
});

it('says the same as JSON', () => {
  fc.assert(
    fc.property(params, (one) => {
      expect(JSON.parse(canonicalJson(one))).toEqual(JSON.parse(JSON.stringify(one)));
    }),
  );
});

it('differs by params, format, file name, columns, cut and manifest', () => {
  const asked = newTask({ params: { a: 1 } });
  const others = [
    { ...asked, params: { a: '1' } },
    { ...asked, format: 'csv' as const },
    { ...asked, fileName: 'a' },
    { ...asked, columns: ['a', 'b'] },
    { ...asked, columns: ['b', 'a'] },
    { ...asked, manifest: true },
    { ...asked, rowsPerFile: 5 },
  ];
  expect(new Set([asked, ...others].map(paramsHash)).size).toBe(8);
});

it('of long params goes by their digest, wherever they are stored', () => {
  const stored = (key: string, sha256: string) =>
    newTask({ params: { ids: ['1'] }, storedParams: { key, sha256, lengths: { ids: 100_000 } } });
  expect(paramsHash(stored('a', '0f'))).toBe(paramsHash(stored('b', '0f')));
  expect(paramsHash(stored('a', '0f'))).not.toBe(paramsHash(stored('a', '0e')));
});

it('is the same whoever asks, in whatever language, and differs by the options of an upload', () => {
  const upload = newTask({ kind: 'import', options: { sheet: 'A' } });
  expect(paramsHash({ ...upload, owner: 'somebody else', language: 'zh' })).toBe(
    paramsHash(upload),
  );
  expect(paramsHash(newTask({ kind: 'import', options: { sheet: 'B' } }))).not.toBe(
    paramsHash(upload),
  );
});
