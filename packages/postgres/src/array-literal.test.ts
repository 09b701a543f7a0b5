import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { arrayLiteral } from './array-literal.js';
import { type FreshDatabase, freshDatabase } from './fresh-database.js';
import { type PostgresDatabase, postgres } from './postgres.js';

let server: FreshDatabase;
let db: PostgresDatabase;
beforeAll(async () => {
  server = await freshDatabase(inject('databaseUrl'));
  db = postgres(server.url);
});
afterAll(async () => {
  await db.close();
  await server.drop();
});

const unnested = async (type: string, values: unknown) =>
  (
    await db.query<{ value: unknown }>(`SELECT value FROM unnest($1::${type}[]) AS value`, [values])
  ).map(({ value }) => value);

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('NULL', 'null', '', ' a ', '{"a\\', ',', '\n'),
);
const kinds = {
  text: text.filter((value) => !value.includes('\u0000')),
  'double precision': fc.double({ noNaN: true }).map((value) => value + 0),
  bigint: fc.integer(),
  boolean: fc.boolean(),
  timestamptz: fc.date({
    min: new Date('0100-01-01'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  }),
};

describe('arrayLiteral', () => {
  it.each(Object.entries(kinds))(
    'of %s is read by the server as the same values, and as those of pg',
    async (type, element) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.option(element as fc.Arbitrary<unknown>), { maxLength: 20 }),
          async (values) => {
            const read = await unnested(type, arrayLiteral(values));
            expect(read).toEqual(values);
            expect(read).toEqual(await unnested(type, [...values]));
          },
        ),
        { numRuns: 50 },
      );
    },
  );

  it('leaves to pg what it does not know', () => {
    for (const value of [
      {},
      [1],
      Buffer.from('a'),
      new Date(Number.NaN),
      new Date('+010000-01-01'),
      new Date('-000001-01-01'),
    ])
      expect(arrayLiteral([1, value])).toBeNull();
  });
});
