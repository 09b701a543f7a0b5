/**
 * kill -9 of workers that preview imports, and of those that save what was confirmed: of a table
 * that the rows are compared with, and of one that they have to be tried in.
 */
import { makeWorkbook } from '../../support/make-workbook.js';
import { query } from '../../support/query.js';
import type { System } from '../../support/system.js';
import type { Fault } from '../fault.js';
import { figuresOf, wrongText } from '../figures.js';
import { UNRELIABLE } from '../unreliable.js';
import { whileKilling } from '../workers.js';

const HEADER = ['sku', 'name', 'price'];
const ROWS = 3_000;
/** Of each five rows one is new, one as it is, one wrong, and two are changed. */
const KINDS = 5;
const OF_A_KIND = ROWS / KINDS;
/** By the lane of a run. */
const WAYS = ['tried', 'compared'] as const;

export default {
  does: 'Workers that preview imports, or save confirmed ones, are killed by SIGKILL at random moments.',
  promises:
    'A preview saves nothing and tells the same figures; confirmed, each row is saved once, and none that somebody changed since.',
  run: async (stage) => {
    const system = await stage.system({
      workers: 2,
      env: { ...UNRELIABLE, TASK_MAX_ATTEMPTS: '100' },
    });
    const { kills, ended } = await whileKilling(system, stage.times(2, 60), (name) =>
      lookAndSave(system, name),
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
async function lookAndSave(system: System, name: string) {
  const way = WAYS[Number(name.at(1)) % WAYS.length] ?? 'tried';
  const table = `${way}_prices`;
  const { wrong, expectSame, see } = figuresOf(name);
  await query(
    system,
    `INSERT INTO ${table} (sku, name, price)
     SELECT '${name}-' || n, 'before', 1 FROM generate_series(0, ${ROWS - 1}) AS n WHERE n % ${KINDS} <> 0`,
  );
  const before = await stored(system, table, name);
  const call = { owner: name, timeoutMs: 1_500_000 };
  const file = { name: `${name}.xlsx`, bytes: await workbook(name) };
  const { body } = await system.registerImport(`${way}-prices`, file, {
    ...call,
    fields: { options: '{"preview":true}' },
  });
  const { taskId } = body;
  const looked = await system.finished(taskId, { ...call, see });
  expectSame('phase', looked.phase, 'previewed');
  expectSame('rows before the confirmation', await stored(system, table, name), before);
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
  await query(system, `UPDATE ${table} SET price = 77 WHERE sku = '${name}-3'`);
  await query(system, `INSERT INTO ${table} VALUES ('${name}-${ROWS - KINDS}', 'theirs', 88)`);
  await system.client(call).confirmImport(taskId);
  const saved = await system.finished(taskId, { ...call, see });
  expectSame('counts', saved.counts, {
    total: ROWS,
    succeeded: 4 * OF_A_KIND - 2,
    failed: OF_A_KIND + 2,
    unprocessed: 0,
  });
  expectSame('rows after the confirmation', await stored(system, table, name), {
    all: ROWS,
    before: 2 * OF_A_KIND + 1,
    after: 3 * OF_A_KIND - 2,
    theirs: '77 88',
  });
  const record = await system.record(taskId, call);
  return { wrong, record };
}

const workbook = (name: string): Promise<Uint8Array> =>
  makeWorkbook([
    HEADER,
    ...Array.from({ length: ROWS }, (_, n) => [
      `${name}-${n}`,
      n % KINDS === 1 ? 'before' : 'after',
      n % KINDS === 2 ? -1 : 1,
    ]),
  ]);

/** The rows of a task, by what stands in them. */
async function stored(
  system: System,
  table: string,
  name: string,
): Promise<Record<string, unknown>> {
  const [row = {}] = await query<Record<string, unknown>>(
    system,
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE name = 'before')::int AS before,
       count(*) FILTER (WHERE name = 'after')::int AS after,
       coalesce(string_agg(price::int::text, ' ' ORDER BY price) FILTER (WHERE price > 2), '') AS theirs
     FROM ${table} WHERE sku LIKE '${name}-%'`,
  );
  return row;
}
