/**
 * The round-trip law over random definitions, languages, zones and formats: what an export wrote is
 * imported again as it was, nothing refused and nothing else.
 */
import { LANGUAGES, type Language } from '@longshore/contract';
import { defineExport, defineImport, type Executor, labels, type Row } from '@longshore/executors';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { startServices, type TestServices } from '../test/start-services.js';
import { runAttempt } from './run-attempt.js';

const DAY_MS = 86_400_000;

/** A kind of column: its schema, and values that it may have. */
interface Kind {
  readonly schema: z.ZodType;
  readonly values: fc.Arbitrary<unknown>;
}

const status = labels({
  1: { zh: '上架', en: 'On sale', de: 'Im Verkauf', ja: '販売中' },
  0: { zh: '下架', en: 'Off sale', de: 'Nicht im Verkauf' },
});
const anyMoment = fc.date({
  min: new Date('1980-01-01'),
  max: new Date('2200-01-01'),
  noInvalidDate: true,
});
const noTies = (date: Date) => new Date(Math.floor(date.getTime() / 1_000) * 1_000);

const KINDS: Readonly<Record<string, Kind>> = {
  text: { schema: z.string(), values: fc.string({ minLength: 1, unit: 'grapheme' }) },
  code: { schema: z.string(), values: fc.stringMatching(/^[0-9]{1,14}$/) },
  decimal: {
    schema: z.string().meta({ numeric: true }),
    values: fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }).map(String),
  },
  number: {
    schema: z.number().meta({ format: '0.00' }),
    values: fc.integer({ min: -1e12, max: 1e12 }).map((cents) => cents / 100),
  },
  integer: { schema: z.int(), values: fc.integer() },
  boolean: { schema: z.boolean(), values: fc.boolean() },
  label: { schema: status, values: fc.constantFrom(0, 1) },
  day: {
    schema: z.date().meta({ format: 'yyyy-mm-dd' }),
    values: anyMoment.map((date) => new Date(Math.floor(date.getTime() / DAY_MS) * DAY_MS)),
  },
  moment: {
    schema: z.date().meta({ format: 'yyyy-mm-dd hh:mm:ss' }),
    values: anyMoment.map(noTies),
  },
};

/** No hour of these zones stands twice: such an hour comes back as its first. */
const ZONES = ['UTC', 'Asia/Shanghai', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Asia/Tokyo'];

interface Case {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly language: Language;
  readonly timeZone: string;
  readonly format: 'xlsx' | 'csv';
}

const rowsOf = (columns: readonly string[]): fc.Arbitrary<Row[]> =>
  fc
    .array(fc.record(Object.fromEntries(columns.map((name) => [name, valuesOf(name)]))), {
      minLength: 1,
      maxLength: 20,
    })
    .map((rows) => rows.map((row, i) => ({ id: i + 1, ...row })));

/** A text of blanks only would be a blank cell. */
const valuesOf = (name: string): fc.Arbitrary<unknown> =>
  (KINDS[name] as Kind).values.filter(
    (value) => typeof value !== 'string' || (value.trim() === value && value !== ''),
  );

const cases: fc.Arbitrary<Case> = fc
  .subarray(Object.keys(KINDS), { minLength: 1 })
  .chain((columns) =>
    fc.record({
      columns: fc.constant(columns),
      rows: rowsOf(columns),
      language: fc.constantFrom(...LANGUAGES),
      timeZone: fc.constantFrom(...ZONES),
      format: fc.constantFrom('xlsx', 'csv'),
    }),
  );

const executors: Executor[] = [];
let services: TestServices;
beforeAll(async () => {
  services = await startServices(executors);
});
afterAll(() => services?.close());

/** Defines both ways of one row schema; the import keeps what it is given. */
function define({ columns, rows }: Case, type: string): Row[] {
  const title = { en: 'Things', zh: '物品' };
  const shape = Object.fromEntries(
    columns.map((name) => [
      name,
      (KINDS[name] as Kind).schema.meta({
        ...(KINDS[name] as Kind).schema.meta(),
        titles: { en: `The ${name}`, zh: `列 ${name}`, de: `Spalte ${name}` },
      }),
    ]),
  );
  const row = z.object({ id: z.int(), ...shape });
  const saved: Row[] = [];
  const pages = async function* () {
    yield [...rows] as z.output<typeof row>[];
  };
  executors.push(
    defineExport({ type, title, row, rows: pages }),
    defineImport({
      type,
      title,
      row,
      key: 'id',
      save: (given) => void saved.push(...given.map(({ value }) => value)),
    }),
  );
  return saved;
}

async function run(task: Parameters<TestServices['register']>[0]) {
  const { taskId } = await services.register(task);
  const signal = new AbortController().signal;
  await runAttempt({ taskId, worker: 'test', signal }, services);
  const record = await services.tasks.record(taskId);
  if (record === null) throw new Error(`no record of ${taskId}`);
  return record;
}

test('an export that is imported again changes nothing', { timeout: 120_000 }, async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      const type = `things-${++number}`;
      const saved = define(one, type);
      const { language, timeZone, format, rows } = one;
      const person = { type, language, timeZone };
      const out = await run({ kind: 'export', ...person, params: {}, format, fileName: null });
      expect(out).toMatchObject({ phase: 'succeeded', counts: { succeeded: rows.length } });
      if (out.result === null) throw new Error('an export without a file');
      const back = await run({ kind: 'import', ...person, options: {}, upload: out.result });
      expect(back).toMatchObject({
        phase: 'succeeded',
        counts: { total: rows.length, succeeded: rows.length, failed: 0 },
      });
      expect(saved).toEqual(rows);
    }),
    { numRuns: 60 },
  );
});
