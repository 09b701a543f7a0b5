/** Failed rows of an import: shown, and corrected without a workbook. */
import { AppError, FailedRowsQuery, MendRowsIn } from '@longshore/contract';
import type { CorrectionLedger } from '@longshore/database';
import { type ImportExecutor, openWaitingTable } from '@longshore/executors';
import { type Request, type Response, Router } from 'express';
import { callerOf } from '../auth/caller.js';
import { requireStart, visibleType } from '../auth/permissions.js';
import { askDatabase } from '../http/ask-database.js';
import { languageFor } from '../http/language.js';
import { parseInput } from '../http/parse-input.js';
import { requireOwnRecord } from '../ledger/require-own-record.js';
import { accepted } from '../registration/register-task.js';
import { registrantOf } from '../registration/registrant-of.js';
import { sendRegistration } from '../registration/send-registration.js';
import type { CentreServices } from '../services.js';
import { rowReader } from './failed-row-out.js';
import { listFailedRows } from './list-failed-rows.js';
import { type ImportRecord, mendRows } from './mend-rows.js';

export function mendRoutes(services: CentreServices): Router {
  const { tasks, business } = services;
  const routes = Router();

  routes.get('/tasks/:id/rows', async (req, res) => {
    const { record, executor } = await ownImport(req, res);
    const query = parseInput(FailedRowsQuery, req.query);
    const reader = { caller: callerOf(res), language: languageFor(req) };
    const rows = await withLedger(async (ledger) => {
      const { columns } = executor;
      const table = await openWaitingTable({ ledger, columns, taskId: record.taskId });
      if (table === null) throw new AppError('rows_not_kept');
      return listFailedRows(table, query, rowReader(executor, table, reader));
    });
    const { counts } = (await tasks.record(record.taskId)) ?? record;
    res.json({ ...rows, counts });
  });

  routes.patch('/tasks/:id/rows', async (req, res) => {
    const { record } = await ownImport(req, res);
    const input = parseInput(MendRowsIn, req.body);
    const executor = await requireStart(
      { kind: 'import', type: record.type },
      callerOf(res),
      services,
    );
    const by = registrantOf(req, res);
    const mended = await withLedger((ledger) =>
      mendRows({ record, executor, ledger, input, by, signal: untilClosed(res) }, services),
    );
    if ('ended' in mended) res.json(mended.ended);
    else sendRegistration(res, accepted({ taskId: mended.running }, by.language), services);
  });

  /** An import of a type that the caller may see. */
  async function ownImport(
    req: Request,
    res: Response,
  ): Promise<{ record: ImportRecord; executor: ImportExecutor }> {
    const record = await requireOwnRecord(req, res, tasks);
    const named = { kind: 'import', type: record.type } as const;
    const executor = await visibleType(named, callerOf(res), services);
    if (record.kind !== 'import' || executor === undefined) throw new AppError('result_not_found');
    return { record, executor };
  }

  const withLedger = <T>(work: (ledger: CorrectionLedger) => Promise<T>): Promise<T> =>
    askDatabase(business.database, ({ corrections }) => {
      if (corrections === null) throw new AppError('rows_not_kept');
      return work(corrections);
    });

  return routes;
}

/** Aborts when the caller goes away. */
function untilClosed(res: Response): AbortSignal {
  const closed = new AbortController();
  res.once('close', () => closed.abort());
  return closed.signal;
}
