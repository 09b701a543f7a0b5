/** Liveness, readiness and metrics, for orchestrators; not under /api and without a caller. */
import { PART_NAMES, type Part } from '@longshore/contract';
import { askPart } from '@longshore/process';
import { Router } from 'express';
import type { CentreServices } from '../services.js';

export function healthRoutes(services: CentreServices): Router {
  const { tasks, metrics, isPrepared, log } = services;
  const routes = Router();

  routes.get('/healthz', (_req, res) => void res.json({ status: 'ok' }));

  /**
   * 200 only after migration and seeding, while Redis takes writes, and store and database answer.
   * `warnings`: it serves, but not as it should.
   */
  routes.get('/readyz', async (_req, res) => {
    const results = await Promise.all(
      PART_NAMES.map(async (part) => [part, await answers(part)] as const),
    );
    const ready = isPrepared() && results.every(([, ok]) => ok);
    res.status(ready ? 200 : 503).json({
      status: ready ? 'ready' : 'not ready',
      prepared: isPrepared(),
      ...Object.fromEntries(results),
      warnings: await warnings(),
    });
  });

  routes.get(
    '/metrics',
    async (_req, res) => void res.type(metrics.contentType).send(await metrics.text()),
  );

  async function warnings(): Promise<string[]> {
    const policies = await tasks.evictionPolicies().catch(() => []); // `redis` says that it is away
    return policies.map((policy) => `Redis: maxmemory-policy is ${policy}, not noeviction`);
  }

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
