/**
 * Ceph's S3 gateway on loopback, for tests where no MinIO can be had: the fewest daemons that serve
 * (mon, osd, radosgw), objects in memory. Found on PATH, or installed from Debian's packages by
 * s3-install-ceph.ts.
 */
import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findCommand } from './find-command.js';
import { freePort } from './free-port.js';
import type { RunningS3 } from './s3-minio.js';
import {
  endedEarly,
  endLeftover,
  type Place,
  type ServerProcess,
  startProcess,
} from './server-process.js';
import { StackError } from './stack-error.js';
import { waitUntil } from './wait-until.js';

const PROGRAMS = [
  'ceph',
  'ceph-authtool',
  'ceph-mon',
  'ceph-osd',
  'monmaptool',
  'radosgw',
  'radosgw-admin',
];
const DAEMONS = ['ceph-mon', 'ceph-osd', 'radosgw'];
const STEP_TIMEOUT_MS = 120_000;
const REGION = 'us-east-1';

export const hasCeph = (env: NodeJS.ProcessEnv): boolean =>
  PROGRAMS.every((name) => findCommand(name, env) !== null);

/**
 * Begins empty, takes about 20 s, and keeps nothing. Throws StackError when a daemon does not
 * serve.
 */
export async function startCeph({ dir, logDir = dir }: Place): Promise<RunningS3> {
  for (const name of DAEMONS) await endLeftover(dir, name);
  const cluster = await describeCluster({ dir, logDir });
  const running: ServerProcess[] = [];
  const stop = async () => {
    for (const daemon of running.toReversed()) await daemon.stop();
    await rm(cluster.folder, { recursive: true, force: true });
  };
  try {
    running.push(await startMonitor(cluster));
    running.push(await startObjectDaemon(cluster));
    const keys = await createUser(cluster);
    const { gateway, endpoint } = await startGateway(cluster);
    running.push(gateway);
    await waitUntil(() => serves(gateway, endpoint), {
      timeoutMs: STEP_TIMEOUT_MS,
      what: `radosgw to serve (log: ${gateway.logFile})`,
    });
    return { endpoint, ...keys, region: REGION, pid: gateway.pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Cluster {
  readonly place: Required<Place>;
  readonly folder: string;
  readonly fsid: string;
  readonly monitor: string;
  /** Runs one of Ceph's programs on this cluster and gives what it said. */
  run(program: string, args: readonly string[]): Promise<string>;
  start(name: string, args: readonly string[]): Promise<ServerProcess>;
}

async function describeCluster(place: Required<Place>): Promise<Cluster> {
  const folder = join(place.dir, 'ceph');
  await rm(folder, { recursive: true, force: true });
  for (const data of ['mon', 'osd'])
    await mkdir(join(folder, data), { recursive: true, mode: 0o700 });
  const fsid = randomUUID();
  const monitor = `[v2:127.0.0.1:${await freePort()}]`;
  await writeFile(join(folder, 'ceph.conf'), settings({ folder, fsid, monitor }));
  const env = { ...process.env, CEPH_CONF: join(folder, 'ceph.conf') };
  return {
    place,
    folder,
    fsid,
    monitor,
    run: (program, args) => run(program, args, { cwd: folder, env }),
    start: (name, args) =>
      startProcess({
        ...place,
        name,
        command: name,
        args: ['-f', ...args],
        cwd: folder,
        env,
        stopSignal: 'SIGKILL',
      }),
  };
}

/** One copy of everything, in the memory of one daemon, nothing outside `folder`. */
function settings({
  folder,
  fsid,
  monitor,
}: {
  folder: string;
  fsid: string;
  monitor: string;
}): string {
  const lines = {
    fsid,
    'mon host': monitor,
    'public addr': '127.0.0.1',
    'cluster addr': '127.0.0.1',
    'osd objectstore': 'memstore',
    'memstore device bytes': '4G',
    'osd crush chooseleaf type': '0',
    'osd pool default size': '1',
    'osd pool default min size': '1',
    'mon allow pool size one': 'true',
    'osd pool default pg num': '4',
    'osd pool default pg autoscale mode': 'off',
    'mon max pg per osd': '1000',
    'admin socket': '',
    'run dir': folder,
    keyring: join(folder, 'keyring'),
    'log file': join(folder, '$name.log'),
    'mon cluster log file': join(folder, 'cluster.log'),
    'mon data': join(folder, 'mon'),
    'osd data': join(folder, 'osd'),
  };
  return [
    '[global]',
    ...Object.entries(lines).map(([name, value]) => `${name} = ${value}`),
    '',
  ].join('\n');
}

async function startMonitor({ run, start, fsid, monitor }: Cluster): Promise<ServerProcess> {
  await run('ceph-authtool', [
    '--create-keyring',
    'keyring',
    '--gen-key',
    '-n',
    'mon.',
    '--cap',
    'mon',
    'allow *',
  ]);
  await run('ceph-authtool', [
    'keyring',
    '--gen-key',
    '-n',
    'client.admin',
    '--cap',
    'mon',
    'allow *',
    '--cap',
    'osd',
    'allow *',
  ]);
  await run('monmaptool', ['--create', '--fsid', fsid, '--addv', 'a', monitor, 'monmap']);
  await run('ceph-mon', ['--mkfs', '-i', 'a', '--monmap', 'monmap', '--keyring', 'keyring']);
  return start('ceph-mon', ['-i', 'a']);
}

async function startObjectDaemon({ run, start }: Cluster): Promise<ServerProcess> {
  const uuid = randomUUID();
  await run('ceph', ['osd', 'new', uuid]);
  await run('ceph', [
    'auth',
    'get-or-create',
    'osd.0',
    'mon',
    'allow profile osd',
    'osd',
    'allow *',
    '-o',
    'osd/keyring',
  ]);
  await run('ceph-osd', ['-i', '0', '--mkfs', '--osd-uuid', uuid, '--keyring', 'osd/keyring']);
  return start('ceph-osd', ['-i', '0', '--keyring', 'osd/keyring']);
}

async function createUser({ run }: Cluster): Promise<{ accessKey: string; secretKey: string }> {
  const keys = { accessKey: 'longshore', secretKey: randomBytes(18).toString('hex') };
  const secrets = [`--access-key=${keys.accessKey}`, `--secret=${keys.secretKey}`];
  await run('radosgw-admin', [
    'user',
    'create',
    '--uid=longshore',
    '--display-name=longshore',
    ...secrets,
  ]);
  return keys;
}

async function startGateway({
  start,
}: Cluster): Promise<{ gateway: ServerProcess; endpoint: string }> {
  const address = `127.0.0.1:${await freePort()}`;
  const frontend = ['--rgw-frontends', `beast endpoint=${address}`];
  const gateway = await start('radosgw', [
    '-n',
    'client.admin',
    '--keyring',
    'keyring',
    ...frontend,
  ]);
  return { gateway, endpoint: `http://${address}` };
}

async function serves(gateway: ServerProcess, endpoint: string): Promise<boolean> {
  if (gateway.hasExited()) throw endedEarly(gateway);
  // refused while it starts
  const answer = await fetch(endpoint, { signal: AbortSignal.timeout(1_000) }).catch(() => null);
  return answer?.ok === true;
}

async function run(
  program: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<string> {
  try {
    return (await promisify(execFile)(program, args, { ...options, timeout: STEP_TIMEOUT_MS }))
      .stdout;
  } catch (cause) {
    throw new StackError(
      `Ceph could not be set up: ${program} failed: ${cause instanceof Error ? cause.message.trim() : cause}`,
      {
        cause,
      },
    );
  }
}
