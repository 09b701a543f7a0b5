/** kill -9 of workers that import archives of several tables with pictures beside them. */
import { createHash } from 'node:crypto';
import { archive, type TestEntry } from '@longshore/workbook/testing';
import { makeWorkbook } from '../../support/make-workbook.js';
import { query } from '../../support/query.js';
import { readSheets } from '../../support/read-workbook.js';
import type { System } from '../../support/system.js';
import type { Fault } from '../fault.js';
import { figuresOf, wrongText } from '../figures.js';
import { UNRELIABLE } from '../unreliable.js';
import { whileKilling } from '../workers.js';

const WORKBOOKS = 3;
/** The workbooks, and a text. */
const TABLES = WORKBOOKS + 1;
const PICTURES = 20;
const PICTURE_BYTES = 20_000;
/** Each tenth row of a table names a picture that is not there. */
const REFUSED_EACH = 10;

export default {
  does: 'Workers that import archives of several tables, whose rows name pictures beside them, are killed by SIGKILL at random moments.',
  promises:
    'Each row of each table is saved once, with its own picture, and each refused one comes back once, under the name of its file.',
  run: async (stage) => {
    const env = { ...UNRELIABLE, TASK_MAX_ATTEMPTS: '100' };
    const system = await stage.system({ workers: 2, env });
    const rows = stage.times(300, 1_500);
    const { kills, ended } = await whileKilling(system, stage.times(2, 60), (name) =>
      importArchive(system, name, rows),
    );
    const wrong = ended.flatMap((one) => one.wrong);
    const hit = ended.reduce((sum, one) => sum + one.lost, 0);
    return {
      runs: kills.length,
      measured: `${ended.length} archives of ${TABLES} tables, ${TABLES * rows} rows and ${PICTURES} pictures: ${wrongText(wrong)}; ${hit} runs hit`,
      holds: wrong.length === 0 && hit > 0,
    };
  },
} satisfies Fault;

/** What was not as it had to be, and how many attempts were lost. */
async function importArchive(system: System, name: string, rows: number) {
  const { wrong, expectSame, see } = figuresOf(name);
  const call = { owner: name, timeoutMs: 1_500_000 };
  const file = { name: `${name}.zip`, bytes: await archiveOf(name, rows) };
  const { body } = await system.registerImport('pictured', file, call);
  const { counts, issuesUrl } = await system.finished(body.taskId, { ...call, see });
  const all = TABLES * rows;
  const refused = all / REFUSED_EACH;
  expectSame('counts', counts, {
    total: all,
    succeeded: all - refused,
    failed: refused,
    unprocessed: 0,
  });
  expectSame('rows', await stored(system, name), {
    rows: all - refused,
    keys: all - refused,
    ofTheirOwn: all - refused,
  });
  const keys = issuesUrl === null ? [] : await keysIn(system.url + issuesUrl);
  expectSame('reported rows', [keys.length, new Set(keys).size], [refused, refused]);
  const { attempts } = await system.record(body.taskId, call);
  return { wrong, lost: attempts.filter(({ outcome }) => outcome === 'lost').length };
}

async function archiveOf(name: string, rows: number): Promise<Uint8Array> {
  const lines = (table: number) =>
    Array.from({ length: rows }, (_, n) => {
      const picture = n % REFUSED_EACH === 0 ? 'no such.png' : `${n % PICTURES}.png`;
      return [`${name}/${table}/${n}`, picture];
    });
  const workbooks = Array.from({ length: WORKBOOKS }, async (_, table): Promise<TestEntry> => {
    const data = await makeWorkbook([['key', 'picture'], ...lines(table)]);
    return { name: `${table}.xlsx`, data };
  });
  const text = lines(WORKBOOKS).map((cells) => cells.join(','));
  return archive([
    ...(await Promise.all(workbooks)),
    { name: `${WORKBOOKS}.csv`, data: ['key,picture', ...text].join('\n') },
    ...Array.from({ length: PICTURES }, (_, n) => ({
      name: `pictures/${n}.png`,
      data: picture(n),
    })),
  ]);
}

const picture = (n: number): Buffer => Buffer.alloc(PICTURE_BYTES, n + 1);

/** Rows, different keys, and rows that have the digest of the picture which they named. */
async function stored(system: System, name: string) {
  const digests = Array.from({ length: PICTURES }, (_, n) =>
    createHash('sha256').update(picture(n)).digest('hex'),
  );
  const [row] = await query(
    system,
    `SELECT count(*)::int AS rows, count(DISTINCT key)::int AS keys, count(*) FILTER (
       WHERE digest = ('{${digests.join()}}'::text[])[split_part(key, '/', 3)::int % ${PICTURES} + 1]
     )::int AS "ofTheirOwn"
     FROM pictures WHERE key LIKE '${name}/%'`,
  );
  return row;
}

async function keysIn(url: string): Promise<unknown[]> {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  const sheets = await readSheets(bytes);
  return sheets.flatMap(({ rows: [_header, ...rows] }) => rows.map(([key]) => key));
}
