/**
 * Finds MariaDB's server, and on Debian and Ubuntu as root installs its programs without the
 * service: the tests have their own port and data.
 */
import { join } from 'node:path';
import { aptInstall } from './apt-install.js';
import { findCommand } from './find-command.js';

interface FindOptions {
  readonly logDir: string;
  readonly say: (line: string) => void;
  /** Its PATH is searched, and the folders where Debian keeps servers. */
  readonly env: NodeJS.ProcessEnv;
}

/** Paths of the server's programs. */
export interface MariadbPrograms {
  readonly server: string;
  readonly install: string;
}

/** Null when there is no MariaDB and none can be had. */
export async function findMariadb({
  logDir,
  say,
  env,
}: FindOptions): Promise<MariadbPrograms | null> {
  const found = programsIn(env);
  if (found !== null) return found;
  const apt = findCommand('apt-get', env);
  if (apt === null || process.getuid?.() !== 0) return null;
  say('MariaDB is missing: installing the package mariadb-server-core with apt-get (about 20 s).');
  await aptInstall({
    apt,
    packages: ['mariadb-server-core', 'mariadb-client-core'],
    log: join(logDir, 'apt.log'),
    find: () => programsIn(process.env)?.server ?? null,
  });
  return programsIn(process.env);
}

function programsIn(env: NodeJS.ProcessEnv): MariadbPrograms | null {
  const wider = { PATH: `${env.PATH ?? ''}:/usr/sbin:/usr/local/sbin` };
  const server = findCommand('mariadbd', wider);
  const install = findCommand('mariadb-install-db', wider);
  return server === null || install === null ? null : { server, install };
}
