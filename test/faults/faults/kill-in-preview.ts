/** kill -9 of workers that preview imports, and of those that save what was confirmed. */
import { query } from '../../support/query.js';
import type { System } from '../../support/system.js';
import type { Fault } from '../fault.js';
import { figuresOf, wrongText } from '../figures.js';
import { type Category, firstCategory, productsWorkbook, storeProducts } from '../products.js';
import { whileKilling } from '../workers.js';

const ROWS = 3_000;
/** Of each five rows one is new, one as it is, one wrong, and two are changed. */
const KINDS = 5;
const OF_A_KIND = ROWS / KINDS;

export default {
  does: 'Workers that preview imports, or save confirmed ones, are killed by SIGKILL at random moments.',
  promises:
    'A preview saves nothing and tells the same figures; confirmed, each row is saved once, and none that somebody changed since.',
  run: async (stage) => {
    const system = await stage.system({ workers: 2, env: { TASK_MAX_ATTEMPTS: '100' } });
    const category = await firstCategory(system);
    const { kills, ended } = await whileKilling(system, stage.times(2, 60), (name) =>
      lookAndSave(system, { name, category }),
    );
    const wrong = ended.flatMap(({ wrong }) => wrong);
    const hit = ended
      .flatMap(({ record }) => record.attempts)
      .filter(({ outcome }) => outcome === 'lost').length;
    return {
      runs: kills.length,
      measured: `${ended.length} previews and imports of ${ROWS} rows: ${wrongText(wrong)}; ${hit} runs hit`,
      holds: wrong.length === 0 && hit > 0,
    };
  },
} satisfies Fault;

/** What was not as it had to be. */
async function lookAndSave(
  system: System,
  { name, category }: { readonly name: string; readonly category: Category },
) {
  const { wrong, expectSame, see } = figuresOf(name);
  await storeProducts(system, { prefix: name, category, rows: ROWS, leaveOut: KINDS });
  const before = await stored(system, name);
  const call = { owner: name, timeoutMs: 1_500_000 };
  const file = { name: `${name}.xlsx`, bytes: await workbook(name, category) };
  const { body } = await system.registerImport('products', file, {
    ...call,
    fields: { options: '{"preview":true}' },
  });
  const { taskId } = body;
  const looked = await system.finished(taskId, { ...call, see });
  expectSame('phase', looked.phase, 'previewed');
  expectSame('rows before the confirmation', await stored(system, name), before);
  const { counts, differences } = await system.client(call).getPreview(taskId);
  expectSame('preview', counts, {
    total: ROWS,
    create: OF_A_KIND,
    update: 2 * OF_A_KIND,
    same: OF_A_KIND,
    checked: 0,
    remove: 0,
    failed: OF_A_KIND,
  });
  expectSame('differences', differences.length, 50);

  // somebody changes one row that the import would change, and makes one that it would make
  await query(system, `UPDATE products SET price = 77 WHERE sku = '${name}-3'`);
  await query(
    system,
    `INSERT INTO products VALUES ('${name}-${ROWS - KINDS}', 'theirs', '${category.code}', 88, 1)`,
  );
  await system.client(call).confirmImport(taskId);
  const saved = await system.finished(taskId, { ...call, see });
  expectSame('counts', saved.counts, {
    total: ROWS,
    succeeded: 4 * OF_A_KIND - 2,
    failed: OF_A_KIND + 2,
    unprocessed: 0,
  });
  expectSame('rows after the confirmation', await stored(system, name), {
    all: ROWS,
    before: 2 * OF_A_KIND + 1,
    after: 3 * OF_A_KIND - 2,
    theirs: '77 88',
  });
  const record = await system.record(taskId, call);
  return { wrong, record };
}

const workbook = (name: string, { name: category }: Category): Promise<Uint8Array> =>
  productsWorkbook(name, ROWS, (n) => ({
    name: n % KINDS === 1 ? 'before' : 'after',
    category,
    price: n % KINDS === 2 ? -1 : 1,
  }));

/** The rows of a task, by what stands in them. */
async function stored(system: System, name: string): Promise<Record<string, unknown>> {
  const [row = {}] = await query<Record<string, unknown>>(
    system,
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE name = 'before')::int AS before,
       count(*) FILTER (WHERE name = 'after')::int AS after,
       coalesce(string_agg(price::int::text, ' ' ORDER BY price) FILTER (WHERE price > 2), '') AS theirs
     FROM products WHERE sku LIKE '${name}-%'`,
  );
  return row;
}
