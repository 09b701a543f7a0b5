/**
 * Failed rows of an import, corrected in place: grouped by cause, searched, paged by the server,
 * saved with one button. It brings names for the host's styles, and none of its own.
 */
import type { FailedRowsOut } from '@longshore/contract/browser';
import { type FormEvent, useEffect, useState } from 'react';
import { mendTextsOf } from '../mend-texts.js';
import { useLongshore } from './client-context.js';
import { MendCauses } from './mend-causes.js';
import { MendTable } from './mend-table.js';
import { type UseMendRowsResult, useMendRows } from './use-mend-rows.js';

/** Whose rows. */
export interface MendRowsProps {
  /** The import. */
  readonly taskId: string;
  /** Hears of the counts of the import, as they are by now, whenever rows were read. */
  readonly onCounts?: (counts: FailedRowsOut['counts']) => void;
  /** Whether there are edits that are not saved yet: ask before leaving. */
  readonly onUnsaved?: (isUnsaved: boolean) => void;
}

/** Asks by itself before the page is left with edits that are not saved. */
export function MendRows({ taskId, onCounts, onUnsaved }: MendRowsProps) {
  const texts = mendTextsOf(useLongshore().language);
  const rows = useMendRows(taskId, onCounts);
  const { page, told, trouble, edits, waiting } = rows;
  useUnsaved(edits.size > 0, onUnsaved);
  return (
    <div className="longshore-mend" aria-busy={rows.isSaving || page === null}>
      <p role="status">
        {[rows.isSaving ? texts.saving : told, page === null ? '' : standing(waiting)]
          .filter((text) => text !== '')
          .join(' ')}
      </p>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {page !== null && (page.items.length > 0 || waiting > 0) && (
        <>
          <MendCauses rows={rows} />
          <Search rows={rows} />
          {page.items.length === 0 ? (
            <p>{texts.noneFound}</p>
          ) : (
            <MendTable page={page} rows={rows} />
          )}
          <Pages rows={rows} />
          <small>{texts.howTo}</small>
          <SaveBar rows={rows} />
        </>
      )}
    </div>
  );

  function standing(failed: number): string {
    return failed === 0 ? texts.nothingWaits : texts.waiting(failed);
  }
}

function useUnsaved(isUnsaved: boolean, onUnsaved: MendRowsProps['onUnsaved']): void {
  useEffect(() => {
    onUnsaved?.(isUnsaved);
    if (!isUnsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isUnsaved, onUnsaved]);
}

interface PartProps {
  readonly rows: UseMendRowsResult;
}

function Search({ rows: { filter, setFilter } }: PartProps) {
  const texts = mendTextsOf(useLongshore().language);
  const [text, setText] = useState(filter.q);
  const search = (event: FormEvent) => {
    event.preventDefault();
    setFilter({ ...filter, q: text.trim() });
  };
  return (
    <search>
      <form className="longshore-mend-search" onSubmit={search}>
        <input
          type="search"
          aria-label={texts.search}
          value={text}
          maxLength={200}
          onChange={({ target }) => setText(target.value)}
        />
        <button type="submit">{texts.search}</button>
        {(filter.q !== '' || filter.cause !== null) && (
          <button
            type="button"
            onClick={() => {
              setText('');
              setFilter({ q: '', cause: null });
            }}
          >
            {texts.showAll}
          </button>
        )}
      </form>
    </search>
  );
}

function Pages({ rows: { toPrevious, toNext } }: PartProps) {
  const texts = mendTextsOf(useLongshore().language);
  if (toPrevious === null && toNext === null) return null;
  return (
    <div className="longshore-mend-pages">
      <button type="button" disabled={toPrevious === null} onClick={() => toPrevious?.()}>
        {texts.previous}
      </button>
      <button type="button" disabled={toNext === null} onClick={() => toNext?.()}>
        {texts.next}
      </button>
    </div>
  );
}

function SaveBar({ rows: { edits, isSaving, save, undoEdits } }: PartProps) {
  const texts = mendTextsOf(useLongshore().language);
  if (edits.size === 0) return null;
  return (
    <div className="longshore-mend-save">
      <span role="status">{texts.unsaved(edits.size)}</span>
      <button type="button" data-main disabled={isSaving} onClick={save}>
        {texts.save(edits.size)}
      </button>
      <button type="button" disabled={isSaving} onClick={undoEdits}>
        {texts.undoEdits}
      </button>
    </div>
  );
}
