/** Liveness, readiness and metrics, for orchestrators; not under /api and without a caller. */
import { Router } from 'express';
import type { CentreServices } from '../services.js';

const CHECK_TIMEOUT_MS = 2_000;

export function healthRoutes({
  tasks,
  store,
  business,
  metrics,
  isPrepared,
  log,
}: CentreServices): Router {
  const routes = Router();
  const checks = {
    redis: () => tasks.probeWrite(),
    store: () => store.ready(),
    database: () => business.database.ready(),
  };

  routes.get('/healthz', (_req, res) => void res.json({ status: 'ok' }));

  /**
   * 200 only after migration and seeding, while Redis takes writes, and store and database answer.
   * `warnings`: it serves, but not as it should.
   */
  routes.get('/readyz', async (_req, res) => {
    const results = await Promise.all(
      Object.entries(checks).map(
        async ([name, check]) => [name, await answers(name, check)] as const,
      ),
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

  async function answers(name: string, check: () => Promise<void>): Promise<boolean> {
    const timeout = new Promise<never>((_, reject) => {
      setTimeout(
        () => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)),
        CHECK_TIMEOUT_MS,
      ).unref();
    });
    return Promise.race([check(), timeout]).then(
      () => true,
      (error: unknown) => {
        log.warn({ check: name, err: error }, 'not ready');
        return false;
      },
    );
  }

  return routes;
}
