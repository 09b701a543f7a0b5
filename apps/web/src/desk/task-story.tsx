/** What only operators see of one task: whose it is, causes with their stacks, who did what. */
import { shownZone, textsOf, useLongshore } from '@longshore/client/react';
import type { Attempt, AuditEntry, LedgerRecord, TaskStory } from '@longshore/contract/browser';
import { exactTime } from '../format.js';
import { LabelledTable } from '../labelled-table.js';
import { usePageTexts } from '../texts.js';
import { DESK_PATH, linkTo } from '../use-route.js';
import { Answer } from './answer.js';
import { entryColumns } from './audit-entries.js';
import { useDeskTexts } from './desk-texts.js';
import { useAsked } from './use-asked.js';
import './desk.css';

interface OperatorStoryProps {
  readonly task: Pick<LedgerRecord, 'taskId' | 'phase' | 'attempt' | 'downloads'>;
}

/** Read anew when the task moves on, or its file is fetched. */
export default function OperatorStory({ task }: OperatorStoryProps) {
  const { taskId, phase, attempt, downloads } = task;
  const read = useAsked<TaskStory>(
    (client, options) => client.story(taskId, options),
    `${taskId} ${phase} ${attempt} ${downloads}`,
  );
  return <Answer read={read}>{(story) => <Story {...story} />}</Answer>;
}

function Story({ task, acts }: TaskStory) {
  const texts = useDeskTexts();
  const { language } = useLongshore();
  const { kinds } = textsOf(language);
  const time = (iso: string) => exactTime(iso, { language, timeZone: shownZone(task) });
  const told = task.attempts.filter(({ error }) => error?.cause !== undefined);
  return (
    <section className="stack" aria-labelledby="for-operators">
      <div className="section-head">
        <h2 id="for-operators">{texts.forOperators}</h2>
        <a {...linkTo(`${DESK_PATH}/tasks?owner=${encodeURIComponent(task.owner)}`)}>
          {texts.othersOf(task.owner)}
        </a>
      </div>
      {told.length > 0 && (
        <div className="card padded">
          <h3>{texts.causes}</h3>
          {told.map((attempt) => (
            <Cause key={attempt.attempt} {...attempt} />
          ))}
        </div>
      )}
      <div>
        <h3>{texts.actsOfTask}</h3>
        {acts.length === 0 ? (
          <p className="soft">{texts.noActs}</p>
        ) : (
          <LabelledTable<AuditEntry>
            rowKey="id"
            dataSource={[...acts]}
            pagination={false}
            columns={entryColumns(texts, kinds, time)}
          />
        )}
      </div>
    </section>
  );
}

function Cause({ attempt, error }: Attempt) {
  const pageTexts = usePageTexts();
  return (
    <div className="attempt-cause">
      <strong>{pageTexts.attempt(attempt)}</strong>
      <div className="words">{error?.cause}</div>
      {error?.stack !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <pre tabIndex={0}>{error.stack}</pre>
      )}
    </div>
  );
}
