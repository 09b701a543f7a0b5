/**
 * What operators ask about the whole fleet: who waits how long, which workers are there, what
 * ended, and which files the records name. Used by create-task-store.ts.
 */
import { type Kind, TASK_KINDS } from '@longshore/contract';
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

/** How a task can end. */
type Ended = 'succeeded' | 'partial' | 'failed' | 'cancelled' | 'expired';

/** Tasks of one type that ended within an hour. */
export interface EndedHour extends Readonly<Record<Ended | 'rows' | 'runMs', number>> {
  /** Its first moment, in milliseconds since 1970. */
  readonly hour: number;
  readonly kind: Kind;
  readonly type: string;
}

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
   * Since when the task of each kind waits that has waited longest; of a bucket the 500 live tasks
   * count whose deadlines come first. One round trip for each bucket.
   */
  waitingSince(): Promise<Readonly<Partial<Record<Kind, number>>>>;
  /** By hour and type, oldest first, from the hour of this time on. One round trip a bucket. */
  ended(from: number, to: number): Promise<readonly EndedHour[]>;
  /** Walks all records, in small steps; seconds where there are very many. */
  filesUsed(): Promise<FilesUsed>;
}

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const ALIVE_MS = 30_000;
const FORGOTTEN_MS = 24 * HOUR_MS;
const LOOKED_AT = 500;
const COUNTED_AT_ONCE = 500;
const NOTHING = {
  succeeded: 0,
  partial: 0,
  failed: 0,
  cancelled: 0,
  expired: 0,
  rows: 0,
  runMs: 0,
} as const;

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
    ended: async (from, to) => {
      const days = [from, to].map((ms) => Math.floor(ms / HOUR_MS / DAY_HOURS));
      const told = await inEachBucket((bucket) =>
        run('ended-hours', [bucketKeys(bucket).endedPrefix], days),
      );
      const firstHour = Math.floor(from / HOUR_MS);
      return sumByHour(told.flatMap(pairs)).filter(({ hour }) => hour >= firstHour * HOUR_MS);
    },
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

const inEachBucket = async (ask: (bucket: number) => Promise<unknown>): Promise<string[][]> =>
  (await Promise.all(Array.from({ length: BUCKETS }, (_, bucket) => ask(bucket)))).map((reply) =>
    Array.isArray(reply) ? reply.map(String) : [],
  );

function pairs(list: readonly string[]): [string, string][] {
  const found: [string, string][] = [];
  for (let i = 0; i + 1 < list.length; i += 2) found.push([list[i] ?? '', list[i + 1] ?? '']);
  return found;
}

function readWorker(name: string, text: string): KnownWorker {
  const [, startedAt, seenAt] = text.split(' ', 3);
  const said = text.split(' ').slice(3).join(' ');
  // written by `tellWorker`
  const news = JSON.parse(said) as Omit<WorkerNews, 'name' | 'boot'>;
  return { name, ...news, startedAt: Number(startedAt), seenAt: Number(seenAt) };
}

/** Names are `<hour>:<kind>:<type>:<what>`. */
function sumByHour(counts: readonly [string, string][]): EndedHour[] {
  const hours = new Map<string, Record<string, number>>();
  for (const [name, count] of counts) {
    const at = name.lastIndexOf(':');
    const [key, what] = [name.slice(0, at), name.slice(at + 1)];
    const sums = hours.get(key) ?? { ...NOTHING };
    sums[what] = (sums[what] ?? 0) + Number(count);
    hours.set(key, sums);
  }
  return [...hours]
    .map(([key, sums]) => {
      const [hour, kind = '', type = ''] = key.split(':');
      // the kind was written by this package
      return { ...NOTHING, ...sums, hour: Number(hour) * HOUR_MS, kind: kind as Kind, type };
    })
    .filter(({ kind }) => TASK_KINDS.includes(kind))
    .sort((a, b) => a.hour - b.hour || (a.kind + a.type < b.kind + b.type ? -1 : 1));
}
