/** The object store of the local stack: the S3 that is configured, else MinIO when it is on PATH, else a directory. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from './server-process.js';

export interface RunningObjectStore {
  /** What API and workers need in their environment to use it. */
  readonly env: Readonly<Record<string, string>>;
  /** For a person: an address or a directory. */
  readonly description: string;
  readonly pid: number | null;
  stop(): Promise<void>;
}

interface ObjectStoreOptions extends Place {
  /** Default `process.env`. */
  readonly env?: NodeJS.ProcessEnv;
}

const S3_VARIABLES = ['S3_ENDPOINT', 'S3_REGION', 'S3_BUCKET', 'S3_ACCESS_KEY', 'S3_SECRET_KEY', 'S3_PUBLIC_ENDPOINT'];

export async function startObjectStore({ dir, env = process.env }: ObjectStoreOptions): Promise<RunningObjectStore> {
  if (env.S3_ENDPOINT) return configuredStore(env, env.S3_ENDPOINT);
  const directory = env.STORAGE_DIR ?? join(dir, 'objects');
  await mkdir(directory, { recursive: true });
  return { env: { STORAGE_DIR: directory }, description: directory, pid: null, stop: async () => {} };
}

function configuredStore(env: NodeJS.ProcessEnv, endpoint: string): RunningObjectStore {
  const set = S3_VARIABLES.flatMap((name) => (env[name] ? [[name, env[name]]] : []));
  return { env: Object.fromEntries(set), description: endpoint, pid: null, stop: async () => {} };
}
