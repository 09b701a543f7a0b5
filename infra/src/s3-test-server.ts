/**
 * A real S3 server for the tests: the one that is named, else MinIO (found, or built once), else
 * Ceph, else none, with the reason.
 */
import { startCeph } from './s3-ceph.js';
import { installCeph } from './s3-install-ceph.js';
import { installMinio } from './s3-install-minio.js';
import { findMinio, type RunningS3, startMinio } from './s3-minio.js';
import type { Place } from './server-process.js';
import { StackError } from './stack-error.js';

interface TestServerOptions extends Place {
  readonly say?: (line: string) => void;
  /** Default `process.env`. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Its state stands in `dir`. Throws StackError when a server that should serve does not. */
export async function startS3TestServer(
  options: TestServerOptions,
): Promise<RunningS3 | { readonly skipped: string }> {
  const { dir, logDir = dir, say = () => {}, env = process.env } = options;
  if (env.S3_TEST_ENDPOINT) return namedServer(env);
  const binary = (await findMinio(env)) ?? (await installMinio({ say, env }));
  if (binary !== null) return startMinio({ binary, dir, logDir });
  if (await installCeph({ logDir, say, env })) return startCeph({ dir, logDir });
  return {
    skipped:
      'the object store was not tested against S3: put `minio` or Go >= 1.24 on PATH, or set S3_TEST_ENDPOINT',
  };
}

function namedServer({
  S3_TEST_ENDPOINT,
  S3_TEST_ACCESS_KEY,
  S3_TEST_SECRET_KEY,
}: NodeJS.ProcessEnv): RunningS3 {
  if (!S3_TEST_ENDPOINT || !S3_TEST_ACCESS_KEY || !S3_TEST_SECRET_KEY) {
    throw new StackError(
      'S3_TEST_ENDPOINT needs S3_TEST_ACCESS_KEY and S3_TEST_SECRET_KEY beside it.',
    );
  }
  const keys = { accessKey: S3_TEST_ACCESS_KEY, secretKey: S3_TEST_SECRET_KEY };
  return {
    endpoint: S3_TEST_ENDPOINT,
    ...keys,
    region: 'us-east-1',
    pid: null,
    stop: async () => {},
  };
}
