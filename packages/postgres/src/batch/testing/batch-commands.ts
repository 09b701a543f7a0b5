/**
 * What can happen to a batch and its processes, as commands of fast-check; after each the table is
 * compared with the model.
 */
import {
  type BatchRun,
  type BatchScope,
  type BatchSource,
  FencedError,
  type LaneRun,
  type LaneState,
  type PageOptions,
  type RecordOutcome,
} from '@longshore/database';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { PostgresDatabase } from '../../postgres.js';
import { sql } from '../../sql.js';
import {
  type BatchModel,
  type Fate,
  LANES,
  type Only,
  RECORDS,
  type Said,
  type Setting,
} from './batch-model.js';

const CLASSES = [sql`part = ${'p1'}`, sql`part = ${'p2'} OR id > ${9}`];

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
let lives = 0;

/** The batch as its processes hold it. */
export class Real {
  run: BatchRun | null = null;
  isPaused = false;
  readonly source: BatchSource;
  /** How many there are. */
  readonly width: number;
  readonly lanes = new Map<number, LaneRun>();
  readonly dead: LaneRun[] = [];
  readonly #classes: BatchScope['classes'];

  constructor(
    readonly db: PostgresDatabase,
    { name, order, classes }: Setting,
  ) {
    this.width = LANES * classes;
    this.#classes = classes === 1 ? [] : CLASSES;
    const inOrder = { orderBy: 'part', onException: order === 'skip' ? order : 'wait' } as const;
    // a type of its own: a life that failed may hold its type
    this.source = { ...SOURCE, type: `${name} ${++lives}`, ...(order === 'none' ? {} : inOrder) };
  }

  scope(only: Only): BatchScope {
    return { lanes: LANES, batchNo: null, only, where: null, classes: this.#classes };
  }

  /** All that held a lane will be refused. */
  forgetLanes(): void {
    this.dead.push(...this.lanes.values());
    this.lanes.clear();
  }
}

const options = (claim: PageOptions['claim'], rows = 4): PageOptions => ({
  rows,
  signal: new AbortController().signal,
  claim,
});

const outcomeOf = (fate: Said): RecordOutcome => {
  if (fate === 'success') return { state: 'success' };
  if (fate === 'waiting') return { state: 'waiting' };
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
      await compare({ model, real });
    },
    toString: () => name,
  });
};

async function compare({ model, real }: Life): Promise<void> {
  const rows = await real.db.query<{ id: number; state: number; input: string }>(
    'SELECT id, state, input FROM work ORDER BY id',
  );
  expect(new Map(rows.map(({ id, state }) => [String(id), state]))).toEqual(model.states);
  const archived = await real.db.query<{ id: number; input: string }>(
    'SELECT id, input FROM work_done',
  );
  expect(new Set(archived.map(({ id }) => String(id)))).toEqual(model.archived);
  for (const { id, input } of [...rows, ...archived]) expect(input).toBe(`input ${id}`);
  for (const [key, times] of model.successes) expect([key, times]).toEqual([key, 1]);
}

export const begin = (only: Only) =>
  command(
    `begin ${only}`,
    async (model, real) => {
      if (real.run !== null) {
        await real.db.closeBatch(real.run, real.source);
        model.pause();
        real.forgetLanes();
      }
      real.run = { taskId: `model-${++tasks}`, attempt: 1 };
      real.isPaused = false;
      model.begin(only);
      const state = await real.db.openBatch(real.run, real.source, real.scope(only));
      expect(state.total).toBe(model.open.size);
    },
    () => true,
  );

const pause = command('pause', async (model, real) => {
  if (real.run === null) return;
  await real.db.closeBatch(real.run, real.source);
  model.pause();
  real.isPaused = true;
  real.forgetLanes();
});

const resume = command(
  'resume',
  async (_, real) => {
    if (real.run === null) return;
    real.run = { ...real.run, attempt: real.run.attempt + 1 };
    await real.db.openBatch(real.run, real.source, { ...real.scope('new'), lanes: 1 }); // is not read
    real.isPaused = false;
  },
  ({ isPaused }) => isPaused,
);

const take = (number: number) =>
  command(`take ${number}`, async (_, real) => void (await takeLane(real, number % real.width)));

async function takeLane(real: Real, lane: number): Promise<LaneRun> {
  const held = real.lanes.get(lane);
  if (held !== undefined) real.dead.push(held);
  const taken = await real.db.openLane(real.run?.taskId ?? '', lane);
  real.lanes.set(lane, taken);
  return taken;
}

