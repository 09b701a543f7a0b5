/** The API process: listens, and prepares the business while `/readyz` still says 503. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readSecretFiles, runApp, serviceOptions } from '@longshore/process';
import { createTaskCentre, listen } from '@longshore/server';
import { authenticateBy } from './authenticate.js';
import { readConfig } from './config.js';
import { installedBoard } from './queue-board.js';

const PAGE = fileURLToPath(new URL('../../web/dist', import.meta.url));

await runApp({
  name: 'api',
  config: () => readConfig(readSecretFiles(process.env)),
  graceMs: ({ GRACE_MS }) => GRACE_MS,
  main: async (config, log) => {
    const centre = await createTaskCentre({
      ...serviceOptions(config, log),
      auth: authenticateBy(config),
      tellsCauses: (config.TELL_CAUSES ?? String(config.AUTH_MODE === 'dev')) === 'true',
      publicUrl: config.PUBLIC_URL,
      uploadMaxBytes: config.UPLOAD_MAX_BYTES,
      timeZone: config.TIME_ZONE,
      callsPerMinute: config.RATE_LIMIT_PER_MINUTE,
      failuresPerMinute: config.FAILURE_LIMIT_PER_MINUTE,
      fileSigningKeys: config.FILE_SIGNING_KEY,
      auditTtlMs: config.AUDIT_TTL_MS,
      auditMaxEntries: config.AUDIT_MAX_ENTRIES,
      queueBoard: await installedBoard(),
      page: existsSync(PAGE) ? PAGE : null,
    });
    const server = await listen(centre.listener, {
      port: config.PORT,
      host: config.HOST,
      maxConnections: config.MAX_CONNECTIONS,
      maxConnectionsPerAddress: config.MAX_CONNECTIONS_PER_ADDRESS,
      log,
    });
    log.info({ address: server.address }, `listening on ${server.address}`);
    await centre.prepare();
    log.info('ready');
    return async () => {
      await server.close({ graceMs: config.GRACE_MS });
      await centre.close();
    };
  },
});
