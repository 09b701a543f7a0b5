/**
 * The built business on an empty PostgreSQL database: the server of DATABASE_URL, else one that is
 * started for these tests.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { loadBusiness, plainCaller, validateRow, wordIssue } from '@longshore/executors';
import { startPostgres } from '@longshore/infra';
import type { PostgresDatabase } from '@longshore/postgres';
import { freshDatabase } from '@longshore/postgres/testing';

const DIRECTORY = fileURLToPath(new URL('..', import.meta.url));
const signal = new AbortController().signal;
const caller = {
  signal,
  owner: 'ann',
  caller: plainCaller('ann'),
  language: 'en',
  timeZone: 'UTC',
} as const;

/** An upload that is no archive. */
const attachments = { open: () => Readable.from([]) };

type Row = Readonly<Record<string, unknown>>;

export async function openBusiness() {
  const dir = mkdtempSync(join(tmpdir(), 'business-test-'));
  const server = await startPostgres({ dir, temporary: true, unsafe: true });
  const fresh = await freshDatabase(server.url);
  process.env.DATABASE_URL = fresh.url;
  const business = await loadBusiness(DIRECTORY);
  const database = business.database as PostgresDatabase; // src/index.ts makes it by postgres()
  await database.migrate();
  await business.prepare();

  return {
    business,
    /** All rows of an export. */
    exported: (type: string, params: Row = {}): Promise<Row[]> => {
      const executor = business.find('export', type);
      if (executor === undefined) throw new Error(`There is no export of ${type}.`);
      return database.read(signal, async (db) => {
        const rows: Row[] = [];
        const pages = executor.rows(executor.params.parse(params), { ...caller, db });
        for await (const page of pages) rows.push(...page);
        return rows;
      });
    },
    /** Saves the good rows; resolves with what is wrong with the others. */
    imported: async (type: string, cells: readonly Row[]): Promise<string[]> => {
      const executor = business.find('import', type);
      if (executor === undefined) throw new Error(`There is no import of ${type}.`);
      const checked = cells.map((row, i) => ({
        number: i + 2, // below the header
        result: validateRow(executor, row, { row: i + 2 }),
      }));
      const good = checked.flatMap(({ number, result }) =>
        result.valid
          ? [{ part: 1, number, value: result.value, idempotencyKey: `test/1/${number}` }]
          : [],
      );
      await database.transaction((tx) =>
        Promise.resolve(executor.save(good, { ...caller, params: {}, attachments, tx })),
      );
      const issues = checked.flatMap(({ result }) => (result.valid ? [] : result.issues));
      return issues
        .map((issue) => wordIssue(issue, executor.columns, 'en'))
        .map(({ row, column, message }) => `${row} ${column}: ${message}`);
    },
    /** Runs a routine as its tick would. */
    ran: async (type: string): Promise<void> => {
      const executor = business.find('routine', type);
      if (executor === undefined) throw new Error(`There is no routine ${type}.`);
      await executor.run({
        tick: new Date(),
        madeBy: 'clock',
        caller: plainCaller('system'),
        isCatchUp: false,
        state: null,
        checkpoint: (_state, work) => database.transaction(async (tx) => work?.(tx)),
        importDropped: async () => 0,
        signal,
      });
    },
    close: async () => {
      await database.close();
      await fresh.drop();
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
