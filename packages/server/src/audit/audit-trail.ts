/**
 * Writes the audit log: a line of the process's log first, then the entry in Redis. An act is noted
 * once it was done; an entry that Redis does not take is still in the log.
 */
import type { AuditAct, AuditRole, Kind } from '@longshore/contract';
import type { AuditLimits, Log, NewAuditEntry, TaskStore } from '@longshore/tasks';
import type { Actor } from './actor.js';

/** What an act was about. */
interface About {
  readonly task?: { readonly taskId: string; readonly owner: string };
  readonly kind?: Kind;
  readonly type?: string;
  readonly detail?: string;
}

/** Notes acts. */
export interface AuditTrail {
  /** Never throws. */
  note(act: AuditAct, actor: Actor, about?: About): Promise<void>;
}

interface TrailOptions {
  readonly tasks: Pick<TaskStore, 'audit'>;
  readonly limits: AuditLimits;
  readonly log: Log;
}

const LONGEST_DETAIL = 200;

export function auditTrail({ tasks, limits, log }: TrailOptions): AuditTrail {
  return {
    note: async (act, actor, about = {}) => {
      const entry = entryOf(act, actor, about);
      log.info({ audit: entry }, 'audit');
      await tasks.audit.add(entry, limits).catch((error: unknown) => {
        log.error({ audit: entry, err: error }, 'Redis did not take this entry of the audit log');
      });
    },
  };
}

function entryOf(
  act: AuditAct,
  { by, as, address, userAgent }: Actor,
  { task, kind, type, detail }: About,
): NewAuditEntry {
  return {
    act,
    by,
    as: as === 'caller' ? roleOf(by, task) : as,
    address,
    userAgent,
    taskId: task?.taskId ?? null,
    owner: task?.owner ?? null,
    kind: kind ?? null,
    type: type ?? null,
    detail: detail?.slice(0, LONGEST_DETAIL) ?? null,
  };
}

/** Only an operator reaches what is not his own. */
const roleOf = (by: string, task: About['task']): AuditRole =>
  task?.owner === by ? 'owner' : 'operator';
