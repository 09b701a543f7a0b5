/** Texts of the files that tell how an import went. */
import { allWorded, type Language } from '@longshore/contract';

/** What became of a row; `saved`: more is not known of it. */
export type RowFate = 'created' | 'updated' | 'same' | 'saved' | 'failed';

interface Words {
  readonly summary: string;
  readonly item: string;
  readonly value: string;
  readonly file: string;
  readonly type: string;
  readonly task: string;
  readonly outcome: string;
  readonly rows: string;
  readonly saved: string;
  readonly failed: string;
  readonly unprocessed: string;
  readonly sentAs: string;
  readonly keptAs: string;
  readonly registered: string;
  readonly start: string;
  readonly end: string;
  readonly duration: string;
  readonly notice: string;
  readonly causes: string;
  readonly column: string;
  readonly cause: string;
  readonly detail: string;
  readonly time: string;
  readonly sheet: string;
  readonly row: string;
  readonly key: string;
  readonly result: string;
  readonly fates: Readonly<Record<RowFate, string>>;
}

const WORDS: Readonly<Record<'en' | 'zh', Words>> = {
  en: {
    summary: 'Summary',
    item: 'Item',
    value: 'Value',
    file: 'File',
    type: 'Type',
    task: 'Task',
    outcome: 'Outcome',
    rows: 'Rows',
    saved: 'Saved',
    failed: 'Failed',
    unprocessed: 'Not reached',
    sentAs: 'SHA-256 as it was sent',
    keptAs: 'SHA-256 afterwards',
    registered: 'Registered',
    start: 'Start',
    end: 'End',
    duration: 'Duration',
    notice: 'Notice',
    causes: 'Causes',
    column: 'Column',
    cause: 'Cause',
    detail: 'Detail',
    time: 'Time',
    sheet: 'Sheet',
    row: 'Row',
    key: 'Key',
    result: 'Result',
    fates: {
      created: 'created',
      updated: 'updated',
      same: 'as it was',
      saved: 'saved',
      failed: 'failed',
    },
  },
  zh: {
    summary: '汇总',
    item: '项目',
    value: '值',
    file: '文件',
    type: '类型',
    task: '任务',
    outcome: '结果',
    rows: '行数',
    saved: '已保存',
    failed: '失败',
    unprocessed: '未处理',
    sentAs: '上传时的 SHA-256',
    keptAs: '处理后的 SHA-256',
    registered: '登记时间',
    start: '开始时间',
    end: '结束时间',
    duration: '用时',
    notice: '提示',
    causes: '原因',
    column: '列',
    cause: '原因',
    detail: '明细',
    time: '时间',
    sheet: '工作表',
    row: '行号',
    key: '主键',
    result: '结果',
    fates: { created: '新增', updated: '修改', same: '不变', saved: '已保存', failed: '失败' },
  },
};

export const logWords = (language: Language): Words => allWorded(WORDS, language);
