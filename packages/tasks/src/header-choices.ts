/**
 * The part of the store that keeps how an owner chose to read the headers of a type's uploads. A
 * choice outlives the ledger: the next price list may come in a quarter of a year.
 */
import { headerChoicesKey } from './keys.js';
import { replyList } from './scripts.js';
import type { StoreContext } from './store-context.js';
import type { HeaderChoice } from './task.js';
import type { TaskStore } from './task-store.js';

type HeaderChoices = Pick<TaskStore, 'headerChoices' | 'keepHeaderChoice'>;

/** From the last use of one of them: half a year. */
const KEPT_MS = 183 * 86_400_000;
/** Suppliers have headers of their own. */
const MOST_CHOICES = 8;
/** In its stored form; a choice that is longer is not kept. */
const MOST_CHARACTERS = 8_000;

export function headerChoices({ run }: StoreContext): HeaderChoices {
  return {
    headerChoices: async (owner, type) => {
      const kept = await run('header-choices', [headerChoicesKey(owner, type)]);
      return replyList(kept).map((text) => JSON.parse(String(text)) as HeaderChoice); // written below
    },
    keepHeaderChoice: async (owner, type, { header, mapping }) => {
      const text = JSON.stringify({ header, mapping });
      if (text.length > MOST_CHARACTERS) return;
      const name = `{"header":${JSON.stringify(header)},`;
      const kept = [headerChoicesKey(owner, type)];
      await run('keep-header-choice', kept, [text, name, MOST_CHOICES, KEPT_MS]);
    },
  };
}
