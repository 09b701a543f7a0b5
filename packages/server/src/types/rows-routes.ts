/**
 * What the page shows of a business: the first rows that an export would hold, and the first issues
 * of an import.
 * Both come from what executors and database declare anyway; a business writes nothing for its
 * page.
 */
import { AppError, DEEPEST_ROW, RowsIn, type StoredIssue } from '@longshore/contract';
import type { Pages } from '@longshore/database';
import { columnsIn, columnsInZone, maskColumns, type Row, wordIssue } from '@longshore/executors';
import { Router } from 'express';
import { callerOf } from '../auth/caller.js';
import { visibleType } from '../auth/permissions.js';
import { languageFor } from '../http/language.js';
import { parseInput } from '../http/parse-input.js';
import { requireOwnRecord } from '../ledger/require-own-record.js';
import type { CentreServices } from '../services.js';

const FIRST_ISSUES = 20;

export function rowsRoutes(services: CentreServices): Router {
  const { business, tasks } = services;
  const routes = Router();

  routes.post('/types/:type/rows', async (req, res) => {
    const caller = callerOf(res);
    const named = { kind: 'export', type: req.params.type } as const;
    const executor = await visibleType(named, caller, services);
    if (executor === undefined) throw new AppError('unknown_type', { values: named });
    const {
      params,
      offset,
      limit,
      language = languageFor(req),
      timeZone = services.timeZone,
    } = parseInput(RowsIn, req.body);
    const query = parseInput(executor.params, params, ['params']);
    const signal = untilClosed(res);
    const { owner } = caller;
    const { rows, total } = await business.database.read(signal, async (db) => {
      const pages = executor.rows(query as Row, {
        db,
        signal,
        owner,
        caller,
        language,
        timeZone,
      });
      return {
        total: (await pages.count?.()) ?? null,
        rows: await slice(pages, offset, offset + limit),
      };
    });
    const shown = columnsInZone(columnsIn(executor.columns, language), timeZone);
    const columns = maskColumns(shown, caller);
    const items = rows.map((row) =>
      Object.fromEntries(columns.map(({ key, toCell }) => [key, toCell(row[key])])),
    );
    res.json({ items, total, reachable: DEEPEST_ROW });
  });

  routes.get('/tasks/:id/first-issues', async (req, res) => {
    const record = await requireOwnRecord(req, res, tasks);
    const columns = business.find('import', record.type)?.columns ?? [];
    const issues = await firstIssues(record.taskId);
    const language = languageFor(req);
    res.json({ items: issues.map((issue) => wordIssue(issue, columns, language)) });
  });

  async function firstIssues(taskId: string): Promise<StoredIssue[]> {
    const issues: StoredIssue[] = [];
    for await (const page of business.database.failedRows(taskId)) {
      issues.push(...page.flatMap((row) => row.issues));
      if (issues.length >= FIRST_ISSUES) break;
    }
    return issues.slice(0, FIRST_ISSUES);
  }

  return routes;
}

async function slice(pages: Pages<Row>, start: number, end: number): Promise<Row[]> {
  const rows: Row[] = [];
  let seen = 0;
  for await (const page of pages) {
    rows.push(...page.slice(Math.max(0, start - seen), Math.max(0, end - seen)));
    seen += page.length;
    if (seen >= end) break;
  }
  return rows;
}

/** Aborts when the caller goes away, so that no query runs for nobody. */
function untilClosed(res: { once(event: 'close', listener: () => void): unknown }): AbortSignal {
  const closed = new AbortController();
  res.once('close', () => closed.abort());
  return closed.signal;
}
