/**
 * Collects the notices of one attempt. Equal ones are one, with their counts added; of too many the
 * last says how many more there are.
 */
import {
  type MessageValues,
  MOST_NOTICES,
  type Notice,
  type NoticeCode,
} from '@longshore/contract';

export interface NoticeList {
  add(code: NoticeCode, values: MessageValues): void;
  /** At most MOST_NOTICES, in the order of their first adding. */
  list(): readonly Notice[];
}

export function createNoticeList(): NoticeList {
  const notices = new Map<string, Notice>();
  return {
    add: (code, values) => {
      const { count, ...others } = values;
      const name = JSON.stringify([code, others]);
      const known = notices.get(name)?.values.count;
      notices.set(name, { code, values: { ...values, ...sum(known, count) } });
    },
    list: () => {
      const all = [...notices.values()];
      if (all.length <= MOST_NOTICES) return all;
      const shown = all.slice(0, MOST_NOTICES - 1);
      return [...shown, { code: 'more_notices', values: { count: all.length - shown.length } }];
    },
  };
}

const sum = (known?: string | number, count?: string | number): MessageValues =>
  known === undefined || count === undefined ? {} : { count: Number(known) + Number(count) };

/** Names that a sentence lists; the others are counted. */
const MOST_NAMES = 10;
/** Of one name: a header may be a novel. */
const MOST_CHARACTERS = 40;

/** Names for a sentence, as a list of bounded length. */
export function namesInWords(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map(nameInWords);
  return [...shown, ...(names.length > MOST_NAMES ? ['…'] : [])].join(', ');
}

/** A name of bounded length. */
export const nameInWords = (name: string): string =>
  name.length > MOST_CHARACTERS ? `${[...name].slice(0, MOST_CHARACTERS).join('')}…` : name;
