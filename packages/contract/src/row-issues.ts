/**
 * Row issues: what can be wrong with a row of an upload. Kept as code and values, and worded when a
 * person is shown them, in that person's language.
 */
import { type DatabaseRefusal, refusalSentence } from './database-refusals.js';
import { type InLanguages, inLanguage, type Language, type Sentence } from './languages.js';
import { fill, type MessageValues } from './messages.js';
import { worded } from './worded.js';

/** Words of an author: as they are, or one sentence in each language that has one. */
export type Words = string | InLanguages;

/** One thing wrong with one cell of one row, as it is kept. */
export interface StoredIssue {
  /** The number that Excel shows. */
  readonly row: number;
  /** The header as declared; null: the row as a whole. */
  readonly column: string | null;
  /** Of ROW_ISSUES, `refused_by_database`, or the author's own. */
  readonly code: string;
  /** Fill the `{names}` of the sentence. */
  readonly values: MessageValues;
  /** The author's own words; null: the sentence of the code. */
  readonly message: Words | null;
  /** The sheet, of an import that reads several. */
  readonly sheet?: string;
  /** The file, of an archive. */
  readonly file?: string;
}

/**
 * Every row issue that the product finds by itself, with its sentence in en and zh, which follows
 * the header.
 */
export const ROW_ISSUES = {
  required: { en: 'required', zh: '必填' },
  invalid: { en: 'is not valid', zh: '无效' },
  cell_error: { en: 'is the error {error}', zh: '单元格是错误 {error}' },
  not_text: { en: 'must be text', zh: '必须是文本' },
  not_a_number: { en: 'must be a number', zh: '必须是数字' },
  not_whole: { en: 'must be a whole number', zh: '必须是整数' },
  not_a_boolean: { en: 'must be yes or no', zh: '必须是“是”或“否”' },
  not_a_date: { en: 'must be a date like 2026-01-31', zh: '必须是日期，如 2026-01-31' },
  number_not_date: {
    en: 'is the number {number}; format the cell as a date',
    zh: '是数字 {number}；请将单元格设为日期格式',
  },
  digits_lost: {
    en: 'has lost digits: {text} has more than the 15 that Excel keeps; format the cell as text and type it again',
    zh: '数字已丢失精度：{text} 超过 Excel 能保留的 15 位；请将单元格设为文本格式后重新输入',
  },
  too_many_digits: {
    en: '{text} has more digits than a number holds; write fewer',
    zh: '{text} 的位数超出数字能保存的精度，请减少位数',
  },
  masked_value: {
    en: 'shows {text} in place of a value that was masked; put the value in, or leave the row out',
    zh: '为 {text}，原值已被屏蔽；请填写实际值，或删除该行',
  },
  row_id_unknown: {
    en: 'the row has a row id that no error workbook gave it; take the id from there, or empty its cell to import the row as a new one',
    zh: '该行的行标识无效；请使用错误工作簿中的行标识，或清空该单元格以作为新数据导入',
  },
  row_id_twice: {
    en: 'the row has the row id of row {first}; empty the cell of the id to import the row as a new one',
    zh: '该行与第 {first} 行的行标识相同；如需作为新数据导入，请清空行标识单元格',
  },
  formula_without_result: {
    en: 'is a formula without a result; open the file in Excel and save it again',
    zh: '公式没有计算结果，请在 Excel 中打开并重新保存',
  },
  ambiguous_number: {
    en: '{text} can mean {first} or {second}; say options.decimal',
    zh: '{text} 可以是 {first} 或 {second}；请用 options.decimal 指明小数点',
  },
  ambiguous_date: {
    en: '{text} can mean {first} or {second}; say options.dateOrder',
    zh: '{text} 可以是 {first} 或 {second}；请用 options.dateOrder 指明年月日的顺序',
  },
  time_of_day: { en: 'is the time {text} without a day', zh: '是时间 {text}，没有日期' },
  unknown_label: { en: 'must be one of {labels}', zh: '必须是：{labels}' },
  wrong_format: { en: 'has the wrong format', zh: '格式不正确' },
  not_a_multiple: { en: 'must be a multiple of {divisor}', zh: '必须是 {divisor} 的倍数' },
  too_small: {
    en: 'must be {inclusive|>=|>} {limit}',
    zh: '必须{inclusive|大于或等于|大于} {limit}',
  },
  too_big: {
    en: 'must be {inclusive|<=|<} {limit}',
    zh: '必须{inclusive|小于或等于|小于} {limit}',
  },
  too_early: { en: 'must not be before {day}', zh: '不能早于 {day}' },
  too_late: { en: 'must not be after {day}', zh: '不能晚于 {day}' },
  too_short: {
    en: 'must have at least {limit} {limit|character|characters}',
    zh: '至少 {limit} 个字符',
  },
  too_long: {
    en: 'must have at most {limit} {limit|character|characters}',
    zh: '最多 {limit} 个字符',
  },
  ragged_row: {
    en: 'has {cells} {cells|cell|cells} under {columns} {columns|header|headers}: put values that hold the delimiter in quotes',
    zh: '有 {cells} 个单元格，但只有 {columns} 个表头：含分隔符的内容请加引号',
  },
  not_json: {
    en: 'the line is not one JSON object: {text}',
    zh: '该行不是一个 JSON 对象：{text}',
  },
  nested_value: {
    en: 'must be one value, not an object or a list: {text}',
    zh: '必须是单个值，不能是对象或列表：{text}',
  },
  repeated_name: {
    en: 'stands in the line more than once, at last as {text}: keep one of them',
    zh: '在该行中出现多次，最后一次为 {text}：请只保留一个',
  },
  broken_character: {
    en: 'holds half of a character; write the whole one',
    zh: '含有不完整的字符，请写入完整的字符',
  },
  line_shifted: {
    en: 'the columns of the line have moved: it holds a tab, or was filled up by bytes instead of characters',
    zh: '该行的列位置有偏移：含有制表符，或按字节而非字符补齐',
  },
  line_too_long: {
    en: 'the line goes on behind its last column: {text}',
    zh: '该行在最后一列之后还有内容：{text}',
  },
  attachment_missing: {
    en: 'there is no file {name} in the archive',
    zh: '压缩包中没有文件 {name}',
  },
  attachment_unclear: {
    en: 'several files of the archive are named {name}; name the folder too',
    zh: '压缩包中有多个名为 {name} 的文件，请同时写出文件夹',
  },
  duplicate_key: {
    en: 'names the same as row {first}: keep one of them',
    zh: '与第 {first} 行重复，请只保留一行',
  },
  duplicate_key_in_sheet: {
    en: 'names the same as row {first} of the sheet {sheet}: keep one of them',
    zh: '与工作表“{sheet}”第 {first} 行重复，请只保留一行',
  },
  changed_since_preview: {
    en: 'was changed by somebody else after the preview, and was not overwritten: look at it again',
    zh: '预览后已被他人修改，未覆盖：请重新核对',
  },
  save_broke: {
    en: 'could not be saved because of a fault of the system, not of the row ({reason}); once that is mended the row can be uploaded as it is',
    zh: '因系统故障未能保存，并非该行有误（{reason}）；故障排除后可原样上传',
  },
  edited_since_import: {
    en: 'was changed by somebody else after the import, and was left as it is; this is what it was before the import',
    zh: '导入后已被他人修改，保持原样；此处为导入前的内容',
  },
  not_as_before: {
    en: 'could not be put back exactly as it was, and was left as it is; this is what it was before the import',
    zh: '无法准确恢复为导入前的内容，保持原样；此处为导入前的内容',
  },
  not_found_again: {
    en: 'has no key by which the row could be found again, and was left as it is',
    zh: '没有可用于查找的键值，保持原样',
  },
  totals_row: {
    en: 'this looks like a row of totals, which is not saved: delete it, or fill in what is missing',
    zh: '该行看起来是合计行，未保存：请删除该行，或补全所缺内容',
  },
} as const satisfies Record<string, Sentence>;

/** A code of ROW_ISSUES. */
export type RowIssueCode = keyof typeof ROW_ISSUES;

/** Code of a row that the database refused; its value `refusal` says why. */
export const REFUSED_BY_DATABASE = 'refused_by_database';

/** The sentence of an issue in a language. */
export function rowIssueSentence(
  { code, values, message }: Pick<StoredIssue, 'code' | 'values' | 'message'>,
  language: Language,
): string {
  // an author of plain JavaScript may leave it out
  if (message != null) return wordsIn(message, language);
  if (code === REFUSED_BY_DATABASE)
    return refusalSentence(values.refusal as DatabaseRefusal, language, values); // by the runner
  const known = isKnown(code) ? code : 'invalid';
  return fill(worded(ROW_ISSUES[known], language, `rows.${known}`), values, language);
}

/** An author's words in a language. */
export const wordsIn = (words: Words, language: Language): string =>
  typeof words === 'string' ? words : inLanguage(words, language);

const isKnown = (code: string): code is RowIssueCode => Object.hasOwn(ROW_ISSUES, code);
