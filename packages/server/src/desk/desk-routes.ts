/** What operators see of the whole fleet; and who calls, for every page. */
import {
  type Me,
  type StorageUsed,
  type TaskStory,
  type Throughput,
  ThroughputQuery,
} from '@longshore/contract';
import { Router } from 'express';
import { auditEntry } from '../audit/audit-routes.js';
import { callerOf, requireOperator } from '../auth/caller.js';
import { languageFor } from '../http/language.js';
import { parseInput } from '../http/parse-input.js';
import { requireOwnRecord } from '../ledger/require-own-record.js';
import { ledgerRecord } from '../polls/task-result.js';
import type { CentreServices } from '../services.js';
import { keptFor } from './kept-for.js';
import { overviewOf } from './overview.js';

const HOUR_MS = 3_600_000;
/** Counting walks all records. */
const STORAGE_KEPT_MS = 60_000;

export function deskRoutes(services: CentreServices): Router {
  const { tasks } = services;
  const storageUsed = keptFor(STORAGE_KEPT_MS, () => countStorage(services));
  const routes = Router();

  routes.get('/me', (_req, res) => {
    const { owner, operator, role, tenant } = callerOf(res);
    res.json({ owner, operator, role, tenant } satisfies Me);
  });

  routes.get('/tasks/:id/story', async (req, res) => {
    requireOperator(callerOf(res));
    const record = await requireOwnRecord(req, res, tasks);
    const acts = await tasks.audit.actsOf(record.taskId);
    const reader = { language: languageFor(req), seesCauses: true };
    res.json({
      task: ledgerRecord(record, reader),
      acts: acts.map(auditEntry),
    } satisfies TaskStory);
  });

  routes.get('/overview', async (_req, res) => {
    requireOperator(callerOf(res));
    res.json(await overviewOf(services));
  });

  routes.get('/throughput', async (req, res) => {
    requireOperator(callerOf(res));
    const { hours } = parseInput(ThroughputQuery, req.query);
    const to = await tasks.nowMs();
    const from = (Math.floor(to / HOUR_MS) - hours + 1) * HOUR_MS;
    const items = (await tasks.fleet.ended(from, to)).map((counts) => ({
      ...counts,
      hour: iso(counts.hour),
    }));
    res.json({ from: iso(from), to: iso(to), items } satisfies Throughput);
  });

  routes.get('/storage', async (_req, res) => {
    requireOperator(callerOf(res));
    res.json(await storageUsed());
  });

  return routes;
}

async function countStorage({ tasks }: Pick<CentreServices, 'tasks'>): Promise<StorageUsed> {
  const { records, items } = await tasks.fleet.filesUsed();
  const sum = (what: 'files' | 'bytes') => items.reduce((total, item) => total + item[what], 0);
  const countedAt = iso(await tasks.nowMs());
  return { countedAt, records, files: sum('files'), bytes: sum('bytes'), items: [...items] };
}

const iso = (ms: number): string => new Date(ms).toISOString();
