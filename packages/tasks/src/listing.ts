/**
 * The part of the store that lists ledger records, an owner's or everyone's. A walk over an index
 * is bounded, so a page says how far it looked.
 */
import { ERROR_CODES, LANGUAGES, worded } from '@longshore/contract';
import { BUCKETS, bucketKeys, bucketOfOwner } from './keys.js';
import type { ListQuery } from './list-query.js';
import { type ListPart, mergeParts, partsBehind } from './merge-parts.js';
import { reads } from './reads.js';
import { replyList } from './scripts.js';
import type { StoreContext } from './store-context.js';
import { lowestIdAt } from './task-id.js';
import type { TaskStore } from './task-store.js';

/**
 * Index entries that the first walk of each bucket looks at, with and without a filter, and the
 * most that one walk does, for which Redis answers nobody else.
 */
const WALKED = { filtered: 32, unfiltered: 8, most: 1_000 } as const;
/** A page that is not full by then says how far it came. */
const MOST_LOOKED = 2_000;

/**
 * A range of time is one of registrations; ids stand in the order in which the APIs made them, by
 * their own clocks, of an import before its upload.
 */
const ID_SLACK_MS = 6 * 3_600_000;

/** How far one bucket was walked. */
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
      const width = owner === null ? widthOf(query) : WALKED.most;
      let parts = await Promise.all(
        buckets.map(async (bucket) => ({ bucket, ...(await walk(bucket, query.cursor, width)) })),
      );
      for (;;) {
        const room = MOST_LOOKED - lookedAt(parts);
        const behind = partsBehind(parts, limit);
        if (room <= 0 || behind.length === 0) break;
        const most = Math.min(WALKED.most, Math.ceil(room / behind.length));
        parts = await Promise.all(
          parts.map(async (part) =>
            behind.includes(part)
              ? joined(part, await walk(part.bucket, part.walkedTo, most))
              : part,
          ),
        );
      }
      const page = mergeParts(parts, limit);
      const items = await Promise.all(page.ids.map(record));
      return {
        items: items.filter((item) => item !== null),
        nextCursor: page.nextCursor,
        looked: lookedAt(parts),
      };
    },
  };

  function walker(query: ListQuery) {
    const { owner, kind = '', type = '', phase = '', from, to, file = '', error = '' } = query;
    const texts = [file, inJson(file), error, inJson(error), ...codesThatSay(error)];
    const filters = [kind, type, phase, from ?? '', to ?? '', ...texts];
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

/** Without a filter nearly every entry matches, so a page needs few of each bucket. */
const widthOf = ({ kind, type, phase, file, error }: ListQuery): number =>
  [kind, type, phase, file, error].every((filter) => filter === undefined)
    ? WALKED.unfiltered
    : WALKED.filtered;

/** Where a walk begins: below the cursor, and not before the range of time. */
function highest(below: string | null | undefined, to: number | undefined): string {
  const bounds = [
    ...(below ? [below] : []),
    ...(to === undefined ? [] : [lowestIdAt(to + ID_SLACK_MS)]),
  ];
  const [lowest] = bounds.sort();
  return lowest === undefined ? '+' : `(${lowest}`;
}

const joined = <Part extends Walk>(before: Part, after: Walk): Part => ({
  ...before,
  ids: [...before.ids, ...after.ids],
  walkedTo: after.walkedTo,
  looked: before.looked + after.looked,
});

const lookedAt = (parts: readonly Walk[]): number =>
  parts.reduce((sum, { looked }) => sum + looked, 0);

/** Part of a text as it stands in the JSON of that text. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Codes whose sentence says this in one of the languages: a record keeps its error in English. */
function codesThatSay(part: string): string[] {
  if (part === '') return [];
  const wanted = part.toLowerCase();
  return Object.entries(ERROR_CODES)
    .filter(([code, words]) =>
      LANGUAGES.some((language) =>
        worded(words, language, `errors.${code}`).toLowerCase().includes(wanted),
      ),
    )
    .map(([code]) => code);
}
