/** The next ticks of a routine as leaves of a calendar, by the wall clock of its zone. */
import { useLongshore } from '@longshore/client/react';
import { type InLanguages, inLanguage, type Language } from '@longshore/contract/browser';
import { useRoutineTexts } from './routine-texts.js';

interface TickCalendarProps {
  readonly ticks: readonly string[];
  readonly timeZone: string;
}

export function TickCalendar({ ticks, timeZone }: TickCalendarProps) {
  const texts = useRoutineTexts();
  const { language } = useLongshore();
  if (ticks.length === 0) return <p className="soft">{texts.noNext}</p>;
  return (
    <ol className="ticks" aria-label={texts.nextRuns}>
      {ticks.map((tick) => {
        const { weekday, day, time } = leafOf(tick, timeZone, language);
        return (
          <li key={tick}>
            <time dateTime={tick}>
              <span className="leaf-head">{weekday}</span>
              <strong>{day}</strong>
              <span>{time}</span>
            </time>
          </li>
        );
      })}
    </ol>
  );
}

const LOCALES: InLanguages = { en: 'en-GB', zh: 'zh-CN' };

/** Seconds are shown where a tick has some. */
function leafOf(tick: string, timeZone: string, language: Language) {
  const at = new Date(tick);
  const part = (options: Intl.DateTimeFormatOptions) =>
    at.toLocaleString(inLanguage(LOCALES, language), { ...options, timeZone });
  return {
    weekday: part({ weekday: 'short' }),
    day: part({ day: 'numeric', month: 'short' }),
    time: part({
      hour: '2-digit',
      minute: '2-digit',
      ...(at.getUTCSeconds() > 0 && { second: '2-digit' }),
    }),
  };
}
