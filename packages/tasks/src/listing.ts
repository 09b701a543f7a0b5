/**
 * The part of the store that lists ledger records, an owner's or everyone's. A walk over an index
 * is bounded, so a page says how far it looked.
 */
import { ERROR_CODES, LANGUAGES } from '@longshore/contract';
import { BUCKETS, bucketKeys, bucketOfOwner } from './keys.js';
import type { ListQuery } from './list-query.js';
import { type ListPart, mergeParts } from './merge-parts.js';
import { reads } from './reads.js';
import { replyList } from './scripts.js';
import type { StoreContext } from './store-context.js';
import { lowestIdAt } from './task-id.js';
import type { TaskStore } from './task-store.js';

/**
 * Index entries that one walk looks at: of a bucket when all of them are walked at once, and of one
 * index alone.
 */
const WALKED = { bucket: 100, alone: 1_000 } as const;
/** A page that is not full by then says how far it came. */
const MOST_LOOKED = 8_000;

/**
 * A range of time is one of registrations; ids stand in the order in which the APIs made them, by
 * their own clocks, of an import before its upload.
 */
const ID_SLACK_MS = 6 * 3_600_000;

/** One walk that may go on. */
interface Walk extends ListPart {
  readonly looked: number;
}

export function listing(context: StoreContext): Pick<TaskStore, 'list'> {
  const { run } = context;
  const { record } = reads(context);

  return {
    list: async (query) => {
      const { limit, owner } = query;
      const buckets =
        owner === null
          ? Array.from({ length: BUCKETS }, (_, bucket) => bucket)
          : [bucketOfOwner(owner)];
      const walk = walker(query);
      const width = owner === null ? WALKED.bucket : WALKED.alone;
      const parts = new Map(
        await Promise.all(
          buckets.map(async (bucket) => [bucket, await walk(bucket, query.cursor, width)] as const),
        ),
      );
      let page = merge(parts, limit);
      while (page.ids.length < limit && page.floor !== null && page.looked < MOST_LOOKED) {
        const [bucket, before] = page.floor;
        parts.set(bucket, joined(before, await walk(bucket, before.walkedTo, WALKED.alone)));
        page = merge(parts, limit);
      }
      const items = await Promise.all(page.ids.map(record));
      return {
        items: items.filter((item) => item !== null),
        nextCursor: page.nextCursor,
        looked: page.looked,
      };
    },
  };

  function walker(query: ListQuery) {
    const { owner, kind = '', type = '', phase = '', from, to, file = '', error = '' } = query;
    const filters = [kind, type, phase, from ?? '', to ?? '', file, error, ...codesThatSay(error)];
    const lowest = from === undefined ? '-' : `[${lowestIdAt(from - ID_SLACK_MS)}`;
    return async (
      bucket: number,
      below: string | null | undefined,
      most: number,
    ): Promise<Walk> => {
      const { recordPrefix, ownerPrefix, records } = bucketKeys(bucket);
      const index = owner === null ? records : `${ownerPrefix}${owner}`;
      const [looked, last, ...ids] = replyList(
        await run(
          'list',
          [index],
          [recordPrefix, highest(below, to), lowest, query.limit, most, ...filters],
        ),
      );
      return {
        ids: ids.map(String),
        walkedTo: last === '' ? null : String(last),
        looked: Number(looked),
      };
    };
  }
}

/** Where a walk begins: below the cursor, and not before the range of time. */
function highest(below: string | null | undefined, to: number | undefined): string {
  const bounds = [
    ...(below ? [below] : []),
    ...(to === undefined ? [] : [lowestIdAt(to + ID_SLACK_MS)]),
  ];
  const [lowest] = bounds.sort();
  return lowest === undefined ? '+' : `(${lowest}`;
}

const joined = (before: Walk, after: Walk): Walk => ({
  ids: [...before.ids, ...after.ids],
  walkedTo: after.walkedTo,
  looked: before.looked + after.looked,
});

/** `floor`: the walk that keeps the page from reaching further back; null: there is none. */
function merge(parts: ReadonlyMap<number, Walk>, limit: number) {
  const page = mergeParts([...parts.values()], limit);
  const floor =
    [...parts].find(([, { walkedTo }]) => walkedTo !== null && walkedTo === page.floor) ?? null;
  return {
    ...page,
    floor,
    looked: [...parts.values()].reduce((sum, { looked }) => sum + looked, 0),
  };
}

/** Codes whose sentence says this in one of the languages: a record keeps its error in English. */
function codesThatSay(part: string): string[] {
  if (part === '') return [];
  const wanted = part.toLowerCase();
  return Object.entries(ERROR_CODES)
    .filter(([, words]) =>
      LANGUAGES.some((language) => words[language].toLowerCase().includes(wanted)),
    )
    .map(([code]) => code);
}
