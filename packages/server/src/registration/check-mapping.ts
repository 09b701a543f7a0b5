/** Refuses a mapping that its type cannot follow, before the file is read. */
import { AppError, type Mapping } from '@longshore/contract';
import { headerKey, type ImportExecutor } from '@longshore/executors';

/** Throws AppError invalid_params: an unknown property, or one header or property twice. */
export function checkMapping(
  { mapping = {} }: { readonly mapping?: Mapping | undefined },
  { columns }: Pick<ImportExecutor, 'columns'>,
): void {
  const known = new Set(columns.map(({ key }) => key));
  const headers = new Set<string>();
  const keys = new Set<string>();
  const errors = Object.entries(mapping).flatMap(([header, key]) => {
    const problem = problemOf(headerKey(header), key);
    headers.add(headerKey(header));
    if (key !== null) keys.add(key);
    return problem === null ? [] : [{ path: `options.mapping.${header}`, message: problem }];
  });
  if (errors.length > 0) throw new AppError('invalid_params', { errors });

  function problemOf(header: string, key: string | null): string | null {
    if (header === '') return 'is no header';
    if (headers.has(header)) return 'is named twice';
    if (key === null) return null;
    if (!known.has(key)) return `must be one of ${[...known].join(', ')}`;
    return keys.has(key) ? `gives ${key} a second column` : null;
  }
}
