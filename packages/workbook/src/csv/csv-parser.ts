/**
 * Records out of delimited text (RFC 4180), fed in pieces: a record is cut only when it is whole.
 */
import { WorkbookError, type WorkbookErrorCode } from '../workbook-error.js';

const [LINE_FEED, CARRIAGE_RETURN, QUOTE, EQUALS, MARK] = [10, 13, 34, 61, 0xfeff] as const;
/** Control-Z, by which DOS ended text files; programs have since added line ends to some. */
const DOS_END = '\x1a';

const TEXT_FORMULA = /^="(?:[^"]|"")*"/;
const LINE_END = /[\r\n]/g;

/** A record, its number from 1 as a spreadsheet counts rows, and its length in UTF-16 units. */
export type OnRecord = (fields: string[], number: number, length: number) => void;

export class CsvParser {
  readonly #delimiter: number;
  readonly #maxRecordLength: number;
  readonly #onRecord: OnRecord;
  #text = '';
  #record = 0;
  #line = 1;
  /** A part of the text without a line end; empty when not known. */
  #lineStart = 0;
  #knownLineEnd = -1;

  /** `maxRecordLength`: in UTF-16 units. */
  constructor(delimiter: string, maxRecordLength: number, onRecord: OnRecord) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#maxRecordLength = maxRecordLength;
    this.#onRecord = onRecord;
  }

  /** Throws WorkbookError `bad_quote`, `record_too_large`. */
  feed(text: string): void {
    this.#text += text;
    this.#parse(false);
    if (this.#text.length > this.#maxRecordLength) throw this.#tooLarge();
  }

  /** The last record ends with the text; Control-Z behind it is dropped. */
  finish(): void {
    if (this.#text.endsWith(DOS_END)) this.#text = this.#text.slice(0, -1);
    this.#parse(true);
  }

  #parse(last: boolean): void {
    this.#knownLineEnd = -1;
    let start = 0;
    while (start < this.#text.length) {
      const end = this.#takeRecord(start, last);
      if (end === -1) break;
      start = end;
    }
    this.#text = this.#text.slice(start);
  }

  /** Where the next record starts; -1 when this one is not yet whole. */
  #takeRecord(start: number, last: boolean): number {
    const text = this.#text;
    const fields: string[] = [];
    // A mark inside the text is left of files that were joined.
    let at = text.charCodeAt(start) === MARK ? start + 1 : start;
    for (;;) {
      const first = text.charCodeAt(at);
      const quoted = first === QUOTE;
      const end = quoted
        ? this.#quotedEnd(start, at, last)
        : first === EQUALS
          ? this.#formulaEnd(at, last)
          : this.#plainEnd(at);
      if (end === -1 || (end >= text.length && !last)) return -1;
      fields.push(quoted ? text.slice(at + 1, end - 1).replaceAll('""', '"') : text.slice(at, end));
      const code = text.charCodeAt(end);
      if (code !== this.#delimiter) return this.#endRecord(fields, start, end, last);
      at = end + 1;
    }
  }

  #plainEnd(start: number): number {
    const text = this.#text;
    let at = start;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === this.#delimiter || code === LINE_FEED || code === CARRIAGE_RETURN) break;
    }
    return at;
  }

  /** Excel's `="1,5"` is one field though a delimiter stands in its quotes; it ends in its line. */
  #formulaEnd(start: number, last: boolean): number {
    const lineEnd = this.#lineEnd(start);
    if (lineEnd === this.#text.length && !last) return -1;
    const [formula] = TEXT_FORMULA.exec(this.#text.slice(start, lineEnd)) ?? [];
    if (formula === undefined) return this.#plainEnd(start);
    const end = start + formula.length;
    const isWhole = end === lineEnd || this.#text.charCodeAt(end) === this.#delimiter;
    return isWhole ? end : this.#plainEnd(start);
  }

  /** Looked for once a line: a line may hold many such fields. */
  #lineEnd(start: number): number {
    if (start < this.#lineStart || start > this.#knownLineEnd) {
      LINE_END.lastIndex = start;
      this.#lineStart = start;
      this.#knownLineEnd = LINE_END.exec(this.#text)?.index ?? this.#text.length;
    }
    return this.#knownLineEnd;
  }

  /** Behind the closing quote. */
  #quotedEnd(record: number, open: number, last: boolean): number {
    const text = this.#text;
    let at = open;
    do {
      at = text.indexOf('"', at + 1);
      if (at === -1) {
        if (last)
          throw this.#error('bad_quote', 'a quote is opened here and never closed', record, open);
        return -1;
      }
      at += 1;
    } while (text.charCodeAt(at) === QUOTE);
    const code = text.charCodeAt(at);
    if (
      at < text.length &&
      code !== this.#delimiter &&
      code !== LINE_FEED &&
      code !== CARRIAGE_RETURN
    ) {
      throw this.#error(
        'bad_quote',
        'text follows a closing quote; a quote inside quotes is written twice',
        record,
        at,
      );
    }
    return at;
  }

  /** A `\r` at the very end may be the first half of a line end. */
  #endRecord(fields: string[], start: number, end: number, last: boolean): number {
    const text = this.#text;
    const isReturn = text.charCodeAt(end) === CARRIAGE_RETURN;
    if (isReturn && end + 1 === text.length && !last) return -1;
    if (end - start > this.#maxRecordLength) throw this.#tooLarge();
    this.#record += 1;
    const isDosEnd = end - start === 1 && text[start] === DOS_END;
    if (!isDosEnd) this.#onRecord(fields, this.#record, end - start);
    const next = isReturn && text.charCodeAt(end + 1) === LINE_FEED ? end + 2 : end + 1;
    this.#line += countLines(text, start, next);
    return next;
  }

  #tooLarge(): WorkbookError {
    return this.#error(
      'record_too_large',
      `a record is longer than ${this.#maxRecordLength} characters; is a quote missing?`,
      0,
      0,
    );
  }

  #error(code: WorkbookErrorCode, problem: string, record: number, at: number): WorkbookError {
    const line = this.#line + countLines(this.#text, record, at);
    const lineStart = Math.max(record, this.#text.lastIndexOf('\n', at - 1) + 1);
    const place = { row: line, offset: at - lineStart + 1 };
    return new WorkbookError({
      code,
      message: `Line ${line}, character ${place.offset}: ${problem}.`,
      place,
    });
  }
}

function countLines(text: string, start: number, end: number): number {
  let lines = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LINE_FEED || (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) !== LINE_FEED))
      lines += 1;
  }
  return lines;
}
