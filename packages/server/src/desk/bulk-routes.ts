/** Many tasks at once, for operators: run again, or stop; each is answered by its id. */
import { AppError, BulkIn, type BulkOut } from '@longshore/contract';
import type { TaskRecord } from '@longshore/tasks';
import { type Request, type Response, Router } from 'express';
import { type Actor, actorOf } from '../audit/actor.js';
import { callerOf, requireOperator } from '../auth/caller.js';
import { languageFor } from '../http/language.js';
import { parseInput } from '../http/parse-input.js';
import { cancelTask } from '../ledger/cancel-task.js';
import { listQuery } from '../ledger/list-query.js';
import { phaseRefusal } from '../ledger/phase-refusal.js';
import { retryTask } from '../ledger/retry-task.js';
import type { CentreServices } from '../services.js';

/** Each may wait a moment for the business's database. */
const AT_ONCE = 10;

type Act = (record: TaskRecord, actor: Actor) => Promise<unknown>;
type Found = Pick<BulkOut, 'nextCursor' | 'looked'> & {
  readonly records: readonly { readonly taskId: string; readonly record: TaskRecord | null }[];
};

export function bulkRoutes(services: CentreServices): Router {
  const { tasks } = services;
  const routes = Router();
  routes.post('/bulk/retry', (req, res) =>
    each(req, res, (record, actor) =>
      retryTask({ record, actor, caller: callerOf(res), language: languageFor(req) }, services),
    ),
  );
  routes.post('/bulk/cancel', (req, res) =>
    each(req, res, async (record, actor) => {
      if (!(await cancelTask(record, actor, services))) throw await notLive(record);
    }),
  );
  return routes;

  async function each(req: Request, res: Response, act: Act): Promise<void> {
    requireOperator(callerOf(res));
    const { records, nextCursor, looked } = await found(parseInput(BulkIn, req.body), res);
    const actor = actorOf(req, res);
    const items: BulkOut['items'] = [];
    for (let from = 0; from < records.length; from += AT_ONCE) {
      const some = records.slice(from, from + AT_ONCE);
      items.push(...(await Promise.all(some.map((one) => outcome(one, () => doTo(one.record))))));
    }
    res.json({ items, nextCursor, looked } satisfies BulkOut);

    async function doTo(record: TaskRecord | null): Promise<void> {
      if (record === null) throw new AppError('task_not_found');
      await act(record, actor);
    }
    async function outcome({ taskId }: { readonly taskId: string }, work: () => Promise<void>) {
      try {
        await work();
        return { taskId, done: true, code: null, message: null };
      } catch (error) {
        if (!(error instanceof AppError)) services.log.error({ taskId, err: error }, 'bulk act');
        const told = error instanceof AppError ? error : new AppError('internal');
        return { taskId, done: false, code: told.code, message: told.sentence(languageFor(req)) };
      }
    }
  }

  async function found(asked: ReturnType<typeof BulkIn.parse>, res: Response): Promise<Found> {
    if ('ids' in asked) {
      const ids = [...new Set(asked.ids)];
      const records = await Promise.all(
        ids.map(async (taskId) => ({ taskId, record: await tasks.record(taskId) })),
      );
      return { records, nextCursor: null, looked: records.length };
    }
    const { filter, ...page } = asked;
    const query = listQuery({ owner: '*', ...filter, ...page }, callerOf(res));
    const { items, nextCursor, looked } = await tasks.list(query);
    const records = items.map((record) => ({ taskId: record.taskId, record }));
    return { records, nextCursor, looked };
  }

  /** The phase is told as it is now: the task may have ended since it was looked at. */
  async function notLive({ taskId, phase }: TaskRecord): Promise<AppError> {
    return phaseRefusal('task_not_live', (await tasks.record(taskId))?.phase ?? phase);
  }
}
