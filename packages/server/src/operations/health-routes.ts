/** Liveness, readiness and metrics, for orchestrators; not under /api and without a caller. */
import { PART_NAMES, type Part } from '@longshore/contract';
import { askPart } from '@longshore/process';
import { Router } from 'express';
import type { CentreServices } from '../services.js';

export function healthRoutes(services: CentreServices): Router {
  const { metrics, isPrepared, log } = services;
  const routes = Router();

  routes.get('/healthz', (_req, res) => void res.json({ status: 'ok' }));

  /** 200 only after migration and seeding, and while Redis, store and database answer. */
  routes.get('/readyz', async (_req, res) => {
    const results = await Promise.all(
      PART_NAMES.map(async (part) => [part, await answers(part)] as const),
    );
    const ready = isPrepared() && results.every(([, ok]) => ok);
    res.status(ready ? 200 : 503).json({
      status: ready ? 'ready' : 'not ready',
      prepared: isPrepared(),
      ...Object.fromEntries(results),
    });
  });

  routes.get(
    '/metrics',
    async (_req, res) => void res.type(metrics.contentType).send(await metrics.text()),
  );

  const answers = (part: Part): Promise<boolean> =>
    askPart(part, services).then(
      () => true,
      (error: unknown) => {
        log.warn({ check: part, err: error }, 'not ready');
        return false;
      },
    );

  return routes;
}
