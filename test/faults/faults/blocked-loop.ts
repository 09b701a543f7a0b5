/** JavaScript of an executor that computes and does not let the event loop go. */
import type { LedgerRecord } from '@longshore/contract';
import { waitUntil } from '@longshore/infra';
import { makeWorkbook } from '../../support/make-workbook.js';
import { query } from '../../support/query.js';
import type { System } from '../../support/system.js';
import type { Fault } from '../fault.js';
import { UNRELIABLE } from '../unreliable.js';

const HEADER = ['key', 'blockMs', 'times'];

export default {
  does: 'A save computes for 8 s, at length for 60 s and for 120 s, and the event loop waits.',
  promises:
    'Up to 60 s it is one attempt; a longer one is told, taken over and named in the ledger; each row is saved once.',
  isTimed: true,
  run: async (stage) => {
    const system = await stage.system({
      workers: 2,
      env: { ...UNRELIABLE, TASK_MAX_ATTEMPTS: '2' },
    });
    const checks = stage.isShort ? [eightSeconds] : [eightSeconds, sixtySeconds, tooLong, hopeless];
    const measured: string[] = [];
    let holds = true;
    for (const check of checks) {
      const { text, isRight } = await check(system);
      measured.push(text);
      holds &&= isRight;
    }
    return { runs: checks.length, measured: measured.join('; '), holds };
  },
} satisfies Fault;

interface Check {
  readonly text: string;
  readonly isRight: boolean;
}

async function eightSeconds(system: System): Promise<Check> {
  const { phase, attempts } = await importBlocking(system, { blockMs: 8_000, times: 99 });
  return {
    text: `8 s: ${phase} after ${attempts.length} attempt`,
    isRight: phase === 'succeeded' && attempts.length === 1 && (await saved(system)) === 1,
  };
}

async function sixtySeconds(system: System): Promise<Check> {
  const { phase, attempts } = await importBlocking(system, { blockMs: 60_000, times: 99 });
  const told = linesOf(system, 'has been blocked for 30 s by the import blocking');
  const places = told.filter(({ calls }) => JSON.stringify(calls).includes('blocking.js'));
  const ended = await waitUntil(() => someOrNull(linesOf(system, 'blocking; it goes on')), {
    what: 'the end of the block to be told',
  });
  return {
    text: `60 s: ${phase} after ${attempts.length} attempt, told ${told.length} time, ${places.length} with its place, its end ${ended.length} time`,
    isRight:
      phase === 'succeeded' &&
      attempts.length === 1 &&
      [told, places, ended].every(({ length }) => length === 1) &&
      (await saved(system)) === 2,
  };
}

async function tooLong(system: System): Promise<Check> {
  const { phase, attempts } = await importBlocking(system, { blockMs: 120_000, times: 1 });
  const [first, second] = attempts;
  const afterMs = Date.parse(second?.startedAt ?? '') - Date.parse(first?.startedAt ?? '');
  return {
    text: `120 s: ${phase}, the first attempt ${first?.outcome} by ${first?.error?.code}, taken over after ${Math.round(afterMs / 1_000)} s`,
    isRight:
      phase === 'succeeded' &&
      attempts.length === 2 &&
      first?.outcome === 'lost' &&
      first.error?.code === 'worker_blocked' &&
      afterMs < 110_000 &&
      (await saved(system)) === 3,
  };
}

/** Each attempt blocks; the task ends with that as its reason. */
async function hopeless(system: System): Promise<Check> {
  const { phase, message, attempts } = await importBlocking(system, {
    blockMs: 120_000,
    times: 99,
  });
  return {
    text: `120 s in each attempt: ${phase} after ${attempts.length}, "${message}"`,
    isRight: phase === 'failed' && message.includes('blocked for too long'),
  };
}

async function importBlocking(
  system: System,
  { blockMs, times }: { blockMs: number; times: number },
): Promise<LedgerRecord> {
  const owner = `${blockMs} ms, ${times} times`;
  const bytes = await makeWorkbook([HEADER, [owner, blockMs, times]]);
  const { body } = await system.registerImport('blocking', { name: 'a.xlsx', bytes }, { owner });
  await system.finished(body.taskId, { owner, timeoutMs: 400_000 });
  return system.record(body.taskId, { owner });
}

const linesOf = ({ workers }: System, text: string) =>
  workers.flatMap(({ lines }) => lines.filter(({ msg }) => msg?.includes(text)));

const someOrNull = <Line>(lines: readonly Line[]) => (lines.length === 0 ? null : lines);

const saved = async (system: System): Promise<number> =>
  Number((await query<{ count: string }>(system, 'SELECT count(*) FROM saved'))[0]?.count);
