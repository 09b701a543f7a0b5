/** What a type's page asks of its export: the params that the form says, and the rows for them. */
import type { TypeInfo } from '@longshore/contract/browser';
import { useMemo } from 'react';
import { type Read, type RowsPage, useRows } from './page-api.js';
import { fieldsOf, missingOf, type ParamField, paramsOf } from './params/param-fields.js';
import type { ParamsFormProps } from './params/params-form.js';
import { useSearch } from './use-route.js';
import { useSettled } from './use-settled.js';
import { useStateOf } from './use-state-of.js';

const SIZE = 20;
const PAUSE_MS = 300;

export interface AskedExport {
  readonly params: Readonly<Record<string, unknown>>;
  /** Of the params that the person stopped typing. */
  readonly rows: Read<RowsPage>;
  /** Required and not given: nothing is read. */
  readonly missing: readonly ParamField[];
  readonly form: ParamsFormProps;
  readonly paging: { readonly page: number; readonly size: number };
  readonly setPage: (page: number) => void;
}

/** What the form says stands in the address, so that a reload and a link keep it. */
export function useAskedExport(info: TypeInfo | undefined): AskedExport {
  const [search, setSearch] = useSearch();
  const [page, setPage] = useStateOf(search.toString(), 1);
  const fields = useMemo(() => fieldsOf(info?.params), [info]);
  const texts = useMemo(
    () => Object.fromEntries(fields.map(({ name }) => [name, search.get(name) ?? ''])),
    [fields, search],
  );
  const settled = useSettled(texts, PAUSE_MS);
  const params = useMemo(() => paramsOf(fields, texts), [fields, texts]);
  const isAsked = info !== undefined && missingOf(fields, settled).length === 0;
  const query = { params: paramsOf(fields, settled), offset: (page - 1) * SIZE, limit: SIZE };
  const rows = useRows(isAsked ? { type: info.type, ...query } : null);
  const change = (name: string, text: string) => setSearch({ ...texts, [name]: text });
  const refusals = settled === texts ? (rows.error?.errors ?? []) : [];
  return {
    params,
    rows,
    missing: missingOf(fields, texts),
    form: { fields, texts, onChange: change, refusals },
    paging: { page, size: SIZE },
    setPage,
  };
}
