/** The zone of the person, and the zone in which the moments of a task are shown. */
import { isTimeZone } from '@longshore/contract/browser';

/** Browsers that cannot find out their zone say so. */
const UNKNOWN = 'Etc/Unknown';

/** IANA name; undefined outside of browsers, where the zone of the process is nobody's. */
export function browserZone(): string | undefined {
  if (typeof document === 'undefined') return undefined;
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return timeZone === UNKNOWN ? undefined : timeZone;
}

/** The zone of a task; UTC where this browser is too old to know it. */
export const shownZone = ({ timeZone }: { readonly timeZone: string }): string =>
  isTimeZone(timeZone) ? timeZone : 'UTC';
