/**
 * The page that every type has: its export with a form of its params and a table of the rows, its
 * import, its batch.
 */
import { UploadOutlined } from '@ant-design/icons';
import { useLongshore } from '@longshore/client/react';
import { inLanguage, type TypeInfo } from '@longshore/contract/browser';
import { Button } from 'antd';
import { useState } from 'react';
import { BatchRuns } from './batch-runs.js';
import { ExportAction } from './export-action.js';
import { ExportedRows } from './exported-rows.js';
import { ImportModal } from './import-modal.js';
import { Notice } from './notice.js';
import { PageHead } from './page-head.js';
import { titleOf } from './params/param-fields.js';
import { areAllAtFields, ParamsForm } from './params/params-form.js';
import { type TypeEntry, titleOfEntry } from './registered-types.js';
import { type PageTexts, usePageTexts } from './texts.js';
import { type AskedExport, useAskedExport } from './use-asked-export.js';

interface TypePageProps {
  readonly entry: TypeEntry;
  /** Null: the sentence that fits what the type offers. */
  readonly hint: string | null;
}

export function TypePage({ entry, hint }: TypePageProps) {
  const texts = usePageTexts();
  const { language } = useLongshore();
  const asked = useAskedExport(entry.export);
  const hasFiles = entry.export !== undefined || entry.import !== undefined;
  return (
    <>
      <PageHead title={titleOfEntry(entry, language)} hint={hint ?? hintOf(entry, texts)}>
        {entry.import?.mayStart === true && (
          <ImportAction info={entry.import} onSaved={asked.rows.refetch} />
        )}
        {entry.export !== undefined && <ExportAsked type={entry.type} asked={asked} />}
      </PageHead>
      {entry.batch !== undefined && <BatchRuns type={entry.type} />}
      {hasFiles && entry.export === undefined && (
        <div className="card">
          <Notice text={texts.importOnly} />
        </div>
      )}
      {entry.export !== undefined && (
        <>
          <ParamsForm {...asked.form} />
          <AskedRows info={entry.export} asked={asked} />
        </>
      )}
    </>
  );
}

function hintOf(entry: TypeEntry, texts: PageTexts): string {
  if (entry.export === undefined && entry.import === undefined) return texts.batchHint;
  if (entry.import === undefined) return texts.exportHint;
  return entry.export === undefined ? texts.importHint : texts.bothHint;
}

function ExportAsked({ type, asked }: { type: string; asked: AskedExport }) {
  const texts = usePageTexts();
  const { rows, params, missing, form } = asked;
  const total = rows.data?.total;
  return (
    <ExportAction
      type={type}
      params={params}
      label={total ? texts.exportAll(total) : texts.exportPlain}
      isEmpty={total === 0 || missing.length > 0 || form.refusals.length > 0}
    />
  );
}

function ImportAction({ info, onSaved }: { info: TypeInfo; onSaved: () => void }) {
  const texts = usePageTexts();
  const { language } = useLongshore();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon={<UploadOutlined aria-hidden />} onClick={() => setOpen(true)}>
        {texts.import}
      </Button>
      <ImportModal
        type={info.type}
        title={texts.importTitle(inLanguage(info.title, language))}
        open={isOpen}
        onClose={() => setOpen(false)}
        onSaved={onSaved}
      />
    </>
  );
}

/** The rows; or what has to be filled in or corrected before there are any. */
function AskedRows({ info, asked }: { info: TypeInfo; asked: AskedExport }) {
  const texts = usePageTexts();
  const { language } = useLongshore();
  const { rows, missing, paging, form } = asked;
  const isNarrowed = Object.keys(asked.params).length > 0;
  const said =
    missing.length > 0
      ? texts.fillIn(missing.map((field) => titleOf(field, language)).join(', '))
      : areAllAtFields(form.refusals, form.fields) && texts.correctParams;
  if (said)
    return (
      <div className="card">
        <Notice text={said} />
      </div>
    );
  return (
    <ExportedRows
      info={info}
      rows={rows}
      paging={paging}
      onPage={asked.setPage}
      empty={isNarrowed ? texts.noMatch : texts.noRows}
    />
  );
}
