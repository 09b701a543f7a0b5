/** Every routine: state, expression, next ticks as a small calendar, last run, and its actions. */
import { shownZone, useLongshore } from '@longshore/client/react';
import type { RoutineList, RoutineOut } from '@longshore/contract/browser';
import { exactTime } from '../format.js';
import { Notice } from '../notice.js';
import { PageHead } from '../page-head.js';
import { DESK_PATH, linkTo } from '../use-route.js';
import { Answer } from './answer.js';
import { RoutineActions, RoutineState, RunOutcome } from './routine-parts.js';
import { useRoutineTexts } from './routine-texts.js';
import { TickCalendar } from './tick-calendar.js';
import { useAsked } from './use-asked.js';

const routinePath = (type: string): string => `${DESK_PATH}/routines/${encodeURIComponent(type)}`;

export function RoutinesPage() {
  const texts = useRoutineTexts();
  const read = useAsked<RoutineList>((client, options) => client.routines(options), 'routines', {
    isLive: true,
  });
  return (
    <>
      <PageHead title={texts.title} hint={texts.hint} />
      <Answer read={read}>
        {({ items, zoneData }) => (
          <List items={items} zoneData={zoneData} onChange={read.refetch} />
        )}
      </Answer>
    </>
  );
}

function List({ items, zoneData, onChange }: RoutineList & { onChange: () => void }) {
  const texts = useRoutineTexts();
  if (items.length === 0)
    return (
      <div className="card">
        <Notice text={texts.noRoutines} />
      </div>
    );
  return (
    <>
      <ul className="card task-list routines" aria-label={texts.title}>
        {items.map((routine) => (
          <RoutineItem key={routine.type} routine={routine} onChange={onChange} />
        ))}
      </ul>
      <p className="note">{texts.zoneData(zoneData)}</p>
    </>
  );
}

function RoutineItem({ routine, onChange }: { routine: RoutineOut; onChange: () => void }) {
  const texts = useRoutineTexts();
  const { language } = useLongshore();
  const { type, title, description, lastRun, next } = routine;
  const timeZone = shownZone(routine);
  const described = description[language] !== title[language] && description[language];
  return (
    <li className="routine" data-type={type}>
      <div>
        <a className="task-name" {...linkTo(routinePath(type))}>
          {title[language]}
        </a>
        <RoutineState routine={routine} />
        {described && <div className="soft">{described}</div>}
      </div>
      <Cron routine={routine} />
      <TickCalendar ticks={next} timeZone={timeZone} />
      <div className="soft last-run">
        {texts.lastRun}
        {lastRun === null ? (
          <div>{texts.neverRan}</div>
        ) : (
          <>
            <div>
              <RunOutcome run={lastRun} />
            </div>
            {exactTime(lastRun.startedAt ?? lastRun.tick, { language, timeZone })}
          </>
        )}
      </div>
      <RoutineActions routine={routine} onChange={onChange} />
    </li>
  );
}

export function Cron({ routine }: { routine: RoutineOut }) {
  const texts = useRoutineTexts();
  const { cron, declaredCron, isOverridden, timeZone } = routine;
  return (
    <div>
      <code>{cron}</code>
      <div className="soft">{timeZone}</div>
      {isOverridden && (
        <div className="soft">
          <span className="dot" data-tone="warn">
            {texts.overridden}
          </span>
          {` ${texts.declared(declaredCron)}`}
        </div>
      )}
    </div>
  );
}
