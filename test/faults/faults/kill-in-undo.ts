/** kill -9 of workers that undo imports. */
import { query } from '../../support/query.js';
import type { System } from '../../support/system.js';
import type { Fault } from '../fault.js';
import { figuresOf, wrongText } from '../figures.js';
import { type Category, firstCategory, productsWorkbook, storeProducts } from '../products.js';
import { whileKilling } from '../workers.js';

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
    const category = await firstCategory(system);
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
      measured: `${ended.length} undos of ${ROWS} rows: ${wrongText(wrong)}; ${hit} runs hit`,
      holds: wrong.length === 0 && hit > 0,
    };
  },
} satisfies Fault;

/** What was not as it had to be, and how many attempts of the undo were lost. */
async function importAndUndo(
  system: System,
  { name, category }: { readonly name: string; readonly category: Category },
) {
  const { wrong, expectSame, see } = figuresOf(name);
  await storeProducts(system, { prefix: name, category, rows: ROWS, leaveOut: KINDS });
  const call = { owner: name, timeoutMs: 1_500_000 };
  const file = { name: `${name}.xlsx`, bytes: await workbook(name, category) };
  const { body } = await system.registerImport('products', file, call);
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

const workbook = (name: string, { name: category }: Category): Promise<Uint8Array> =>
  productsWorkbook(name, ROWS, () => ({ name: 'after', category, price: 2 }));
