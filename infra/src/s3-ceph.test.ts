/** Ceph's S3 gateway on loopback, where it is installed. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { processIdentity } from './process-identity.js';
import { hasCeph, startCeph } from './s3-ceph.js';

test.skipIf(!hasCeph(process.env))(
  'it serves until it is stopped, and a second start ends what the first left',
  { timeout: 180_000 },
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'longshore-ceph-'));
    const left = await startCeph({ dir });
    const { endpoint, pid, stop } = await startCeph({ dir });
    expect(processIdentity(left.pid ?? 0)).toBeNull();
    expect((await fetch(`${endpoint}/any-bucket`)).status).toBe(404);
    await stop();
    expect(processIdentity(pid ?? 0)).toBeNull();
    expect(readdirSync(dir).filter((name) => !name.endsWith('.log'))).toEqual([]);
    rmSync(dir, { recursive: true });
  },
);
