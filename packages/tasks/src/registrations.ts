/** The part of the store that decides who holds a slot: register, holder, repeat. */
import type { Phase } from '@longshore/contract';
import {
  bucketKeys,
  bucketOfOwner,
  lineKeys,
  registrationKey,
  type Slot,
  slotKey,
  taskKeys,
} from './keys.js';
import { LOOK_MS } from './lines.js';
import { type Reply, replyList } from './scripts.js';
import type { StoreContext } from './store-context.js';
import type { NewImport, NewTask, Task } from './task.js';
import { newTaskFields, readTask, toFields } from './task-fields.js';
import { newTaskId } from './task-id.js';
import type {
  EarlierRegistration,
  Registration,
  RegistrationOptions,
  Repeat,
  TaskStore,
} from './task-store.js';

type Registrations = Pick<
  TaskStore,
  'newTaskId' | 'register' | 'registeredAs' | 'holder' | 'repeat' | 'confirm'
>;

export function registrations({ run, ledgerTtlMs, ...defaults }: StoreContext): Registrations {
  return { newTaskId, register, registeredAs, holder, repeat, confirm };

  async function register(
    task: NewTask,
    { taskId = newTaskId(task.owner), idempotency }: RegistrationOptions = {},
  ): Promise<Registration> {
    const { ttlMs = defaults.ttlMs, maxAttempts = defaults.maxAttempts, owner } = task;
    const fields = newTaskFields(taskId, task, { ttlMs, maxAttempts });
    const { entity, record, records, deadlines, lines, entityPrefix, recordPrefix, ownerPrefix } =
      taskKeys(taskId);
    const { line, name } = lineKeys(owner, task.kind);
    const reply = await run(
      'register',
      [
        slotKey(task),
        entity,
        record,
        records,
        `${ownerPrefix}${owner}`,
        line,
        deadlines,
        lines,
        registrationKey(owner, idempotency?.key ?? ''),
      ],
      [
        taskId,
        owner,
        ttlMs,
        ledgerTtlMs,
        fields.paramsHash,
        entityPrefix,
        recordPrefix,
        ownerPrefix,
        idempotency?.body ?? '',
        name,
        LOOK_MS.unqueued,
        ...Object.entries(fields).flat(),
      ],
    );
    return readRegistration(reply);
  }

  async function registeredAs(owner: string, key: string): Promise<EarlierRegistration | null> {
    const { recordPrefix } = bucketKeys(bucketOfOwner(owner));
    const reply = await run('registered-as', [registrationKey(owner, key)], [recordPrefix]);
    const [taskId, body] = replyList(reply).map(String);
    return taskId === undefined || body === undefined ? null : { taskId, body };
  }

  async function holder(slot: Slot): Promise<string | null> {
    const { entityPrefix } = bucketKeys(bucketOfOwner(slot.owner));
    const taskId = await run('holder', [slotKey(slot)], [entityPrefix]);
    return typeof taskId === 'string' ? taskId : null;
  }

  async function repeat(taskId: string, options?: NewImport['options']): Promise<Repeat> {
    return goOn(taskId, options === undefined ? '' : JSON.stringify(options), false);
  }

  async function confirm(taskId: string): Promise<Repeat> {
    return goOn(taskId, '', true);
  }

  async function goOn(taskId: string, optionsJson: string, confirms: boolean): Promise<Repeat> {
    const { life, entityPrefix, recordPrefix } = taskKeys(taskId);
    return readRepeat(
      await run('repeat', life, [
        taskId,
        ledgerTtlMs,
        entityPrefix,
        recordPrefix,
        optionsJson,
        LOOK_MS.unqueued,
        confirms ? 1 : 0,
      ]),
    );
  }
}

function readRegistration(reply: Reply): Registration {
  const [verdict, taskId, ...rest] = replyList(reply);
  if (verdict === 'held')
    return { registered: false, taskId: String(taskId), sameParams: rest[0] === 1 };
  if (verdict === 'known')
    return { registered: false, taskId: String(taskId), sameBody: rest[0] === 1 };
  return { registered: true, task: taskOf(rest), replaced: taskId === '' ? null : String(taskId) };
}

function readRepeat(reply: Reply): Repeat {
  const [verdict, ...rest] = replyList(reply);
  if (verdict === 'repeated') return { repeated: true, task: taskOf(rest) };
  if (verdict === 'slot-taken')
    return { repeated: false, reason: 'slot-taken', taskId: String(rest[0]) };
  // written by this package
  if (verdict === 'not-repeatable')
    return { repeated: false, reason: 'not-repeatable', phase: rest[0] as Phase };
  if (verdict === 'rows-settled') return { repeated: false, reason: verdict };
  return { repeated: false, reason: 'not-found' };
}

const taskOf = (reply: Reply[]): Task => readTask(toFields(reply) ?? {});
