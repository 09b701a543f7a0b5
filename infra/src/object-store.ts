/**
 * The object store of the local stack: the S3 that is configured, else MinIO when this machine has
 * it, else a directory.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findMinio, startMinio } from './s3-minio.js';
import type { Place } from './server-process.js';

export interface RunningObjectStore {
  /** What API and workers need in their environment to use it. */
  readonly env: Readonly<Record<string, string>>;
  /** For a person: an address or a directory. */
  readonly description: string;
  /** Null when it is not ours, or no process. */
  readonly pid: number | null;
  stop(): Promise<void>;
}

interface ObjectStoreOptions extends Place {
  /** Default `process.env`. */
  readonly env?: NodeJS.ProcessEnv;
}

const S3_VARIABLES = [
  'S3_ENDPOINT',
  'S3_REGION',
  'S3_BUCKET',
  'S3_ACCESS_KEY',
  'S3_SECRET_KEY',
  'S3_PUBLIC_ENDPOINT',
];

export async function startObjectStore({
  dir,
  logDir = dir,
  env = process.env,
}: ObjectStoreOptions): Promise<RunningObjectStore> {
  if (env.S3_ENDPOINT) return configuredStore(env, env.S3_ENDPOINT);
  if (env.STORAGE_DIR) return directoryStore(env.STORAGE_DIR);
  const minio = await findMinio(env);
  return minio === null ? directoryStore(join(dir, 'objects')) : minioStore(minio, { dir, logDir });
}

function configuredStore(env: NodeJS.ProcessEnv, endpoint: string): RunningObjectStore {
  const set = S3_VARIABLES.flatMap((name) => (env[name] ? [[name, env[name]]] : []));
  return { env: Object.fromEntries(set), description: endpoint, pid: null, stop: async () => {} };
}

async function directoryStore(directory: string): Promise<RunningObjectStore> {
  await mkdir(directory, { recursive: true });
  return {
    env: { STORAGE_DIR: directory },
    description: directory,
    pid: null,
    stop: async () => {},
  };
}

async function minioStore(binary: string, place: Place): Promise<RunningObjectStore> {
  const { endpoint, region, accessKey, secretKey, pid, stop } = await startMinio({
    binary,
    ...place,
  });
  const env = {
    S3_ENDPOINT: endpoint,
    S3_REGION: region,
    S3_ACCESS_KEY: accessKey,
    S3_SECRET_KEY: secretKey,
    S3_PUBLIC_ENDPOINT: '',
  };
  return { env, description: `${endpoint} (MinIO)`, pid, stop };
}
