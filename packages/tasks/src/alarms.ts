/** The part of the store that keeps alarms and their messages. Used by create-task-store.ts. */
import { randomUUID } from 'node:crypto';
import type { AlarmCause, MessageValues, Severity } from '@longshore/contract';
import type { AlarmStore, Counted, StoredAlarm, TakenMessage } from './alarm-store.js';
import { ALARM_KEYS } from './keys.js';
import { type Reply, replyList } from './scripts.js';
import type { StoreContext } from './store-context.js';
import { toFields } from './task-fields.js';

const { open, recent, seen, alarmPrefix, outboxPrefix } = ALARM_KEYS;

export function alarms({ run, ledgerTtlMs }: StoreContext): AlarmStore {
  return {
    raise: async ({ cause, subject, severity, details, counted }, sinks) => {
      const what = [cause, subject, severity, JSON.stringify(details), ledgerTtlMs];
      const args = [alarmPrefix, outboxPrefix, randomUUID(), ...what, ...counting(counted)];
      return (await run('raise-alarm', [open, recent, seen], [...args, ...sinks])) === 1;
    },
    resolveQuiet: async (windowMs, except) =>
      Number(
        await run(
          'resolve-alarms',
          [open],
          [alarmPrefix, outboxPrefix, windowMs, ledgerTtlMs, ...except],
        ),
      ),
    takeMessage: async (sink, leaseMs) =>
      readMessage(
        await run('take-alarm-message', [outboxPrefix + sink], [alarmPrefix, sink, leaseMs]),
      ),
    settleMessage: async (sink, entry, againInMs) =>
      void (await run('settle-alarm-message', [outboxPrefix + sink], [entry, againInMs ?? ''])),
    list: async (limit) => {
      const lists = replyList(await run('list-alarms', [open, recent], [alarmPrefix, limit]));
      const [opened = [], newest = []] = lists.map((list) => replyList(list).flatMap(readAlarm));
      return { open: opened.sort((a, b) => b.openedAt - a.openedAt), recent: newest };
    },
  };
}

const counting = (counted: Counted): (string | number)[] =>
  counted.by === 'state' ? ['state', '', 0] : [counted.by, counted.source, counted.number];

function readMessage(reply: Reply): TakenMessage | null {
  const [entry, tries, fields = null] = replyList(reply);
  const [alarm] = readAlarm(fields);
  if (entry === undefined || alarm === undefined) return null;
  const state = String(entry).endsWith(' open') ? 'open' : 'resolved';
  return { entry: String(entry), state, tries: Number(tries), alarm };
}

/** Empty: its time is over. The words were written by this package. */
function readAlarm(reply: Reply): StoredAlarm[] {
  const fields = toFields(reply);
  if (fields === null) return [];
  return [
    {
      id: fields.id ?? '',
      cause: fields.cause as AlarmCause,
      subject: fields.subject ?? '',
      severity: fields.severity as Severity,
      details: JSON.parse(fields.details ?? '{}') as MessageValues,
      openedAt: Number(fields.openedAt),
      lastSeenAt: Number(fields.lastSeenAt),
      resolvedAt: fields.resolvedAt ? Number(fields.resolvedAt) : null,
      count: Number(fields.count),
    },
  ];
}
