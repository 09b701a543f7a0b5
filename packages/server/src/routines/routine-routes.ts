/** The routines, for operators: what exists, when it runs, how it ran; run now, pause, resume. */
import {
  AppError,
  type AuditAct,
  RoutineCronIn,
  type RoutineList,
  RoutineRunsQuery,
  type TaskCaller,
} from '@longshore/contract';
import { CronError, createSchedule } from '@longshore/cron';
import type { RoutineChange, RoutineLedger } from '@longshore/database';
import { may, type RoutineExecutor, routineLedger, routinesOf } from '@longshore/executors';
import { type Request, type Response, Router } from 'express';
import { actorOf } from '../audit/actor.js';
import { callerOf, requireOperator } from '../auth/caller.js';
import { requireStart, visibleType } from '../auth/permissions.js';
import { askDatabase } from '../http/ask-database.js';
import { languageFor } from '../http/language.js';
import { parseInput } from '../http/parse-input.js';
import { sendRegistration } from '../registration/send-registration.js';
import type { CentreServices } from '../services.js';
import { routineAnswer, runAnswer } from './routine-answers.js';
import { runByHand } from './run-by-hand.js';

export function routineRoutes(services: CentreServices): Router {
  const { business, tasks, audit } = services;
  const { database } = business;
  const routes = Router();

  routes.use('/routines', (_req, res, next) => {
    requireOperator(callerOf(res));
    next();
  });

  routes.get('/routines', async (_req, res) => {
    const seen = await seenBy(callerOf(res));
    const items = await asking((ledger) => answers(seen, ledger));
    res.json({ items, zoneData: process.versions.tz ?? 'unknown' } satisfies RoutineList);
  });

  routes.get('/routines/:type/runs', async (req, res) => {
    const { type } = await executorOf(req.params.type, res);
    const { limit } = parseInput(RoutineRunsQuery, req.query);
    res.json({ items: (await asking((ledger) => ledger.runsOf(type, limit))).map(runAnswer) });
  });

  routes.post('/routines/:type/run', async (req, res) => {
    const executor = await executorOf(req.params.type, res);
    await requireStart(executor, callerOf(res), services);
    const by = { language: languageFor(req), caller: callerOf(res), actor: actorOf(req, res) };
    const run = (ledger: RoutineLedger) => runByHand({ executor, ledger, ...by }, services);
    sendRegistration(res, await asking(run), services);
  });

  routes.post(
    '/routines/:type/pause',
    async (req, res) => void res.json(await changed(req, res, { isPaused: true })),
  );
  routes.post(
    '/routines/:type/resume',
    async (req, res) => void res.json(await changed(req, res, { isPaused: false })),
  );
  routes.put('/routines/:type/cron', async (req, res) => {
    const executor = await executorOf(req.params.type, res);
    const { cron } = parseInput(RoutineCronIn, req.body);
    if (cron !== null) checkCron(cron, executor.timeZone);
    res.json(await changed(req, res, { cronOverride: cron }));
  });

  return routes;

  /** Throws AppError not_found. */
  async function executorOf(type: string, res: Response): Promise<RoutineExecutor> {
    const executor = await visibleType({ kind: 'routine', type }, callerOf(res), services);
    if (executor === undefined) throw new AppError('not_found');
    return executor;
  }

  /** The routine as it is then. */
  async function changed(
    req: Request<{ type: string }>,
    res: Response,
    change: Partial<RoutineChange>,
  ) {
    const executor = await executorOf(req.params.type, res);
    const nowMs = await tasks.nowMs();
    const answer = await asking(async (ledger) => {
      await ledger.change(executor.type, change, nowMs);
      return (await answers([executor], ledger))[0];
    });
    const { kind, type } = executor;
    await audit.note(actOf(change), actorOf(req, res), { kind, type, ...detailOf(change) });
    return answer;
  }

  async function seenBy(caller: TaskCaller): Promise<RoutineExecutor[]> {
    const routines = routinesOf(business);
    const seen = await Promise.all(routines.map((executor) => may(executor, caller, 'see')));
    return routines.filter((_, i) => seen[i]);
  }

  async function answers(executors: readonly RoutineExecutor[], ledger: RoutineLedger) {
    const [nowMs, all] = await Promise.all([tasks.nowMs(), ledger.all()]);
    const known = executors.flatMap((executor) => {
      const stored = all.find(({ type }) => type === executor.type);
      return stored === undefined ? [] : [{ executor, stored }];
    });
    return Promise.all(
      known.map(async (one) => {
        const [lastRun] = await ledger.runsOf(one.stored.type, 1);
        return routineAnswer({ ...one, lastRun, nowMs });
      }),
    );
  }

  /** Throws AppError database_unavailable. */
  function asking<T>(work: (ledger: RoutineLedger) => Promise<T>): Promise<T> {
    return askDatabase(database, (bounded) => work(routineLedger({ database: bounded })));
  }
}

function actOf({ isPaused }: Partial<RoutineChange>): AuditAct {
  if (isPaused === undefined) return 'routine-cron';
  return isPaused ? 'routine-pause' : 'routine-resume';
}

const detailOf = ({ cronOverride }: Partial<RoutineChange>) =>
  cronOverride === undefined ? {} : { detail: cronOverride ?? 'as declared' };

/** Throws AppError invalid_params. */
function checkCron(cron: string, timeZone: string): void {
  try {
    createSchedule(cron, timeZone);
  } catch (error) {
    if (!(error instanceof CronError)) throw error;
    throw new AppError('invalid_params', { errors: [{ path: 'cron', message: error.message }] });
  }
}
