/** The number formats of a workbook's cell styles (ECMA-376 part 1, 18.8.10 cellXfs). */
import { builtInFormat } from '../built-in-formats.js';
import { SHOWN, shownAs } from '../number-format.js';
import type { WorkbookPackage } from './workbook-package.js';

/** By the index that a cell's `s` names. Index 0 always exists. */
export interface CellStyles {
  /** One of SHOWN for each style. */
  readonly shown: Uint8Array;
  readonly formats: readonly string[];
}

export const NO_STYLES: CellStyles = {
  shown: Uint8Array.of(SHOWN.number),
  formats: [builtInFormat(0)],
};

/**
 * Real workbooks have styles of many MiB, so that the part has no small bound. These two bound the
 * memory instead; Excel stops at 65,490 styles and 255 characters of a format.
 */
const MAX_STYLES = 1_000_000;
const MAX_FORMATS = 100_000;
const MAX_FORMAT_LENGTH = 1_024;

/** Styles beyond the bounds show numbers as they are. Throws WorkbookError for a broken part. */
export async function readCellStyles(parts: WorkbookPackage, part: string): Promise<CellStyles> {
  const custom = new Map<number, string>();
  const ids: number[] = [];
  await parts.visit(
    part,
    ({ name, parent, attributes }) => {
      if (name === 'numFmt' && parent === 'numFmts' && custom.size < MAX_FORMATS) {
        const format = attributes.get('formatCode') ?? '';
        if (format.length <= MAX_FORMAT_LENGTH)
          custom.set(Number(attributes.get('numFmtId')), format);
      }
      if (name === 'xf' && parent === 'cellXfs' && ids.length < MAX_STYLES)
        ids.push(Number(attributes.get('numFmtId') ?? 0));
    },
    parts.maxPartBytes,
  );
  return ids.length === 0 ? NO_STYLES : stylesOf(ids, custom);
}

function stylesOf(ids: readonly number[], custom: ReadonlyMap<number, string>): CellStyles {
  const kinds = new Map<string, number>();
  const formats = ids.map((id) => custom.get(id) ?? builtInFormat(id));
  const shown = Uint8Array.from(formats, (format) => {
    const kind = kinds.get(format) ?? shownAs(format);
    kinds.set(format, kind);
    return kind;
  });
  return { shown, formats };
}
