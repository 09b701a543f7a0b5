/** One routine: its rules, its calendar, its expression to change, and the log of its runs. */
import { shownZone, useLongshore } from '@longshore/client/react';
import {
  inLanguage,
  type RoutineOut,
  type RoutineRunOut,
  type RoutineRuns,
} from '@longshore/contract/browser';
import { duration, exactTime } from '../format.js';
import { type LabelledColumn, LabelledTable } from '../labelled-table.js';
import { Notice } from '../notice.js';
import { PageHead } from '../page-head.js';
import { DESK_PATH, linkTo } from '../use-route.js';
import { Answer } from './answer.js';
import { ChangeCron } from './change-cron.js';
import { RoutineActions, RoutineState, RunOutcome } from './routine-parts.js';
import { type RoutineTexts, useRoutineTexts } from './routine-texts.js';
import { Cron } from './routines-page.js';
import { TickCalendar } from './tick-calendar.js';
import { useAsked } from './use-asked.js';

const SHOWN = 100;

export function RoutinePage({ type }: { type: string }) {
  const texts = useRoutineTexts();
  const read = useAsked((client, options) => client.routines(options), 'routines', {
    isLive: true,
  });
  return (
    <>
      <a className="back" {...linkTo(`${DESK_PATH}/routines`)}>
        {`← ${texts.allRoutines}`}
      </a>
      <Answer read={read}>
        {({ items, zoneData }) => {
          const routine = items.find((one) => one.type === type);
          return routine === undefined ? (
            <div className="card">
              <Notice role="alert" text={texts.routineGone} />
            </div>
          ) : (
            <Routine routine={routine} zoneData={zoneData} onChange={read.refetch} />
          );
        }}
      </Answer>
    </>
  );
}

interface RoutineProps {
  readonly routine: RoutineOut;
  readonly zoneData: string;
  readonly onChange: () => void;
}

function Routine({ routine, zoneData, onChange }: RoutineProps) {
  const texts = useRoutineTexts();
  const { language } = useLongshore();
  const { title, description, next, type, lastRun } = routine;
  return (
    <>
      <PageHead
        title={inLanguage(title, language)}
        hint={
          <>
            <RoutineState routine={routine} />
            {description[language] !== title[language] && <span>{description[language]}</span>}
          </>
        }
      >
        <RoutineActions routine={routine} onChange={onChange} />
      </PageHead>
      <div className="stack">
        <section className="card padded" aria-labelledby="next-runs">
          <h2 id="next-runs">{texts.nextRuns}</h2>
          <TickCalendar ticks={next} timeZone={shownZone(routine)} />
          <p className="note">
            {[routine.timeZone, texts.zoneData(zoneData), ...rulesOf(routine, texts)].join(' · ')}
          </p>
        </section>
        <section className="card padded" aria-labelledby="cron">
          <h2 id="cron">{texts.cron}</h2>
          <Cron routine={routine} />
          <ChangeCron routine={routine} onChange={onChange} />
        </section>
        <section aria-labelledby="log">
          <h2 id="log">{texts.log}</h2>
          <Runs type={type} timeZone={shownZone(routine)} newest={JSON.stringify(lastRun)} />
        </section>
      </div>
    </>
  );
}

function rulesOf({ runsOn, misfire, overlap }: RoutineOut, { rules }: RoutineTexts): string[] {
  return [
    rules[runsOn],
    misfire === 'all' ? rules.every : rules[misfire],
    overlap === 'skip' ? rules.overlapSkip : rules.overlapQueue,
  ];
}

interface RunsProps {
  readonly type: string;
  readonly timeZone: string;
  /** Another newest run: the log is read anew. */
  readonly newest: string;
}

function Runs({ type, timeZone, newest }: RunsProps) {
  const texts = useRoutineTexts();
  const { language } = useLongshore();
  const read = useAsked<RoutineRuns>(
    (client, options) => client.routineRuns(type, { limit: SHOWN }, options),
    `${type} ${newest}`,
  );
  return (
    <Answer read={read}>
      {({ items }) =>
        items.length === 0 ? (
          <div className="card">
            <Notice text={texts.noRuns} />
          </div>
        ) : (
          <LabelledTable<RoutineRunOut>
            rowKey="runId"
            dataSource={[...items]}
            columns={columnsOf(texts, (iso) => exactTime(iso, { language, timeZone }))}
            pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
          />
        )
      }
    </Answer>
  );
}

const columnsOf = (
  texts: RoutineTexts,
  timeText: (iso: string | null) => string,
): LabelledColumn<RoutineRunOut>[] => [
  {
    title: texts.tick,
    render: (_, { tick, ...run }) => [timeText(tick), ...whyOf(run, texts)].join(' · '),
  },
  { title: texts.outcome, render: (_, run) => <RunOutcome run={run} /> },
  { title: texts.started, render: (_, { startedAt }) => timeText(startedAt) },
  {
    title: texts.took,
    className: 'number',
    render: (_, { durationMs }) => (durationMs === null ? '–' : duration(durationMs)),
  },
  { title: texts.worker, render: (_, { worker, instance }) => worker ?? instance ?? '–' },
  {
    title: texts.message,
    render: (_, { message, taskId }) => (
      <>
        {message !== null && <div className="words">{message}</div>}
        {taskId !== null && <a {...linkTo(`/tasks/${taskId}`)}>{texts.task}</a>}
      </>
    ),
  },
];

const whyOf = (
  { madeBy, isCatchUp }: Pick<RoutineRunOut, 'madeBy' | 'isCatchUp'>,
  texts: RoutineTexts,
) => [...(madeBy === 'hand' ? [texts.byHand] : []), ...(isCatchUp ? [texts.catchUp] : [])];
