/** Values arrive as the server holds them, whatever the time zone of the process. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from './fresh-database.js';
import { insertMany } from './insert.js';
import { type MysqlDatabase, mysql } from './mysql.js';

const serverUrl = inject('mariadbUrl');
const READER = fileURLToPath(new URL('./testing/read-times.ts', import.meta.url));

describe.skipIf(serverUrl === null)('values of MariaDB', () => {
  let server: FreshDatabase;
  let db: MysqlDatabase;
  beforeAll(async () => {
    server = await freshDatabase(serverUrl ?? '');
    db = mysql(server.url);
    await db.query(
      'CREATE TABLE odd (id int PRIMARY KEY, day date, at datetime(3), stamp timestamp(3) NULL, tiny tinyint(1), small tinyint, body json, exact decimal(20,2), big bigint unsigned)',
    );
  });
  afterAll(async () => {
    await db?.close();
    await server?.drop();
  });

  it('keep zero dates as text, and other values of TINYINT(1) as numbers', async () => {
    await db.query(
      `INSERT INTO odd (id, day, at, tiny, small, body) VALUES (1, '0000-00-00', '0000-00-00 00:00:00', 2, 1, '{"n": 9007199254740993}')`,
    );
    expect(await db.query('SELECT day, at, tiny, small, body FROM odd WHERE id = 1')).toEqual([
      {
        day: '0000-00-00',
        at: '0000-00-00 00:00:00.000',
        tiny: 2,
        small: 1,
        body: '{"n": 9007199254740993}',
      },
    ]);
  });

  it('take BOOLEAN as numbers where the business says so', async () => {
    const numbers = mysql({ url: server.url, tinyInt1IsBoolean: false });
    const statement = 'SELECT CAST(1 AS int) AS one, tiny FROM odd WHERE id = 1';
    expect(await numbers.query(statement)).toEqual([{ one: 1, tiny: 2 }]);
    await numbers.close();
  });

  it.each(['UTC', 'Asia/Shanghai', 'America/New_York'])(
    'are the same times both ways under TZ=%s',
    async (zone) => {
      await db.query('DELETE FROM odd');
      await insertMany(db, {
        table: 'odd',
        rows: [
          { id: 1, day: '2026-03-08', at: '2026-03-08 02:30:00.123', stamp: '2026-11-01 01:30:00' },
        ],
      });
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--conditions=@longshore/source', '--import', 'tsx', READER, server.url],
        { env: { ...process.env, TZ: zone } },
      );
      const times = {
        day: '2026-03-08T00:00:00.000Z',
        at: '2026-03-08T02:30:00.123Z',
        stamp: '2026-11-01T01:30:00.000Z',
      };
      expect(JSON.parse(stdout)).toEqual([
        { id: 1, ...times },
        { id: 2, ...times },
      ]);
    },
  );
});

describe.skipIf(serverUrl === null)('a transaction that lost a deadlock', () => {
  it('writes nothing more, though its work goes on', async () => {
    const server = await freshDatabase(serverUrl ?? '');
    const db = mysql(server.url);
    await db.query('CREATE TABLE t (id int PRIMARY KEY, note text)');
    await insertMany(db, { table: 't', rows: [{ id: 1 }, { id: 2 }, { id: 3 }] });
    const met = [gate(), gate()];
    const crossing = [0, 1].map((i) =>
      db.transaction(async (tx) => {
        await tx.query(`UPDATE t SET note = 'by ${i}' WHERE id = ${i + 1}`);
        met[i]?.open();
        await Promise.all(met.map(({ opened }) => opened));
        await tx.query(`UPDATE t SET note = 'by ${i}' WHERE id = ${2 - i}`).catch(() => undefined);
        await tx.query(`INSERT INTO t (id, note) VALUES (${10 + i}, 'goes on')`);
      }),
    );
    const ends = await Promise.allSettled(crossing);
    const lost = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    expect(lost.map((error) => db.faultOf(error))).toEqual([
      { kind: 'conflict', code: '1213', message: expect.stringContaining('in favour of another') },
    ]);
    const winner = ends.findIndex(({ status }) => status === 'fulfilled');
    expect(await db.query('SELECT id FROM t WHERE id >= 10')).toEqual([{ id: 10 + winner }]);
    await db.close();
    await server.drop();
  });
});

function gate(): { open(): void; readonly opened: Promise<void> } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}
