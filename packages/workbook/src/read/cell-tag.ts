/** The opening tag of a cell (ECMA-376 part 1, 18.3.1.4 c). Used by the sheet parser. */
import { MAX_COLUMNS } from '../column-letters.js';
import { BEYOND, columnOf, WRONG } from './cell-reference.js';
import type { CellStyles } from './cell-styles.js';
import { type Failure, KIND, type Kind, kindOf } from './cell-value.js';
import { ColumnStyles } from './column-styles.js';
import { TEXT_COLUMN, TEXTS_READ_COLUMN, UNREAD_COLUMN } from './number-value.js';
import { parseNumber } from './parse-number.js';
import type { XmlTokens } from './xml-tokens.js';

const [LETTER_R, LETTER_S, LETTER_T] = [114, 115, 116] as const;
/** What is added to the styles of a column, by its mark; mark 0 is not looked up yet. */
const MARKS = [undefined, 0, TEXT_COLUMN, UNREAD_COLUMN, TEXTS_READ_COLUMN] as const;
/** Characters of a wrong reference that a message repeats. */
const SHOWN_LENGTH = 20;

export interface CellTagOptions {
  readonly styles: CellStyles;
  /** Indexes of columns whose numbers are read as shown. */
  readonly textColumns: ReadonlySet<number>;
  /** In a check: indexes of the columns that are read all the same; null: all are read. */
  readonly columnsRead: ReadonlySet<number> | null;
  /** In a check: indexes of columns whose texts are read. */
  readonly textsRead: ReadonlySet<number>;
}

interface CellPlace {
  /** Column of the cell before; -1 before the first. */
  readonly before: number;
  readonly row: number;
  /** Style of cells that name none; 0 when the row has no style. */
  readonly rowStyle: number;
}

/** The tag at hand; one object serves all cells of a sheet. */
export class CellTag {
  column = 0;
  kind: Kind = KIND.number;
  /** A style that exists, plus TEXT_COLUMN, UNREAD_COLUMN or TEXTS_READ_COLUMN in such a column. */
  style = 0;
  /** Position behind the reference; 0 when the tag has none. */
  referenceEnd = 0;
  readonly columnStyles = new ColumnStyles();
  readonly isCheck: boolean;
  readonly #marks = new Uint8Array(MAX_COLUMNS);
  readonly #shown: Uint8Array;
  readonly #textColumns: ReadonlySet<number>;
  readonly #columnsRead: ReadonlySet<number> | null;
  readonly #textsRead: ReadonlySet<number>;
  readonly #failure: Failure;

  constructor(options: CellTagOptions, failure: Failure) {
    const { styles, textColumns, columnsRead, textsRead } = options;
    this.isCheck = columnsRead !== null;
    this.#shown = styles.shown;
    this.#textColumns = textColumns;
    this.#columnsRead = columnsRead;
    this.#textsRead = textsRead;
    this.#failure = failure;
  }

  /** Reads the attributes. Throws WorkbookError `bad_column` for a wrong reference. */
  read(tokens: XmlTokens, { before, row, rowStyle }: CellPlace): void {
    let style = -1;
    this.column = before + 1;
    this.referenceEnd = 0;
    this.kind = KIND.number;
    while (tokens.nextAttribute()) {
      if (tokens.attributeEnd - tokens.attributeStart !== 1) continue;
      const name = tokens.bytes[tokens.attributeStart];
      if (name === LETTER_R) {
        this.column = this.#columnOf(tokens, row);
        this.referenceEnd = tokens.valueEnd;
      } else if (name === LETTER_S)
        style = parseNumber(tokens.bytes, tokens.valueStart, tokens.valueEnd);
      else if (name === LETTER_T) this.kind = kindOf(tokens);
    }
    if (this.column >= MAX_COLUMNS) throw this.#beyond();
    this.style = this.styleOf(this.column, style, rowStyle);
  }

  /** As `style`, of a cell that names this one; -1: none. */
  styleOf(column: number, named: number, rowStyle: number): number {
    const style = named === -1 ? rowStyle || this.columnStyles.of(column) : named;
    const known = this.#shown[style] === undefined ? 0 : style;
    const mark = this.#marks[column] ?? 0;
    return known + (MARKS[mark] ?? this.#marked(column));
  }

  /** Looked up once a column. */
  #marked(column: number): number {
    const mark = this.#markOf(column);
    this.#marks[column] = MARKS.indexOf(mark);
    return mark;
  }

  #markOf(column: number): number {
    if (this.#columnsRead?.has(column) === false)
      return this.#textsRead.has(column) ? TEXTS_READ_COLUMN : UNREAD_COLUMN;
    return this.#textColumns.has(column) ? TEXT_COLUMN : 0;
  }

  #columnOf({ bytes, valueStart, valueEnd }: XmlTokens, row: number): number {
    const column = columnOf(bytes, valueStart, valueEnd, row);
    if (column === BEYOND) throw this.#beyond();
    if (column !== WRONG) return column;
    const end = Math.min(valueEnd, valueStart + SHOWN_LENGTH);
    const reference = bytes.toString('latin1', valueStart, end);
    throw this.#failure('bad_column', `has a cell "${reference}" in row ${row}`);
  }

  #beyond = () => this.#failure('bad_column', 'has a cell beyond column XFD');
}
