/** The audit log: who did what, when, from where; narrowed in the address, exported as lines. */
import { DownloadOutlined } from '@ant-design/icons';
import { textsOf, useLongshore } from '@longshore/client/react';
import {
  AUDIT_ACTS,
  type AuditEntry,
  type AuditList,
  type AuditQuery,
} from '@longshore/contract/browser';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { exactTime } from '../format.js';
import { LabelledTable } from '../labelled-table.js';
import { Notice } from '../notice.js';
import { PageHead } from '../page-head.js';
import { useSearch } from '../use-route.js';
import { useSettled } from '../use-settled.js';
import { useTellFailure } from '../use-tell-failure.js';
import { Answer } from './answer.js';
import { entryColumns } from './audit-entries.js';
import { useDeskTexts } from './desk-texts.js';
import { useAsked, useOperatorClient } from './use-asked.js';

const PAUSE_MS = 300;
const SIZE = 100;

export function AuditPage() {
  const texts = useDeskTexts();
  const client = useOperatorClient();
  const [search, setSearch] = useSearch();
  const typed = { by: search.get('by') ?? '', act: search.get('act') ?? '' };
  const key = useSettled(JSON.stringify(typed), PAUSE_MS);
  const query = queryOf(JSON.parse(key) as typeof typed); // written above
  const read = useAsked<AuditList>((asked, options) => asked.audit(query, options), key);
  return (
    <>
      <PageHead title={texts.sections.audit} hint={texts.auditHint}>
        <Button icon={<DownloadOutlined aria-hidden />} href={client.auditExportUrl()} download>
          {texts.auditExport}
        </Button>
      </PageHead>
      <search className="card desk-filters">
        <div className="field">
          <label htmlFor="audit-by">{texts.who}</label>
          <Input
            id="audit-by"
            allowClear
            value={typed.by}
            onChange={({ target }) => setSearch({ ...typed, by: target.value })}
          />
        </div>
        <div className="field">
          <label htmlFor="audit-act">{texts.act}</label>
          <Select
            id="audit-act"
            allowClear
            placeholder={texts.anyAct}
            value={typed.act || null}
            options={AUDIT_ACTS.map((act) => ({ value: act, label: texts.acts[act] }))}
            onChange={(act: string | null) => setSearch({ ...typed, act: act ?? '' })}
          />
        </div>
      </search>
      <Answer read={read}>{(first) => <Entries key={key} first={first} query={query} />}</Answer>
    </>
  );
}

function queryOf({ by, act }: { readonly by: string; readonly act: string }): AuditQuery {
  const known = AUDIT_ACTS.find((name) => name === act);
  return { limit: SIZE, ...(by.trim() && { by: by.trim() }), ...(known && { act: known }) };
}

function Entries({ first, query }: { first: AuditList; query: AuditQuery }) {
  const texts = useDeskTexts();
  const { language } = useLongshore();
  const { kinds } = textsOf(language);
  const client = useOperatorClient();
  const tellFailure = useTellFailure();
  const [further, setFurther] = useState<readonly AuditList[]>([]);
  const pages = [first, ...further];
  const items = pages.flatMap((page) => page.items);
  const cursor = pages.at(-1)?.nextCursor ?? null;
  const more = () =>
    client
      .audit({ ...query, ...(cursor !== null && { cursor }) })
      .then((page) => setFurther([...further, page]), tellFailure);
  const time = (iso: string) => exactTime(iso, { language, timeZone: undefined });
  return (
    <>
      {items.length === 0 && cursor === null ? (
        <div className="card">
          <Notice text={texts.noEntries} />
        </div>
      ) : (
        <LabelledTable<AuditEntry>
          rowKey="id"
          dataSource={items}
          pagination={false}
          columns={entryColumns(texts, kinds, time)}
        />
      )}
      {first.keptSince !== null && <p className="note">{texts.keptSince(time(first.keptSince))}</p>}
      {cursor !== null && (
        <Button className="more" onClick={more}>
          {texts.searchOn}
        </Button>
      )}
    </>
  );
}
