/** The subject `routines` of the operator's command line: each act is one call of the API. */
import type { RegisterOut, RoutineList, RoutineOut, RoutineRuns } from '@longshore/contract';
import { textTable } from '../demo/text-table.js';
import type { OperatorCall } from '../operator-call.js';
import { StackError } from '../stack-error.js';

/** In the place of an expression: the one that the business declares. */
const DECLARED = 'declared';
const USAGE =
  'Say what: routines | routines runs TYPE | run TYPE | pause TYPE | resume TYPE | cron TYPE "0 4 * * *" | cron TYPE declared.';

type Act = (type: string, call: OperatorCall, rest: readonly string[]) => Promise<string[]>;

const ACTS: Readonly<Record<string, Act>> = {
  runs: async (type, call) =>
    runTable((await call<RoutineRuns>('GET', `/routines/${type}/runs`)).items),
  run: async (type, call) => {
    const { taskId } = await call<RegisterOut>('POST', `/routines/${type}/run`);
    return [`${type} runs as task ${taskId}`];
  },
  pause: async (type, call) => told(await call('POST', `/routines/${type}/pause`)),
  resume: async (type, call) => told(await call('POST', `/routines/${type}/resume`)),
  cron: async (type, call, [cron]) => {
    if (cron === undefined) throw new StackError(USAGE);
    const body = { cron: cron === DECLARED ? null : cron };
    return told(await call('PUT', `/routines/${type}/cron`, body));
  },
};

/** What is said to the operator, line by line. Throws StackError. */
export async function routines(args: readonly string[], call: OperatorCall): Promise<string[]> {
  const [name, type, ...rest] = args;
  if (name === undefined) return listed(await call<RoutineList>('GET', '/routines'));
  const act = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
  const hasTooMany = rest.length > (name === 'cron' ? 1 : 0); // an expression without its quotes
  if (act === undefined || type === undefined || hasTooMany) throw new StackError(USAGE);
  return act(encodeURIComponent(type), call, rest);
}

const listed = ({ items, zoneData }: RoutineList): string[] => [
  ...textTable([
    ['routine', 'cron', 'zone', 'next', 'last run', 'outcome'],
    ...items.map((routine) => [
      routine.type,
      routine.isOverridden ? `${routine.cron} (overridden)` : routine.cron,
      routine.timeZone,
      routine.isPaused ? 'paused' : (routine.next[0] ?? 'never'),
      routine.lastRun?.tick ?? '-',
      outcomeOf(routine.lastRun),
    ]),
  ]),
  `zone data ${zoneData}`,
];

const runTable = (runs: RoutineRuns['items']): string[] =>
  textTable([
    ['tick', 'worker', 'ms', 'outcome', 'why'],
    ...runs.map((run) => [
      run.tick,
      run.worker ?? '-',
      run.durationMs === null ? '-' : String(run.durationMs),
      outcomeOf(run),
      run.message ?? '',
    ]),
  ]);

const outcomeOf = (run: RoutineOut['lastRun']): string =>
  run === null ? '-' : (run.outcome ?? (run.worker === null ? 'due' : 'running'));

const told = ({ type, cron, timeZone, isPaused, next }: RoutineOut): string[] => [
  `${type}: ${cron} (${timeZone}), ${isPaused ? 'paused' : `next ${next[0] ?? 'never'}`}`,
];
