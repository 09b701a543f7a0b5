/** GET /metrics, /healthz and /readyz of a worker, on METRICS_PORT when it is set. */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { TaskWorker } from '@longshore/worker';
import type { Logger } from 'pino';
import type { Config } from './config.js';

export interface MetricsServer {
  close(): Promise<void>;
}

interface Served {
  readonly worker: Pick<TaskWorker, 'metrics' | 'readiness'>;
  readonly config: Pick<Config, 'METRICS_PORT' | 'HOST'>;
  readonly log: Logger;
}

/** Throws when the port cannot be taken. */
export async function serveMetrics({
  worker,
  config: { METRICS_PORT, HOST },
  log,
}: Served): Promise<MetricsServer> {
  if (METRICS_PORT === undefined) return { close: async () => {} };
  const server = createServer((req, res) => {
    answer(req.url ?? '', res, worker).catch((error: unknown) => {
      log.warn({ err: error }, 'a call for metrics or health could not be answered');
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
  { metrics, readiness }: Served['worker'],
): Promise<void> {
  if (path === '/healthz') return sendJson(res, 200, { status: 'ok' });
  if (path === '/readyz') {
    const { ready, ...parts } = await readiness();
    return sendJson(res, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', ...parts });
  }
  if (path !== '/metrics') return void res.writeHead(404).end();
  const text = await metrics.text();
  res.setHeader('Content-Type', metrics.contentType).end(text);
}

function sendJson(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
