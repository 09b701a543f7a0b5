/** Sentences about failed rows that are corrected in the page, in en and zh. */
import { fill, type InLanguages, inLanguage, type Language } from '@longshore/contract/browser';

/** Every sentence about the correction of rows, in one language. */
export interface MendTexts {
  readonly correctHere: (rows: number) => string;
  readonly title: string;
  readonly waiting: (rows: number) => string;
  readonly nothingWaits: string;
  readonly causes: string;
  readonly cause: (rows: number, what: string) => string;
  readonly holding: (value: string) => string;
  readonly blank: string;
  readonly andAlike: string;
  readonly otherIssues: (issues: number) => string;
  readonly setAllTo: string;
  readonly setAll: (rows: number) => string;
  readonly choose: string;
  readonly showOnly: string;
  readonly showAll: string;
  readonly search: string;
  readonly noneFound: string;
  readonly rows: string;
  readonly row: string;
  readonly wrongWithRow: string;
  readonly cellOf: (row: string, column: string) => string;
  readonly previous: string;
  readonly next: string;
  readonly unsaved: (rows: number) => string;
  readonly save: (rows: number) => string;
  readonly saving: string;
  readonly undoEdits: string;
  readonly saved: (saved: number, failing: number) => string;
  readonly left: (rows: number) => string;
  readonly askLeave: string;
  readonly leave: string;
  readonly stay: string;
  readonly howTo: string;
  readonly corrects: string;
  readonly thatImport: string;
  readonly close: string;
}

const count = (value: number) => value.toLocaleString('en-US');

const en: MendTexts = {
  correctHere: (rows) => fill('Correct {rows} {rows|row|rows} here', { rows }),
  title: 'Correct rows',
  waiting: (rows) => fill('{rows} {rows|row|rows} to correct', { rows }),
  nothingWaits: 'No row is left to correct.',
  causes: 'What is wrong',
  cause: (rows, what) => `${count(rows)} × ${what}`,
  holding: (value) => `“${value}”`,
  blank: 'empty',
  andAlike: 'and alike',
  otherIssues: (issues) => fill('{issues} more {issues|mistake|mistakes}', { issues }),
  setAllTo: 'Set all to',
  setAll: (rows) => fill('Set {rows} {rows|row|rows}', { rows }),
  choose: 'Choose …',
  showOnly: 'Show only these',
  showAll: 'Show all rows',
  search: 'Search',
  noneFound: 'No row was found.',
  rows: 'Rows to correct',
  row: 'Row',
  wrongWithRow: 'The whole row',
  cellOf: (row, column) => `Row ${row}, ${column}`,
  previous: 'Previous',
  next: 'Next',
  unsaved: (rows) => fill('{rows} {rows|row|rows} changed, not saved yet', { rows }),
  save: (rows) => fill('Save {rows} {rows|row|rows}', { rows }),
  saving: 'Saving …',
  undoEdits: 'Undo the changes',
  saved: (saved, failing) =>
    failing === 0
      ? fill('{saved} {saved|row|rows} saved.', { saved })
      : fill('{saved} {saved|row|rows} saved, {failing} still to correct.', { saved, failing }),
  left: (rows) => fill('{rows} {rows|row was|rows were} saved before.', { rows }),
  askLeave: 'Some changes are not saved yet. Leave all the same?',
  leave: 'Leave',
  stay: 'Stay',
  howTo: 'Enter goes to the row below, Escape takes back the change of a cell.',
  corrects: 'Corrects rows of',
  thatImport: 'this import',
  close: 'Close',
};

const zh: MendTexts = {
  correctHere: (rows) => `在此更正 ${count(rows)} 行`,
  title: '更正行',
  waiting: (rows) => `${count(rows)} 行待更正`,
  nothingWaits: '没有待更正的行。',
  causes: '问题',
  cause: (rows, what) => `${count(rows)} × ${what}`,
  holding: (value) => `“${value}”`,
  blank: '空',
  andAlike: '等',
  otherIssues: (issues) => `另有 ${count(issues)} 个问题`,
  setAllTo: '全部改为',
  setAll: (rows) => `更正 ${count(rows)} 行`,
  choose: '请选择…',
  showOnly: '只看这些行',
  showAll: '显示全部行',
  search: '搜索',
  noneFound: '没有找到行。',
  rows: '待更正的行',
  row: '行',
  wrongWithRow: '整行',
  cellOf: (row, column) => `第 ${row} 行，${column}`,
  previous: '上一页',
  next: '下一页',
  unsaved: (rows) => `已修改 ${count(rows)} 行，尚未保存`,
  save: (rows) => `保存 ${count(rows)} 行`,
  saving: '正在保存…',
  undoEdits: '撤销修改',
  saved: (saved, failing) =>
    failing === 0
      ? `已保存 ${count(saved)} 行。`
      : `已保存 ${count(saved)} 行，${count(failing)} 行仍需更正。`,
  left: (rows) => `${count(rows)} 行此前已保存。`,
  askLeave: '有修改尚未保存，仍要离开吗？',
  leave: '离开',
  stay: '留下',
  howTo: '按 Enter 转到下一行，按 Esc 撤销单元格的修改。',
  corrects: '更正其失败行',
  thatImport: '该次导入',
  close: '关闭',
};

const TEXTS: InLanguages<MendTexts> = { en, zh };

/** The sentences in a language. */
export const mendTextsOf = (language: Language): MendTexts => inLanguage(TEXTS, language);
