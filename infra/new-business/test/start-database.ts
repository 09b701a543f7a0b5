/** A PostgreSQL for the tests: the server of DATABASE_URL, else one that is started for them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@longshore/infra';

export default async function startDatabase(): Promise<() => Promise<void>> {
  const dir = mkdtempSync(join(tmpdir(), 'business-test-'));
  const server = await startPostgres({ dir, temporary: true, unsafe: true });
  process.env.DATABASE_URL = server.url;
  return async () => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  };
}
