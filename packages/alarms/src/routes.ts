/** Which sink gets which alarm, by a declared list of routes. */
import type { AlarmCause, Severity } from '@longshore/contract';

/** A sink gets an alarm when one of its routes matches; a route matches by all that it states. */
export interface AlarmRoute {
  readonly sink: string;
  readonly causes?: readonly AlarmCause[] | undefined;
  readonly severities?: readonly Severity[] | undefined;
  /** `export:orders`, `import:*`; an asterisk at the end stands for any rest. */
  readonly subjects?: readonly string[] | undefined;
}

/** What routes go by. */
export interface Routed {
  readonly cause: AlarmCause;
  readonly severity: Severity;
  readonly subject: string;
}

export const matches = (route: AlarmRoute, { cause, severity, subject }: Routed): boolean =>
  (route.causes?.includes(cause) ?? true) &&
  (route.severities?.includes(severity) ?? true) &&
  (route.subjects?.some((pattern) => matchesSubject(pattern, subject)) ?? true);

const matchesSubject = (pattern: string, subject: string): boolean =>
  pattern.endsWith('*') ? subject.startsWith(pattern.slice(0, -1)) : subject === pattern;
