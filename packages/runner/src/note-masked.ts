/** A masked column is told, never only blank. Used by exports and files of batches. */
import { type Column, MASK } from '@longshore/executors';
import { type NoticeList, namesInWords } from './notice-list.js';

export function noteMasked(columns: readonly Column[], notices: NoticeList): void {
  const masked = columns.filter(({ isMasked }) => isMasked).map(({ header }) => header);
  if (masked.length === 0) return;
  const values = { count: masked.length, columns: namesInWords(masked), sign: MASK };
  notices.add('columns_masked', values);
}
