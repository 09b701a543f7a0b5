/**
 * Which cell styles show a number as a moment (ECMA-376 part 1, 18.8.10 cellXfs, 18.8.30 numFmt).
 */
import { isBuiltInDate, isDateFormat } from '../number-format.js';
import type { WorkbookPackage } from './workbook-package.js';

/** Per index of a cell's `s`: 1 for a moment. */
export async function readDateStyles(parts: WorkbookPackage, part: string): Promise<Uint8Array> {
  const custom = new Map<number, boolean>();
  const xfs: number[] = [];
  await parts.visit(part, ({ name, parent, attributes }) => {
    if (name === 'numFmt' && parent === 'numFmts')
      custom.set(
        Number(attributes.get('numFmtId')),
        isDateFormat(attributes.get('formatCode') ?? ''),
      );
    if (name === 'xf' && parent === 'cellXfs') xfs.push(Number(attributes.get('numFmtId') ?? 0));
  });
  return Uint8Array.from(xfs, (id) => ((custom.get(id) ?? isBuiltInDate(id)) ? 1 : 0));
}
