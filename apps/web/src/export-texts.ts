/** Sentences about how the file of an export is made, in en and zh. */
import { useLongshore } from '@longshore/client/react';
import { type InLanguages, inLanguage } from '@longshore/contract/browser';

const en = {
  options: 'Options…',
  title: 'Export with options',
  format: 'Format',
  rowsPerFile: 'Rows in each file',
  rowsPerFileHint: 'Empty: as many as a sheet has',
  rowsPerFileWrong: (most: string) => `A whole number from 1 to ${most}.`,
  manifest: 'With a manifest',
  manifestHint: 'A file on the page of the task: rows, time of the data, SHA-256',
  start: 'Export',
  close: 'Close',
  manifestFile: 'Manifest',
};

const zh: typeof en = {
  options: '选项…',
  title: '按选项导出',
  format: '格式',
  rowsPerFile: '每个文件的行数',
  rowsPerFileHint: '留空：一个工作表的最大行数',
  rowsPerFileWrong: (most) => `请填写 1 到 ${most} 的整数。`,
  manifest: '附带清单',
  manifestHint: '任务页面上的文件：行数、数据时间、SHA-256',
  start: '导出',
  close: '关闭',
  manifestFile: '清单',
};

const TEXTS: InLanguages<typeof en> = { en, zh };

export const useExportTexts = () => inLanguage(TEXTS, useLongshore().language);
