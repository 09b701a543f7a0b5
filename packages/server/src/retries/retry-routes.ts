/** Retryable calls, for operators: what was recorded, why it failed; run again, give up. */
import {
  AppError,
  type AuditAct,
  RetriesIn,
  type RetriesOut,
  type RetryList,
  RetryListQuery,
  type RetryOut,
  type RetryStory,
} from '@longshore/contract';
import type { CallFilter, RetryLedger, StoredCall } from '@longshore/database';
import { Router } from 'express';
import * as z from 'zod';
import { actorOf } from '../audit/actor.js';
import { callerOf, requireOperator } from '../auth/caller.js';
import { askDatabase } from '../http/ask-database.js';
import { parseInput } from '../http/parse-input.js';
import type { CentreServices } from '../services.js';
import { attemptAnswer, retryAnswer } from './retry-answers.js';

/** Calls that one call of an operator changes at most. */
const AT_ONCE = 1_000;

/** Changes the calls of a filter, so many at most; their ids, the oldest first. */
type Change = (ledger: RetryLedger, filter: CallFilter, limit: number) => Promise<string[]>;

export function retryRoutes({ business, audit }: CentreServices): Router {
  const executors = new Map(business.retryables.map((one) => [one.name, one]));
  const routes = Router();

  routes.use('/retries', (_req, res, next) => {
    requireOperator(callerOf(res));
    next();
  });

  routes.get('/retries', async (req, res) => {
    const { cursor, limit, ...filter } = parseInput(RetryListQuery, req.query);
    const page = { before: cursor ?? null, limit: limit + 1 };
    const found = await asking((ledger) => ledger.list(filterOf(filter), page));
    const shown = found.slice(0, limit);
    res.json({
      items: shown.map(answer),
      nextCursor: found.length > limit ? (shown.at(-1)?.id ?? null) : null,
    } satisfies RetryList);
  });

  routes.get('/retries/:id', async (req, res) => {
    const story = await asking(async (ledger): Promise<RetryStory> => {
      const call = await requireCall(ledger, idOf(req.params.id));
      const attempts = await ledger.attemptsOf(call.id);
      return { ...answer(call), attempts: attempts.map(attemptAnswer) };
    });
    res.json(story);
  });

  for (const { path, act, changeFor } of CHANGES) {
    routes.post(`/retries/:id/${path}`, async (req, res) => {
      const call = await changedOne(idOf(req.params.id), changeFor(callerOf(res).owner));
      const detail = `${call.name} ${call.key} ${call.id}`;
      await audit.note(act, actorOf(req, res), { detail });
      res.json(call);
    });
    routes.post(`/retries/${path}`, async (req, res) => {
      const { cursor, ...filter } = parseInput(RetriesIn, req.body);
      const which = filterOf({ ...filter, after: cursor });
      const changed = await changedAll(which, changeFor(callerOf(res).owner));
      const { name, state = 'all at rest', key = 'all keys' } = filter;
      const detail = `${name} ${state} ${key}: ${changed.calls} calls`;
      await audit.note(act, actorOf(req, res), { detail });
      res.json(changed);
    });
  }

  return routes;

  /** Throws AppError not_found, call_not_at_rest. */
  async function changedOne(id: string, change: Change): Promise<RetryOut> {
    return asking(async (ledger) => {
      const isChanged = (await change(ledger, { id }, 1)).length > 0;
      const call = await requireCall(ledger, id);
      if (!isChanged) throw new AppError('call_not_at_rest', { values: { state: call.state } });
      return answer(call);
    });
  }

  async function changedAll(filter: CallFilter, change: Change): Promise<RetriesOut> {
    const ids = await asking((ledger) => change(ledger, filter, AT_ONCE));
    return { calls: ids.length, nextCursor: ids[AT_ONCE - 1] ?? null };
  }

  function answer(call: StoredCall): RetryOut {
    return retryAnswer(call, executors.get(call.name));
  }

  /** Throws AppError not_found for a business that records no calls. */
  function asking<T>(work: (ledger: RetryLedger) => Promise<T>): Promise<T> {
    return askDatabase(business.database, async ({ retries }) => {
      if (!retries) throw new AppError('not_found');
      return work(retries);
    });
  }
}

interface ChangeCall {
  readonly path: string;
  readonly act: AuditAct;
  readonly changeFor: (operator: string) => Change;
}

const CHANGES: readonly ChangeCall[] = [
  {
    path: 'run',
    act: 'call-run',
    changeFor: () => (ledger, filter, limit) => ledger.runAgain(filter, limit),
  },
  {
    path: 'give-up',
    act: 'call-give-up',
    changeFor: (operator) => (ledger, filter, limit) => ledger.giveUp(filter, operator, limit),
  },
];

/** Throws AppError not_found. */
function idOf(text: string): string {
  const { success, data: id } = z.uuid().safeParse(text);
  if (!success) throw new AppError('not_found');
  return id;
}

/** Throws AppError not_found. */
async function requireCall(ledger: RetryLedger, id: string): Promise<StoredCall> {
  const [call] = await ledger.list({ id }, { before: null, limit: 1 });
  if (call === undefined) throw new AppError('not_found');
  return call;
}

/** Without the fields that were not given. */
const filterOf = (given: { readonly [K in keyof CallFilter]: CallFilter[K] | undefined }) =>
  Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as CallFilter;
