/** Why a write of a run was refused, from what the script found instead. */
import { isLive, type Phase } from '@longshore/contract';
import type { Reply } from './scripts.js';
import type { StopReason } from './task.js';

/** Phase of the entity and of the ledger record; null: there is none. */
export interface FoundPhases {
  readonly entity: Phase | null;
  readonly record: Phase | null;
}

/**
 * An entity that is still there refuses only a run that is over; without one the ledger tells what
 * became of the task.
 */
export function stopReason({ entity, record }: FoundPhases): StopReason {
  if (entity !== null) return entity === 'cancelled' || entity === 'paused' ? entity : 'superseded';
  if (record === null) return 'gone';
  if (record === 'cancelled') return 'cancelled';
  return record === 'expired' || isLive(record) ? 'expired' : 'gone';
}

/** The two phases of a script's answer, '' for none. */
export const readPhases = (entity: Reply | undefined, record: Reply | undefined): FoundPhases => ({
  entity: phaseOrNull(entity),
  record: phaseOrNull(record),
});

// The text was written by this package as a Phase.
const phaseOrNull = (reply: Reply | undefined): Phase | null =>
  typeof reply === 'string' && reply !== '' ? (reply as Phase) : null;
