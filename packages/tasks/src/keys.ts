/**
 * Every Redis key name. Owners are spread over 64 buckets; all keys of a bucket share the hash tag
 * {b0}..{b63}, so that each script works on one slot of a Redis Cluster.
 */
import type { Kind } from '@longshore/contract';

const PREFIX = 'longshore';

export const BUCKETS = 64;

/** Owners of tasks that no person registered begin so; a caller of that name is refused. */
export const SYSTEM_OWNER_PREFIX = `${PREFIX}:`;

/** The claim that makes duplicates impossible while a task is live. */
export interface Slot {
  readonly owner: string;
  readonly kind: Kind;
  readonly type: string;
}

export const bucketOfOwner = (owner: string): number => crc16(owner) % BUCKETS;

/** The last six bits of a task id are its owner's bucket, so an id alone finds its keys. */
export const bucketOfTask = (taskId: string): number =>
  Number.parseInt(taskId.slice(-2), 16) % BUCKETS || 0;

export function bucketKeys(bucket: number) {
  const tag = `${PREFIX}:{b${bucket}}`;
  return {
    /** Followed by a task id: the live entity (hash). */
    entityPrefix: `${tag}:task:`,
    /** Followed by a task id: the ledger record (hash). */
    recordPrefix: `${tag}:record:`,
    /** Followed by an owner: the ids of his records, by lex (sorted set). */
    ownerPrefix: `${tag}:owner:`,
    /** `<taskId>:<owner>` of every record in the bucket, by lex (sorted set). */
    records: `${tag}:records`,
    /**
     * Not known to be queued: task id by time of registration, or by the time when its retry is due
     * (sorted set).
     */
    outbox: `${tag}:outbox`,
    /** Live tasks by deadline (sorted set). */
    deadlines: `${tag}:deadlines`,
    /** Live tasks by the last sign of life (sorted set). */
    heartbeats: `${tag}:heartbeats`,
    /** Tasks that no sweeper can handle, by the time they were set aside (sorted set). */
    setAside: `${tag}:set-aside`,
    /** Followed by the name of a line, `<kind>:<owner>`: see `lineKeys`. */
    linePrefix: `${tag}:line:`,
    /** Names of lines with tasks, by the time when the recoverer looks at them (sorted set). */
    lines: `${tag}:lines`,
    /** `<kind>:<type>`: how long its last run took, in ms (hash). */
    durations: `${tag}:durations`,
    /**
     * `<kind>:<type>:<word>`: how many tasks ended so, never less; `last`: id of the last one that
     * was given up (hash).
     */
    outcomes: `${tag}:outcomes`,
    /**
     * Followed by a day since 1970: what ended, `<hour>:<kind>:<type>:<what>` (hash).
     */
    endedPrefix: `${tag}:ended:`,
    /** Followed by a task id: who did what with it, oldest first (list). */
    actsPrefix: `${tag}:acts:`,
  };
}

/** The live entity alone, for reads. */
export const entityKey = (taskId: string): string =>
  `${PREFIX}:{b${bucketOfTask(taskId)}}:task:${taskId}`;

export function taskKeys(taskId: string) {
  const bucket = bucketKeys(bucketOfTask(taskId));
  const entity = entityKey(taskId);
  const record = `${bucket.recordPrefix}${taskId}`;
  /** What every move of a task may touch, in the order that the scripts expect. */
  const life = [
    entity,
    record,
    bucket.outbox,
    bucket.deadlines,
    bucket.heartbeats,
    bucket.lines,
    bucket.durations,
    bucket.outcomes,
    bucket.endedPrefix,
  ];
  return { ...bucket, entity, record, life };
}

/** Holds the id of the owner's newest uncleared task of this type (string). */
export const slotKey = ({ owner, kind, type }: Slot): string =>
  `${PREFIX}:{b${bucketOfOwner(owner)}}:slot:${kind}:${type}:${owner}`;

/**
 * Ids of the owner's tasks of every kind that run or wait for their retry, and of some that ended
 * (set).
 */
export const runsKey = (owner: string): string =>
  `${PREFIX}:{b${bucketOfOwner(owner)}}:runs:${owner}`;

