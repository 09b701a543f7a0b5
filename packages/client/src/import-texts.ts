/** Sentences about the files of an import and about imports under way, in en and zh. */
import {
  type InLanguages,
  inLanguage,
  type Language,
  type TaskFilesOut,
} from '@longshore/contract/browser';

/** A file of a task. */
export type TaskFileRole = TaskFilesOut['items'][number]['role'];

/** Every such sentence, in one language. */
export interface ImportTexts {
  /** What a link to the file says. */
  readonly files: Readonly<Record<TaskFileRole, string>>;
  readonly underWay: string;
  readonly progressOf: (title: string) => string;
  readonly ended: (title: string) => string;
  readonly dismiss: string;
}

const en: ImportTexts = {
  files: {
    issues: 'Download the error workbook',
    result: 'Download all rows with their outcomes',
    summary: 'Download the summary',
    detail: 'Download what became of each row',
    original: 'Download the upload',
    manifest: 'Download the manifest',
  },
  underWay: 'Imports under way',
  progressOf: (title) => `Progress: ${title}`,
  ended: (title) => `${title} has ended`,
  dismiss: 'Dismiss',
};

const zh: ImportTexts = {
  files: {
    issues: '下载错误文件',
    result: '下载全部行及其结果',
    summary: '下载汇总',
    detail: '下载逐行明细',
    original: '下载原文件',
    manifest: '下载清单',
  },
  underWay: '进行中的导入',
  progressOf: (title) => `进度：${title}`,
  ended: (title) => `${title}已结束`,
  dismiss: '知道了',
};

const TEXTS: InLanguages<ImportTexts> = { en, zh };

/** The sentences in a language. */
export const importTextsOf = (language: Language): ImportTexts => inLanguage(TEXTS, language);
