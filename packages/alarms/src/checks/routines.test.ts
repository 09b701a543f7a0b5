/** The check of routines on the log that PostgreSQL keeps. */
import type { DueRun, RoutineLedger } from '@longshore/database';
import { defineRoutine } from '@longshore/executors';
import { type PostgresDatabase, postgres } from '@longshore/postgres';
import { freshDatabase } from '@longshore/postgres/testing';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { ALARM_DEFAULTS } from '../alarming.js';
import type { Check } from './check.js';
import { routines } from './routines.js';

const MINUTE_MS = 60_000;
const routine = defineRoutine({
  type: 'close-day',
  title: { en: 'Close the day', zh: '日结' },
  cron: '* * * * *',
  run: async () => {},
});
const { type, cron, timeZone } = routine;

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let database: PostgresDatabase;
let ledger: RoutineLedger;
let check: Check;
/** A whole minute some ten minutes ago: until then every tick is decided. */
let start: number;
beforeEach(async () => {
  fresh = await freshDatabase(inject('databaseUrl'));
  database = postgres({ url: fresh.url });
  await database.migrate();
  if (database.routines === null) throw new Error('PostgreSQL keeps routines');
  ledger = database.routines;
  start = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 10 * MINUTE_MS;
  await ledger.declare(routine, start);
  const business = {
    database,
    folder: '/',
    executors: [routine],
    retryables: [],
    find: () => undefined,
    prepare: async () => {},
  };
  const unused = async () => {
    throw new Error('not asked');
  };
  check = routines({
    business,
    thresholds: ALARM_DEFAULTS,
    ask: unused,
    queue: { foremost: unused },
    tasks: { watch: {} as never, record: unused },
  });
});
afterEach(async () => {
  await database.close();
  await fresh.drop();
});

const at = (minutes: number): number => start + minutes * MINUTE_MS;
const iso = (minutes: number): string => new Date(at(minutes)).toISOString();
const look = (minutes: number) => check.look({ nowMs: at(minutes), outcomes: new Map() });
const run = (minutes: number, isCatchUp = false): DueRun => ({
  runId: `${type}/${iso(minutes)}`,
  type,
  tick: at(minutes),
  instance: null,
  madeBy: 'clock',
  isCatchUp,
});

test('a tick that nobody decides is late after a while, but not of a paused routine', async () => {
  expect(await look(2)).toEqual([]);
  const late = { cause: 'routine_late', subject: type, counted: { by: 'state' } };
  expect(await look(9)).toMatchObject([{ ...late, details: { tick: iso(1) } }]);
  await ledger.change(type, { isPaused: true }, at(3));
  expect(await look(9)).toEqual([]);
});

test('a run that no worker begins is late, and not any more once one has begun it', async () => {
  await ledger.addTick(run(1), { type, cron, timeZone });
  await ledger.decided(type, at(9));
  expect(await look(2)).toEqual([]);
  expect(await look(9)).toMatchObject([{ cause: 'routine_late', details: { tick: iso(1) } }]);
  const attempt = { runId: run(1).runId, taskId: crypto.randomUUID(), registeredAt: 1, attempt: 1 };
  await ledger.begin(attempt, 'worker');
  expect(await look(9)).toEqual([]);
});

test('a tick that was missed, and one that was made up for, are told by their time', async () => {
  const inForce = { type, cron, timeZone };
  await ledger.addTick(run(1), inForce, { outcome: 'missed', message: null });
  await ledger.addTick(run(4, true), inForce, { outcome: 'succeeded', message: null });
  await ledger.decided(type, at(9));
  expect(await look(9)).toMatchObject([
    { cause: 'routine_missed', counted: { by: 'mark', number: at(1) }, details: { tick: iso(1) } },
    { cause: 'routine_late', counted: { by: 'mark', number: at(4) }, details: { tick: iso(4) } },
  ]);
  expect(await look(9 + 120)).not.toContainEqual(
    expect.objectContaining({ cause: 'routine_missed' }),
  );
});
