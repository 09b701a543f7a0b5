/** Error codes of uploads, as of `ERROR_CODES`. */
import { HEADER_ERROR_CODES } from './header-error-codes.js';

/** Why an upload cannot be read, or does not go on with an earlier one. */
export const IMPORT_ERROR_CODES = {
  invalid_workbook: {
    status: 422,
    en: 'The file is not a readable workbook: {reason}',
    zh: '无法读取工作簿：{reason}',
  },
  no_visible_sheet: {
    status: 422,
    en: 'The workbook has no visible sheet.',
    zh: '工作簿没有可见的工作表。',
  },
  sheet_not_found: {
    status: 422,
    en: 'The file has no sheet {sheet}; its sheets: {sheets}.',
    zh: '文件中没有工作表 {sheet}，现有工作表：{sheets}。',
  },
  bad_quote: {
    status: 422,
    en: 'Read as delimited text, the file has a wrong quote in line {line} at character {character}: a value in quotes must be closed, a quote inside it is written twice.',
    zh: '按分隔文本读取时，第 {line} 行第 {character} 个字符的引号有误：引号中的值必须闭合，其中的引号须写两次。',
  },
  line_too_long: {
    status: 422,
    en: 'Read as delimited text, the file has a value or line without an end from line {line} on; is a quote missing?',
    zh: '按分隔文本读取时，从第 {line} 行起的内容过长而没有结束，是否缺少引号？',
  },
  bad_encoding: {
    status: 422,
    en: 'The file holds bytes that are not valid in its encoding; save it again, text as UTF-8.',
    zh: '文件中有不符合其编码的字节，请重新保存（文本请存为 UTF-8）。',
  },
  archive_file_unreadable: {
    status: 422,
    en: 'The file {file} of the archive cannot be read: {reason}',
    zh: '压缩包中的文件 {file} 无法读取：{reason}',
  },
  archive_without_tables: {
    status: 422,
    en: 'The archive holds neither an .xlsx workbook nor delimited text; its files: {files}.',
    zh: '压缩包中没有 .xlsx 工作簿或分隔文本，其中的文件：{files}。',
  },
  ...HEADER_ERROR_CODES,
  no_rows: {
    status: 422,
    en: 'The sheet "{sheet}" has no rows below its header.',
    zh: '工作表“{sheet}”表头下没有数据。',
  },
  error_workbook_of_another: {
    status: 422,
    en: 'This is the error workbook of an import of another person or type: nothing was saved. To import its rows as new ones, remove the column "Row id (keep)".',
    zh: '这是他人或其他类型导入的错误工作簿，未保存任何数据。如需作为新数据导入，请删除“行标识（请保留）”列。',
  },
  error_workbook_gone: {
    status: 422,
    en: 'The import that this error workbook belongs to is no longer kept: nothing was saved. To import its rows as new ones, remove the column "Row id (keep)".',
    zh: '该错误工作簿所属的导入记录已不再保留，未保存任何数据。如需作为新数据导入，请删除“行标识（请保留）”列。',
  },
  corrected_before: {
    status: 422,
    en: 'All rows of this error workbook were saved before, by another upload of it: nothing was saved again.',
    zh: '该错误工作簿的所有行此前均已上传并保存，未重复保存。',
  },
} as const;
