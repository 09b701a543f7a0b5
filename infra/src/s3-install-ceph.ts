/**
 * Installs Ceph's S3 gateway from Debian's packages, where apt and root are. Its own services are
 * not used.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { findCommand } from './find-command.js';
import { hasCeph } from './s3-ceph.js';

const PACKAGES = ['ceph-common', 'ceph-mon', 'ceph-osd', 'radosgw'];
const LOCK_TIMEOUT_S = 180;

interface InstallOptions {
  readonly logDir: string;
  readonly say: (line: string) => void;
  readonly env: NodeJS.ProcessEnv;
}

/** True when Ceph is there, now or already; false when it cannot be had here. */
export async function installCeph({ logDir, say, env }: InstallOptions): Promise<boolean> {
  if (hasCeph(env)) return true;
  const apt = findCommand('apt-get', env);
  if (apt === null || process.getuid?.() !== 0) return false;
  say(
    `Installing ${PACKAGES.join(', ')} with apt-get, for the object store's tests (70 MB, about a minute).`,
  );
  const log = join(logDir, 'apt-ceph.log');
  await aptGet(apt, ['update'], log); // may fail for one source of several: the install decides
  await aptGet(apt, ['install', '-y', '--no-install-recommends', ...PACKAGES], log);
  return hasCeph(env);
}

/** Resolves when it ended, however it ended. */
function aptGet(apt: string, args: readonly string[], logFile: string): Promise<void> {
  const log = openSync(logFile, 'a');
  const child = spawn(apt, ['-o', `DPkg::Lock::Timeout=${LOCK_TIMEOUT_S}`, ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}
