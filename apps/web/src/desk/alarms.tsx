/** Alarms of the fleet: those that are open, and those that ended lately. */
import { useLongshore } from '@longshore/client/react';
import { type Alarm, type AlarmList, inLanguage } from '@longshore/contract/browser';
import { duration, exactTime, number } from '../format.js';
import { type LabelledColumn, LabelledTable } from '../labelled-table.js';
import { Notice } from '../notice.js';
import { Answer } from './answer.js';
import { type DeskTexts, useDeskTexts } from './desk-texts.js';
import { useAsked } from './use-asked.js';

export function Alarms() {
  const texts = useDeskTexts();
  const read = useAsked<AlarmList>((client, options) => client.listAlarms({}, options), 'alarms', {
    isLive: true,
  });
  return (
    <section aria-labelledby="alarms">
      <h2 id="alarms">{texts.alarms}</h2>
      <Answer read={read}>
        {({ open, recent }) => (
          <>
            <AlarmTable alarms={open} empty={texts.noAlarms} />
            {recent.length > 0 && (
              <details className="ended-alarms">
                <summary>{texts.endedAlarms(recent.length)}</summary>
                <AlarmTable alarms={recent} empty="" />
              </details>
            )}
          </>
        )}
      </Answer>
    </section>
  );
}

function AlarmTable({ alarms, empty }: { alarms: readonly Alarm[]; empty: string }) {
  const texts = useDeskTexts();
  const { language } = useLongshore();
  if (alarms.length === 0)
    return (
      <div className="card">
        <Notice text={empty} />
      </div>
    );
  const time = (iso: string) => exactTime(iso, { language, timeZone: undefined });
  return (
    <LabelledTable<Alarm>
      rowKey="id"
      dataSource={[...alarms]}
      pagination={false}
      columns={[
        ...severityAndWords(texts, ({ message }) => inLanguage(message, language)),
        { title: texts.since, render: (_, { openedAt }) => time(openedAt) },
        { title: texts.lastSeen, render: (_, { lastSeenAt }) => time(lastSeenAt) },
        {
          title: texts.lasts,
          className: 'number',
          render: (_, { durationMs }) => duration(durationMs),
        },
        { title: texts.times, className: 'number', render: (_, { count }) => number(count) },
      ]}
    />
  );
}

const TONES = { warning: 'warn', error: 'bad', critical: 'bad' } as const;

const severityAndWords = (
  texts: DeskTexts,
  wordsOf: (alarm: Alarm) => string,
): LabelledColumn<Alarm>[] => [
  {
    title: texts.severity,
    render: (_, { severity }) => (
      <span className="dot" data-tone={TONES[severity]}>
        {texts.severities[severity]}
      </span>
    ),
  },
  { title: texts.alarm, render: (_, alarm) => <span className="words">{wordsOf(alarm)}</span> },
];