/** How an owner's tasks of one kind wait for their turn. */
export function lineKeys(owner: string, kind: Kind) {
  const bucket = bucketKeys(bucketOfOwner(owner));
  const name = `${kind}:${owner}`;
  return {
    name,
    /**
     * Tasks by registration; the one whose turn it is, at most one, by its priority below zero
     * (sorted set).
     */
    line: `${bucket.linePrefix}${name}`,
  };
}

/** The places of a type that limits its running tasks. */
export function placeKeys(kind: Kind, type: string) {
  const tag = `${PREFIX}:{type-${kind}-${type}}`;
  return {
    /** Tasks that may run, by the end of their lease (sorted set). */
    places: `${tag}:places`,
    /** Tasks that wait for a place, by registration (sorted set). */
    waiting: `${tag}:waiting`,
  };
}

/** The registration that an owner sent under a key of the caller's own (hash: task id, body). */
export const registrationKey = (owner: string, idempotencyKey: string): string =>
  `${PREFIX}:{b${bucketOfOwner(owner)}}:registration:${owner}:${idempotencyKey}`;

/** How the owner chose to read the headers of the last uploads of this import type (list). */
export const headerChoicesKey = (owner: string, type: string): string =>
  `${PREFIX}:{b${bucketOfOwner(owner)}}:header:${type}:${owner}`;

/** Calls of one caller in the minute that is counted (string); `limit` says which calls. */
export const callsKey = (limit: string, caller: string): string =>
  `${PREFIX}:{b${bucketOfOwner(caller)}}:calls:${limit}:${caller}`;

/**
 * Channel on which runs hear at once that they must stop: `<taskId> <reason> <attempt>`; a later
 * attempt is not meant.
 */
export const STOP_CHANNEL = `${PREFIX}:stop`;

/** The round of a sweeper that one process of the fleet has taken (string). */
export const roundKey = (sweeper: string): string => `${PREFIX}:round:${sweeper}`;

/** Written to see whether Redis takes writes (string). */
export const probeKey = (bucket: number): string => `${PREFIX}:{b${bucket}}:probe`;

const ALARMS = `${PREFIX}:{alarms}`;

/** Alarms of the whole fleet, in one slot of a Redis Cluster. */
export const ALARM_KEYS = {
  /** `<cause> <subject>`: the id of the open alarm (hash). */
  open: `${ALARMS}:open`,
  /** Ids of alarms by their opening (sorted set). */
  recent: `${ALARMS}:recent`,
  /** How far each source of occurrences was counted (hash). */
  seen: `${ALARMS}:seen`,
  /** Followed by an id: the alarm (hash). */
  alarmPrefix: `${ALARMS}:alarm:`,
  /** Followed by a sink: `<id> <state>` of messages to be sent, by when (sorted set). */
  outboxPrefix: `${ALARMS}:outbox:`,
  /** Workers by their last sign of life (sorted set). */
  workers: `${ALARMS}:workers`,
  /** The one process that looks for causes (string). */
  watcher: `${ALARMS}:watcher`,
  /** Outcomes of tasks from time to time, newest first (list). */
  samples: `${ALARMS}:samples`,
  /** Followed by a kind: jobs that wait, by when they were first seen (hash). */
  waitingPrefix: `${ALARMS}:waiting:`,
} as const;

/** Keys that seal file addresses, by id (hash). */
export const SIGNING_KEYS = `${PREFIX}:signing-keys`;

/** Who did what, oldest first (stream). */
export const AUDIT = `${PREFIX}:audit`;

/** Workers by name: `<boot> <first seen> <last seen> <what the worker says>` (hash). */
export const WORKERS = `${PREFIX}:workers`;

/**
 * BullMQ's prefix; each kind is a hash tag of its own, so that the queues spread over a Cluster.
 */
export const queuePrefix = (kind: Kind): string => `${PREFIX}:{queue-${kind}}`;

/**
 * CRC-16/XMODEM, the checksum that Redis Cluster spreads keys with (Redis Cluster specification,
 * appendix A).
 */
export function crc16(text: string): number {
  let crc = 0;
  for (const byte of Buffer.from(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}
