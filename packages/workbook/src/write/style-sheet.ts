/** The styles of a workbook to write (ECMA-376 part 1, 18.8): a cell names a style by its index. */
import { escapeXml } from './escape-xml.js';

/** Indexes of styles that every workbook has. */
export interface NamedStyles {
  readonly plain: number;
  readonly header: number;
  readonly link: number;
  readonly requiredHeader: number;
}
/** `problem`: on a red ground. */
export type Look = 'plain' | 'problem';
/** Numbers below are Excel's own formats (18.8.30). */
const FIRST_CUSTOM_FORMAT = 164;
const GENERAL = 'General';
const TEXT = '@';
const BUILT_IN = new Map([
  [GENERAL, 0],
  [TEXT, 49],
]);

export interface Style {
  readonly format: string;
  readonly look: Look;
}

export class StyleSheet {
  readonly #formats: string[] = [];
  readonly #styles: Style[] = [];
  readonly #first: number;
  readonly named: NamedStyles;

  /** `first`: styles of a workbook that has some already, of which 0 is plain. Default 0. */
  constructor(first = 0) {
    this.#first = first;
    this.named = { plain: 0, header: first + 1, link: first + 2, requiredHeader: first + 3 };
  }

  /** In the order of their indexes, for a writer that goes on. */
  get styles(): readonly Style[] {
    return [...this.#styles];
  }

  restore(styles: readonly Style[]): void {
    for (const { format, look } of styles) this.styleOf(format, look);
  }

  /** Index of the style that shows a cell in a number format. */
  styleOf(format: string, look: Look = 'plain'): number {
    if (format === GENERAL && look === 'plain') return this.named.plain;
    const known = this.#styles.findIndex((style) => style.format === format && style.look === look);
    const firstOwn = this.#first + NAMED_XFS.length;
    if (known !== -1) return firstOwn + known;
    if (!this.#formats.includes(format)) this.#formats.push(format);
    return firstOwn + this.#styles.push({ format, look }) - 1;
  }

  /** `firstFormat`: number of the first format that is not built in. */
  parts(firstFormat = FIRST_CUSTOM_FORMAT): StyleParts {
    const custom = this.#formats.filter((format) => !BUILT_IN.has(format));
    const idOf = (format: string): number =>
      BUILT_IN.get(format) ?? firstFormat + custom.indexOf(format);
    const xfs = this.#styles.map(
      ({ format, look }) =>
        `<xf numFmtId="${idOf(format)}" fontId="0" fillId="${look === 'problem' ? PROBLEM_FILL : 0}" borderId="0" xfId="0" applyNumberFormat="1"${look === 'problem' ? ' applyFill="1"' : ''}/>`,
    );
    return {
      numFmts: custom.map(
        (format) => `<numFmt numFmtId="${idOf(format)}" formatCode="${escapeXml(format)}"/>`,
      ),
      fonts: FONTS,
      fills: FILLS,
      borders: BORDERS,
      cellXfs: [...NAMED_XFS, ...xfs],
    };
  }

  toXml(): string {
    const { numFmts, fonts, fills, borders, cellXfs } = this.parts();
    return (
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
      (numFmts.length === 0 ? '' : listXml('numFmts', numFmts)) +
      listXml('fonts', fonts) +
      listXml('fills', fills) +
      listXml('borders', borders) +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      listXml('cellXfs', cellXfs) +
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    );
  }
}

/** Elements of each list of a styles part (18.8.31). */
export interface StyleParts {
  readonly numFmts: readonly string[];
  readonly fonts: readonly string[];
  readonly fills: readonly string[];
  readonly borders: readonly string[];
  readonly cellXfs: readonly string[];
}

const listXml = (name: keyof StyleParts, elements: readonly string[]): string =>
  `<${name} count="${elements.length}">${elements.join('')}</${name}>`;

const font = (look: string, color = ''): string =>
  `<font>${look}<sz val="11"/>${color}<name val="Calibri"/><family val="2"/></font>`;
const FONTS = [
  font(''),
  font('<b/>'),
  font('<u/>', '<color rgb="FF0563C1"/>'),
  font('<b/>', '<color rgb="FFC00000"/>'),
];
const solid = (color: string): string =>
  `<fill><patternFill patternType="solid"><fgColor rgb="${color}"/><bgColor indexed="64"/></patternFill></fill>`;
/** Excel expects the first two to be `none` and `gray125`. */
const FILLS = [
  '<fill><patternFill patternType="none"/></fill>',
  '<fill><patternFill patternType="gray125"/></fill>',
  solid('FFE8EDF3'),
  solid('FFFFC7CE'),
];
const BORDERS = [
  '<border><left/><right/><top/><bottom/><diagonal/></border>',
  '<border><left/><right/><top/><bottom style="thin"><color rgb="FF9AA5B1"/></bottom><diagonal/></border>',
];

/** Index of the red fill. */
const PROBLEM_FILL = 3;

const NAMED_XFS = [
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
  '<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center"/></xf>',
  '<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>',
  '<xf numFmtId="0" fontId="3" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center"/></xf>',
];
