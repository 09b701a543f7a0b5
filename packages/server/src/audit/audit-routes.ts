/** The audit log, for operators: page by page, or as JSON lines by date. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type AuditEntry, AuditExportQuery, type AuditList, AuditQuery } from '@longshore/contract';
import type { RecordedAct } from '@longshore/tasks';
import { Router } from 'express';
import { callerOf, requireOperator } from '../auth/caller.js';
import { parseInput } from '../http/parse-input.js';
import type { CentreServices } from '../services.js';
import { actorOf } from './actor.js';

export function auditRoutes({ tasks, audit }: CentreServices): Router {
  const routes = Router();

  routes.use('/audit', (_req, res, next) => {
    requireOperator(callerOf(res));
    next();
  });

  routes.get('/audit', async (req, res) => {
    const { from, to, ...query } = parseInput(AuditQuery, req.query);
    const page = await tasks.audit.search({ ...query, from: ms(from), to: ms(to) });
    const { keptSince } = page;
    res.json({
      ...page,
      items: page.items.map(auditEntry),
      keptSince: keptSince === null ? null : iso(keptSince),
    } satisfies AuditList);
  });

  routes.get('/audit/export', async (req, res) => {
    const { from, to } = parseInput(AuditExportQuery, req.query);
    await audit.note('audit-export', actorOf(req, res), {
      detail: `${from ?? 'the oldest'} to ${to ?? 'the newest'}`,
    });
    res
      .type('application/x-ndjson')
      .set('Content-Disposition', 'attachment; filename="audit.jsonl"');
    const lines = Readable.from(jsonLines(tasks.audit.between(ms(from), ms(to))));
    await pipeline(lines, res).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error; // whoever asked went away
    });
  });

  return routes;
}

async function* jsonLines(pages: AsyncIterable<readonly RecordedAct[]>): AsyncGenerator<string> {
  for await (const page of pages)
    yield page.map((act) => `${JSON.stringify(auditEntry(act))}\n`).join('');
}

/** An act as the contract has it. */
export const auditEntry = ({ at, ...act }: RecordedAct): AuditEntry => ({ ...act, at: iso(at) });

const iso = (time: number): string => new Date(time).toISOString();
const ms = (time: string | undefined) => (time === undefined ? undefined : Date.parse(time));
