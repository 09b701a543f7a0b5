/**
 * The audit log in Redis: a stream that entries are only added to, kept for a bounded time and
 * number; and beside each task what was done with it. Used by create-task-store.ts.
 */
import type { AuditAct, AuditRole, Kind } from '@longshore/contract';
import { AUDIT, taskKeys } from './keys.js';
import { type Reply, replyList } from './scripts.js';
import type { StoreContext } from './store-context.js';
import { toFields } from './task-fields.js';

/** One act, as it is told to the log. */
export interface NewAuditEntry {
  readonly act: AuditAct;
  readonly by: string;
  readonly as: AuditRole;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly taskId: string | null;
  readonly owner: string | null;
  readonly kind: Kind | null;
  readonly type: string | null;
  readonly detail: string | null;
}

/** One act, as the log keeps it. */
export type RecordedAct = NewAuditEntry & {
  readonly id: string;
  /** Milliseconds since 1970 by Redis TIME. */
  readonly at: number;
};

/** How long entries are kept, and how many at most. */
export interface AuditLimits {
  readonly keepMs: number;
  readonly maxEntries: number;
}

/** Which entries; times in milliseconds since 1970, `to` not included. */
export interface AuditSearch {
  readonly act?: AuditAct | undefined;
  readonly by?: string | undefined;
  readonly owner?: string | undefined;
  readonly taskId?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Id of the last entry of the page before. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Entries, newest first. */
export interface AuditPage {
  readonly items: readonly RecordedAct[];
  readonly nextCursor: string | null;
  /** Entries that were looked at. */
  readonly looked: number;
  /** Time of the oldest entry that is kept; null: there is none. */
  readonly keptSince: number | null;
}

/** Who did what. */
export interface AuditLog {
  /** Gives the entry's id. Two round trips at once where the act is about a task. */
  add(entry: NewAuditEntry, limits: AuditLimits): Promise<string>;
  search(query: AuditSearch): Promise<AuditPage>;
  /** All entries of a time, oldest first, page by page. */
  between(from: number | undefined, to: number | undefined): AsyncIterable<readonly RecordedAct[]>;
  /** What was done with a task, oldest first. */
  actsOf(taskId: string): Promise<readonly RecordedAct[]>;
}

/** Of one task; the log itself has the others. */
const ACTS_KEPT = 500;
/** Entries that one call walks at most. */
const WALKED = 5_000;
const READ_AT_ONCE = 500;

export function auditLog({ run, ledgerTtlMs }: StoreContext): AuditLog {
  return {
    add: async (entry, { maxEntries, keepMs }) => {
      const fields = Object.entries(entry).flatMap(([name, value]) => [name, value ?? '']);
      const id = String(await run('audit', [AUDIT], [maxEntries, keepMs, ...fields]));
      if (entry.taskId === null) return id;
      const { actsPrefix, record } = taskKeys(entry.taskId);
      const kept = JSON.stringify({ ...entry, id } satisfies Omit<RecordedAct, 'at'>);
      await run('note-act', [actsPrefix + entry.taskId, record], [kept, ACTS_KEPT, ledgerTtlMs]);
      return id;
    },
    search: async ({ from, to, cursor, limit, ...wanted }) => {
      const newest = cursor === undefined ? newestBefore(to) : below(cursor);
      const filters = Object.entries(wanted).flatMap(([name, value]) =>
        value === undefined ? [] : [name, value],
      );
      const [looked, last, first, ...entries] = replyList(
        await run('search-audit', [AUDIT], [newest, oldestFrom(from), limit, WALKED, ...filters]),
      );
      return {
        items: entries.map(readEntry),
        nextCursor: last === '' ? null : String(last),
        looked: Number(looked),
        keptSince: first === '' ? null : timeOf(String(first)),
      };
    },
    between: async function* (from, to) {
      let oldest = oldestFrom(from);
      for (;;) {
        const args = [oldest, newestBefore(to), READ_AT_ONCE];
        const entries = replyList(await run('read-audit', [AUDIT], args)).map(readEntry);
        if (entries.length > 0) yield entries;
        const last = entries.at(-1);
        if (last === undefined || entries.length < READ_AT_ONCE) return;
        oldest = `(${last.id}`;
      }
    },
    actsOf: async (taskId) => {
      const kept = replyList(await run('read-acts', [taskKeys(taskId).actsPrefix + taskId]));
      return kept.map((text) => {
        const entry = JSON.parse(String(text)) as Omit<RecordedAct, 'at'>; // written by `add`
        return { ...entry, at: timeOf(entry.id) };
      });
    },
  };
}

/** Ids of a stream begin in 1970. */
const oldestFrom = (from: number | undefined): string =>
  from === undefined ? '-' : String(Math.max(0, from));

const newestBefore = (to: number | undefined): string =>
  to === undefined ? '+' : below(`${Math.max(0, to)}-0`);

/** Redis takes no end below its lowest id, at which no entry stands. */
const below = (id: string): string => (/^0+-0+$/.test(id) ? '0-0' : `(${id}`);

const timeOf = (id: string): number => Number(id.slice(0, id.indexOf('-')));

function readEntry(reply: Reply): RecordedAct {
  const [id, fields] = replyList(reply);
  const { act, by = '', as, kind, ...texts } = toFields(fields) ?? {};
  const text = (name: string) => texts[name] || null;
  return {
    id: String(id),
    at: timeOf(String(id)),
    // these words were written by `add`
    act: act as AuditAct,
    as: as as AuditRole,
    kind: (kind || null) as Kind | null,
    by,
    address: text('address'),
    userAgent: text('userAgent'),
    taskId: text('taskId'),
    owner: text('owner'),
    type: text('type'),
    detail: text('detail'),
  };
}
