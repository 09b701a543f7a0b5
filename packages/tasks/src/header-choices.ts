/**
 * The part of the store that keeps how an owner chose to read the header of a type's uploads. A
 * choice outlives the ledger: the next price list may come in a quarter of a year.
 */
import { headerChoiceKey } from './keys.js';
import type { StoreContext } from './store-context.js';
import type { HeaderChoice } from './task.js';
import type { TaskStore } from './task-store.js';

type HeaderChoices = Pick<TaskStore, 'headerChoice' | 'keepHeaderChoice'>;

/** Since it was used the last time: half a year. */
const KEPT_MS = 183 * 86_400_000;

/** In its stored form; a choice that is longer is not kept. */
const MOST_CHARACTERS = 50_000;

export function headerChoices({ run }: StoreContext): HeaderChoices {
  return {
    headerChoice: async (owner, type) => {
      const text = await run('header-choice', [headerChoiceKey(owner, type)]);
      return typeof text === 'string' ? (JSON.parse(text) as HeaderChoice) : null; // written below
    },
    keepHeaderChoice: async (owner, type, choice) => {
      const text = JSON.stringify(choice);
      if (text.length > MOST_CHARACTERS) return;
      await run('keep-header-choice', [headerChoiceKey(owner, type)], [text, KEPT_MS]);
    },
  };
}
