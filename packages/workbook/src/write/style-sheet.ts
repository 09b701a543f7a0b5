/** The styles of a workbook to write (ECMA-376 part 1, 18.8): a cell names a style by its index. */
import { escapeXml } from './escape-xml.js';

/** Indexes that every workbook has. */
export const STYLES = { plain: 0, header: 1, link: 2, requiredHeader: 3 } as const;
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

  /** In the order of their indexes, for a writer that goes on. */
  get styles(): readonly Style[] {
    return [...this.#styles];
  }

  restore(styles: readonly Style[]): void {
    for (const { format, look } of styles) this.styleOf(format, look);
  }

  /** Index of the style that shows a cell in a number format. */
  styleOf(format: string, look: Look = 'plain'): number {
    if (format === GENERAL && look === 'plain') return STYLES.plain;
    const known = this.#styles.findIndex((style) => style.format === format && style.look === look);
    if (known !== -1) return NAMED_XFS.length + known;
    if (!this.#formats.includes(format)) this.#formats.push(format);
    return NAMED_XFS.length + this.#styles.push({ format, look }) - 1;
  }

  toXml(): string {
    const custom = this.#formats.filter((format) => !BUILT_IN.has(format));
    const idOf = (format: string): number =>
      BUILT_IN.get(format) ?? FIRST_CUSTOM_FORMAT + custom.indexOf(format);
    const numFmts = custom
      .map((format) => `<numFmt numFmtId="${idOf(format)}" formatCode="${escapeXml(format)}"/>`)
      .join('');
    const xfs = this.#styles.map(
      ({ format, look }) =>
        `<xf numFmtId="${idOf(format)}" fontId="0" fillId="${look === 'problem' ? PROBLEM_FILL : 0}" borderId="0" xfId="0" applyNumberFormat="1"${look === 'problem' ? ' applyFill="1"' : ''}/>`,
    );
    return (
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
      (custom.length === 0 ? '' : `<numFmts count="${custom.length}">${numFmts}</numFmts>`) +
      FONTS_FILLS_BORDERS +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      `<cellXfs count="${xfs.length + NAMED_XFS.length}">${NAMED_XFS.join('')}${xfs.join('')}</cellXfs>` +
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    );
  }
}

const font = (look: string): string =>
  `<font>${look}<sz val="11"/>%<name val="Calibri"/><family val="2"/></font>`;
/** Excel expects the first two fills to be `none` and `gray125`. */
const FONTS_FILLS_BORDERS =
  `<fonts count="4">${font('').replace('%', '')}${font('<b/>').replace('%', '')}${font('<u/>').replace('%', '<color rgb="FF0563C1"/>')}${font('<b/>').replace('%', '<color rgb="FFC00000"/>')}</fonts>` +
  '<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EDF3"/><bgColor indexed="64"/></patternFill></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FFFFC7CE"/><bgColor indexed="64"/></patternFill></fill></fills>' +
  '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>' +
  '<border><left/><right/><top/><bottom style="thin"><color rgb="FF9AA5B1"/></bottom><diagonal/></border></borders>';

/** Index of the red fill below. */
const PROBLEM_FILL = 3;

const NAMED_XFS = [
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
  '<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center"/></xf>',
  '<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>',
  '<xf numFmtId="0" fontId="3" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center"/></xf>',
];
