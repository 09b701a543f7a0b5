/** kill -9 of workers that save imports which are kept as a whole or not at all. */
import { setTimeout as sleep } from 'node:timers/promises';
import { query } from '../../support/query.js';
import type { System } from '../../support/system.js';
import type { Fault } from '../fault.js';
import { figuresOf, wrongText } from '../figures.js';
import { type Category, firstCategory, productsWorkbook } from '../products.js';
import { whileKilling } from '../workers.js';

const ROWS = 6_000;
/** Between two looks at what is saved. */
const LOOK_EVERY_MS = 50;

export default {
  does: 'Workers that save imports under `all-or-nothing` are killed by SIGKILL at random moments.',
  promises:
    'At every moment all rows of an upload are saved or none, and none of an upload with a row that fails.',
  run: async (stage) => {
    const system = await stage.system({ workers: 2, env: { TASK_MAX_ATTEMPTS: '100' } });
    const category = await firstCategory(system);
    let looks = 0;
    const { kills, ended } = await whileKilling(system, stage.times(2, 40), async (name) => {
      const isGood = !name.endsWith('-1'); // the second of each lane
      const run = await saveAll(system, { name, isGood, category });
      looks += run.looks;
      return run;
    });
    const wrong = ended.flatMap((one) => one.wrong);
    const hit = ended
      .flatMap(({ record }) => record.attempts)
      .filter(({ outcome }) => outcome === 'lost').length;
    return {
      runs: kills.length,
      measured: `${ended.length} imports of ${ROWS} rows, looked at ${looks} times: ${wrongText(wrong)}; ${hit} runs hit`,
      holds: wrong.length === 0 && hit > 0,
    };
  },
} satisfies Fault;

interface Wanted {
  readonly name: string;
  readonly isGood: boolean;
  readonly category: Category;
}

/** What was not as it had to be. */
async function saveAll(system: System, { name, isGood, category }: Wanted) {
  const { wrong, expectSame, see } = figuresOf(name);
  const saved = async () => {
    const [row] = await query<{ rows: number }>(
      system,
      `SELECT count(*)::int AS rows FROM products WHERE sku LIKE '${name}-%'`,
    );
    return row?.rows;
  };
  const call = { owner: name, timeoutMs: 1_500_000 };
  const bytes = await workbook({ name, isGood, category });
  const { body } = await system.registerImport(
    'products',
    { name: `${name}.xlsx`, bytes },
    {
      ...call,
      fields: { options: '{"policy":"all-or-nothing"}' },
    },
  );
  const { taskId } = body;
  let isOver = false;
  let looks = 0;
  const looking = (async () => {
    while (!isOver) {
      const rows = await saved();
      if (!isGood || rows !== ROWS) expectSame('saved meanwhile', rows, 0);
      looks++;
      await sleep(LOOK_EVERY_MS);
    }
  })();
  const done = await system.finished(taskId, { ...call, see });
  isOver = true;
  await looking;
  expectSame('phase', done.phase, isGood ? 'succeeded' : 'failed');
  expectSame('counts', done.counts, {
    total: ROWS,
    succeeded: isGood ? ROWS : 0,
    failed: isGood ? 0 : 1,
    unprocessed: isGood ? 0 : ROWS - 1,
  });
  expectSame('saved in the end', await saved(), isGood ? ROWS : 0);
  return { wrong, looks, record: await system.record(taskId, call) };
}

/** The last row of a bad one names no category. */
const workbook = ({ name, isGood, category }: Wanted): Promise<Uint8Array> =>
  productsWorkbook(name, ROWS, (n) => ({
    name: 'whole',
    category: isGood || n < ROWS - 1 ? category.name : 'none',
    price: 1,
  }));
