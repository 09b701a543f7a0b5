/**
 * Corrects failed rows of an import: registers the import that saves them, and waits a moment for
 * its end.
 */
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { AppError, isLive, type MendRowsIn, type MendRowsOut, message } from '@longshore/contract';
import type { CorrectionLedger, Place } from '@longshore/database';
import {
  editedPlaces,
  type ImportExecutor,
  limitsOf,
  openWaitingTable,
  type RowEdits,
  rowEditor,
  type WaitingTable,
  type WaitingTableRow,
} from '@longshore/executors';
import { bodyHash, type TaskRecord, uploadKey } from '@longshore/tasks';
import { ledgerRecord } from '../polls/task-result.js';
import {
  answerAgain,
  keptCaller,
  type Registrant,
  registerTask,
} from '../registration/register-task.js';
import { storedWithTask } from '../registration/stored-with-task.js';
import type { CentreServices } from '../services.js';
import { failedRowOut, nameOfPart, rowReader } from './failed-row-out.js';
import { refuseGuess } from './list-failed-rows.js';
import { readEdits } from './read-edits.js';

/** The import whose rows are to be corrected. */
export type ImportRecord = Extract<TaskRecord, { readonly kind: 'import' }>;

interface Mend {
  readonly record: ImportRecord;
  readonly executor: ImportExecutor;
  readonly ledger: CorrectionLedger;
  readonly input: MendRowsIn;
  readonly by: Registrant;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** Still running: its task; or how it ended. */
export type Mended = { readonly running: string } | { readonly ended: MendRowsOut };

/** Throws AppError rows_not_kept, invalid_params, slot_taken, idempotency_mismatch. */
export async function mendRows(mend: Mend, services: CentreServices): Promise<Mended> {
  const { record, executor, input, by } = mend;
  const undone = await services.business.database.undo?.state(record.taskId);
  if (undone != null && undone.undoneBy !== null) throw new AppError('import_undone');
  const table = await openTable(mend);
  const edits = readEdits(input, record.taskId, table);
  if ('cause' in edits) refuseGuess(edits.cause, table, rowReader(executor, table, by));
  const earlier = await earlierMend(mend, services);
  const taskId =
    earlier ?? ((await someWait(table, edits)) ? await register(mend, edits, services) : null);
  const phase = taskId === null ? null : await endOf(taskId, mend.signal, services);
  return taskId !== null && phase === null
    ? { running: taskId }
    : { ended: await outcomeOf(mend, { edits, taskId }, services) };
}

/** Of the rows' import, or of another. */
async function openTable(
  { record, executor: { columns }, ledger }: Mend,
  { taskId = record.taskId, by }: { readonly taskId?: string; readonly by?: string } = {},
): Promise<WaitingTable> {
  const table = await openWaitingTable({
    ledger,
    columns,
    taskId,
    ...(by !== undefined && { by }),
  });
  if (table === null) throw new AppError('rows_not_kept');
  return table;
}

/** The correction that this call made when it was sent before; null: none. */
async function earlierMend(
  { record, input, by }: Mend,
  { tasks }: Pick<CentreServices, 'tasks'>,
): Promise<string | null> {
  if (by.idempotencyKey === null) return null;
  const earlier = await tasks.registeredAs(record.owner, by.idempotencyKey);
  if (earlier === null) return null;
  const { taskId, body } = earlier;
  answerAgain({ taskId, sameBody: body === bodyOf(record, input) }, by.language);
  return taskId;
}

const bodyOf = ({ taskId }: ImportRecord, input: MendRowsIn): string =>
  bodyHash({ mends: taskId, ...input });

async function someWait(table: WaitingTable, edits: RowEdits): Promise<boolean> {
  const edited = rowEditor(edits);
  const places = editedPlaces(edits);
  for await (const page of table.rows({ ...(places && { places }) }))
    if (page.some((row) => edited(row) !== null)) return true;
  return false;
}

/** A task of the rows' owner, also when an operator corrects them. */
async function register(
  { record, executor, input, by }: Mend,
  edits: RowEdits,
  services: CentreServices,
): Promise<string> {
  const { owner, type } = record;
  const { tasks, store } = services;
  const taskId = tasks.newTaskId(owner);
  const key = uploadKey(taskId);
  await store.ready();
  const registered = await storedWithTask({ key, taskId, services }, async () => {
    const { sizeBytes } = await store.put(key, Readable.from([JSON.stringify(edits)]));
    const task = {
      kind: 'import',
      owner,
      ...callerOf(record, by),
      type,
      language: by.language,
      languages: [by.language],
      timeZone: record.timeZone,
      options: optionsOf(record),
      upload: { key, name: editsName(record.upload.name), sizeBytes },
      mends: record.taskId,
      ...limitsOf(executor),
    } as const;
    const { idempotencyKey } = by;
    const idempotency =
      idempotencyKey === null ? null : { key: idempotencyKey, body: bodyOf(record, input) };
    return registerTask(task, services, {
      actor: by.actor,
      taskId,
      ...(idempotency && { idempotency }),
    });
  });
  if (registered.isAccepted) return registered.body.taskId;
  throw new AppError('slot_taken', { values: { taskId: registered.body.taskId } });
}

const callerOf = (record: ImportRecord, { owner, caller }: Registrant) => {
  if (owner === record.owner) return { caller: keptCaller(caller) };
  return record.isCallerKnown ? { caller: record.caller } : {};
};

/** What the rows were read and saved with; where they stood does not matter any more. */
function optionsOf({ options }: ImportRecord): ImportRecord['options'] {
  const { params, duplicates, issuesFormat } = options;
  return Object.fromEntries(
    Object.entries({ params, duplicates, issuesFormat }).filter(([, value]) => value !== undefined),
  );
}

const LONGEST_NAME_BYTES = 100;

/** `prices.xlsx` → `prices.edits.json`. */
function editsName(name: string): string {
  const base = name.replace(/(?:\.edits)?\.[^.]*$/, '');
  const cut = Buffer.from(base).subarray(0, LONGEST_NAME_BYTES).toString();
  return `${cut.replace(/\ufffd+$/, '')}.edits.json`;
}

const LONGEST_WAIT_MS = 4_000;
const LOOK_EVERY_MS = 100;

/** The phase in which it ended; null: it runs still. */
async function endOf(
  taskId: string,
  signal: AbortSignal,
  { tasks }: Pick<CentreServices, 'tasks'>,
): Promise<TaskRecord['phase'] | null> {
  const until = performance.now() + LONGEST_WAIT_MS;
  while (!signal.aborted) {
    const record = await tasks.record(taskId);
    if (record !== null && !isLive(record.phase)) return record.phase;
    if (performance.now() >= until) return null;
    await setTimeout(LOOK_EVERY_MS);
  }
  return null;
}

const MOST_FAILING_TOLD = 100;

interface Ended {
  readonly edits: RowEdits;
  /** Of the correction; null: no row waited. */
  readonly taskId: string | null;
}

async function outcomeOf(
  asked: Mend,
  { edits, taskId }: Ended,
  services: CentreServices,
): Promise<MendRowsOut> {
  const { record, executor, by } = asked;
  const { tasks, tellsCauses } = services;
  const mend = taskId === null ? null : await tasks.record(taskId);
  const first = (await tasks.record(record.taskId)) ?? record;
  const rows = 'cause' in edits ? [] : edits.rows.map(({ place }) => place);
  const table = await openTable(asked);
  const waiting = await placesOf(table, rows);
  const met =
    taskId === null ? waiting : await placesOf(await openTable(asked, { by: taskId }), rows);
  const again = (mend?.counts.failed ?? 0) > 0 && taskId !== null;
  const reader = rowReader(executor, table, by);
  const at = ({ part, row }: Place) => ({
    row,
    ...nameOfPart(table.parts[part - 1], reader),
  });
  const among = (places: ReadonlySet<string>) => (place: Place) => places.has(nameOf(place));
  return {
    state: true,
    message:
      mend === null
        ? message('noneWaits', by.language)
        : ledgerRecord(mend, { language: by.language, seesCauses: tellsCauses }).message,
    taskId,
    phase: mend?.phase ?? null,
    succeeded: mend?.counts.succeeded ?? 0,
    failed: mend?.counts.failed ?? 0,
    saved: rows.filter((place) => among(met)(place) && !among(waiting)(place)).map(at),
    failing: again
      ? (await firstRows(await openTable(asked, { taskId }))).map((row) =>
          failedRowOut(row, reader),
        )
      : [],
    left: rows.filter((place) => !among(met)(place)).map(at),
    counts: first.counts,
  };
}

async function placesOf(
  table: WaitingTable,
  places: readonly Place[],
): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  if (places.length === 0) return names;
  for await (const page of table.rows({ places }))
    for (const { place } of page) names.add(nameOf(place));
  return names;
}

const nameOf = ({ part, row }: Place): string => `${part}/${row}`;

async function firstRows(table: WaitingTable): Promise<WaitingTableRow[]> {
  for await (const page of table.rows()) return page.slice(0, MOST_FAILING_TOLD);
  return [];
}
