/** The records that a batch could not work, page by page, for whoever runs them again. */
import { type FailedRecordsOut, FailedRecordsQuery } from '@longshore/contract';
import type { FailedRecord } from '@longshore/database';
import { Router } from 'express';
import { parseInput } from '../http/parse-input.js';
import type { CentreServices } from '../services.js';
import { requireOwnRecord } from './require-own-record.js';

export function recordsRoutes({ tasks, business }: CentreServices): Router {
  const routes = Router();

  routes.get('/tasks/:id/records', async (req, res) => {
    const { taskId } = await requireOwnRecord(req, res, tasks);
    const { cursor, limit } = parseInput(FailedRecordsQuery, req.query);
    const after = cursor === undefined ? undefined : Number(cursor);
    const found = await first(business.database.failedRecords(taskId, after), limit + 1);
    const shown = found.slice(0, limit);
    const isMore = found.length > limit;
    res.json({
      items: shown.map(({ position: _, ...record }) => record),
      nextCursor: isMore ? String(shown.at(-1)?.position) : null,
    } satisfies FailedRecordsOut);
  });

  return routes;
}

async function first(
  pages: AsyncIterable<readonly FailedRecord[]>,
  wanted: number,
): Promise<FailedRecord[]> {
  const records: FailedRecord[] = [];
  for await (const page of pages) {
    records.push(...page);
    if (records.length >= wanted) break;
  }
  return records.slice(0, wanted);
}
