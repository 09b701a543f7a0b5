/**
 * The API process: opens what it needs, listens, and prepares the business while `/readyz` still
 * says 503.
 */
import { openParts, prepareBusiness, runApp } from '@longshore/process';
import type { Logger } from 'pino';
import { createApp } from './app.js';
import { type Config, readConfig } from './config.js';
import { listen } from './listen.js';
import { createMetrics } from './metrics.js';

async function main(config: Config, log: Logger): Promise<() => Promise<void>> {
  const parts = await openParts(config, 'api');
  let prepared = false;
  const app = createApp({
    ...parts,
    config,
    log,
    metrics: createMetrics(parts),
    signingKey: await parts.tasks.signingKey(),
    prepared: () => prepared,
  });
  const server = await listen(app, config);
  log.info({ address: server.address }, `listening on ${server.address}`);
  await prepareBusiness(parts.business);
  prepared = true;
  log.info('ready');
  return async () => {
    await server.close();
    await parts.close();
  };
}

await runApp({ name: 'api', config: () => readConfig(process.env), main });
