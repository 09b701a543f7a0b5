/**
 * One fuzz case: a damaged workbook, or text file, is read to its end or refused with a
 * WorkbookError, in bounded time.
 */
import { bytesSource, readBook, readXlsx, type Workbook, WorkbookError } from '../index.js';
import { mutated, mutatedText } from './mutate.js';
import { type Parts, sharedStrings, workbookParts, worksheet } from './workbook-files.js';

const ROWS =
  '<row r="1" spans="1:3"><c r="A1" t="s" s="1"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t xml:space="preserve"> é </t></r></is></c></row>' +
  '<row r="2" hidden="1"><c r="A2" s="2"><v>45292.5</v></c><c r="B2" t="b"><v>1</v></c><c r="D2" t="e"><v>#N/A</v></c></row>' +
  '<row r="7"><c><f>A1&amp;"x"</f><v>1.5E3</v></c><c t="str"><v>a&lt;b_x000D_</v></c><c t="d"><v>2024-02-29T00:00:00</v></c></row>';

const SEED_PARTS: Parts = workbookParts(
  `<?xml version="1.0" encoding="UTF-8"?>${worksheet(ROWS)}`,
  {
    'xl/sharedStrings.xml': sharedStrings(
      '<t>one</t>',
      '<r><t>two</t></r><rPh sb="0" eb="1"><t>x</t></rPh>',
    ),
    'xl/styles.xml':
      '<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts>' +
      '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="49"/><xf numFmtId="164"/></cellXfs></styleSheet>',
  },
);

export interface FuzzOutcome {
  /** `read`, or the code it was refused with. */
  readonly outcome: string;
  readonly elapsedMs: number;
}

/** Throws whatever is no WorkbookError, naming the seed. */
export function fuzzOnce(seed: number, parts = SEED_PARTS): Promise<FuzzOutcome> {
  const file = mutated(parts, seed);
  return outcomeOf(seed, () => readXlsx(bytesSource(file)));
}

const SEED_TEXT =
  '\ufeff名称;价格;"note, long"\r\n茶;1,5;"two\nlines ""quoted"" end"\r\n\r\ncafé;;last\r\n';
const SEED_TEXTS = [
  Buffer.from(SEED_TEXT),
  Buffer.from(SEED_TEXT, 'utf16le'),
  Buffer.from(SEED_TEXT, 'latin1'),
];

/** The same with delimited text, read as what its bytes say it is. */
export function fuzzTextOnce(seed: number): Promise<FuzzOutcome> {
  const file = mutatedText(SEED_TEXTS[seed % SEED_TEXTS.length] ?? Buffer.alloc(0), seed);
  return outcomeOf(seed, () => readBook(bytesSource(file)));
}

async function outcomeOf(seed: number, open: () => Promise<Workbook>): Promise<FuzzOutcome> {
  const began = performance.now();
  try {
    const book = await open();
    for (const sheet of book.sheets)
      for await (const { rows, numbers } of sheet.rows())
        if (rows.length !== numbers.length) throw new Error('uneven batch');
    return { outcome: 'read', elapsedMs: performance.now() - began };
  } catch (error) {
    if (!(error instanceof WorkbookError))
      throw new Error(`Seed ${seed}: ${error}`, { cause: error });
    return { outcome: error.code, elapsedMs: performance.now() - began };
  }
}
