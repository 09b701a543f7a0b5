/** The ledger: lists and single records, cancel and retry, and the files of a record. */
import { AppError, phaseName, RetryIn, TaskListQuery, UploadOptions } from '@longshore/contract';
import type { ImportTask, StoredFile, TaskRecord } from '@longshore/tasks';
import { type Request, type Response, Router } from 'express';
import { type AdmittedCaller, callerOf, requireOperator } from '../auth/caller.js';
import { fileAddress } from '../files/file-address.js';
import type { FileRole } from '../files/file-token.js';
import { baseAddress } from '../http/base-address.js';
import { languageFor } from '../http/language.js';
import { parseInput } from '../http/parse-input.js';
import { fileExpiry, ledgerRecord } from '../polls/task-result.js';
import { accepted, enqueue } from '../registration/register-task.js';
import { sendRegistration } from '../registration/send-registration.js';
import type { CentreServices } from '../services.js';
import { fenceStopped } from './fence-stopped.js';
import { requireOwnRecord } from './require-own-record.js';

export function ledgerRoutes(services: CentreServices): Router {
  const { tasks, tellsCauses } = services;
  const readerOf = (req: Request, res: Response) => ({
    language: languageFor(req),
    seesCauses: tellsCauses || callerOf(res).operator,
  });
  const routes = Router();

  routes.get('/tasks', async (req, res) => {
    const { owner, ...query } = parseInput(TaskListQuery, req.query);
    const page = await tasks.list({ ...query, owner: listedOwner(owner, callerOf(res)) });
    res.json({
      items: page.items.map((record) => ledgerRecord(record, readerOf(req, res))),
      nextCursor: page.nextCursor,
    });
  });

  routes.get('/tasks/:id', async (req, res) => {
    res.json(ledgerRecord(await requireOwnRecord(req, res, tasks), readerOf(req, res)));
  });

  routes.post('/tasks/:id/cancel', async (req, res) => {
    const record = await requireOwnRecord(req, res, tasks);
    const state = await tasks.cancel(record.taskId);
    if (state) await fenceStopped(record.taskId, services);
    res.json({ state });
  });

  routes.post('/tasks/:id/retry', async (req, res) => {
    const record = await requireOwnRecord(req, res, tasks);
    const repeat = await tasks.repeat(record.taskId, otherOptions(record, req.body));
    if (repeat.repeated) {
      await enqueue(repeat.task, services);
      return sendRegistration(res, accepted(repeat.task, languageFor(req)), services);
    }
    if (repeat.reason === 'slot-taken')
      throw new AppError('slot_taken', { values: { taskId: repeat.taskId } });
    if (repeat.reason === 'not-found') throw new AppError('task_not_found');
    if (repeat.reason === 'rows-settled') throw new AppError('rows_settled');
    throw new AppError('task_not_repeatable', {
      values: { phase: phaseName(repeat.phase, languageFor(req)) },
    });
  });

  routes.get('/tasks/:id/result', async (req, res) =>
    redirect(res, await requireOwnRecord(req, res, tasks), 'result'),
  );
  routes.get('/tasks/:id/issues', async (req, res) =>
    redirect(res, await requireOwnRecord(req, res, tasks), 'issues'),
  );

  async function redirect(res: Response, record: TaskRecord, file: FileRole): Promise<void> {
    const stored: StoredFile | null = record[file];
    if (stored === null) throw new AppError('result_not_found');
    const address = fileAddress(baseAddress(res.req, services), services);
    const expiresAt = fileExpiry(record, await tasks.nowMs());
    res.redirect(302, address({ ...record, expiresAt }, file));
  }

  return routes;
}

/** Options of an import with those that a retry changes; undefined: none was given. */
function otherOptions(record: TaskRecord, body: unknown): ImportTask['options'] | undefined {
  const { options } = parseInput(RetryIn, body ?? {});
  if (options === undefined) return undefined;
  if (record.kind === 'import')
    return parseInput(UploadOptions, { ...record.options, ...options }, ['options']);
  const errors = [{ path: 'options', message: 'only an import has options' }];
  throw new AppError('invalid_params', { errors });
}

/** An owner sees his own; an operator anyone's, `*` everyone's (null). */
function listedOwner(asked: string | undefined, caller: AdmittedCaller): string | null {
  if (asked === undefined || asked === caller.owner) return caller.owner;
  requireOperator(caller);
  return asked === '*' ? null : asked;
}
