import { FencedError, type ImportRun, type RunState } from '@longshore/database';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from './fresh-database.js';
import { type PostgresDatabase, postgres } from './postgres.js';

const ready = new AbortController().signal;

let server: FreshDatabase;
let db: PostgresDatabase;
let tasks = 0;
let run: ImportRun;

beforeAll(async () => {
  server = await freshDatabase(inject('databaseUrl'));
  db = postgres(server.url);
  await db.migrate();
  await db.query(
    'CREATE TABLE line (id serial PRIMARY KEY, sku text UNIQUE, price numeric CHECK (price >= 0))',
  );
});
afterAll(async () => {
  await db.close();
  await server.drop();
});
beforeEach(async () => {
  await db.query('TRUNCATE line');
  run = { taskId: `task-${++tasks}`, attempt: 1 };
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const skus = async () =>
  (await db.query<{ sku: string }>('SELECT sku FROM line ORDER BY sku')).map(({ sku }) => sku);
const failedNumbers = async (taskId: string) =>
  (await all(db.failedRows(taskId))).flat().map(({ number }) => number);

/** A chunk that saves one line and fails the row after it. */
const chunk = (of: ImportRun, sku: string, cursor: number): Promise<RunState> =>
  db.chunk(of, ready, async (tx) => {
    await tx.query('INSERT INTO line (sku) VALUES ($1)', [sku]);
    return { cursor, succeeded: 1, failed: [{ number: cursor, cells: [sku], issues: [] }] };
  });

/** Resolves once some connection of this database waits for a lock. */
async function someoneWaits(): Promise<void> {
  for (;;) {
    const waiting = await db.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (waiting.length > 0) return;
  }
}

/** A gate that work inside a transaction can wait at. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe('migrate', () => {
  it('may be run by several processes at once, and again', async () => {
    const fresh = await freshDatabase(inject('databaseUrl'));
    const processes = Array.from({ length: 5 }, () => postgres(fresh.url));
    await Promise.all(processes.map((process) => process.migrate()));
    expect(await processes[0]?.query('SELECT version FROM longshore.migration')).toEqual([
      { version: 1 },
    ]);
    await Promise.all(processes.map((process) => process.close()));
    await fresh.drop();
  });
});

describe('a chunk', () => {
  it('commits business rows, failed rows, counts and cursor together', async () => {
    expect(await db.openRun(run)).toEqual({ cursor: 0, succeeded: 0, failed: 0 });
    expect(await chunk(run, 'a', 10)).toEqual({ cursor: 10, succeeded: 1, failed: 1 });
    expect(await chunk(run, 'b', 20)).toEqual({ cursor: 20, succeeded: 2, failed: 2 });
    expect(await skus()).toEqual(['a', 'b']);
    expect(await failedNumbers(run.taskId)).toEqual([10, 20]);
  });

  it('is where a later attempt goes on', async () => {
    await db.openRun(run);
    await chunk(run, 'a', 10);
    expect(await db.openRun({ ...run, attempt: 2 })).toEqual({
      cursor: 10,
      succeeded: 1,
      failed: 1,
    });
  });

  it('leaves nothing when its work throws', async () => {
    await db.openRun(run);
    const broken = db.chunk(run, ready, async (tx) => {
      await tx.query(`INSERT INTO line (sku) VALUES ('lost')`);
      throw new Error('broken');
    });
    await expect(broken).rejects.toThrow('broken');
    expect(await skus()).toEqual([]);
    expect(await chunk(run, 'a', 1)).toEqual({ cursor: 1, succeeded: 1, failed: 1 });
  });

  it('leaves nothing when its connection is killed midway', async () => {
    await db.openRun(run);
    const killed = db.chunk(run, ready, async (tx) => {
      await tx.query(`INSERT INTO line (sku) VALUES ('lost')`);
      const [backend] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await db.query('SELECT pg_terminate_backend($1)', [backend?.pid]);
      await tx.query(`INSERT INTO line (sku) VALUES ('lost too')`);
      return { cursor: 1, succeeded: 2, failed: [] };
    });
    const error = await killed.catch((thrown: unknown) => thrown);
    expect(db.faultOf(error).kind).toBe('system');
    expect(await skus()).toEqual([]);
    expect(await db.openRun({ ...run, attempt: 2 })).toEqual({
      cursor: 0,
      succeeded: 0,
      failed: 0,
    });
  });

  it('survives a connection that dies while no query runs', async () => {
    await db.openRun(run);
    const killed = db.chunk(run, ready, async (tx) => {
      const [backend] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await db.query('SELECT pg_terminate_backend($1)', [backend?.pid]);
      while (
        (await db.query('SELECT 1 FROM pg_stat_activity WHERE pid = $1', [backend?.pid])).length > 0
      );
      return { cursor: 1, succeeded: 0, failed: [] };
    });
    expect(db.faultOf(await killed.catch((thrown: unknown) => thrown)).kind).toBe('system');
  });

  it('refuses to save rows before its cursor again', async () => {
    await db.openRun(run);
    await chunk(run, 'a', 10);
    await expect(chunk(run, 'b', 10)).rejects.toThrow('everything up to row 10 is committed');
    expect(await skus()).toEqual(['a']);
  });

  it('is ended by the server when its worker is frozen, so that the next attempt gets the run', async () => {
    const impatient = postgres({ url: server.url, chunkIdleTimeoutMs: 200 });
    await impatient.openRun(run);
    const { open, opened } = gate();
    const wrote = gate();
    const frozen = impatient.chunk(run, ready, async (tx) => {
      await tx.query(`INSERT INTO line (sku) VALUES ('lost')`);
      wrote.open();
      await opened;
      return { cursor: 1, succeeded: 1, failed: [] };
    });
    const ended = expect(frozen).rejects.toThrow();
    await wrote.opened;
    expect(await db.openRun({ ...run, attempt: 2 })).toEqual({
      cursor: 0,
      succeeded: 0,
      failed: 0,
    });
    open();
    await ended;
    expect(await skus()).toEqual([]);
    await impatient.close();
  });

  it('is undone by an abort, whose reason is thrown', async () => {
    await db.openRun(run);
    const stop = new AbortController();
    const reason = new Error('cancelled');
    const aborted = db.chunk(run, stop.signal, async (tx) => {
      await tx.query(`INSERT INTO line (sku) VALUES ('lost')`);
      setImmediate(() => stop.abort(reason));
      await tx.query('SELECT pg_sleep(60)');
      return { cursor: 1, succeeded: 1, failed: [] };
    });
    await expect(aborted).rejects.toBe(reason);
    expect(await skus()).toEqual([]);
  });
});

describe('a bad row behind a savepoint', () => {
  it('takes only its own writes with it', async () => {
    await db.openRun(run);
    await db.chunk(run, ready, async (tx) => {
      await tx.query(`INSERT INTO line (sku) VALUES ('good')`);
      const bad = tx.savepoint(async () => {
        await tx.query(`INSERT INTO line (sku) VALUES ('half')`);
        await tx.query(`INSERT INTO line (sku, price) VALUES ('bad', -1)`);
      });
      const error = await bad.catch((thrown: unknown) => thrown);
      expect(db.faultOf(error)).toEqual({
        kind: 'row',
        code: '23514',
        message: 'breaks a rule of the database',
      });
      await tx.savepoint(() =>
        tx.savepoint(() => tx.query(`INSERT INTO line (sku) VALUES ('nested')`)),
      );
      return { cursor: 1, succeeded: 2, failed: [] };
    });
    expect(await skus()).toEqual(['good', 'nested']);
  });
});

describe('the fence', () => {
  it('refuses the chunk of an older attempt', async () => {
    await db.openRun(run);
    await db.openRun({ ...run, attempt: 2 });
    await expect(chunk(run, 'late', 10)).rejects.toBeInstanceOf(FencedError);
    await expect(db.openRun(run)).rejects.toBeInstanceOf(FencedError);
    expect(await skus()).toEqual([]);
  });

  it('refuses a chunk without a run', async () => {
    await expect(chunk(run, 'late', 10)).rejects.toBeInstanceOf(FencedError);
  });

  it('refuses chunks of a closed run; a later attempt may open it again and goes on', async () => {
    await db.openRun(run);
    await chunk(run, 'a', 10);
    expect(await db.fenceRun(run)).toEqual({ cursor: 10, succeeded: 1, failed: 1 });
    await expect(chunk(run, 'late', 20)).rejects.toBeInstanceOf(FencedError);
    await expect(db.openRun(run)).rejects.toBeInstanceOf(FencedError);
    expect(await db.openRun({ ...run, attempt: 2 })).toEqual({
      cursor: 10,
      succeeded: 1,
      failed: 1,
    });
    await chunk({ ...run, attempt: 2 }, 'b', 20);
    expect(await skus()).toEqual(['a', 'b']);
  });

  it('keeps out an attempt that was closed before it opened its run', async () => {
    expect(await db.fenceRun(run)).toBeNull();
    await expect(db.openRun(run)).rejects.toBeInstanceOf(FencedError);
    expect(await db.fenceRun(run)).toBeNull();
    expect(await db.openRun({ ...run, attempt: 2 })).toEqual({
      cursor: 0,
      succeeded: 0,
      failed: 0,
    });
  });

  it('lets a late close of an older attempt touch nothing', async () => {
    await db.openRun({ ...run, attempt: 2 });
    await db.fenceRun(run);
    expect(await chunk({ ...run, attempt: 2 }, 'a', 10)).toEqual({
      cursor: 10,
      succeeded: 1,
      failed: 1,
    });
  });

  it('waits at a close for the chunk in flight, and counts it', async () => {
    await db.openRun(run);
    const { open, opened } = gate();
    const inFlight = db.chunk(run, ready, async (tx) => {
      await tx.query(`INSERT INTO line (sku) VALUES ('a')`);
      await opened;
      return { cursor: 7, succeeded: 1, failed: [] };
    });
    const closed = db.fenceRun(run);
    await someoneWaits();
    open();
    await inFlight;
    expect(await closed).toEqual({ cursor: 7, succeeded: 1, failed: 0 });
  });

  it('lets one of two attempts commit each chunk when they race', async () => {
    await db.openRun(run);
    const attempts = [1, 2, 3].map((attempt) => ({ ...run, attempt }));
    await Promise.allSettled(
      attempts.map(async (attempt) => {
        const { cursor } = await db.openRun(attempt);
        for (let row = cursor + 1; row <= 20; row++) await chunk(attempt, `row-${row}`, row);
      }),
    );
    const state = await db.fenceRun({ ...run, attempt: 3 });
    expect(state?.cursor).toBe(20);
    expect(await skus()).toHaveLength(20);
  });
});

describe('failed rows', () => {
  it('come back in sheet order with their cells as they were', async () => {
    await db.openRun(run);
    const cells = [
      '商品',
      '',
      1.5,
      true,
      null,
      new Date('2026-01-31T08:05:00.123Z'),
      { error: '#N/A' },
      'a\u0000b',
      '\ud800',
      '__proto__',
    ];
    const issues = [{ row: 7, column: 'a\u0000', code: 'invalid', message: 'half \udc00' }];
    await db.chunk(run, ready, async () => ({
      cursor: 9,
      succeeded: 0,
      failed: [
        { number: 9, cells: [], issues: [] },
        { number: 7, cells, issues },
      ],
    }));
    const [page] = await all(db.failedRows(run.taskId));
    expect(page).toEqual([
      {
        number: 7,
        cells,
        issues: [{ row: 7, column: 'a\ufffd', code: 'invalid', message: 'half \ufffd' }],
      },
      { number: 9, cells: [], issues: [] },
    ]);
  });

  it('come in pages', async () => {
    await db.openRun(run);
    const failed = Array.from({ length: 2_500 }, (_, i) => ({
      number: i + 1,
      cells: [i],
      issues: [],
    }));
    await db.chunk(run, ready, async () => ({ cursor: 2_500, succeeded: 0, failed }));
    const pages = await all(db.failedRows(run.taskId));
    expect(pages.map((page) => page.length)).toEqual([1_000, 1_000, 500]);
    expect(pages.flat()).toEqual(failed);
  });

  it('come in smaller pages when they are long', async () => {
    await db.openRun(run);
    const failed = Array.from({ length: 9 }, (_, i) => ({
      number: i + 1,
      cells: ['x'.repeat(1_500_000)],
      issues: [],
    }));
    await db.chunk(run, ready, async () => ({ cursor: 9, succeeded: 0, failed }));
    const pages = await all(db.failedRows(run.taskId));
    expect(pages.map((page) => page.length)).toEqual([3, 3, 3]);
    expect(pages.flat()).toEqual(failed);
  });

  it('are forgotten with their run', async () => {
    await db.openRun(run);
    await chunk(run, 'a', 1);
    await db.sweep(3_600_000);
    expect(await failedNumbers(run.taskId)).toEqual([1]);
    await db.sweep(0);
    expect(await failedNumbers(run.taskId)).toEqual([]);
  });
});

describe('read', () => {
  it('sees one snapshot', async () => {
    await db.query(`INSERT INTO line (sku) VALUES ('a')`);
    const counts = await db.read(ready, async (snapshot) => {
      const before = await snapshot.query('SELECT 1 FROM line');
      await db.query(`INSERT INTO line (sku) VALUES ('b')`);
      return [before.length, (await snapshot.query('SELECT 1 FROM line')).length];
    });
    expect(counts).toEqual([1, 1]);
  });

  it('cannot write', async () => {
    await expect(
      db.read(ready, (snapshot) => snapshot.query(`INSERT INTO line (sku) VALUES ('x')`)),
    ).rejects.toThrow('read-only');
  });

  it('cancels the running query on the server when it is aborted, also when the pool is used up', async () => {
    const small = postgres({ url: server.url, maxConnections: 1 });
    const stop = new AbortController();
    const slow = small.read(stop.signal, (snapshot) =>
      snapshot.query('SELECT pg_sleep(60) AS slow_query'),
    );
    const running = () =>
      db.query(
        `SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(60) AS slow_query' AND pid <> pg_backend_pid()`,
      );
    while ((await running()).length === 0);
    stop.abort(new Error('cancelled'));
    await expect(slow).rejects.toThrow('cancelled');
    expect(await running()).toEqual([]);
    expect(await small.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await small.close();
  });

  it('does not begin when it was aborted before', async () => {
    await expect(db.read(AbortSignal.abort(new Error('too late')), async () => 1)).rejects.toThrow(
      'too late',
    );
  });
});

describe('a database that is away', () => {
  it('is a system fault, and ready() says database_unavailable', async () => {
    const away = postgres('postgres://nobody@127.0.0.1:1/none');
    await expect(away.ready()).rejects.toMatchObject({
      code: 'database_unavailable',
      retryable: true,
    });
    expect(away.faultOf(await away.query('SELECT 1').catch((error: unknown) => error)).kind).toBe(
      'system',
    );
  });

  it('needs an address', () => {
    expect(() => postgres('')).toThrow('DATABASE_URL');
  });
});

describe('transaction', () => {
  it('lets one holder of a lock in at a time', async () => {
    const { open, opened } = gate();
    const { open: enter, opened: entered } = gate();
    const order: string[] = [];
    const first = db.transaction(
      async () => {
        enter();
        await opened;
        order.push('first');
      },
      { lock: 'test' },
    );
    await entered;
    const second = db.transaction(
      async () => {
        order.push('second');
      },
      { lock: 'test' },
    );
    await someoneWaits();
    open();
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
  });
});

it('leaves the parsers of pg as they are for others', async () => {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  expect((await client.query(`SELECT 1::int8 AS n`)).rows).toEqual([{ n: '1' }]);
  await client.end();
});
