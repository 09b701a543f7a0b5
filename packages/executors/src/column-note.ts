/** The note on the header of a form: whether a column must be filled, and what it takes. */
import { fill, type Language, listedIn, type Sentence, worded } from '@longshore/contract';
import type { Column, ColumnKind } from './column.js';

/** `column`: in the same language, for its labels. */
export function columnNote({ required, kind, labels }: Column, language: Language): string {
  const lines = [required ? REQUIRED : OPTIONAL, KINDS[kind]].map((one) => worded(one, language));
  if (labels !== null) {
    const shown = labels.slice(0, NOTED_LABELS);
    const listed = listedIn(language, shown, labels.length > NOTED_LABELS);
    lines.push(fill(worded(ALLOWED, language), { labels: listed }));
  }
  return lines.join('\n');
}

const NOTED_LABELS = 20;

const REQUIRED: Sentence = { en: 'Required', zh: '必填' };
const OPTIONAL: Sentence = { en: 'Optional', zh: '选填' };
const ALLOWED: Sentence = { en: 'Allowed: {labels}', zh: '可选值：{labels}' };
const NUMBER: Sentence = { en: 'Number', zh: '数字' };

const KINDS: Readonly<Record<ColumnKind, Sentence>> = {
  text: { en: 'Text', zh: '文本' },
  integer: { en: 'Whole number', zh: '整数' },
  number: NUMBER,
  decimal: NUMBER,
  boolean: { en: 'Yes or no', zh: '是或否' },
  date: { en: 'Date, such as 2026-01-31', zh: '日期，如 2026-01-31' },
  label: { en: 'One of the list', zh: '从列表中选择' },
};
