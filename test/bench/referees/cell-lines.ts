/**
 * How cells travel between this bench and programs in other languages: one cell a line, `row TAB
 * column TAB kind TAB value`, both counted from 0. Kinds: `s` text with `\t`, `\n`, `\r` and `\\`,
 * `n` number, `b` true or false, `d` date to the second, `e` error.
 */
import type { Cell } from '@longshore/workbook';

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};
const UNESCAPES: Readonly<Record<string, string>> = {
  '\\\\': '\\',
  '\\t': '\t',
  '\\n': '\n',
  '\\r': '\r',
};

export const linesOf = (rows: readonly (readonly Cell[])[]): string =>
  rows
    .flatMap((row, r) =>
      row.flatMap((cell, c) => (cell === null ? [] : [`${r}\t${c}\t${textOf(cell)}\n`])),
    )
    .join('');

function textOf(cell: NonNullable<Cell>): string {
  if (typeof cell === 'string')
    return `s\t${cell.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? '')}`;
  if (typeof cell === 'number') return `n\t${cell}`;
  if (typeof cell === 'boolean') return `b\t${cell}`;
  if (cell instanceof Date) return `d\t${cell.toISOString().slice(0, 19)}`;
  return `e\t${'error' in cell ? cell.error : cell.problem}`;
}

/** Rows without the empty cells at their ends. */
export function rowsOf(lines: string): Cell[][] {
  const rows: Cell[][] = [];
  for (const line of lines.split('\n').slice(0, -1)) {
    const [row = '', column = '', kind = '', value = ''] = line.split('\t');
    while (rows.length <= Number(row)) rows.push([]);
    const cells = rows[Number(row)] ?? [];
    while (cells.length < Number(column)) cells.push(null);
    cells[Number(column)] = cellOf(kind, value);
  }
  return rows;
}

function cellOf(kind: string, value: string): Cell {
  if (kind === 's') return value.replace(/\\[\\tnr]/g, (escaped) => UNESCAPES[escaped] ?? '');
  if (kind === 'n') return Number(value);
  if (kind === 'b') return value === 'true';
  return kind === 'd'
    ? new Date(`${value}Z`)
    : { error: kind === 'e' ? value : `${kind} ${value}` };
}
