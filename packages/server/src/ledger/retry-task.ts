/** Runs a task again, for its owner and for operators. */
import {
  AppError,
  type Language,
  RetryIn,
  type TaskCaller,
  UploadOptions,
} from '@longshore/contract';
import type { ImportTask, TaskRecord } from '@longshore/tasks';
import type { Actor } from '../audit/actor.js';
import { requireStart } from '../auth/permissions.js';
import { parseInput } from '../http/parse-input.js';
import { checkMapping } from '../registration/check-mapping.js';
import { checkPolicy } from '../registration/check-policy.js';
import { accepted, enqueue, type Registered } from '../registration/register-task.js';
import { undoState } from '../registration/register-undo.js';
import type { CentreServices } from '../services.js';
import { phaseRefusal } from './phase-refusal.js';

/** Who wants which task again. */
interface Again {
  readonly record: TaskRecord;
  /** Of the call: other options of an import. */
  readonly body?: unknown;
  readonly actor: Actor;
  readonly caller: TaskCaller;
  readonly language: Language;
}

/** Throws AppError: it cannot be run again now, or not by this caller. */
export async function retryTask(
  { record, body, actor, caller, language }: Again,
  services: CentreServices,
): Promise<Registered> {
  const { taskId, kind, type } = record;
  await requireStart({ kind, type }, caller, services);
  if (((await undoState(record, services))?.undoneBy ?? null) !== null)
    throw new AppError('import_undone');
  const repeat = await services.tasks.repeat(taskId, otherOptions(record, body, services));
  if (repeat.repeated) {
    await enqueue(repeat.task, services);
    await services.audit.note('retry', actor, { task: record, kind, type });
    return accepted(repeat.task, language);
  }
  if (repeat.reason === 'slot-taken')
    throw new AppError('slot_taken', { values: { taskId: repeat.taskId } });
  if (repeat.reason === 'not-found') throw new AppError('task_not_found');
  if (repeat.reason === 'rows-settled') throw new AppError('rows_settled');
  throw phaseRefusal('task_not_repeatable', repeat.phase);
}

/** Options of an import with those that a retry changes; undefined: none was given. */
function otherOptions(
  record: TaskRecord,
  body: unknown,
  { business }: Pick<CentreServices, 'business'>,
): ImportTask['options'] | undefined {
  const { options } = parseInput(RetryIn, body ?? {});
  if (options === undefined) return undefined;
  if (record.kind === 'import' && record.undoes === null) {
    const changed = { ...withoutSheets(record.options, options), ...options };
    const all = parseInput(UploadOptions, changed, ['options']);
    const executor = business.find('import', record.type);
    if (executor !== undefined) {
      checkMapping(all, executor);
      checkPolicy(all, executor);
      parseInput(executor.params, all.params ?? {}, ['options', 'params']);
    }
    return all;
  }
  const errors = [{ path: 'options', message: 'only an import of a file has options' }];
  throw new AppError('invalid_params', { errors });
}

/** Other sheets take the place of those that were named, in whichever way. */
function withoutSheets(
  before: ImportTask['options'],
  { sheet, sheets }: UploadOptions,
): ImportTask['options'] {
  if (sheet === undefined && sheets === undefined) return before;
  const { sheet: _sheet, sheets: _sheets, ...others } = before;
  return others;
}
