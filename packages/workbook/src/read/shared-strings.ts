/**
 * The part with the shared strings (ECMA-376 part 1, 18.4.9 sst), plain and rich; phonetic runs
 * (18.4.6) are left out.
 */
import type { ReadLimits } from '../limits.js';
import { CellRuns } from './cell-runs.js';
import { isNamed } from './element-name.js';
import { StringTable } from './string-table.js';
import { utf8Chunks } from './utf8-chunks.js';
import { textOf } from './xml-text.js';
import { TEXT, TOKEN, XmlTokens } from './xml-tokens.js';

/** Depths: `sst`, `si`, then `t` or `r`, then the `t` of an `r`. */
const [SI, PLAIN, RUN] = [2, 3, 4] as const;
const PLAIN_OPEN = Buffer.from('<si><t>');
const PLAIN_CLOSE = Buffer.from('</t></si>');
const LETTER_T = 't'.charCodeAt(0);
const LETTER_R = 'r'.charCodeAt(0);

/** Throws WorkbookError. */
export async function readSharedStrings(
  part: string,
  chunks: AsyncIterable<Buffer>,
  limits: ReadLimits,
): Promise<StringTable> {
  const runs = CellRuns.take(limits);
  try {
    const reader = new SharedStringsReader(part, limits, runs);
    for await (const chunk of utf8Chunks(part, chunks)) reader.feed(chunk);
    return reader.finish();
  } finally {
    runs?.giveBack();
  }
}

/** `runs`: null: all is read token by token. */
export class SharedStringsReader {
  readonly #tokens: XmlTokens;
  readonly #limits: ReadLimits;
  #runs: CellRuns | null;
  readonly #table = new StringTable();
  #inText = false;
  #inRun = false;

  constructor(part: string, limits: ReadLimits, runs: CellRuns | null) {
    this.#tokens = new XmlTokens(part, limits, runs?.xml);
    this.#limits = limits;
    this.#runs = runs;
  }

  feed(chunk: Buffer): void {
    const tokens = this.#tokens;
    tokens.feed(chunk);
    for (;;) {
      if (this.#takeRun() || this.#takePlain()) continue;
      const token = tokens.next();
      if (token === TOKEN.more) return;
      if (token === TOKEN.text) {
        if (this.#inText) this.#add();
      } else if (token === TOKEN.open) this.#open();
      else if (token === TOKEN.close) this.#close();
      else if (tokens.depth === SI - 1) this.#end();
    }
  }

  /** Strings in their usual form, many in one step, until they may pass a limit. */
  #takeRun(): boolean {
    const runs = this.#runs;
    const tokens = this.#tokens;
    if (runs === null || tokens.depth !== SI - 1 || tokens.bytes !== runs.xml) return false;
    const { maxCellBytes, maxStrings, maxStringsBytes } = this.#limits;
    const table = this.#table;
    // what was read of a string whose end is missing
    if (table.openBytes > 0) return false;
    const { at, filled } = tokens;
    const readTo = runs.findStrings(at, filled, maxCellBytes);
    if (readTo === at) return false;
    const isInLimits =
      table.count + runs.count <= maxStrings && table.sizeBytes + readTo - at <= maxStringsBytes;
    if (!isInLimits) {
      this.#runs = null;
      return false;
    }
    table.appendAll(runs.bytes, runs.textStart, runs.ends.subarray(0, runs.count));
    tokens.moveTo(readTo, SI - 1);
    return true;
  }

  /** The usual form of a string in one step; any other goes on token by token. */
  #takePlain(): boolean {
    if (this.#tokens.depth !== SI - 1 || !this.#tokens.takeAround(PLAIN_OPEN, PLAIN_CLOSE, 0))
      return false;
    this.#add();
    this.#end();
    return true;
  }

  finish(): StringTable {
    this.#tokens.finish();
    return this.#table;
  }

  #open(): void {
    const { depth } = this.#tokens;
    if (depth === PLAIN) {
      this.#inText = isNamed(this.#tokens, LETTER_T);
      this.#inRun = isNamed(this.#tokens, LETTER_R);
    } else if (depth === RUN) this.#inText = this.#inRun && isNamed(this.#tokens, LETTER_T);
    else this.#inText = false;
  }

  #close(): void {
    this.#inText = false;
    if (this.#tokens.depth === SI - 1) this.#end();
  }

  #add(): void {
    const { bytes, start, end, features } = this.#tokens;
    if ((features & ~TEXT.wide) === 0) this.#table.append(bytes, start, end);
    else {
      const text = Buffer.from(textOf(this.#tokens));
      this.#table.append(text, 0, text.length);
    }
    if (this.#table.openBytes > this.#limits.maxCellBytes) {
      throw this.#tokens.error(
        'cell_too_large',
        `holds a text of more than ${this.#limits.maxCellBytes} bytes`,
      );
    }
    if (this.#table.sizeBytes > this.#limits.maxStringsBytes) {
      throw this.#tokens.error(
        'too_many_strings',
        `holds more than ${this.#limits.maxStringsBytes} bytes of text`,
      );
    }
  }

  #end(): void {
    if (this.#table.count === this.#limits.maxStrings) {
      throw this.#tokens.error(
        'too_many_strings',
        `holds more than ${this.#limits.maxStrings} different texts`,
      );
    }
    this.#table.end();
  }
}
