/** GET /metrics and /healthz of a worker, on METRICS_PORT when it is set. */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { TaskWorker } from '@longshore/worker';
import type { Logger } from 'pino';
import type { Config } from './config.js';

export interface MetricsServer {
  close(): Promise<void>;
}

interface Served {
  readonly metrics: TaskWorker['metrics'];
  readonly config: Pick<Config, 'METRICS_PORT' | 'HOST'>;
  readonly log: Logger;
}

/** Throws when the port cannot be taken. */
export async function serveMetrics({
  metrics,
  config: { METRICS_PORT, HOST },
  log,
}: Served): Promise<MetricsServer> {
  if (METRICS_PORT === undefined) return { close: async () => {} };
  const server = createServer((req, res) => {
    answer(req.url ?? '', res, metrics).catch((error: unknown) => {
      log.warn({ err: error }, 'the metrics could not be told');
      res.writeHead(500).end();
    });
  });
  server.listen(METRICS_PORT, HOST);
  await once(server, 'listening');
  return { close: () => close(server) };
}

async function answer(
  path: string,
  res: ServerResponse,
  metrics: Served['metrics'],
): Promise<void> {
  if (path === '/healthz')
    return void res.setHeader('Content-Type', 'application/json').end('{"status":"ok"}');
  if (path !== '/metrics') return void res.writeHead(404).end();
  const text = await metrics.text();
  res.setHeader('Content-Type', metrics.contentType).end(text);
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
