/**
 * A business on an empty database of its own, whose executors tests run as a worker runs them:
 * through the runner, the workbook engine, the store and the real database. The main function of
 * the door.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Business, type LoadedBusiness, loadBusiness } from '@longshore/executors';
import { createDiskStore } from '@longshore/storage';
import { emptyDatabase } from './empty-database.js';
import { type BatchOutcome, testBatch } from './test-batch.js';
import { type ExportOptions, type ExportOutcome, testExport } from './test-export.js';
import {
  type FileToImport,
  type ImportOptions,
  type ImportOutcome,
  testImport,
} from './test-import.js';
import { type RoutineOptions, type RoutineOutcome, testRoutine } from './test-routine.js';
import type { Row, TestCaller, Tested } from './tested.js';

/** Where the business finds its database. */
export interface TestBusinessOptions {
  /**
   * A PostgreSQL, MariaDB or MySQL server, as a user who may create databases. Default: what
   * `variable` holds. Without either the business has no database of Longshore's.
   */
  readonly server?: string;
  /**
   * The environment variable in which the business looks for its database; it is set. Default
   * `DATABASE_URL`.
   */
  readonly variable?: string;
}

/** A business under test. Its functions need no `this`. */
export interface TestedBusiness {
  readonly business: LoadedBusiness;
  /** Throws what the executor throws, and for an unknown type or wrong params. */
  testExport(type: string, params?: Row, options?: ExportOptions): Promise<ExportOutcome>;
  /**
   * Imports rows by their properties, with cells as a person writes them, or a file. Throws what
   * fails the import as a whole.
   */
  testImport(
    type: string,
    rows: readonly Row[] | FileToImport,
    options?: ImportOptions,
  ): Promise<ImportOutcome>;
  /** Processes the new records. Throws what fails the batch as a whole. */
  testBatch(type: string, params?: Row, options?: TestCaller): Promise<BatchOutcome>;
  /** Runs one tick. Throws what the routine throws. */
  testRoutine(type: string, options?: RoutineOptions): Promise<RoutineOutcome>;
  /**
   * Puts the data back as they were after the business's own first rows: for `afterEach`. What
   * tests change in the structure of tables stays on MariaDB and MySQL.
   */
  undo(): Promise<void>;
  /** Removes database and files: for `afterAll`. */
  close(): Promise<void>;
}

/**
 * Loads a business: its directory or its name, as BUSINESS has it, or what `defineBusiness` gave.
 * Throws BusinessError, and what the database throws.
 */
export async function testBusiness(
  business: string | URL | Business,
  { variable = 'DATABASE_URL', server = process.env[variable] }: TestBusinessOptions = {},
): Promise<TestedBusiness> {
  const database = server === undefined ? null : await emptyDatabase(server);
  if (database !== null) process.env[variable] = database.url; // a business reads it when it is loaded
  const loaded = await loadBusiness(business instanceof URL ? fileURLToPath(business) : business);
  await loaded.database.migrate();
  await loaded.prepare();
  await database?.keep();
  const directory = await mkdtemp(join(tmpdir(), 'longshore-testing-'));
  const tested: Tested = {
    business: loaded,
    store: createDiskStore({ directory }),
    finished: new Map(),
  };
  return {
    business: loaded,
    testExport: (...call) => testExport(tested, ...call),
    testImport: (...call) => testImport(tested, ...call),
    testBatch: (...call) => testBatch(tested, ...call),
    testRoutine: (...call) => testRoutine(tested, ...call),
    undo: async () => {
      await database?.restore();
      await loaded.database.ready();
      tested.finished.clear();
    },
    close: async () => {
      await loaded.database.close();
      await database?.drop();
      if (server !== undefined) process.env[variable] = server;
      await rm(directory, { recursive: true, force: true });
    },
  };
}
