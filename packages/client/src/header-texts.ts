/** Sentences of the choice of sheet, header row and columns, in en and zh. */
import { type InLanguages, inLanguage, type Language } from '@longshore/contract/browser';

interface HeaderTexts {
  readonly whichColumns: string;
  readonly sheet: string;
  readonly headerRow: string;
  readonly inTheFile: string;
  readonly means: string;
  readonly notRead: string;
  readonly stillMissing: (names: readonly string[]) => string;
  readonly readSo: string;
  readonly readSheet: string;
}

const en: HeaderTexts = {
  whichColumns: 'Which column is which?',
  sheet: 'Sheet',
  headerRow: 'Header in row',
  inTheFile: 'In the file',
  means: 'is the column',
  notRead: 'not read',
  stillMissing: (names) => `Still without a column: ${names.join(', ')}.`,
  readSo: 'Import with these columns',
  readSheet: 'Look at this sheet',
};

const zh: HeaderTexts = {
  whichColumns: '请指定各列的含义',
  sheet: '工作表',
  headerRow: '表头所在行',
  inTheFile: '文件中的列',
  means: '对应的列',
  notRead: '不读取',
  stillMissing: (names) => `尚未指定：${names.join('、')}。`,
  readSo: '按此导入',
  readSheet: '查看此工作表',
};

const TEXTS: InLanguages<HeaderTexts> = { en, zh };

export const headerTextsOf = (language: Language): HeaderTexts => inLanguage(TEXTS, language);