const heldLane = async (real: Real, lane: number): Promise<LaneRun> =>
  real.lanes.get(lane) ?? takeLane(real, lane);

/** How a page is taken, and how many records it may have. */
type Taking = readonly [claim: PageOptions['claim'], rows: number];

const work = (number: number, taking: Taking, fates: readonly Fate[]) =>
  command(
    `work ${number} by ${taking}: ${fates}`,
    async (model, real) =>
      void (await workPage({ model, real }, number % real.width, taking, fates)),
  );

interface Life {
  readonly model: BatchModel;
  readonly real: Real;
}

async function workPage(
  { model, real }: Life,
  lane: number,
  [claim, rows]: Taking,
  fates: readonly Fate[],
): Promise<LaneState> {
  const held = await heldLane(real, lane);
  let keys: string[] = [];
  let said: Said[] = [];
  const state = await real.db.batchPage(
    held,
    real.source,
    options(claim, rows),
    async (records) => {
      keys = records.map(({ key }) => key);
      model.allow(lane, keys, false);
      said = model.said(keys, fates);
      return said.map(outcomeOf);
    },
  );
  model.settle(lane, keys, said);
  return state;
}

const die = (number: number, [claim, rows]: Taking) =>
  command(`die ${number} by ${claim},${rows}`, async (model, real) => {
    const lane = number % real.width;
    const held = await heldLane(real, lane);
    const killed = real.db.batchPage(
      held,
      real.source,
      options(claim, rows),
      async (records, tx) => {
        model.allow(
          lane,
          records.map(({ key }) => key),
          claim === 'mark',
        );
        await tx.query('DELETE FROM work');
        throw new Error('killed');
      },
    );
    await killed.catch((error: Error) => expect(error.message).toBe('killed'));
    if (!model.marked.get(lane)?.size) model.marked.delete(lane);
  });

const zombie = command(
  'zombie',
  async (_, real) => {
    for (const lane of real.dead.slice(-2)) {
      const late = real.db.batchPage(lane, real.source, options('mark'), async () => {
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
    const { signal } = options('lock');
    let after: string | null = null;
    do ({ after } = await real.db.archivePage(real.source, { rows: 5, after, signal }));
    while (after !== null);
    model.archive();
  },
  () => true,
);

/** The run is worked to its end, and then a new one takes what that had to leave. */
export async function finish(life: Life): Promise<void> {
  const { model, real } = life;
  if (real.isPaused) await resume().run(model, real);
  await workOut(life);
  expect([...model.open].filter((key) => !model.mayBeLeft(key))).toEqual([]);
  await begin('new')().run(model, real);
  await workOut(life);
  expect([...model.open]).toEqual([]);
  const state = await real.db.batchState(real.run?.taskId ?? '');
  expect(state?.lanes.map(({ standing }) => standing)).toEqual(Array(real.width).fill('ended'));
  expect(state?.succeeded).toBe(state?.total);
  expect([...model.states.values()].every((flag) => flag === 2 || flag === 4)).toBe(true);
}

async function workOut(life: Life): Promise<void> {
  for (let lane = 0; lane < life.real.width; lane++) {
    await takeLane(life.real, lane);
    let state = await workPage(life, lane, ['lock', 4], []);
    for (let page = 0; page < RECORDS && state.standing === 'working'; page++)
      state = await workPage(life, lane, ['mark', 4], []);
    await compare(life);
  }
}

const lane = fc.nat({ max: 5 });
const claim = fc.constantFrom<PageOptions['claim'][]>('lock', 'mark');
const taking = fc.tuple(claim, fc.integer({ min: 1, max: 4 }));
const fate = fc.constantFrom<Fate[]>(
  'success',
  'failure',
  'failure',
  'soon',
  'soon',
  'late',
  'never',
);

const working = fc.tuple(lane, taking, fc.array(fate, { maxLength: 4 }));
export const COMMANDS = [
  ...Array.from({ length: 6 }, () => working.map((step) => work(...step)())),
  ...Array.from({ length: 2 }, () => fc.tuple(lane, taking).map((step) => die(...step)())),
  lane.map((number) => take(number)()),
  fc.constantFrom<Only[]>('new', 'failed').map((only) => begin(only)()),
  ...[pause, resume, resume, zombie, archive].map((make) => fc.constant(null).map(make)),
];
