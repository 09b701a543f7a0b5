/**
 * Random lives of a batch against a small model: take a lane, work, die, retry, pause, archive, in
 * any order. After each step the flags in the table are those of the model. BATCH_LIVES says how
 * many.
 */
import {
  type BatchRun,
  type BatchSource,
  FencedError,
  type LaneRun,
  type PageOptions,
  type RecordOutcome,
} from '@longshore/database';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../fresh-database.js';
import { type PostgresDatabase, postgres } from '../postgres.js';
import { BatchModel, type Fate, type Only, RECORDS } from './testing/batch-model.js';

const LANES = 2;
const LIVES = Number(process.env.BATCH_LIVES ?? 15);
const COLUMNS = 'id bigint PRIMARY KEY, input text, state smallint NOT NULL, remark text';

const SOURCE: BatchSource = {
  type: 'model',
  table: 'work',
  key: 'id',
  state: 'state',
  remark: 'remark',
  batchNo: null,
  orderBy: null,
  onException: 'wait',
  flags: { new: 0, processing: 1, success: 2, exception: 3, failure: 4 },
  columns: ['input'],
  results: [],
  archive: { success: 'work_done', failure: null, when: 'later' },
};

let tasks = 0;
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

/** The batch as its processes hold it. */
class Real {
  run: BatchRun | null = null;
  isPaused = false;
  readonly lanes = new Map<number, LaneRun>();
  readonly dead: LaneRun[] = [];

  options(claim: PageOptions['claim']): PageOptions {
    return { rows: 4, signal: new AbortController().signal, claim };
  }

  /** All that held a lane will be refused. */
  forgetLanes(): void {
    this.dead.push(...this.lanes.values());
    this.lanes.clear();
  }
}

const outcomeOf = (fate: Fate): RecordOutcome => {
  if (fate === 'success') return { state: 'success' };
  if (fate === 'failure') return { state: 'failure', code: 'no', message: 'no' };
  const retryInMs = { soon: 0, late: 3_600_000, never: null }[fate];
  return { state: 'exception', code: 'away', message: 'away', retryInMs };
};

type Command = fc.AsyncCommand<BatchModel, Real>;

/** After each command the table is what the model says, and inputs are what they were. */
const command = (
  name: string,
  run: (model: BatchModel, real: Real) => Promise<void>,
  check: (real: Real) => boolean = ({ run: live, isPaused }) => live !== null && !isPaused,
): (() => Command) => {
  let real: Real | null = null;
  return () => ({
    check: () => true,
    run: async (model, current) => {
      real = current;
      if (!check(real)) return;
      await run(model, real);
      await compare(model);
    },
    toString: () => name,
  });
};

async function compare(model: BatchModel): Promise<void> {
  const rows = await db.query<{ id: number; state: number; input: string }>(
    'SELECT id, state, input FROM work ORDER BY id',
  );
  expect(new Map(rows.map(({ id, state }) => [String(id), state]))).toEqual(model.states);
  const archived = await db.query<{ id: number; input: string }>('SELECT id, input FROM work_done');
  expect(new Set(archived.map(({ id }) => String(id)))).toEqual(model.archived);
  for (const { id, input } of [...rows, ...archived]) expect(input).toBe(`input ${id}`);
  for (const [key, times] of model.successes) expect([key, times]).toEqual([key, 1]);
}

const begin = (only: Only) =>
  command(
    `begin ${only}`,
    async (model, real) => {
      if (real.run !== null) {
        await db.closeBatch(real.run, SOURCE);
        model.pause();
        real.forgetLanes();
      }
      real.run = { taskId: `model-${++tasks}`, attempt: 1 };
      real.isPaused = false;
      model.begin(only);
      const state = await db.openBatch(real.run, SOURCE, {
        lanes: LANES,
        batchNo: null,
        only,
        where: null,
        classes: [],
      });
      expect(state.total).toBe(model.open.size);
    },
    () => true,
  );

const pause = command('pause', async (model, real) => {
  if (real.run === null) return;
  await db.closeBatch(real.run, SOURCE);
  model.pause();
  real.isPaused = true;
  real.forgetLanes();
});

const resume = command(
  'resume',
  async (_, real) => {
    if (real.run === null) return;
    real.run = { ...real.run, attempt: real.run.attempt + 1 };
    await db.openBatch(real.run, SOURCE, {
      lanes: 1,
      batchNo: null,
      only: 'new',
      where: null,
      classes: [],
    });
    real.isPaused = false;
  },
  ({ isPaused }) => isPaused,
);

