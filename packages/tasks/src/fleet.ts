/**
 * What operators ask about the whole fleet: who waits how long, which workers are there, what
 * ended, and which files the records name. Used by create-task-store.ts.
 */
import type { Kind } from '@longshore/contract';
import { inEachBucket, pairs } from './each-bucket.js';
import { type EndedHour, endedHours } from './ended-hours.js';
import { BUCKETS, bucketKeys, WORKERS } from './keys.js';
import { replyList } from './scripts.js';
import type { StoreContext } from './store-context.js';

/** What a worker says of itself. */
export interface WorkerNews {
  readonly name: string;
  /** Tells two processes of one name apart. */
  readonly boot: string;
  readonly kinds: readonly Kind[];
  readonly concurrency: number;
  readonly takesJobs: boolean;
  /** `lane`: of a batch, 0 for the lead. */
  readonly runs: readonly { readonly taskId: string; readonly kind: Kind; readonly lane: number }[];
}

/** A worker, and when it was seen: milliseconds since 1970 by Redis TIME. */
export type KnownWorker = Omit<WorkerNews, 'boot'> & {
  readonly startedAt: number;
  readonly seenAt: number;
};

/** Files that records name. */
export interface FilesUsed {
  readonly records: number;
  readonly items: readonly {
    readonly kind: Kind;
    readonly file: 'upload' | 'result' | 'issues';
    readonly files: number;
    readonly bytes: number;
  }[];
}

/** Queues, workers, throughput and files. */
export interface Fleet {
  /** A worker says that it is there; said again within `ALIVE_MS`, it is alive. */
  tellWorker(news: WorkerNews): Promise<void>;
  forgetWorker(name: string): Promise<void>;
  /** Workers that gave a sign of life within the last half minute. */
  workers(): Promise<readonly KnownWorker[]>;
  /**
   * Since when the task of each kind waits that has waited longest; of a bucket the 100 live tasks
   * count whose deadlines come first. One round trip for each bucket.
   */
  waitingSince(): Promise<Readonly<Partial<Record<Kind, number>>>>;
  /** By hour and type, oldest first, from the hour of this time on; see ended-hours.ts. */
  ended(from: number, to: number): Promise<readonly EndedHour[]>;
  /** Walks all records, in small steps; seconds where there are very many. */
  filesUsed(): Promise<FilesUsed>;
}

const HOUR_MS = 3_600_000;
const ALIVE_MS = 30_000;
const FORGOTTEN_MS = 24 * HOUR_MS;
const LOOKED_AT = 100;
const COUNTED_AT_ONCE = 500;
export function fleet({ run }: StoreContext): Fleet {
  return {
    tellWorker: async ({ name, boot, ...said }) =>
      void (await run('tell-worker', [WORKERS], [name, boot, JSON.stringify(said), FORGOTTEN_MS])),
    forgetWorker: async (name) => void (await run('leave-fleet', [WORKERS], [name])),
    workers: async () => {
      const [now, ...told] = replyList(await run('workers', [WORKERS])).map(String);
      return pairs(told)
        .map(([name, text]) => readWorker(name, text))
        .filter(({ seenAt }) => Number(now) - seenAt <= ALIVE_MS)
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    waitingSince: async () => {
      const told = await inEachBucket((bucket) => {
        const { deadlines, entityPrefix } = bucketKeys(bucket);
        return run('oldest-waiting', [deadlines], [entityPrefix, LOOKED_AT]);
      });
      const since: Partial<Record<Kind, number>> = {};
      for (const [kind, at] of told.flatMap(pairs)) {
        const known = kind as Kind; // written by this package
        since[known] = Math.min(since[known] ?? Number(at), Number(at));
      }
      return since;
    },
    ended: endedHours(run),
    filesUsed: async () => {
      const sums = new Map<string, { files: number; bytes: number }>();
      let records = 0;
      for (let bucket = 0; bucket < BUCKETS; bucket++) records += await countBucket(bucket, sums);
      const items = [...sums].map(([name, sum]) => {
        const [kind, file] = name.split(':');
        // both were written by this package
        return { kind: kind as Kind, file: file as FilesUsed['items'][number]['file'], ...sum };
      });
      return { records, items: items.sort((a, b) => b.bytes - a.bytes) };
    },
  };

  /** Adds to the sums, and gives the number of records. */
  async function countBucket(
    bucket: number,
    sums: Map<string, { files: number; bytes: number }>,
  ): Promise<number> {
    const { records: index, recordPrefix } = bucketKeys(bucket);
    let records = 0;
    let above = '-';
    for (;;) {
      const args = [recordPrefix, above, COUNTED_AT_ONCE];
      const [found, last, ...told] = replyList(await run('count-files', [index], args));
      records += Number(found);
      for (let i = 0; i < told.length; i += 3) {
        const [name, files, bytes] = told.slice(i, i + 3);
        const sum = sums.get(String(name)) ?? { files: 0, bytes: 0 };
        sums.set(String(name), {
          files: sum.files + Number(files),
          bytes: sum.bytes + Number(bytes),
        });
      }
      if (last === '') return records;
      above = `(${last}`;
    }
  }
}

function readWorker(name: string, text: string): KnownWorker {
  const [, startedAt, seenAt] = text.split(' ', 3);
  const said = text.split(' ').slice(3).join(' ');
  // written by `tellWorker`
  const news = JSON.parse(said) as Omit<WorkerNews, 'name' | 'boot'>;
  return { name, ...news, startedAt: Number(startedAt), seenAt: Number(seenAt) };
}
