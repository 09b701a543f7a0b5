/** The edits of a call, checked against the table that they are for. Used by mend-rows.ts. */
import { AppError, type MendRowsIn } from '@longshore/contract';
import type { Place } from '@longshore/database';
import {
  indexOfName,
  type RowEdits,
  type WaitingPart,
  type WaitingTable,
} from '@longshore/executors';

/** `of`: the import whose rows they are. Throws AppError invalid_params. */
export function readEdits(input: MendRowsIn, of: string, { parts }: WaitingTable): RowEdits {
  if ('cause' in input) {
    const { column } = input.cause;
    if (column === null) throw invalid('cause.column', 'names no column that could be set');
    if (!parts.some((part) => indexOfName(part, column) !== -1))
      throw invalid('cause.column', unknownColumn(parts));
    return { of, ...input };
  }
  const seen = new Set<string>();
  const rows = input.rows.map(({ row, values, ...named }, i) => {
    const part = partOf(named, parts, `rows.${i}.sheet`);
    const place: Place = { part: part.number, row };
    const name = `${part.number}/${row}`;
    if (seen.has(name)) throw invalid(`rows.${i}.row`, 'stands there twice');
    seen.add(name);
    for (const column of Object.keys(values))
      if (indexOfName(part, column) === -1)
        throw invalid(`rows.${i}.values.${column}`, unknownColumn([part]));
    return { place, values };
  });
  return { of, rows };
}

function partOf(
  { sheet, file }: { readonly sheet?: string | undefined; readonly file?: string | undefined },
  parts: readonly WaitingPart[],
  path: string,
): WaitingPart {
  const names = parts.map(({ sheetName, fileName }) =>
    fileName === null ? sheetName : `${sheetName} of ${fileName}`,
  );
  const [only, other] = parts.filter(
    (one) =>
      (sheet === undefined || one.sheetName === sheet) &&
      (file === undefined || one.fileName === file),
  );
  if (only !== undefined && other === undefined) return only;
  throw invalid(path, `must be one of ${names.join(', ')}`);
}

const unknownColumn = (parts: readonly WaitingPart[]): string => {
  const names = new Set(parts.flatMap(({ columns }) => columns.flatMap(({ name }) => name ?? [])));
  return `must be one of ${[...names].join(', ')}`;
};

const invalid = (path: string, message: string): AppError =>
  new AppError('invalid_params', { errors: [{ path, message }] });
