/** What ended, hour by hour, and which share of it failed; range and type stand in the address. */
import { useLongshore } from '@longshore/client/react';
import type { Throughput } from '@longshore/contract/browser';
import { Segmented, Select } from 'antd';
import { dateTime } from '../format.js';
import { useSearch } from '../use-route.js';
import { Answer } from './answer.js';
import { BarChart } from './bar-chart.js';
import { useDeskTexts } from './desk-texts.js';
import { failedShare, type Hour, hoursOf } from './hours-of.js';
import { useAsked } from './use-asked.js';

const RANGES = [24, 168, 336] as const;

export function ThroughputPlots() {
  const texts = useDeskTexts();
  const [search, setSearch] = useSearch();
  const range = RANGES.find((hours) => String(hours) === search.get('hours')) ?? RANGES[0];
  const type = search.get('type');
  const narrow = (change: { hours?: string; type?: string | undefined }) =>
    setSearch({ hours: search.get('hours') ?? '', type: type ?? '', ...change });
  const read = useAsked<Throughput>(
    (client, options) => client.throughput({ hours: range }, options),
    `${range}`,
    { isLive: true },
  );
  const types = [...new Set(read.data?.items.map((item) => item.type))].sort();
  return (
    <section className="card padded plots" aria-label={texts.throughput}>
      <div className="filters">
        <Segmented
          aria-label={texts.throughput}
          value={range}
          options={RANGES.map((hours) => ({ value: hours, label: texts.hours[hours] }))}
          onChange={(hours) => narrow({ hours: hours === RANGES[0] ? '' : String(hours) })}
        />
        <Select
          aria-label={texts.type}
          allowClear
          className="status-filter"
          placeholder={texts.anyType}
          value={type}
          options={types.map((name) => ({ value: name, label: name }))}
          onChange={(name: string | undefined) => narrow({ type: name })}
        />
      </div>
      <Answer read={read}>{(answer) => <Plots hours={hoursOf(answer, type)} />}</Answer>
    </section>
  );
}

function Plots({ hours }: { hours: readonly Hour[] }) {
  const texts = useDeskTexts();
  const { language } = useLongshore();
  const { ends } = texts;
  const nameOf = ({ at }: Hour) =>
    dateTime(new Date(at).toISOString(), { language, timeZone: undefined });
  const sum = (name: Exclude<keyof Hour, 'at'>) => hours.reduce((all, hour) => all + hour[name], 0);
  const ended = sum('succeeded') + sum('partial') + sum('failed') + sum('rest');
  if (ended === 0) return <p className="soft">{texts.nothingEnded}</p>;
  const all = { succeeded: sum('succeeded'), partial: sum('partial'), failed: sum('failed') };
  return (
    <>
      <p className="counts">
        <span>{texts.endedIn(ended)}</span>
        <span>{texts.failedOf(percent(failedShare(all) ?? 0))}</span>
        <span>{texts.rowsIn(sum('rows'))}</span>
      </p>
      <div className="plot-pair">
        <BarChart
          title={texts.throughput}
          axis={texts.hour}
          series={[
            { name: ends.succeeded, tone: 'good' },
            { name: ends.partial, tone: 'warn' },
            { name: ends.failed, tone: 'bad' },
            { name: ends.rest, tone: 'rest' },
          ]}
          bars={hours.map((hour) => ({
            name: nameOf(hour),
            values: [hour.succeeded, hour.partial, hour.failed, hour.rest],
          }))}
          show={String}
        />
        <BarChart
          title={texts.failures}
          axis={texts.hour}
          series={[{ name: texts.failedShare, tone: 'bad' }]}
          bars={hours.map((hour) => ({ name: nameOf(hour), values: [failedShare(hour) ?? 0] }))}
          most={1}
          show={percent}
        />
      </div>
    </>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
