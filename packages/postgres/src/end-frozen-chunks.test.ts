import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { freshDatabase } from './fresh-database.js';
import { type PostgresDatabase, postgres } from './postgres.js';

const never = new AbortController().signal;
let server: Awaited<ReturnType<typeof freshDatabase>>;
let db: PostgresDatabase;
let frozen: PostgresDatabase;
beforeAll(async () => {
  server = await freshDatabase(inject('databaseUrl'));
  [db, frozen] = [postgres(server.url), postgres(server.url)];
  await db.migrate();
  await db.query('CREATE TABLE line (sku text)');
});
afterAll(async () => {
  await Promise.all([db?.close(), frozen?.close()]);
  await server?.drop();
});

it('a later attempt does not wait long for the chunk of a worker that is frozen', async () => {
  const run = { taskId: 'frozen', attempt: 1 };
  await frozen.openRun(run);
  let thaw = () => {};
  const thawed = new Promise<void>((resolve) => {
    thaw = resolve;
  });
  let wrote = () => {};
  const written = new Promise<void>((resolve) => {
    wrote = resolve;
  });
  const chunk = frozen.chunk(run, never, async (tx) => {
    await tx.query(`INSERT INTO line VALUES ('lost')`);
    wrote();
    await thawed;
    return { cursor: { part: 1, row: 1 }, succeeded: 1, failed: [] };
  });
  const isRefused = expect(chunk).rejects.toThrow();
  await written;
  const began = performance.now();
  await db.openRun({ ...run, attempt: 2 });
  expect(performance.now() - began).toBeLessThan(25_000);
  thaw();
  await isRefused;
  expect(await db.query('SELECT sku FROM line')).toEqual([]);
});
