/**
 * Why a database refuses the data of a row, in en and zh. Adapters map their server's codes to
 * these kinds; the runner words row issues from them.
 */
import type { Language, Sentence } from './languages.js';
import { fill, type MessageValues } from './messages.js';
import { worded } from './worded.js';

/** Every kind of refusal of a row by a database, with its sentence in en and zh. */
export const DATABASE_REFUSALS = {
  duplicate: { en: 'exists already', zh: '已存在' },
  text_too_long: { en: 'a text is too long for the database', zh: '文本长度超过数据库的限制' },
  number_out_of_range: {
    en: 'a number is out of range for the database',
    zh: '数字超出数据库的范围',
  },
  date_out_of_range: { en: 'a date is out of range for the database', zh: '日期超出数据库的范围' },
  time_in_day: {
    en: 'a date has a time of day that the database would drop',
    zh: '日期带有数据库无法保存的时间',
  },
  bad_character: {
    en: 'a text has a character that the database cannot store',
    zh: '文本含有数据库无法保存的字符',
  },
  value_missing: {
    en: 'a value that the database requires is missing',
    zh: '缺少数据库必填的值',
  },
  reference_missing: { en: 'refers to something that does not exist', zh: '引用的数据不存在' },
  rule_broken: { en: 'breaks a rule of the database', zh: '不符合数据库的规则' },
  repeated_in_chunk: {
    en: 'stands more than once among the rows saved together',
    zh: '在同一批保存的行中重复出现',
  },
  refused: { en: 'was refused by the database', zh: '被数据库拒绝' },
} as const satisfies Record<string, Sentence>;

/** A kind of refusal: a name of DATABASE_REFUSALS. */
export type DatabaseRefusal = keyof typeof DATABASE_REFUSALS;

/** What stands behind a refusal of which the columns are known. */
export const OF_COLUMNS: Sentence = { en: ' ({columns})', zh: '（{columns}）' };

/**
 * The sentence of a refusal in a language, without a full stop. The value `columns`, names of
 * columns of the database, follows in brackets when the server told the columns.
 */
export function refusalSentence(
  refusal: DatabaseRefusal,
  language: Language,
  values: MessageValues = {},
): string {
  const columns =
    values.columns === undefined ? '' : worded(OF_COLUMNS, language, 'refusals.of_columns');
  return fill(
    worded(DATABASE_REFUSALS[refusal], language, `refusals.${refusal}`) + columns,
    values,
    language,
  );
}
