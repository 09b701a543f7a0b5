/**
 * Where an export stands, for the attempt that goes on after it: the bytes that the store has kept,
 * the writer at a border within them, and the key of the last row before the border. Used by
 * run-export.ts.
 */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { PageKey, PagePlaces, Pages } from '@longshore/database';
import type { Row } from '@longshore/executors';
import type { KeptBytes, Unfinished } from '@longshore/storage';
import type { ExportTask } from '@longshore/tasks';
import type { WriteCheckpoint } from '@longshore/workbook';
import type { RunServices } from '../run-services.js';

/**
 * To be raised when the same rows come out as other bytes: an export that was begun by an earlier
 * version starts anew.
 */
export const CHECKPOINT_VERSION = 2;
/** A checkpoint lives in Redis. The ETags of 400 parts of 5 MiB, or 100 sheets, are less. */
const MAX_CHARACTERS = 16 * 1024;

/** Between two rows of an export. */
export interface RowPlace {
  readonly key: PageKey;
  /** Rows before it. */
  readonly rows: number;
}

/** A later attempt went on behind this many rows. */
export interface TakeOver {
  readonly rows: number;
  /** By Redis TIME. */
  readonly atMs: number;
}

/** The first bytes of the file, and the row behind them. */
export type WrittenFile = WriteCheckpoint & { readonly place: RowPlace };

interface Checkpoint {
  readonly definition: string;
  readonly kept: KeptBytes;
  readonly written: WrittenFile;
  readonly takeOvers: readonly TakeOver[];
  /** When the attempt was claimed that began the file, by Redis TIME. */
  readonly beganAtMs: number;
}

/** A checkpoint whose bytes are there. */
export interface TakenUp {
  readonly written: WrittenFile;
  /** What was written. */
  readonly bytes: Readable;
  /** The rows behind it. */
  readonly pages: Pages<Row>;
  /** With this one. */
  readonly takeOvers: readonly TakeOver[];
  readonly beganAtMs: number;
}

/** Tells whether two attempts would write the same bytes from the same rows. */
export const definitionHash = (...parts: readonly unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify([CHECKPOINT_VERSION, ...parts], writable))
    .digest('base64');

/** A statement may have values of 64 bits, for which JSON has no form. */
const writable = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

interface TakingUp {
  readonly definition: string;
  /** Null: nobody can go on with the pages. */
  readonly places: PagePlaces<Row> | null;
  readonly signal: AbortSignal;
}

/** Null: the export starts anew. Throws when the store is away. */
export async function takeUp(
  { taskId, attempt, type, claimedAt, checkpoint }: ExportTask,
  { definition, places, signal }: TakingUp,
  services: RunServices,
): Promise<TakenUp | null> {
  const { log } = services;
  if (checkpoint === null) return null;
  // written below
  const { kept, written, takeOvers, beganAtMs, ...begun } = JSON.parse(checkpoint) as Checkpoint;
  const { key, rows } = written.place;
  const isSame = places !== null && begun.definition === definition;
  const bytes = isSame ? await keptBytes({ kept, written, signal }, services) : null;
  if (!isSame || bytes === null) {
    const why = isSame ? 'its bytes are gone' : 'its definition is another one';
    log.info({ taskId, attempt, type, rows, why }, 'export starts anew');
    return null;
  }
  // Whoever reads the bytes hears of an error; an abort may come before.
  bytes.on('error', () => {});
  log.info({ taskId, attempt, type, rows }, 'export goes on from its checkpoint');
  return {
    written,
    bytes,
    pages: places.after(key, rows),
    takeOvers: [...takeOvers, { rows, atMs: claimedAt ?? Date.now() }],
    beganAtMs,
  };
}

/** A store that is there, but cannot hand out what it has kept, must not use up the attempts. */
async function keptBytes(
  { kept, written, signal }: Pick<Checkpoint, 'kept' | 'written'> & Pick<TakingUp, 'signal'>,
  { store, parts, log }: RunServices,
): Promise<Readable | null> {
  try {
    return await store.readKept(kept, written.sizeBytes, signal);
  } catch (error) {
    if (signal.aborted || (await parts.isAway('store'))) throw error;
    log.warn({ key: kept.key, err: error }, 'the bytes of an earlier attempt cannot be read');
    return null;
  }
}

/** Keeps the checkpoints of one attempt. */
export interface CheckpointKeeper {
  /** The writer can be gone on with from here. */
  reached(written: WriteCheckpoint): void;
  /** For the put of the writer's bytes. */
  readonly unfinished: Unfinished;
  /** Waits for the last checkpoint to be written. */
  close(): Promise<void>;
}

interface KeeperOptions {
  readonly task: ExportTask;
  readonly definition: string;
  readonly takeOvers: readonly TakeOver[];
  readonly beganAtMs: number;
  readonly services: Pick<RunServices, 'tasks' | 'log'>;
}

export function keepCheckpoints({
  task,
  definition,
  takeOvers,
  beganAtMs,
  services,
}: KeeperOptions): CheckpointKeeper {
  const run = { taskId: task.taskId, attempt: task.attempt };
  let waiting: WriteCheckpoint[] = [];
  let next: string | null = null;
  let writing: Promise<void> | null = null;
  let isTold = false;

  /** A write whose answer is lost may have been taken. */
  const write = async (checkpoint: string): Promise<void> => {
    try {
      if (await services.tasks.checkpoint(run, checkpoint)) isTold = true;
    } catch (error) {
      isTold = true;
      services.log.warn({ ...run, err: error }, 'a checkpoint could not be written');
    }
  };
  const writeAll = async (): Promise<void> => {
    while (next !== null) {
      const checkpoint = next;
      next = null;
      await write(checkpoint);
    }
    writing = null;
  };
  return {
    reached: (written) => void waiting.push(written),
    unfinished: {
      onKept: (kept) => {
        const written = waiting.findLast(({ sizeBytes }) => sizeBytes <= kept.sizeBytes);
        if (written === undefined) return;
        waiting = waiting.filter(({ sizeBytes }) => sizeBytes > written.sizeBytes);
        const checkpoint = JSON.stringify({ definition, kept, written, takeOvers, beganAtMs });
        if (checkpoint.length > MAX_CHARACTERS) return;
        next = checkpoint;
        writing ??= writeAll();
      },
      isLeft: () => isTold || writing !== null,
    },
    close: async () => void (await writing),
  };
}
