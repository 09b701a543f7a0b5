/**
 * The error of a file whose header does not fit: what was found in it, in words and as the layout
 * from which a person chooses sheet, header row and columns.
 */
import {
  AppError,
  type Choice,
  type ErrorCode,
  type FileLayout,
  fill,
  inLanguage,
  listedIn,
  type MessageValues,
  type Sentence,
  valueInAll,
  worded,
} from '@longshore/contract';
import { type Column, isBlank } from '@longshore/executors';
import { nameInWords, namesInWords } from '../notice-list.js';
import type { UploadSheet } from './book-sheets.js';
import { type LookedAt, layoutFrom } from './file-layout.js';
import { type FoundHeader, firstHeads, type Head } from './find-header.js';
import { nearColumns } from './nearest-header.js';
import { foundColumns } from './place-columns.js';

/** Null: the header can be read. */
export async function unfitHeader(found: FoundHeader, looked: LookedAt): Promise<AppError | null> {
  const { missing, twice, absent, rivals } = found;
  const sheet = looked.sheet.name;
  if (absent.length > 0 || missing.length > 0) return lacking(found, looked);
  if (twice.length > 0)
    return unfit('duplicate_columns', { sheet, ...titles(twice) }, await layoutOf(looked, found));
  if (rivals.length === 0) return null;
  const heads = await firstHeads(looked.sheet, looked.reading);
  const choices = JSON.stringify(rivals.map((row) => choiceOf(row, heads)));
  return new AppError('header_unclear', { values: { sheet, rows: rivals.join(', '), choices } });
}

/** The row that was asked for as the header shows nothing. */
export async function noHeaderRow(row: number, looked: LookedAt): Promise<AppError> {
  const { sheet, reading } = looked;
  const heads = await firstHeads(sheet, reading);
  const [first] = heads;
  if (first === undefined) return new AppError('no_rows', { values: { sheet: sheet.name } });
  const layout = layoutFrom(heads, first, looked);
  return unfit('no_header_row', { sheet: sheet.name, row }, layout);
}

const unfit = (code: ErrorCode, values: MessageValues, layout: FileLayout): AppError =>
  new AppError(code, { values: { ...values, layout: JSON.stringify(layout) } });

async function lacking(found: FoundHeader, looked: LookedAt): Promise<AppError> {
  const { reading, sheet, sheets } = looked;
  const heads = await firstHeads(sheet, reading);
  // the row that was asked for may stand further down
  const isAsked = reading.options.headerRow !== undefined;
  const head = isAsked ? found : (likeliest(heads, reading.columns) ?? found);
  const values = {
    sheet: sheet.name,
    row: head.row,
    found: namesInWords(head.header.filter((text) => !isBlank(text))),
  };
  const layout = layoutFrom(heads, head, looked);
  if (head.absent.length > 0) {
    const columns = { count: head.absent.length, columns: namesInWords(head.absent) };
    return unfit('mapped_headers_missing', { ...values, ...columns }, layout);
  }
  const words = { ...titles(head.missing), ...nearInWords(head), ...others(sheet, sheets) };
  return unfit('missing_columns', { ...values, ...words }, layout);
}

/** The row with the most headers that are, or may be, those of the type. */
function likeliest(heads: readonly Head[], columns: readonly Column[]): Head | undefined {
  const likeness = (head: Head) =>
    foundColumns(head) + nearColumns(head, columns).length + (filledCells(head) > 1 ? 0.5 : 0);
  return heads.toSorted((a, b) => likeness(b) - likeness(a))[0];
}

const filledCells = ({ texts }: Head): number => texts.filter((text) => !isBlank(text)).length;

/** Of columns, for a sentence in any language. */
const titles = (columns: readonly Column[]) => ({
  count: columns.length,
  ...valueInAll('columns', (language) =>
    listedIn(
      language,
      columns.map(({ title }) => inLanguage(title, language)),
    ),
  ),
});

/** Each follows a sentence. */
const NEAR: Sentence = {
  en: ' Is "{text}" the column {title}?',
  zh: '“{text}”是否为“{title}”？',
};
const OTHERS: Sentence = { en: ' Other sheets: {sheets}.', zh: '其他工作表：{sheets}。' };

function nearInWords(head: Head) {
  const near = nearColumns(head, head.missing);
  return valueInAll('near', (language) =>
    near
      .map(({ text, column: { title } }) => {
        const values = { text: nameInWords(text), title: inLanguage(title, language) };
        return fill(worded(NEAR, language), values);
      })
      .join(''),
  );
}

function others(sheet: UploadSheet, sheets: readonly UploadSheet[]) {
  const names = sheets.filter((one) => one !== sheet && !one.hidden).map(({ name }) => name);
  const sheetNames = namesInWords(names);
  return valueInAll('others', (language) =>
    names.length === 0 ? '' : fill(worded(OTHERS, language), { sheets: sheetNames }),
  );
}

/** The header, and the row below it. */
function choiceOf(row: number, heads: readonly Head[]): Choice {
  const index = heads.findIndex((head) => head.row === row);
  const sample = heads.slice(index, index + 2).map(({ texts }) => namesInWords(texts));
  return { options: { headerRow: row }, sample: [...new Set(sample)] };
}

const layoutOf = async (looked: LookedAt, head: Head): Promise<FileLayout> =>
  layoutFrom(await firstHeads(looked.sheet, looked.reading), head, looked);
