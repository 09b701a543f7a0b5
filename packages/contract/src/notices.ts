/**
 * Notices: what a person should know about a task although nothing failed. Runners collect them as
 * code and values; whoever shows a notice words it.
 */
import type { Language } from './languages.js';
import { fill, type MessageValues } from './messages.js';
import { worded } from './worded.js';

/** English has two forms; `count` of the values says which. */
type NoticeWords = Readonly<Record<'zh', string>> & {
  readonly en: string | { readonly one: string; readonly other: string };
};

/** Every notice, with its sentence in en and zh. */
export const NOTICES = {
  sheets_not_read: {
    en: {
      one: 'The sheet {sheets} was not read: it does not have the header of this import.',
      other: '{count} sheets were not read, which do not have the header of this import: {sheets}.',
    },
    zh: '{count} 个工作表的表头与本次导入不符，未读取：{sheets}。',
  },
  archive_junk_skipped: {
    en: {
      one: 'The file {files} was skipped: a computer puts it into archives for itself.',
      other:
        '{count} files were skipped, which computers put into archives for themselves: {files}.',
    },
    zh: '{count} 个系统自动生成的文件已略过：{files}。',
  },
  archive_files_not_read: {
    en: {
      one: 'The file {files} of the archive was not used: it is no table, and no row names it.',
      other:
        '{count} files of the archive were not used, which are no tables and are named by no row: {files}.',
    },
    zh: '压缩包中有 {count} 个文件不是表格，也没有行引用，未使用：{files}。',
  },
  columns_not_read: {
    en: {
      one: 'The column {columns} was not read: this import does not know it.',
      other: '{count} columns were not read, which this import does not know: {columns}.',
    },
    zh: '{count} 列不属于本次导入，未读取：{columns}。',
  },
  rows_above_header: {
    en: {
      one: '{count} row above the header of the sheet {sheet} was taken as a title and not read.',
      other:
        '{count} rows above the header of the sheet {sheet} were taken as a title and not read.',
    },
    zh: '工作表“{sheet}”表头之上的 {count} 行视为标题，未读取。',
  },
  column_misspelt: {
    en: 'The column {column} was not read: this import does not know it. Should it be {known}?',
    zh: '列“{column}”不属于本次导入，未读取。是否应为“{known}”？',
  },
  mapping_remembered: {
    en: {
      one: 'The column {columns} was read as you chose the last time, because the header is the same.',
      other:
        '{count} columns were read as you chose the last time, because the header is the same: {columns}.',
    },
    zh: '表头与上次相同，{count} 列按您上次的选择读取：{columns}。',
  },
  header_remembered: {
    en: 'Row {row} of the sheet {sheet} was taken as its header, because you chose this header the last time.',
    zh: '工作表“{sheet}”的第 {row} 行与您上次选择的表头相同，已作为表头。',
  },
  hidden_rows_read: {
    en: {
      one: '{count} row that a filter or a person has hidden in the sheet {sheet} was read too.',
      other:
        '{count} rows that a filter or a person has hidden in the sheet {sheet} were read too.',
    },
    zh: '工作表“{sheet}”中有 {count} 行被筛选或隐藏，也已读取。',
  },
  merged_cells_blank: {
    en: {
      one: 'In the sheet {sheet} the cells {first} are merged: the first has the value, the others were taken as blank.',
      other:
        'The sheet {sheet} has {count} ranges of merged cells, the first is {first}: the first cell of each has the value, the others were taken as blank.',
    },
    zh: '工作表“{sheet}”中有 {count} 处合并单元格（第一处 {first}）：只有左上角单元格有值，其余按空白处理。',
  },
  blank_rows_left_out: {
    en: {
      one: '{count} row that shows nothing was left out; the first is row {row} of the sheet {sheet}.',
      other:
        '{count} rows that show nothing were left out; the first is row {row} of the sheet {sheet}.',
    },
    zh: '{count} 行看起来是空白，已略过；第一处为工作表“{sheet}”第 {row} 行。',
  },
  rows_corrected_before: {
    en: {
      one: '{count} row was left out: an earlier upload of this error workbook has saved it.',
      other: '{count} rows were left out: an earlier upload of this error workbook has saved them.',
    },
    zh: '{count} 行此前已通过该错误工作簿上传并保存，本次略过。',
  },
  rows_still_to_correct: {
    en: {
      one: 'The saved rows count for the import of {file}, of which {count} row is still to correct.',
      other:
        'The saved rows count for the import of {file}, of which {count} rows are still to correct.',
    },
    zh: '保存的行已计入 {file} 的导入，其中还有 {count} 行待更正。',
  },
  import_completed: {
    en: 'The saved rows count for the import of {file}, of which all rows are saved now.',
    zh: '保存的行已计入 {file} 的导入，其所有行均已保存。',
  },
  rows_removed: {
    en: {
      one: '{count} row that the import had created is gone.',
      other: '{count} rows that the import had created are gone.',
    },
    zh: '导入新增的 {count} 行已删除。',
  },
  rows_put_back: {
    en: {
      one: '{count} row that the import had changed is as it was before.',
      other: '{count} rows that the import had changed are as they were before.',
    },
    zh: '导入修改的 {count} 行已恢复原样。',
  },
  duplicates_first: {
    en: {
      one: '{count} row was left out: a row above it has the same key.',
      other: '{count} rows were left out: a row above each has the same key.',
    },
    zh: '{count} 行因前面已有相同键值的行而未保存。',
  },
  duplicates_last: {
    en: {
      one: '{count} row was left out: a row below it has the same key.',
      other: '{count} rows were left out: a row below each has the same key.',
    },
    zh: '{count} 行因后面另有相同键值的行而未保存。',
  },
  decimal_assumed: {
    en: 'Numbers written as text were read with the decimal sign {decimal}.',
    zh: '文本形式的数字按小数点“{decimal}”读取。',
  },
  encoding_assumed: {
    en: 'The file does not say its encoding; it was read as {encoding}.',
    zh: '文件未说明编码，已按 {encoding} 读取。',
  },
  delimiter_assumed: {
    en: 'The cells of the file were separated at {delimiter}.',
    zh: '文件按分隔符“{delimiter}”拆分为单元格。',
  },
  text_cut: {
    en: {
      one: 'The text in cell {first} of the sheet {sheet} was cut after 32,767 characters: a cell holds no more.',
      other:
        '{count} texts were cut after 32,767 characters, as a cell holds no more; the first stands in cell {first} of the sheet {sheet}.',
    },
    zh: '{count} 处文本超过单元格上限 32,767 个字符，已截断；第一处为工作表“{sheet}”的单元格 {first}。',
  },
  batch_started: {
    en: 'The batch {type} was started, which works on the saved rows.',
    zh: '已启动批处理 {type}，处理保存的行。',
  },
  batch_left_to_next: {
    en: 'A batch {type} of yours runs already: the saved rows are left to the next one.',
    zh: '您的批处理 {type} 正在运行：保存的行留待下一次批处理。',
  },
  batch_not_allowed: {
    en: 'The batch that works on the saved rows was not started, as you may not start it: the rows wait for whoever starts it.',
    zh: '处理这些行的批处理未启动，因为您无权启动：保存的行等待有权限的人启动。',
  },
  batch_index_missing: {
    en: 'The table {table} has no index for the pages of this batch, so each page reads more than it holds. This statement creates it: {statement}',
    zh: '数据表 {table} 没有适合本批处理分页的索引，每页读取的数据多于所需。可用此语句创建：{statement}',
  },
  records_left: {
    en: {
      one: '{count} record was left as it was: somebody else has it locked, or it waits for another record of its key.',
      other:
        '{count} records were left as they were: somebody else has them locked, or they wait for another record of their key.',
    },
    zh: '{count} 条记录保持原状：被其他程序锁定，或在等待同一键的其他记录。',
  },
  export_taken_up: {
    en: 'The export was interrupted and went on after {rows} rows at {time}: the rows after these show the data of that time.',
    zh: '导出曾中断，在第 {rows} 行之后于 {time} 继续；其后的行为该时刻的数据。',
  },
  columns_masked: {
    en: {
      one: 'The values of the column {columns} are not for you: its cells show {sign}.',
      other: 'The values of {count} columns are not for you, their cells show {sign}: {columns}.',
    },
    zh: '{count} 列的内容您无权查看，单元格显示为 {sign}：{columns}。',
  },
  more_notices: {
    en: { one: '{count} more notice is not shown.', other: '{count} more notices are not shown.' },
    zh: '另有 {count} 条提示未显示。',
  },
} as const satisfies Record<string, NoticeWords>;

/** A code of NOTICES. */
export type NoticeCode = keyof typeof NOTICES;

/** One notice of a task, as the runner reports it and the ledger keeps it. */
export interface Notice {
  readonly code: NoticeCode;
  /** Fill the `{names}` of the sentence. */
  readonly values: MessageValues;
}

/** A task keeps at most so many notices. */
export const MOST_NOTICES = 20;

/** The sentence of a notice in a language. */
export function noticeSentence({ code, values }: Notice, language: Language): string {
  const { en: words, zh }: NoticeWords = NOTICES[code];
  const form = values.count === 1 ? 'one' : 'other';
  const [en, key] =
    typeof words === 'string'
      ? [words, `notices.${code}`]
      : [words[form], `notices.${code}.${form}`];
  return fill(worded({ en, zh }, language, key), values, language);
}
