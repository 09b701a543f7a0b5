/**
 * Notes on cells of one sheet (ECMA-376 part 1, 18.7 Comments), with the drawing in VML that Excel
 * wants for each (part 4, 19.1). The cells stream past, the notes wait for the sheet's end.
 */
import { columnLetters } from '../column-letters.js';
import { escapeXml } from './escape-xml.js';

interface Note {
  /** Indexes from 0. */
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

/** Notes on reasons of rows; all reasons of a large workbook would slow down every program. */
const MAX_PROBLEM_NOTES = 1_000;
const MAX_NOTE_LENGTH = 32_767;
const LINE_HEIGHT = 15;
const LINE_LENGTH = 32;
const MAX_LINES = 20;

export class SheetNotes {
  readonly #notes: Note[] = [];
  #problems = 0;

  /** `row` as Excel counts. */
  add(row: number, column: number, text: string): void {
    this.#notes.push({ row: row - 1, column, text: text.slice(0, MAX_NOTE_LENGTH) });
  }

  /** A reason why a cell is wrong; those after the first 1,000 are left out. */
  addProblem(row: number, column: number, text: string): void {
    this.#problems += 1;
    if (this.#problems <= MAX_PROBLEM_NOTES) this.add(row, column, text);
  }

  get hasProblems(): boolean {
    return this.#problems > 0;
  }

  get empty(): boolean {
    return this.#notes.length === 0;
  }

  commentsXml(): string {
    const comments = this.#notes.map(
      ({ row, column, text }) =>
        `<comment ref="${columnLetters(column)}${row + 1}" authorId="0"><text><r><t xml:space="preserve">${escapeXml(text)}</t></r></text></comment>`,
    );
    return (
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
      '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author/></authors>' +
      `<commentList>${comments.join('')}</commentList></comments>`
    );
  }

  drawingVml(): string {
    return (
      '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">' +
      '<v:shapetype id="note" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>' +
      `${this.#notes.map(shape).join('')}</xml>`
    );
  }
}

/** Hidden until the mouse rests on the cell. */
function shape({ row, column, text }: Note, index: number): string {
  const height = LINE_HEIGHT * (linesIn(text) + 1);
  return (
    `<v:shape id="note${index + 1}" type="#note" style="position:absolute;width:180pt;height:${height}pt;z-index:${index + 1};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">` +
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>' +
    `<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill><x:Row>${row}</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`
  );
}

function linesIn(text: string): number {
  const lines = text.split('\n').map((line) => Math.max(1, Math.ceil(line.length / LINE_LENGTH)));
  return Math.min(
    MAX_LINES,
    lines.reduce((sum, count) => sum + count, 0),
  );
}
