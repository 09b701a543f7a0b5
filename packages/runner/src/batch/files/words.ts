/** Texts of the files of a batch. */
import { allWorded, type Language } from '@longshore/contract';
import type { RecordState } from './record-state.js';

export interface Words {
  readonly summary: string;
  readonly item: string;
  readonly value: string;
  readonly batch: string;
  readonly type: string;
  readonly batchNo: string;
  readonly task: string;
  readonly records: string;
  readonly unprocessed: string;
  readonly start: string;
  readonly end: string;
  readonly duration: string;
  readonly detail: string;
  readonly time: string;
  readonly row: string;
  readonly key: string;
  readonly result: string;
  /** Ends a text that is longer than a cell; its records tell the whole of it. */
  readonly cut: string;
  readonly states: Readonly<Record<RecordState, string>>;
}

const WORDS: Readonly<Record<'en' | 'zh', Words>> = {
  en: {
    summary: 'Summary',
    item: 'Item',
    value: 'Value',
    batch: 'Batch',
    type: 'Type',
    batchNo: 'Batch number',
    task: 'Task',
    records: 'Records',
    unprocessed: 'unprocessed',
    start: 'Start',
    end: 'End',
    duration: 'Duration',
    detail: 'Detail',
    time: 'Time',
    row: 'Row',
    key: 'Key',
    result: 'Result',
    cut: '… (cut: the list of failed records has the whole text)',
    states: { success: 'success', exception: 'exception', failure: 'failure' },
  },
  zh: {
    summary: '汇总',
    item: '项目',
    value: '值',
    batch: '批次',
    type: '类型',
    batchNo: '批次号',
    task: '任务',
    records: '记录数',
    unprocessed: '未处理',
    start: '开始时间',
    end: '结束时间',
    duration: '用时',
    detail: '明细',
    time: '时间',
    row: '行号',
    key: '主键',
    result: '结果',
    cut: '……（已截断，完整内容见失败记录列表）',
    states: { success: '成功', exception: '异常', failure: '失败' },
  },
};

export const batchWords = (language: Language): Words => allWorded(WORDS, language);

/** Characters that a cell of Excel holds. */
const LONGEST_TEXT = 32_767;
const HALF_A_PAIR = /[\uD800-\uDBFF]$/;

/** A reason as a cell can hold it. */
export function reasonCell(reason: string, language: Language): string {
  if (reason.length <= LONGEST_TEXT) return reason;
  const { cut } = batchWords(language);
  return reason.slice(0, LONGEST_TEXT - cut.length).replace(HALF_A_PAIR, '') + cut;
}
