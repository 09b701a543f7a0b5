/** The note on the header of a form: whether a column must be filled, and what it takes. */
import type { Language } from '@longshore/contract';
import type { Column, ColumnKind } from './column.js';

/** `column`: in the same language, for its labels. */
export function columnNote({ required, kind, labels }: Column, language: Language): string {
  const words = WORDS[language];
  const lines = [required ? words.required : words.optional, words.kinds[kind]];
  if (labels !== null)
    lines.push(words.allowed(labels.slice(0, NOTED_LABELS), labels.length > NOTED_LABELS));
  return lines.join('\n');
}

const NOTED_LABELS = 20;

interface Words {
  readonly required: string;
  readonly optional: string;
  readonly kinds: Readonly<Record<ColumnKind, string>>;
  allowed(labels: readonly string[], more: boolean): string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    required: 'Required',
    optional: 'Optional',
    kinds: {
      text: 'Text',
      integer: 'Whole number',
      number: 'Number',
      decimal: 'Number',
      boolean: 'Yes or no',
      date: 'Date, such as 2026-01-31',
      label: 'One of the list',
    },
    allowed: (labels, more) => `Allowed: ${labels.join(', ')}${more ? ', …' : ''}`,
  },
  zh: {
    required: '必填',
    optional: '选填',
    kinds: {
      text: '文本',
      integer: '整数',
      number: '数字',
      decimal: '数字',
      boolean: '是或否',
      date: '日期，如 2026-01-31',
      label: '从列表中选择',
    },
    allowed: (labels, more) => `可选值：${labels.join('、')}${more ? '……' : ''}`,
  },
};
