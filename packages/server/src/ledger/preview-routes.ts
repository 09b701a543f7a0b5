/** Previews of imports: what an import would do, and the word to do it. */
import {
  AppError,
  inLanguage,
  type Language,
  type PreviewOut,
  rowIssueSentence,
  type ShownPreview,
} from '@longshore/contract';
import { type Column, wordIssue } from '@longshore/executors';
import { type ImportTask, previewKeys, type TaskRecord } from '@longshore/tasks';
import { Router } from 'express';
import { actorOf } from '../audit/actor.js';
import { callerOf } from '../auth/caller.js';
import { requireStart, visibleType } from '../auth/permissions.js';
import { languageFor } from '../http/language.js';
import { accepted, enqueue } from '../registration/register-task.js';
import { sendRegistration } from '../registration/send-registration.js';
import type { CentreServices } from '../services.js';
import { phaseRefusal } from './phase-refusal.js';
import { requireOwnRecord } from './require-own-record.js';

export function previewRoutes(services: CentreServices): Router {
  const { tasks, store } = services;
  const routes = Router();

  routes.get('/tasks/:id/preview', async (req, res) => {
    const record = await requireOwnRecord(req, res, tasks);
    const executor = await visibleType(
      { kind: 'import', type: record.type },
      callerOf(res),
      services,
    );
    const attempt = record.kind === 'import' ? attemptOf(record) : null;
    if (attempt === null || executor === undefined) throw new AppError('result_not_found');
    const { shown } = previewKeys({ taskId: record.taskId, attempt });
    if ((await store.stat(shown)) === null) throw new AppError('result_not_found');
    const bytes = Buffer.concat(await (await store.read(shown)).toArray());
    const preview = JSON.parse(String(bytes)) as ShownPreview; // written by the runner
    res.json(worded(preview, record, { ...executor, language: languageFor(req) }));
  });

  routes.post('/tasks/:id/confirm', async (req, res) => {
    const record = await requireOwnRecord(req, res, tasks);
    const { taskId, kind, type } = record;
    await requireStart({ kind, type }, callerOf(res), services);
    const answer = await tasks.confirm(taskId);
    if (!answer.repeated) throw refused(answer);
    await enqueue(answer.task, services);
    await services.audit.note('confirm', actorOf(req, res), { task: record, kind, type });
    sendRegistration(res, accepted(answer.task, languageFor(req)), services);
  });

  return routes;
}

/** The attempt that previewed the import, or is about to; null: none. */
const attemptOf = ({ preview, options, phase, attempt }: ImportTask): number | null =>
  preview ?? (options.preview === true && phase === 'running' ? attempt : null);

type Refused = Exclude<Awaited<ReturnType<CentreServices['tasks']['confirm']>>, { repeated: true }>;

function refused(answer: Refused): AppError {
  if (answer.reason === 'not-repeatable') return phaseRefusal('task_not_confirmable', answer.phase);
  if (answer.reason === 'slot-taken')
    return new AppError('slot_taken', { values: { taskId: answer.taskId } });
  return new AppError('task_not_found');
}

interface Reader {
  readonly columns: readonly Column[];
  /** Properties. */
  readonly key: readonly string[];
  readonly language: Language;
}

function worded(
  { depth, isComplete, stops, saves, counts, differences, causes, otherIssues }: ShownPreview,
  { taskId, undoes }: TaskRecord,
  { columns, key, language }: Reader,
): PreviewOut {
  const titleOf = (property: string) => {
    const column = columns.find(({ key }) => key === property);
    return column === undefined ? property : inLanguage(column.title, language);
  };
  return {
    taskId,
    undoes,
    depth,
    complete: isComplete,
    stops,
    saves,
    // a preview of an earlier version has no rows to remove
    counts: { ...counts, remove: counts.remove ?? 0 },
    keyColumns: key.map(titleOf),
    differences: differences.map((one) => ({ ...one, column: titleOf(one.column) })),
    causes: causes.map(({ issue, varies, rows, first }) => ({
      code: issue.code,
      column: wordIssue(issue, columns, language).column,
      message: rowIssueSentence(issue, language),
      varies,
      rows,
      first: [...first],
    })),
    otherIssues,
  };
}
