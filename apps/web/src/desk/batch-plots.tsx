/** What the batches of a type did in the last days, for operators. */
import { useLongshore } from '@longshore/client/react';
import type { BatchStatisticsOut } from '@longshore/contract/browser';
import { day as dayText, duration, number } from '../format.js';
import { Answer } from './answer.js';
import { BarChart } from './bar-chart.js';
import { useDeskTexts } from './desk-texts.js';
import { useAsked } from './use-asked.js';
import './desk.css';

const DAYS = 30;
const DAY_MS = 86_400_000;

export default function BatchPlots({ type }: { type: string }) {
  const texts = useDeskTexts();
  const { language } = useLongshore();
  const read = useAsked<BatchStatisticsOut>(
    (client, options) => client.batchStatistics(type, { days: DAYS }, options),
    type,
  );
  return (
    <section className="card padded plots" aria-label={texts.batchDays}>
      <Answer read={read}>
        {({ days }) => {
          if (days.length === 0) return <p className="soft">{texts.noBatchDays}</p>;
          const all = everyDay(days);
          const named = all.map((one) => ({ ...one, name: dayText(one.day, language) }));
          return (
            <div className="plot-pair">
              <BarChart
                title={texts.batchDays}
                axis={texts.day}
                series={[
                  { name: texts.flags.succeeded, tone: 'good' },
                  { name: texts.flags.failed, tone: 'bad' },
                  { name: texts.flags.exceptions, tone: 'warn' },
                ]}
                bars={named.map(({ name, found }) => ({
                  name,
                  values: [found?.succeeded ?? 0, found?.failed ?? 0, found?.exceptions ?? 0],
                }))}
                show={number}
              />
              <BarChart
                title={texts.batchPace}
                axis={texts.day}
                series={[{ name: texts.p99, tone: 'accent' }]}
                bars={named.map(({ name, found }) => ({ name, values: [found?.pageP99Ms ?? 0] }))}
                show={duration}
              />
              {days.some(({ delayP99Ms }) => delayP99Ms !== null) && (
                <BarChart
                  title={texts.batchDelay}
                  axis={texts.day}
                  series={[{ name: texts.delayP99, tone: 'accent' }]}
                  bars={named.map(({ name, found }) => ({
                    name,
                    values: [found?.delayP99Ms ?? 0],
                  }))}
                  show={duration}
                />
              )}
            </div>
          );
        }}
      </Answer>
    </section>
  );
}

type BatchDay = BatchStatisticsOut['days'][number];

/** The answer leaves out days without a page; its days are those of UTC. */
function everyDay(days: readonly BatchDay[]): { day: string; found: BatchDay | undefined }[] {
  const today = Math.floor(Date.now() / DAY_MS);
  return Array.from({ length: DAYS }, (_, place) => {
    const day = new Date((today - DAYS + 1 + place) * DAY_MS).toISOString().slice(0, 10);
    return { day, found: days.find((one) => one.day === day) };
  });
}
