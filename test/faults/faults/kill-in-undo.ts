/** kill -9 of workers that undo imports. */
import type { TaskResultOut } from '@longshore/contract';
import { makeWorkbook } from '../../support/make-workbook.js';
import { query } from '../../support/query.js';
import type { System } from '../../support/system.js';
import type { Fault } from '../fault.js';
import { whileKilling } from '../workers.js';

const HEADER = ['商品编码', '商品名称', '分类', '价格', '状态'];
const ROWS = 4_000;
/** Of each four rows the import creates one and changes three, of which somebody edits one. */
const KINDS = 4;
const OF_A_KIND = ROWS / KINDS;

export default {
  does: 'Workers that undo imports are killed by SIGKILL at random moments.',
  promises:
    'Each row is as before the import, but those that somebody edited since, which are left and listed once.',
  run: async (stage) => {
    const system = await stage.system({ workers: 2, env: { TASK_MAX_ATTEMPTS: '100' } });
    const [category] = await query<{ code: string; name: string }>(
      system,
      'SELECT code, name FROM categories ORDER BY code LIMIT 1',
    );
    if (category === undefined) throw new Error('the shop has no category');
    const { kills, ended } = await whileKilling(
      system,
      stage.times(2, 60),
      (name) => importAndUndo(system, { name, category }),
      // a kill while rows are imported would meet another promise
      ({ undoes }) => undoes !== null,
    );
    const wrong = ended.flatMap((one) => one.wrong);
    const hit = ended.reduce((sum, one) => sum + one.lost, 0);
    return {
      runs: kills.length,
      measured: `${ended.length} undos of ${ROWS} rows: ${wrong.length} wrong figures${wrong.slice(0, 3).join(';')}; ${hit} runs hit`,
      holds: wrong.length === 0 && hit > 0,
    };
  },
} satisfies Fault;

interface Wanted {
  readonly name: string;
  readonly category: { readonly code: string; readonly name: string };
}

/** What was not as it had to be, and how many attempts of the undo were lost. */
async function importAndUndo(system: System, { name, category }: Wanted) {
  const wrong: string[] = [];
  const expectSame = (what: string, is: unknown, must: unknown) => {
    if (JSON.stringify(is) !== JSON.stringify(must))
      wrong.push(` ${name}: ${what} ${JSON.stringify(is)}, not ${JSON.stringify(must)}`);
  };
  await query(
    system,
    `INSERT INTO products (sku, name, category, price, status)
     SELECT '${name}-' || n, 'before', '${category.code}', 1, 1 FROM generate_series(0, ${ROWS - 1}) AS n WHERE n % ${KINDS} <> 0`,
  );
  const call = { owner: name, timeoutMs: 1_500_000 };
  const file = { name: `${name}.xlsx`, bytes: await workbook(name, category.name) };
  const { body } = await system.registerImport('products', file, call);
  const see = ({ counts }: TaskResultOut) => {
    if (counts?.total == null) return;
    const { total, succeeded, failed, unprocessed } = counts;
    expectSame('sum of the counts', succeeded + failed + (unprocessed ?? 0), total);
  };
  const saved = await system.finished(body.taskId, { ...call, see });
  expectSame('phase of the import', saved.phase, 'succeeded');
  await query(
    system,
    `UPDATE products SET price = 77 WHERE sku LIKE '${name}-%' AND split_part(sku, '-', 3)::int % ${KINDS} = 1`,
  );
  const { taskId } = await system.client(call).undoImport(body.taskId);
  const undone = await system.finished(taskId, { ...call, see });
  expectSame('counts of the undo', undone.counts, {
    total: ROWS,
    succeeded: 3 * OF_A_KIND,
    failed: OF_A_KIND,
    unprocessed: 0,
  });
  const [stored] = await query(
    system,
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE name = 'before' AND price = 1)::int AS before,
       count(*) FILTER (WHERE name = 'after' AND price = 77)::int AS edited
     FROM products WHERE sku LIKE '${name}-%'`,
  );
  expectSame('rows', stored, { all: 3 * OF_A_KIND, before: 2 * OF_A_KIND, edited: OF_A_KIND });
  const record = await system.record(taskId, call);
  expectSame(
    'rows that were removed',
    record.notices.find(({ code }) => code === 'rows_removed')?.values.count,
    OF_A_KIND,
  );
  const lost = record.attempts.filter(({ outcome }) => outcome === 'lost').length;
  return { wrong, lost };
}

const workbook = (name: string, category: string): Promise<Uint8Array> =>
  makeWorkbook([
    HEADER,
    ...Array.from({ length: ROWS }, (_, n) => [`${name}-${n}`, 'after', category, 2, '上架']),
  ]);
