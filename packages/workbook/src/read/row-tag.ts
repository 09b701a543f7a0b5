/** The opening tag of a row (ECMA-376 part 1, 18.3.1.73 row). Used by the sheet parser. */
import { plainDigits } from './cell-shapes.js';
import { parseNumber } from './parse-number.js';
import type { XmlTokens } from './xml-tokens.js';

const [LETTER_R, LETTER_S] = [114, 115] as const;
const HIDDEN = 'hidden';
const HAS_STYLE = 'customFormat';

/** The tag at hand; one object serves all rows of a sheet. */
export class RowTag {
  number = 0;
  /** The number as it stands in the tag; null when it does not stand there as plain digits. */
  digits: Buffer | null = null;
  isHidden = false;
  /** Style of cells that name none; 0 when the row has no style. */
  style = 0;

  /** Reads the attributes. A row without a number follows row `before`. */
  read(tokens: XmlTokens, before: number): void {
    let style = 0;
    let hasStyle = false;
    this.number = before + 1;
    this.digits = null;
    this.isHidden = false;
    while (tokens.nextAttribute()) {
      const { bytes, attributeStart, attributeEnd, valueStart, valueEnd } = tokens;
      const length = attributeEnd - attributeStart;
      if (length === 1 && bytes[attributeStart] === LETTER_R) {
        this.number = parseNumber(bytes, valueStart, valueEnd);
        this.digits = plainDigits(bytes, valueStart, valueEnd);
      } else if (length === 1 && bytes[attributeStart] === LETTER_S)
        style = parseNumber(bytes, valueStart, valueEnd);
      else if (length === HIDDEN.length || length === HAS_STYLE.length) {
        const name = bytes.toString('latin1', attributeStart, attributeEnd);
        if (name === HIDDEN) this.isHidden = isTrue(bytes, valueStart, valueEnd);
        else if (name === HAS_STYLE) hasStyle = isTrue(bytes, valueStart, valueEnd);
      }
    }
    this.style = hasStyle ? style : 0;
  }
}

const isTrue = (bytes: Buffer, start: number, end: number): boolean =>
  /^(1|true|on)$/.test(bytes.toString('latin1', start, end));
