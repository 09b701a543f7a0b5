/**
 * MinIO on loopback: found, started, and started again after a crash. Needs a MinIO; the object
 * store's tests build one.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from './free-port.js';
import { processIdentity } from './process-identity.js';
import { findMinio, startMinio } from './s3-minio.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'longshore-minio-'));
  chmodSync(dir, 0o700);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('findMinio', () => {
  test('finds it on PATH, then in the cache, and installs nothing', async () => {
    const env = { PATH: join(dir, 'bin'), XDG_CACHE_HOME: join(dir, 'cache') };
    expect(await findMinio(env)).toBeNull();
    const cached = program(join(dir, 'cache', 'longshore'));
    expect(await findMinio(env)).toBe(cached);
    const onPath = program(join(dir, 'bin'));
    expect(await findMinio(env)).toBe(onPath);
  });

  function program(folder: string): string {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'minio'), '#!/bin/sh\n', { mode: 0o755 });
    return join(folder, 'minio');
  }
});

const binary = await findMinio();

describe.skipIf(binary === null)('startMinio', () => {
  const options = () => ({ binary: binary ?? '', dir });

  test('serves on loopback until it is stopped', async () => {
    const { endpoint, pid, stop } = await startMinio(options());
    expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${endpoint}/any-bucket`)).status).toBe(403);
    await stop();
    expect(processIdentity(pid ?? 0)).toBeNull();
    await expect(fetch(endpoint)).rejects.toThrow();
  });

  test('takes the port it is given, or says that it is taken', async () => {
    const port = await freePort();
    const first = await startMinio({ ...options(), port });
    expect(first.endpoint).toBe(`http://127.0.0.1:${port}`);
    await first.stop();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    await expect(startMinio({ ...options(), port })).rejects.toThrow(/in use/);
    other.close();
  });

  test('ends what a killed starter left in the same directory', async () => {
    const module = fileURLToPath(new URL('./s3-minio.ts', import.meta.url));
    const script = `const { startMinio } = await import(${JSON.stringify(module)});
      const { pid } = await startMinio(${JSON.stringify(options())});
      console.log(pid);
      process.kill(process.pid, 'SIGKILL');`;
    const starter = spawn(
      process.execPath,
      ['--import=tsx', '--conditions=@longshore/source', '--input-type=module', '--eval', script],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        cwd: fileURLToPath(new URL('..', import.meta.url)),
      },
    );
    const [said] = await once(starter.stdout, 'data');
    const left = Number(said);
    expect(processIdentity(left)).not.toBeNull();
    const { stop } = await startMinio(options());
    expect(processIdentity(left)).toBeNull();
    await stop();
  });
});
