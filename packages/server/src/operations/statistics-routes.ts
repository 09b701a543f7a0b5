/** What the batches of a type did, day by day, over all owners: for operators. */
import { AppError, type BatchStatisticsOut, BatchStatisticsQuery } from '@longshore/contract';
import type { BatchDay } from '@longshore/database';
import { Router } from 'express';
import { callerOf, requireOperator } from '../auth/caller.js';
import { visibleType } from '../auth/permissions.js';
import { parseInput } from '../http/parse-input.js';
import type { CentreServices } from '../services.js';

export function statisticsRoutes(services: CentreServices): Router {
  const routes = Router();
  routes.get('/batches/:type/statistics', async (req, res) => {
    requireOperator(callerOf(res));
    const named = { kind: 'batch', type: req.params.type } as const;
    const executor = await visibleType(named, callerOf(res), services);
    if (executor === undefined) throw new AppError('not_found');
    const { days } = parseInput(BatchStatisticsQuery, req.query);
    const { type, statementTimeoutMs } = executor;
    const found = await services.business.database
      .bounded(statementTimeoutMs)
      .batchStatistics(type, days);
    res.json({ type, days: found.map(withRatios) } satisfies BatchStatisticsOut);
  });
  return routes;
}

function withRatios({ p50Ms, p99Ms, ...counts }: BatchDay) {
  const { succeeded, failed, exceptions } = counts;
  const records = succeeded + failed + exceptions;
  const share = (part: number) => (records === 0 ? null : part / records);
  return {
    ...counts,
    records,
    succeededRatio: share(succeeded),
    failedRatio: share(failed),
    exceptionsRatio: share(exceptions),
    pageP50Ms: p50Ms,
    pageP99Ms: p99Ms,
  };
}
