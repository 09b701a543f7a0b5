/**
 * Files with too much of one thing, as hostile-files.ts has them, and legal giants, which must
 * pass.
 */
import type { ReadLimits, WorkbookErrorCode } from '../index.js';
import { GOOD, withSheet } from './hostile-files.js';
import { workbookFile, worksheet } from './workbook-files.js';

export interface Giant {
  readonly name: string;
  /** Null: it is legal. */
  readonly code: WorkbookErrorCode | null;
  /** Rows that hold anything. */
  readonly rows: number;
  make(): Uint8Array;
  /** Where the default limits would need a large file. */
  readonly limits?: Partial<ReadLimits>;
}

const legal = (name: string, rows: number, make: () => Uint8Array): Giant => ({
  name,
  code: null,
  rows,
  make,
});

export const GIANTS: readonly Giant[] = [
  {
    name: 'one shared string too many',
    code: 'too_many_strings',
    rows: 0,
    make: () => withStrings(1_001),
    limits: { maxStrings: 1_000 },
  },
  {
    name: 'a cell of many runs',
    code: 'cell_too_large',
    rows: 0,
    make: () => workbookFile(withRuns(10_000)),
    limits: { maxCellBytes: 10_000 },
  },
  {
    name: 'a shared string of many runs',
    code: 'cell_too_large',
    rows: 0,
    make: () =>
      workbookFile(GOOD_STRING, {
        'xl/sharedStrings.xml': pieces('<sst><si>', run, 10_000, '</si></sst>'),
      }),
    limits: { maxCellBytes: 10_000 },
  },
  {
    name: 'one sheet too many',
    code: 'too_many_entries',
    rows: 0,
    make: () => withSheets(101),
    limits: { maxEntries: 100 },
  },
  legal('a million shared strings', 1, () => withStrings(1_000_000)),
  legal('66,000 styles', 1, () => withStyles(66_000)),
  legal('a million styled empty rows', 0, () =>
    withRows(1_000_000, (row) => `<row r="${row}"><c r="A${row}" s="1"/></row>`),
  ),
  legal('XFD1048576 alone', 1, () =>
    withSheet('<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'),
  ),
  legal('10,000 rows of one cell in XFD', 10_000, () =>
    withRows(10_000, (row) => `<row r="${row}"><c r="XFD${row}"><v>1</v></c></row>`),
  ),
  legal('a thousand texts of 32,767 characters', 1_000, () =>
    withRows(1_000, (row) => `<row><c t="str"><v>${longText(row)}</v></c></row>`),
  ),
  legal('100 rows of a million characters', 100, () =>
    withRows(100, (row) => `<row><c t="str"><v>${millionCharacters(row)}</v></c></row>`),
  ),
  legal('1,000 rows of two shared strings of a million characters', 1_000, () =>
    withLongStrings(1_000, '<row>', '</row>'),
  ),
  {
    name: 'a row of three shared strings of a million characters',
    code: 'cell_too_large',
    rows: 0,
    make: () => withLongStrings(3, '', ''),
    limits: { maxRowBytes: 2_500_000 },
  },
];

const PIECES_AT_ONCE = 10_000;

/**
 * Different pieces, so that packing them gains no more than it does in a real workbook; never one
 * string.
 */
function pieces(
  head: string,
  piece: (index: number) => string,
  count: number,
  tail: string,
): Buffer {
  const parts: Buffer[] = [Buffer.from(head)];
  for (let from = 0; from < count; from += PIECES_AT_ONCE) {
    const indexes = Array.from(
      { length: Math.min(PIECES_AT_ONCE, count - from) },
      (_, i) => from + i,
    );
    parts.push(Buffer.from(indexes.map(piece).join('')));
  }
  return Buffer.concat([...parts, Buffer.from(tail)]);
}

/** A good sheet whose one cell is the last of many strings. */
const withStrings = (count: number): Buffer =>
  workbookFile(worksheet(`<row><c t="s"><v>${count - 1}</v></c></row>`), {
    'xl/sharedStrings.xml': pieces('<sst>', (i) => `<si><t>text ${i}</t></si>`, count, '</sst>'),
  });

const GOOD_STRING = worksheet('<row><c t="s"><v>0</v></c></row>');
const LETTERS = 36;
/** The digits run through all pairs, so that they do not pack to nothing. */
const run = (index: number): string =>
  `<r><t>${((index * 7_919) % LETTERS ** 2).toString(LETTERS)}</t></r>`;
const withRuns = (count: number): Buffer =>
  pieces(
    '<worksheet><sheetData><row><c t="inlineStr"><is>',
    run,
    count,
    '</is></c></row></sheetData></worksheet>',
  );

/** Each leads to the last relationship of as many. */
const withSheets = (count: number): Buffer =>
  workbookFile(GOOD, {
    'xl/workbook.xml': pieces(
      '<workbook><sheets>',
      (i) => `<sheet name="${i}" id="${count - 1}"/>`,
      count,
      '</sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels': pieces(
      '<Relationships>',
      (i) => `<Relationship Id="${i}" Type="/worksheet" Target="worksheets/sheet1.xml"/>`,
      count,
      '</Relationships>',
    ),
  });

const withStyles = (count: number): Buffer =>
  workbookFile(GOOD, {
    'xl/styles.xml': pieces(
      '<styleSheet><cellXfs>',
      (i) => `<xf numFmtId="${i}"/>`,
      count,
      '</cellXfs></styleSheet>',
    ),
  });

const withRows = (count: number, row: (number: number) => string): Buffer =>
  workbookFile(
    pieces('<worksheet><sheetData>', (i) => row(i + 1), count, '</sheetData></worksheet>'),
  );

/** Two strings as far apart as this meet in whatever small store of strings a reader has. */
const FAR = 2 ** 16;

/**
 * Cells that refer to two long strings by turns; without a `<row>` around each they all stand in
 * one.
 */
const withLongStrings = (count: number, open: string, close: string): Buffer => {
  const cell = (i: number): string => `${open}<c t="s"><v>${(i % 2) * FAR}</v></c>${close}`;
  const [head, tail] = open === '' ? ['<row>', '</row>'] : ['', ''];
  return workbookFile(
    pieces(`<worksheet><sheetData>${head}`, cell, count, `${tail}</sheetData></worksheet>`),
    {
      'xl/sharedStrings.xml': pieces(
        '<sst>',
        (i) => `<si><t>${i % FAR === 0 ? millionCharacters(i) : i}</t></si>`,
        FAR + 1,
        '</sst>',
      ),
    },
  );
};

/** Of which few are different: it packs by less than the limit of ratios, but by much. */
const millionCharacters = (seed: number): string =>
  longText(seed + 1).slice(0, 10_000) + 'x'.repeat(990_000);

const longText = (row: number): string =>
  Array.from({ length: 4_681 }, (_, i) => ((row * i) % 1_000_003).toString().padStart(7, 'x')).join(
    '',
  );
