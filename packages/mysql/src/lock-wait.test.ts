import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { freshDatabase } from './fresh-database.js';
import { type MysqlDatabase, mysql } from './mysql.js';

const serverUrl = inject('mariadbUrl');
const never = new AbortController().signal;

describe.skipIf(serverUrl === null)('a chunk of a worker that is frozen', () => {
  let server: Awaited<ReturnType<typeof freshDatabase>>;
  let frozen: MysqlDatabase;
  let later: MysqlDatabase;
  beforeAll(async () => {
    server = await freshDatabase(serverUrl ?? '');
    frozen = mysql({ url: server.url, chunkIdleTimeoutMs: 4_000 });
    later = mysql({ url: server.url, maxConnections: 1 });
    await frozen.migrate();
  });
  afterAll(async () => {
    await Promise.all([frozen?.close(), later?.close()]);
    await server?.drop();
  });

  it('may be waited for longer than the server lets a statement wait for a lock', async () => {
    const run = { taskId: 'frozen', attempt: 1 };
    await frozen.openRun(run);
    let thaw = () => {};
    const thawed = new Promise<void>((resolve) => {
      thaw = resolve;
    });
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const chunk = frozen.chunk(run, never, async () => {
      begin();
      await thawed;
      return { cursor: { part: 1, row: 1 }, succeeded: 1, failed: [] };
    });
    const isRefused = expect(chunk).rejects.toThrow();
    await begun;
    await later.query('SET SESSION innodb_lock_wait_timeout = 1');
    expect(await later.openRun({ ...run, attempt: 2 })).toMatchObject({ succeeded: 0 });
    thaw();
    await isRefused;
  });
});
