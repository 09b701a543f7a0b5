/** The fleet at a glance: queues, workers, throughput, storage. */
import { sizeText, textsOf, useLongshore } from '@longshore/client/react';
import type { Overview, QueueState, StorageUsed } from '@longshore/contract/browser';
import { duration, exactTime, number } from '../format.js';
import { LabelledTable } from '../labelled-table.js';
import { PageHead } from '../page-head.js';
import { Alarms } from './alarms.js';
import { Answer } from './answer.js';
import { useDeskTexts } from './desk-texts.js';
import { ThroughputPlots } from './throughput-plots.js';
import { useAsked } from './use-asked.js';
import { Workers } from './workers.js';

export function OverviewPage() {
  const texts = useDeskTexts();
  const read = useAsked<Overview>((client, options) => client.overview(options), 'overview', {
    isLive: true,
  });
  return (
    <>
      <PageHead title={texts.sections.overview} hint={texts.overviewHint} />
      <div className="stack">
        <Alarms />
        <ThroughputPlots />
        <Answer read={read}>
          {({ queues, workers, board }) => (
            <>
              <Queues queues={queues} board={board} />
              <Workers workers={workers} />
            </>
          )}
        </Answer>
        <Storage />
      </div>
    </>
  );
}

function Queues({ queues, board }: Pick<Overview, 'queues' | 'board'>) {
  const texts = useDeskTexts();
  const { kinds } = textsOf(useLongshore().language);
  const count = (name: 'waiting' | 'active' | 'delayed') => ({
    title: texts[name],
    className: 'number',
    render: (_: unknown, queue: QueueState) => number(queue[name]),
  });
  return (
    <section aria-labelledby="queues">
      <h2 id="queues">{texts.queues}</h2>
      <LabelledTable<QueueState>
        rowKey="kind"
        dataSource={[...queues]}
        pagination={false}
        columns={[
          { title: texts.kind, render: (_, { kind }) => kinds[kind] },
          count('waiting'),
          count('active'),
          count('delayed'),
          {
            title: texts.oldest,
            className: 'number',
            render: (_, { oldestWaitingMs }) =>
              oldestWaitingMs === null ? '–' : duration(oldestWaitingMs),
          },
        ]}
      />
      {board && (
        <p className="note">
          <a href={board}>{texts.board}</a>
        </p>
      )}
    </section>
  );
}

type StoredFiles = StorageUsed['items'][number];

function Storage() {
  const texts = useDeskTexts();
  const { language } = useLongshore();
  const { kinds } = textsOf(language);
  const read = useAsked<StorageUsed>((client, options) => client.storageUsed(options), 'storage');
  return (
    <section aria-labelledby="storage">
      <h2 id="storage">{texts.storage}</h2>
      <Answer read={read}>
        {({ items, countedAt, files, bytes }) => (
          <>
            <LabelledTable<StoredFiles>
              rowKey={({ kind, file }) => `${kind} ${file}`}
              dataSource={items.filter((item) => item.files > 0)}
              pagination={false}
              locale={{ emptyText: texts.noFiles }}
              columns={[
                { title: texts.kind, render: (_, { kind }) => kinds[kind] },
                { title: texts.file, render: (_, { file }) => texts.fileNames[file] },
                {
                  title: texts.files,
                  className: 'number',
                  render: (_, item) => number(item.files),
                },
                {
                  title: texts.size,
                  className: 'number',
                  render: (_, item) => sizeText(item.bytes),
                },
              ]}
            />
            <p className="note">
              {[
                texts.inAll(number(files), sizeText(bytes)),
                texts.storageNote(exactTime(countedAt, { language, timeZone: undefined })),
              ].join(' ')}
            </p>
          </>
        )}
      </Answer>
    </section>
  );
}
