/** Workers that give signs of life, each with what it runs. */
import { textsOf, useLongshore } from '@longshore/client/react';
import type { WorkerState } from '@longshore/contract/browser';
import { exactTime } from '../format.js';
import { LabelledTable } from '../labelled-table.js';
import { Notice } from '../notice.js';
import { linkTo } from '../use-route.js';
import { useDeskTexts } from './desk-texts.js';

export function Workers({ workers }: { workers: readonly WorkerState[] }) {
  const texts = useDeskTexts();
  const { language } = useLongshore();
  const { kinds } = textsOf(language);
  const time = (iso: string) => exactTime(iso, { language, timeZone: undefined });
  return (
    <section aria-labelledby="workers">
      <h2 id="workers">{texts.workers}</h2>
      {workers.length === 0 ? (
        <div className="card">
          <Notice role="alert" text={texts.noWorkers} />
        </div>
      ) : (
        <LabelledTable<WorkerState>
          rowKey="name"
          dataSource={[...workers]}
          pagination={false}
          columns={[
            { title: texts.worker, dataIndex: 'name' },
            {
              title: texts.takes,
              render: (_, worker) => (
                <>
                  {worker.kinds.map((kind) => kinds[kind]).join(', ')}
                  <div className="soft">{texts.places(worker.concurrency)}</div>
                  {!worker.takesJobs && (
                    <span className="dot" data-tone="warn">
                      {texts.takesNoJobs}
                    </span>
                  )}
                </>
              ),
            },
            { title: texts.upSince, render: (_, { startedAt }) => time(startedAt) },
            { title: texts.seen, render: (_, { seenAt }) => time(seenAt) },
            { title: texts.runs, render: (_, { runs }) => <Runs runs={runs} /> },
          ]}
        />
      )}
    </section>
  );
}

function Runs({ runs }: Pick<WorkerState, 'runs'>) {
  const texts = useDeskTexts();
  const { kinds, rows } = textsOf(useLongshore().language);
  if (runs.length === 0) return <span className="soft">{texts.idle}</span>;
  return (
    <ul className="plain">
      {runs.map(({ taskId, kind, lane, type, owner, progress }) => (
        <li key={`${taskId} ${lane}`}>
          <a {...linkTo(`/tasks/${taskId}`)}>{`${kinds[kind]} ${type ?? taskId}`}</a>
          <span className="soft">
            {[owner ?? '', progress === null ? '' : rows(progress.done, progress.total)]
              .filter(Boolean)
              .map((text) => ` · ${text}`)
              .join('')}
          </span>
        </li>
      ))}
    </ul>
  );
}
