/**
 * Builds MinIO from source, as its makers document it, into the cache: once for all clones of a
 * user.
 * Two processes at once: the second waits for the first. Used by s3-test-server.ts.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from './file-lock.js';
import { findCommand } from './find-command.js';
import { cacheDirectory } from './s3-minio.js';
import { StackError } from './stack-error.js';

const SOURCE = 'github.com/minio/minio@latest';
const OLDEST_GO = [1, 24] as const;
const BUILD_TIMEOUT_MS = 20 * 60_000;

interface InstallOptions {
  readonly say: (line: string) => void;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Full path of the binary; null when this machine has no Go that can build it. Throws StackError
 * when the build fails.
 */
export async function installMinio({ say, env }: InstallOptions): Promise<string | null> {
  const go = findCommand('go', env);
  if (go === null || !isNewEnough(go)) return null;
  const cache = cacheDirectory(env);
  const binary = join(cache, 'minio');
  await mkdir(cache, { recursive: true });
  await withLock(join(cache, 'minio.lock'), async () => {
    if (existsSync(binary)) return;
    say(
      `Building MinIO for the object store's tests with \`go install ${SOURCE}\`: once, about 3 minutes; it is kept in ${cache}.`,
    );
    await build(go, binary);
  });
  return binary;
}

function isNewEnough(go: string): boolean {
  const version = spawnSync(go, ['env', 'GOVERSION'], { cwd: '/', encoding: 'utf8' }).stdout ?? '';
  const [major = 0, minor = 0] = version.replace('go', '').split('.').map(Number);
  return major > OLDEST_GO[0] || (major === OLDEST_GO[0] && minor >= OLDEST_GO[1]);
}

/** The binary appears whole or not at all; folders of builds that were killed are removed. */
async function build(go: string, binary: string): Promise<void> {
  const cache = join(binary, '..');
  for (const left of await readdir(cache))
    if (left.startsWith('minio-build-'))
      await rm(join(cache, left), { recursive: true, force: true });
  const folder = join(cache, `minio-build-${randomUUID()}`);
  try {
    await goInstall(go, folder);
    await rename(join(folder, 'minio'), binary);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function goInstall(go: string, folder: string): Promise<void> {
  const child = spawn(go, ['install', SOURCE], {
    cwd: '/',
    env: { ...process.env, GOBIN: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: BUILD_TIMEOUT_MS,
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0
        ? resolve()
        : reject(new StackError(`go install ${SOURCE} failed: ${lastLine(said)}`)),
    );
  });
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';