const take = (lane: number) =>
  command(`take ${lane}`, async (_, real) => {
    const held = real.lanes.get(lane);
    if (held !== undefined) real.dead.push(held);
    real.lanes.set(lane, await db.openLane(real.run?.taskId ?? '', lane));
  });

const work = (lane: number, claim: PageOptions['claim'], fates: readonly Fate[]) =>
  command(`work ${lane} by ${claim}: ${fates}`, async (model, real) => {
    const held = real.lanes.get(lane);
    if (held === undefined) return;
    let keys: string[] = [];
    await db.batchPage(held, SOURCE, real.options(claim), async (records) => {
      keys = records.map(({ key }) => key);
      model.allow(lane, keys, false);
      return keys.map((_, i) => outcomeOf(fates[i] ?? 'success'));
    });
    model.settle(lane, keys, fates);
  });

const die = (lane: number, claim: PageOptions['claim']) =>
  command(`die ${lane} by ${claim}`, async (model, real) => {
    const held = real.lanes.get(lane);
    if (held === undefined) return;
    const killed = db.batchPage(held, SOURCE, real.options(claim), async (records, tx) => {
      model.allow(
        lane,
        records.map(({ key }) => key),
        claim === 'mark',
      );
      await tx.query('DELETE FROM work');
      throw new Error('killed');
    });
    await killed.catch((error: Error) => expect(error.message).toBe('killed'));
    if (!model.marked.get(lane)?.size) model.marked.delete(lane);
  });

const zombie = command(
  'zombie',
  async (_, real) => {
    for (const lane of real.dead.slice(-2)) {
      const late = db.batchPage(lane, SOURCE, real.options('mark'), async () => {
        throw new Error('a zombie was given records');
      });
      await expect(late).rejects.toBeInstanceOf(FencedError);
    }
  },
  () => true,
);

const archive = command(
  'archive',
  async (model, real) => {
    const { signal } = real.options('lock');
    let after: string | null = null;
    do ({ after } = await db.archivePage(SOURCE, { rows: 5, after, signal }));
    while (after !== null);
    model.archive();
  },
  () => true,
);

/** What is left of the run is worked to its end: nothing stays behind. */
async function finish(model: BatchModel, real: Real): Promise<void> {
  await begin('new')().run(model, real);
  for (let lane = 0; lane < LANES; lane++) {
    await take(lane)().run(model, real);
    await work(lane, 'lock', [])().run(model, real);
    for (let page = 0; page < RECORDS / 2; page++) await work(lane, 'mark', [])().run(model, real);
  }
  expect([...model.open]).toEqual([]);
  const state = await db.batchState(real.run?.taskId ?? '');
  expect(state?.lanes.map(({ standing }) => standing)).toEqual(['ended', 'ended']);
  expect(state?.succeeded).toBe(state?.total);
  expect([...model.states.values()].every((flag) => flag === 2 || flag === 4)).toBe(true);
}

const lane = fc.integer({ min: 0, max: LANES - 1 });
const claim = fc.constantFrom<PageOptions['claim'][]>('lock', 'mark');
const fate = fc.constantFrom<Fate[]>('success', 'success', 'failure', 'soon', 'late', 'never');

const COMMANDS = [
  fc.constantFrom<Only[]>('new', 'failed').map((only) => begin(only)()),
  lane.map((number) => take(number)()),
  lane.map((number) => take(number)()),
  fc.tuple(lane, claim, fc.array(fate, { maxLength: 4 })).map((step) => work(...step)()),
  fc.tuple(lane, claim, fc.array(fate, { maxLength: 4 })).map((step) => work(...step)()),
  fc.tuple(lane, claim).map((step) => die(...step)()),
  fc.tuple(lane, claim).map((step) => die(...step)()),
  ...[pause, resume, resume, zombie, zombie, archive].map((make) => fc.constant(null).map(make)),
];

it(
  'keeps the flags of every life of a batch',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: 30, size: '+1' }), async (commands) => {
        await db.query('TRUNCATE work; TRUNCATE work_done');
        await db.query(
          `INSERT INTO work SELECT id, 'input ' || id, 0, NULL FROM generate_series(1, ${RECORDS}) AS id`,
        );
        const [model, real] = [new BatchModel(), new Real()];
        await begin('new')().run(model, real);
        await fc.asyncModelRun(() => ({ model, real }), commands);
        await finish(model, real);
      }),
      { numRuns: LIVES },
    );
  },
  30_000 + LIVES * 6_000,
);
