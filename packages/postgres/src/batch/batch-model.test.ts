/**
 * Random lives of a batch against a small model: take a lane, work, die, retry, pause, archive, in
 * any order; with records that go as they come, in classes, and in an order that waits for an
 * exception or skips it. After each step the flags in the table are those of the model. BATCH_LIVES
 * says how many lives there are of each.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, inject, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../fresh-database.js';
import { type PostgresDatabase, postgres } from '../postgres.js';
import { begin, COMMANDS, finish, Real } from './testing/batch-commands.js';
import { BatchModel, type Only, partOf, type Setting } from './testing/batch-model.js';

const LIVES = Number(process.env.BATCH_LIVES ?? 6);
const COLUMNS =
  'id bigint PRIMARY KEY, part text, input text, state smallint NOT NULL, remark text';

let server: FreshDatabase;
let db: PostgresDatabase;
beforeAll(async () => {
  server = await freshDatabase(inject('databaseUrl'));
  db = postgres(server.url);
  await db.migrate();
  await db.query(`CREATE TABLE work (${COLUMNS})`);
  await db.query('CREATE INDEX work_pages ON work (id) WHERE state = 0');
  await db.query(`CREATE TABLE work_done (${COLUMNS})`);
});
afterAll(async () => {
  await db?.close();
  await server?.drop();
});

const SETTINGS: readonly Setting[] = [
  { name: 'as they come', order: 'none', classes: 1 },
  { name: 'in classes', order: 'none', classes: 3 },
  { name: 'in an order that waits', order: 'wait', classes: 1 },
  { name: 'in an order that skips', order: 'skip', classes: 1 },
];

const commands = fc.commands(COMMANDS, { maxCommands: 30, size: '+1' });
const first = fc.constantFrom<Only[]>('new', 'new', 'failed');

it.each(SETTINGS)(
  'keeps the flags of every life of a batch whose records go $name',
  async (setting) => {
    await fc.assert(
      fc.asyncProperty(first, commands, async (only, steps) => {
        const [model, real] = [new BatchModel(setting, only), new Real(db, setting)];
        await db.query('TRUNCATE work; TRUNCATE work_done');
        for (const [id, flag] of model.states)
          await db.query('INSERT INTO work VALUES ($1, $2, $3, $4)', [
            id,
            partOf(id),
            `input ${id}`,
            flag,
          ]);
        await begin(only)().run(model, real);
        await fc.asyncModelRun(() => ({ model, real }), steps);
        await finish({ model, real });
      }),
      { numRuns: LIVES },
    );
  },
  30_000 + LIVES * 6_000,
);
