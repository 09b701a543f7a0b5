/** kill -9 of workers that import corrections: error workbooks which come back, and the page's. */
import { makeWorkbook } from '../../support/make-workbook.js';
import { readWorkbook } from '../../support/read-workbook.js';
import type { System } from '../../support/system.js';
import type { Fault } from '../fault.js';
import { failingWorkbook, registerBook, savedInvoices } from '../imports.js';
import { areInTime, takeOversMs, takeOverText, whileKilling } from '../workers.js';

/** Of the first correction each third row is still wrong. */
const WRONG_EACH = 3;

export default {
  does: 'Workers are killed by SIGKILL at random moments while error workbooks come back corrected, and the last rows in the page.',
  promises:
    'Each row is saved once and counts for the first import, which has succeeded at the end; an old copy saves nothing.',
  run: async (stage) => {
    const system = await stage.system({ workers: 2, env: { TASK_MAX_ATTEMPTS: '100' } });
    const rows = stage.times(1_000, 4_000);
    const book = await failingWorkbook(rows);
    const { kills, ended } = await whileKilling(system, stage.times(2, 60), (owner) =>
      correctToTheEnd(system, owner, book),
    );
    const records = ended.flatMap(({ tasks }) => tasks);
    const firsts = ended.map(({ tasks: [first] }) => first);
    const whole = firsts.filter(
      (first) => first?.phase === 'succeeded' && first.counts.succeeded === rows,
    ).length;
    const refused = ended.filter(({ isRefused }) => isRefused).length;
    const { all, distinct } = await savedInvoices(system);
    const wanted = ended.length * rows;
    const waits = takeOversMs(records, kills);
    return {
      runs: kills.length,
      measured: `${wanted - distinct} lost, ${all - distinct} doubled of ${wanted}; ${whole} of ${ended.length} first imports succeeded with all their rows, ${refused} old copies refused; ${takeOverText(waits)}`,
      holds:
        areInTime(waits, stage) &&
        all === wanted &&
        distinct === wanted &&
        whole === ended.length &&
        refused === ended.length,
    };
  },
} satisfies Fault;

/** All rows fail, are corrected in the workbook, then in the page, and come once more. */
async function correctToTheEnd(system: System, owner: string, book: Uint8Array) {
  const imported = async (bytes: Uint8Array) => {
    const { taskId } = await registerBook(system, owner, bytes);
    return system.finished(taskId, { owner, timeoutMs: 1_500_000 });
  };
  const first = await imported(await withOwner(book, owner));
  const half = await imported(await corrected(system, first.issuesUrl, (i) => i % WRONG_EACH > 0));
  const rest = await corrected(system, half.issuesUrl, () => true);
  const cause = { code: 'too_small', column: 'Quantity' };
  const mend = await system.client({ owner }).mendRows(first.taskId ?? '', { cause, value: 1 });
  const mendId = mend.taskId ?? '';
  await system.finished(mendId, { owner, timeoutMs: 1_500_000 });
  const again = await imported(rest);
  const ids = [first.taskId ?? '', half.taskId ?? '', mendId];
  const [firstRecord, ...others] = await Promise.all(ids.map((id) => system.record(id, { owner })));
  if (firstRecord === undefined) throw new Error('unreachable: there are three');
  return { tasks: [firstRecord, ...others], isRefused: again.phase === 'failed' };
}

/** Invoices are `<owner>-0`, `<owner>-1` and so on. */
const withOwner = async (book: Uint8Array, owner: string): Promise<Uint8Array> =>
  changed(book, (cells) => cells.with(0, `${owner}-${String(cells[0])}`));

async function corrected(
  system: System,
  url: string | null,
  isCorrected: (index: number) => boolean,
): Promise<Uint8Array> {
  if (url === null) throw new Error('the import has no error workbook');
  const bytes = new Uint8Array(await (await fetch(system.url + url)).arrayBuffer());
  return changed(bytes, (cells, i) => (isCorrected(i) ? cells.with(QUANTITY, 1) : cells));
}

const QUANTITY = 3;

async function changed(
  bytes: Uint8Array,
  change: (cells: readonly unknown[], index: number) => readonly unknown[],
): Promise<Uint8Array> {
  const [header = [], ...rows] = (await readWorkbook(bytes)).rows;
  return makeWorkbook([header, ...rows.map(change)]);
}
