/** Sentences about the preview of an import, in en and zh. Used by the React components. */
import {
  fill,
  type InLanguages,
  inLanguage,
  type Language,
  type PreviewCounts,
  type PreviewOut,
} from '@longshore/contract/browser';

/** What becomes of rows, in words. */
type FateTexts = Readonly<Record<Exclude<keyof PreviewCounts, 'total'>, string>>;

/** Every sentence about a preview, in one language. */
export interface PreviewTexts {
  readonly lookFirst: string;
  readonly preview: string;
  readonly nothingSaved: string;
  readonly checksOnly: string;
  readonly stops: (saves: number) => string;
  readonly counts: FateTexts;
  /** The same of an undo. */
  readonly undo: {
    readonly nothingDone: string;
    readonly counts: FateTexts;
    readonly confirm: (rows: number) => string;
    readonly confirmNothing: string;
    readonly discard: string;
  };
  readonly differences: (shown: number) => string;
  readonly row: string;
  readonly column: string;
  readonly before: string;
  readonly after: string;
  readonly empty: string;
  readonly causes: string;
  readonly cause: (rows: number, what: string) => string;
  readonly rowsAt: (first: readonly string[], rows: number) => string;
  readonly andAlike: string;
  readonly otherIssues: (issues: number) => string;
  readonly confirm: (rows: number) => string;
  readonly confirmNothing: string;
  readonly discard: string;
}

const count = (value: number) => value.toLocaleString('en-US');

const en: PreviewTexts = {
  lookFirst: 'Show me first what would change',
  preview: 'Preview',
  nothingSaved: 'Nothing is saved yet.',
  checksOnly:
    'What would change cannot be told for this type: only what is wrong with the rows of the file.',
  stops: (saves) =>
    saves === 0
      ? 'Nothing would be saved, because of the rows to correct.'
      : fill(
          'The import would end after {saves} saved {saves|row|rows}: too many are to correct.',
          {
            saves,
          },
        ),
  counts: {
    create: 'new',
    update: 'changed',
    same: 'as they are',
    checked: 'without mistakes',
    remove: 'to be removed',
    failed: 'to correct',
  },
  undo: {
    nothingDone: 'Nothing is undone yet.',
    counts: {
      create: 'new',
      update: 'to get their values of before',
      same: 'as before already',
      checked: 'unknown',
      remove: 'to be removed: the import created them',
      failed: 'to be left: somebody changed them since',
    },
    confirm: (rows) => fill('Undo {rows} {rows|row|rows}', { rows }),
    confirmNothing: 'Get the list of rows',
    discard: 'Undo nothing',
  },
  differences: (shown) => (shown < 50 ? 'What would change' : 'What would change, the first 50'),
  row: 'Row',
  column: 'Column',
  before: 'Before',
  after: 'After',
  empty: 'empty',
  causes: 'What is wrong',
  cause: (rows, what) => `${count(rows)} × ${what}`,
  rowsAt: (first, rows) =>
    `${rows === 1 ? 'row' : 'rows'} ${first.join(', ')}${first.length === rows ? '' : ' …'}`,
  andAlike: 'and alike',
  otherIssues: (issues) => fill('{issues} more {issues|mistake|mistakes}', { issues }),
  confirm: (rows) => fill('Save {rows} {rows|row|rows}', { rows }),
  confirmNothing: 'Get the error workbook',
  discard: 'Save nothing',
};

const zh: PreviewTexts = {
  lookFirst: '先预览将发生的变化',
  preview: '预览',
  nothingSaved: '尚未保存任何内容。',
  checksOnly: '此类型无法预知变化，仅检查文件中各行的问题。',
  stops: (saves) =>
    saves === 0
      ? '因有行需修正，将不保存任何数据。'
      : `需修正的行过多，保存 ${count(saves)} 行后导入将终止。`,
  counts: {
    create: '新增',
    update: '修改',
    same: '不变',
    checked: '检查通过',
    remove: '将删除',
    failed: '需修正',
  },
  undo: {
    nothingDone: '尚未撤销任何内容。',
    counts: {
      create: '新增',
      update: '将恢复原值',
      same: '已是原值',
      checked: '未知',
      remove: '将删除（由导入新增）',
      failed: '保持原样（导入后已被他人修改）',
    },
    confirm: (rows) => `撤销 ${count(rows)} 行`,
    confirmNothing: '获取行清单',
    discard: '不撤销',
  },
  differences: (shown) => (shown < 50 ? '将发生的变化' : '将发生的变化（前 50 项）'),
  row: '行',
  column: '列',
  before: '原值',
  after: '新值',
  empty: '空',
  causes: '问题',
  cause: (rows, what) => `${count(rows)} × ${what}`,
  rowsAt: (first, rows) => `第 ${first.join('、')} 行${first.length === rows ? '' : '等'}`,
  andAlike: '等',
  otherIssues: (issues) => `另有 ${count(issues)} 个问题`,
  confirm: (rows) => `保存 ${count(rows)} 行`,
  confirmNothing: '获取错误文件',
  discard: '不保存',
};

const TEXTS: InLanguages<PreviewTexts> = { en, zh };

/** The sentences in a language. */
export const previewTextsOf = (language: Language): PreviewTexts => inLanguage(TEXTS, language);

/** The sentences about the preview of an import, or of an undo. */
export function lookTextsOf(
  language: Language,
  preview: Pick<PreviewOut, 'undoes'> | null,
): Pick<PreviewTexts, 'counts' | 'confirm' | 'confirmNothing' | 'discard' | 'nothingSaved'> {
  const texts = inLanguage(TEXTS, language);
  if (preview === null || preview.undoes === null) return texts;
  return { ...texts.undo, nothingSaved: texts.undo.nothingDone };
}
