/** The routines, for operators: what exists, when it runs, how it ran; run now, pause, resume. */
import { AppError, RoutineCronIn, type RoutineList, RoutineRunsQuery } from '@longshore/contract';
import { CronError, createSchedule } from '@longshore/cron';
import type { RoutineChange, RoutineLedger } from '@longshore/database';
import { type RoutineExecutor, routineLedger, routinesOf } from '@longshore/executors';
import { Router } from 'express';
import { callerOf, requireOperator } from '../auth/caller.js';
import { askDatabase } from '../http/ask-database.js';
import { languageFor } from '../http/language.js';
import { parseInput } from '../http/parse-input.js';
import { sendRegistration } from '../registration/send-registration.js';
import type { CentreServices } from '../services.js';
import { routineAnswer, runAnswer } from './routine-answers.js';
import { runByHand } from './run-by-hand.js';

export function routineRoutes(services: CentreServices): Router {
  const { business, tasks } = services;
  const { database } = business;
  const routes = Router();

  routes.use('/routines', (_req, res, next) => {
    requireOperator(callerOf(res));
    next();
  });

  routes.get('/routines', async (_req, res) => {
    const items = await asking((ledger) => answers(routinesOf(business), ledger));
    res.json({ items, zoneData: process.versions.tz ?? 'unknown' } satisfies RoutineList);
  });

  routes.get('/routines/:type/runs', async (req, res) => {
    const { type } = executorOf(req.params.type);
    const { limit } = parseInput(RoutineRunsQuery, req.query);
    res.json({ items: (await asking((ledger) => ledger.runsOf(type, limit))).map(runAnswer) });
  });

  routes.post('/routines/:type/run', async (req, res) => {
    const executor = executorOf(req.params.type);
    const language = languageFor(req);
    const run = (ledger: RoutineLedger) => runByHand({ executor, ledger, language }, services);
    sendRegistration(res, await asking(run), services);
  });

  routes.post(
    '/routines/:type/pause',
    async (req, res) => void res.json(await changed(req.params.type, { isPaused: true })),
  );
  routes.post(
    '/routines/:type/resume',
    async (req, res) => void res.json(await changed(req.params.type, { isPaused: false })),
  );
  routes.put('/routines/:type/cron', async (req, res) => {
    const executor = executorOf(req.params.type);
    const { cron } = parseInput(RoutineCronIn, req.body);
    if (cron !== null) checkCron(cron, executor.timeZone);
    res.json(await changed(executor.type, { cronOverride: cron }));
  });

  return routes;

  /** Throws AppError not_found. */
  function executorOf(type: string): RoutineExecutor {
    const executor = business.find('routine', type);
    if (executor === undefined) throw new AppError('not_found');
    return executor;
  }

  /** The routine as it is then. */
  async function changed(type: string, change: RoutineChange) {
    const executor = executorOf(type);
    const nowMs = await tasks.nowMs();
    return asking(async (ledger) => {
      await ledger.change(executor.type, change, nowMs);
      return (await answers([executor], ledger))[0];
    });
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

/** Throws AppError invalid_params. */
function checkCron(cron: string, timeZone: string): void {
  try {
    createSchedule(cron, timeZone);
  } catch (error) {
    if (!(error instanceof CronError)) throw error;
    throw new AppError('invalid_params', { errors: [{ path: 'cron', message: error.message }] });
  }
}
