/** What is known of one task: times, files, what was asked for. Used by task-page.tsx. */
import {
  mendTextsOf,
  shownZone,
  sizeText,
  useLongshore,
  useTaskFiles,
} from '@longshore/client/react';
import type { LedgerRecord } from '@longshore/contract/browser';
import type { ReactNode } from 'react';
import { useExportTexts } from './export-texts.js';
import { duration, exactTime } from './format.js';
import { Params } from './params/params.js';
import { usePageTexts } from './texts.js';
import { useUndoTexts } from './undo-texts.js';
import { linkTo } from './use-route.js';

export function TaskFacts({ task }: { task: LedgerRecord }) {
  const texts = usePageTexts();
  const { leftRows } = useUndoTexts();
  const { manifestFile } = useExportTexts();
  const files = useTaskFiles(task);
  const fileOf = (role: 'manifest' | 'summary' | 'detail') =>
    files.find((file) => file.role === role);
  const { client, language } = useLongshore();
  const mend = mendTextsOf(language);
  const { startedAt, finishedAt, upload, result, issues } = task;
  const reader = { language, timeZone: shownZone(task) };
  const facts: [string, ReactNode][] = [
    [texts.registered, exactTime(task.registeredAt, reader)],
    [texts.started, exactTime(startedAt, reader)],
    [texts.finished, exactTime(finishedAt, reader)],
    [
      texts.duration,
      startedAt === null || finishedAt === null
        ? null
        : duration(Date.parse(finishedAt) - Date.parse(startedAt)),
    ],
    [texts.timeZone, task.timeZone],
    [texts.keptUntil, exactTime(task.expiresAt, reader)],
    [texts.batchNo, task.batchNo],
    [texts.recordsAgain, task.only === 'failed' ? texts.allFailed : task.only?.ids.join(', ')],
    [
      texts.upload,
      upload && task.undoes === null && (
        <a href={client.fileUrl(task.taskId, 'original')}>
          <StoredFile file={upload} />
        </a>
      ),
    ],
    [mend.corrects, task.mends && <a {...linkTo(`/tasks/${task.mends}`)}>{mend.thatImport}</a>],
    [
      'SHA-256',
      task.undoes === null && upload?.sha256 && <span className="digest">{upload.sha256}</span>,
    ],
    [texts.result, result && result.name !== issues?.name && <StoredFile file={result} />],
    [task.undoes === null ? texts.issues : leftRows, issues && <StoredFile file={issues} />],
    ...(['manifest', 'summary', 'detail'] as const).map((role): [string, ReactNode] => {
      const file = fileOf(role);
      return [
        role === 'manifest' ? manifestFile : texts[role],
        file && (
          <a href={client.fileUrl(task.taskId, role)}>
            <StoredFile file={file} />
          </a>
        ),
      ];
    }),
    [texts.downloads, String(task.downloads)],
  ];
  return (
    <aside className="stack">
      <section className="card padded">
        <h2>{texts.story}</h2>
        <dl>
          {facts.flatMap(([name, value]) =>
            !value ? [] : [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>],
          )}
        </dl>
      </section>
      {Object.keys(task.params).length > 0 && (
        <section className="card padded">
          <h2>{texts.params}</h2>
          <Params kind={task.kind} type={task.type} params={task.params} lengths={task.lengths} />
        </section>
      )}
    </aside>
  );
}

function StoredFile({ file: { name, sizeBytes } }: { file: NonNullable<LedgerRecord['result']> }) {
  return (
    <>
      {name}
      <div className="soft">{sizeText(sizeBytes)}</div>
    </>
  );
}
