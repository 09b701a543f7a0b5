/** Sentences about the undo of imports, in en and zh. */
import { useLongshore } from '@longshore/client/react';
import { type InLanguages, inLanguage } from '@longshore/contract/browser';

const en = {
  undo: 'Undo…',
  mark: 'undo',
  wasUndone: 'This import was undone.',
  seeUndo: 'See what the undo did',
  isUndo: 'This task undoes an import.',
  seeImport: 'See the import',
  asBefore: 'as before the import',
  left: 'left as they are',
  leftRows: 'Rows not undone',
};

const zh: typeof en = {
  undo: '撤销导入…',
  mark: '撤销',
  wasUndone: '该导入已撤销。',
  seeUndo: '查看撤销结果',
  isUndo: '该任务用于撤销一次导入。',
  seeImport: '查看该导入',
  asBefore: '已恢复到导入前',
  left: '保持原样',
  leftRows: '未撤销的行',
};

const TEXTS: InLanguages<typeof en> = { en, zh };

export const useUndoTexts = () => inLanguage(TEXTS, useLongshore().language);
