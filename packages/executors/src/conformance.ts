/**
 * What every executor of a business must keep, whatever it is about: laws that a test runs without
 * listing the executors.
 * Behind the door `@longshore/executors/conformance`; needs fast-check.
 */
import assert from 'node:assert/strict';
import { LANGUAGES } from '@longshore/contract';
import fc from 'fast-check';
import * as z from 'zod';
import { cellsFor } from './arbitrary-cells.js';
import type { Column } from './column.js';
import type { ExportExecutor, ImportExecutor, RowExecutor } from './executor.js';
import type { LoadedBusiness } from './load-business.js';

/** One law that an executor must keep. */
export interface Law {
  /** `export orders: amount comes back as it went out`. */
  readonly title: string;
  /** Throws when the law is broken. */
  check(): void;
}

/** `for (const { title, check } of executorLaws(business)) it(title, check)`. */
export function executorLaws({ executors }: LoadedBusiness): Law[] {
  const withRows = executors.filter((executor) => 'columns' in executor);
  return withRows.flatMap((executor) => [
    ...executor.columns.map((column) => roundTrip(executor, column)),
    headersStand(executor),
    ...(executor.kind === 'batch' ? [] : [paramsAreDocumented(executor)]),
  ]);
}

const lawOf = (executor: RowExecutor, what: string, check: () => void): Law => ({
  title: `${executor.kind} ${executor.type}: ${what}`,
  check,
});

/**
 * Export in any language, then import: a value that went out as a cell is the same value again,
 * whatever language its first cell was in.
 */
function roundTrip(executor: RowExecutor, column: Column): Law {
  const schema: z.core.$ZodType | undefined = executor.row.shape[column.key];
  assert(schema !== undefined, `the column ${column.key} has no property`);
  const written = LANGUAGES.map((language) => column.in(language));
  const cells = fc.oneof(...written.map((column) => cellsFor(column, schema)));
  return lawOf(executor, `${column.key} comes back as it went out`, () =>
    fc.assert(
      fc.property(cells, (cell) => {
        const first = z.safeParse(schema, column.fromCell(cell));
        fc.pre(first.success);
        for (const { toCell } of written) {
          const again: unknown = z.parse(schema, column.fromCell(toCell(first.data)));
          assert.deepEqual(again ?? null, first.data ?? null);
        }
      }),
    ),
  );
}

/** The template's header row leads back to its columns: readers trim and ignore required marks. */
const headersStand = (executor: RowExecutor): Law =>
  lawOf(executor, 'each header is a text of its own', () => {
    for (const { key, header, title } of executor.columns)
      for (const text of [header, ...Object.values(title)])
        assert.match(text, /^[^\s*＊](.*[^\s*＊])?$/u, `the header of ${key}`);
  });

const paramsAreDocumented = (executor: ExportExecutor | ImportExecutor): Law =>
  lawOf(executor, 'params have a JSON Schema', () => {
    assert.equal(z.toJSONSchema(executor.params).type, 'object');
  });
