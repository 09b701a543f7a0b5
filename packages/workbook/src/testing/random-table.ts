/** Random rows for the two ways of writing: the same seed gives the same rows. */
import type { ByteColumn, ByteRows, CellWriter, WriteCell } from '../cell.js';
import type { SheetColumn } from '../write/sheet-column.js';
import { randomOf } from './mutate.js';

type Random = (below: number) => number;
type MakeCell = (random: Random) => WriteCell;

export interface RandomTable {
  readonly columns: readonly SheetColumn[];
  readonly batches: readonly (readonly (readonly WriteCell[])[])[];
}

const FORMATS = [undefined, '0.00', 'yyyy-mm-dd', 'yyyy-mm-dd hh:mm:ss', '@'] as const;
const ZONES = [undefined, 'Asia/Shanghai', 'America/St_Johns', 'UTC'] as const;

/** Of about so many cells. */
export function randomTable(seed: number, cells: number): RandomTable {
  const random = randomOf(seed);
  const width = 1 + random(random(10) === 0 ? 300 : 12);
  const columns = Array.from({ length: random(4) === 0 ? random(width + 1) : width }, (_, i) =>
    columnOf(i, random),
  );
  const kinds = Array.from({ length: width }, () => random(CELLS.length));
  const rows = Math.ceil(cells / width);
  const batches: WriteCell[][][] = [[]];
  for (let row = 0; row < rows; row += 1) {
    batches
      .at(-1)
      ?.push(kinds.slice(0, lengthOf(width, random)).map((kind) => cellOf(kind, random)));
    if (random(400) === 0) batches.push([]);
  }
  return { columns, batches };
}

const columnOf = (index: number, random: Random): SheetColumn => {
  const format = FORMATS[random(FORMATS.length)];
  const zone = ZONES[random(ZONES.length)];
  return {
    header: `h${index}`,
    ...(format !== undefined && { format }),
    ...(zone !== undefined && { zone }),
  };
};

/** A row may be shorter than the others. */
const lengthOf = (width: number, random: Random): number =>
  random(30) === 0 ? random(width + 1) : width;

/** Mostly of its column's kind. */
const cellOf = (kind: number, random: Random): WriteCell =>
  (CELLS[random(25) === 0 ? random(CELLS.length) : kind] ?? empty)(random);

const empty: MakeCell = () => null;
const WORDS = [
  'paid',
  'shipped',
  '已取消',
  'a & b',
  '<x>',
  'naïve',
  '😀',
  ' spaced ',
  '',
  'x_y',
  '，',
];
const ODD_CHARACTERS = '_x0041_\u0000\u001f\ud800\udc00\ufffe\uffff\r\n\t"\u00a0\u007f';

const CELLS: readonly MakeCell[] = [
  empty,
  (random) => random(1_000_000),
  (random) => (random(2_000_000) - 1_000_000) / 100,
  (random) => (random(2_000_000) - 1_000_000) / 10 ** random(9),
  (random) => anyDouble(random),
  (random) => random(2) === 0,
  (random) => new Date((random(2 ** 31) - 2 ** 30) * 2 ** random(16)),
  (random) => new Date(Date.UTC(2024, 0, 1) + random(10_000_000) * 1_000),
  (random) => WORDS[random(WORDS.length)] ?? null,
  (random) => `user${random(10_000)}@example.com`,
  (random) => `${WORDS[random(WORDS.length)]} `.repeat(random(40)),
  (random) => charactersOf(random, () => String.fromCharCode(32 + random(96))),
  (random) => charactersOf(random, () => String.fromCharCode(random(65_536))),
  (random) => charactersOf(random, () => ODD_CHARACTERS[random(ODD_CHARACTERS.length)] ?? ''),
  (random) => (random(50) === 0 ? 'long & '.repeat(random(6_000)) : 'short'),
  (random) => (random(20) === 0 ? { text: 'site', link: 'https://example.com' } : 'site'),
  (random) => (random(20) === 0 ? { value: random(9), problem: 'wrong' } : random(9)),
  (random) => (random(20) === 0 ? { error: '#N/A' } : null),
];

const charactersOf = (random: Random, one: () => string): string =>
  Array.from({ length: random(40) }, one).join('');

function anyDouble(random: Random): number {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setUint32(0, random(2 ** 31) * 2 + random(2));
  bytes.setUint32(4, random(2 ** 31) * 2 + random(2));
  return bytes.getFloat64(0);
}

const KINDS = ['text', 'number', 'boolean', null] as const;
const BYTE_CELLS: Readonly<Record<ByteColumn['kind'] | 'null', (random: Random) => string>> = {
  text: (random) => String(CELLS[8 + random(6)]?.(random) ?? ''),
  number: (random) =>
    `${(random(2e6) - 1e6) / 10 ** random(9)}${random(4) === 0 ? '123456789' : ''}`,
  boolean: (random) => (random(2) === 0 ? 't' : 'f'),
  null: (random) => WORDS[random(WORDS.length)] ?? '',
};

/** Rows in bytes, as a database sends them. */
export function randomByteRows(seed: number, cells: number): ByteRows {
  const random = randomOf(seed);
  const kinds = Array.from({ length: 1 + random(12) }, () => KINDS[random(KINDS.length)] ?? null);
  const rowValues = kinds.length + random(3);
  const length = Math.ceil(cells / kinds.length);
  const [starts, ends] = [new Int32Array(length * rowValues), new Int32Array(length * rowValues)];
  const values: Buffer[] = [];
  let used = 0;
  for (let at = 0; at < starts.length; at += 1) {
    const value = Buffer.from(BYTE_CELLS[`${kinds[at % rowValues] ?? null}`](random));
    const isNull = random(15) === 0;
    starts[at] = isNull ? -1 : used;
    if (!isNull) values.push(value);
    used += isNull ? 0 : value.length;
    ends[at] = used;
  }
  const columns = kinds.map((kind, place) => (kind === null ? null : { kind, place }));
  return byteRows({ bytes: Buffer.concat(values), rowValues, starts, ends, columns }, length);
}

function byteRows(values: ByteRows['values'], length: number): ByteRows {
  const { bytes, rowValues, starts, ends, columns } = values;
  const writeCell = (row: number, column: number, to: CellWriter): void => {
    const at = row * rowValues + column;
    const [start, end] = [starts[at] ?? -1, ends[at] ?? -1];
    const kind = columns[column]?.kind;
    const text = bytes.toString('utf8', start, end);
    if (start === -1 || end === start) return;
    if (kind === 'text') to.text(bytes, start, end);
    else if (kind === 'boolean') to.value(text === 't');
    else if (kind === 'number' && /^-?[1-9][\d.]{0,13}$/.test(text)) to.number(bytes, start, end);
    else to.value(kind === 'number' ? Number.parseFloat(text) : text);
  };
  return { length, width: columns.length, values, writeCell };
}
