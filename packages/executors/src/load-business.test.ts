import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadBusiness } from './load-business.js';
import { declareRoutines } from './routines-of.js';

const DOOR = pathToFileURL(join(import.meta.dirname, 'index.ts')).href;
const ZOD = import.meta.resolve('zod');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'business-'));
});
afterEach(() => rm(folder, { recursive: true }));

const business = `
  import { defineBusiness } from '${DOOR}';
  let prepared = 0;
  export default defineBusiness({ executors: new URL('./executors/', import.meta.url), database: { chunk() {} }, prepare: async () => { prepared++; } });
`;
const options = (type: string) =>
  `type: '${type}', title: { zh: '商品', en: 'Products' }, row: z.object({ sku: z.string() })`;
const header = `import { defineBatch, defineExport, defineImport } from '${DOOR}'; import * as z from '${ZOD}';`;
const anExport = (type: string) =>
  `${header} export default defineExport({ ${options(type)}, async *rows() {} });`;
const anImport = (type: string) =>
  `${header} export default defineImport({ ${options(type)}, save() {} });`;

const thenBatch = (type: string, batch: string) =>
  `${header} export default defineImport({ ${options(type)}, save() {}, thenBatch: '${batch}' });`;
const aBatch = (type: string, params = '') =>
  `${header} export default defineBatch({ ${options(type)}, source: { table: 't', key: 'sku', state: 's' }, each() {}, ${params} });`;

/** Loads a business of these files; values are their text. */
async function load(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries({ 'index.ts': business, ...files })) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return loadBusiness(join(folder, 'index.ts'));
}

describe('loadBusiness', () => {
  it('finds executors by folder, leaving out tests and declarations', async () => {
    const loaded = await load({
      'executors/exports/b.ts': anExport('b-type'),
      'executors/exports/a.mjs': anExport('a-type'),
      'executors/imports/a.ts': anImport('a-type'),
      'executors/imports/a.test.ts': 'throw new Error("a test");',
      'executors/imports/a.d.ts': 'export {};',
      'executors/exports/notes.md': '# notes',
      'executors/README.md': '# notes',
    });
    expect(loaded.executors.map(({ kind, type }) => `${kind} ${type}`)).toEqual([
      'export a-type',
      'export b-type',
      'import a-type',
    ]);
    expect(loaded.find('import', 'a-type')).toBe(loaded.executors[2]);
    expect(loaded.find('import', 'b-type')).toBeUndefined();
    expect(loaded.find('export', 'toString')).toBeUndefined();
    await loaded.prepare();
  });

  it('takes a directory with a package.json', async () => {
    await load({
      'executors/exports/a.ts': anExport('a'),
      'package.json': '{ "exports": { ".": { "import": "./index.ts" } } }',
    });
    expect((await loadBusiness(folder)).find('export', 'a')).toBeDefined();
  });

  it.each([
    ['exports of conditions', { exports: { types: './no.d.ts', import: './index.ts' } }],
    ['a condition in a condition', { exports: { '.': { import: { default: './index.ts' } } } }],
    ['exports of one file', { exports: './index.ts' }],
    ['main', { main: 'index.ts' }],
  ])('takes a directory by %s', async (_what, manifest) => {
    await load({
      'executors/exports/a.ts': anExport('a'),
      'package.json': JSON.stringify(manifest),
    });
    expect((await loadBusiness(folder)).find('export', 'a')).toBeDefined();
  });

  it('says how to build a directory that is not built yet', async () => {
    await writeFile(join(folder, 'package.json'), '{ "exports": { ".": "./dist/index.js" } }');
    await expect(loadBusiness(folder)).rejects.toThrow(
      `The business in ${folder} has no dist/index.js: run npm run build in it`,
    );
  });

  it('refuses two files of one type, naming both', async () => {
    await expect(
      load({
        'executors/exports/a.ts': anExport('same'),
        'executors/exports/b.ts': anExport('same'),
      }),
    ).rejects.toThrow(/a\.ts and .*b\.ts both define the type "same"/);
  });

  it('names every broken file in one error', async () => {
    const broken = load({
      'executors/exports/throws.ts': 'throw new Error("no luck");',
      'executors/exports/empty.ts': 'export {};',
      'executors/exports/strange.ts': 'export default { type: 1 };',
      'executors/exports/misplaced.ts': anImport('a'),
      'executors/imports/twice.ts': `${header} export default defineImport({ type: 'b', title: { zh: 'b', en: 'b' }, save() {},
        row: z.object({ a: z.string().meta({ header: 'X' }), b: z.string().meta({ header: 'x' }) }) });`,
    });
    const error = await broken.catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ name: 'BusinessError', code: 'invalid_business' });
    const lines = String(error instanceof Error && error.message).split('\n');
    expect(lines).toEqual([
      expect.stringMatching(
        /empty\.ts: its default export is not an executor; write `export default defineExport/,
      ),
      expect.stringMatching(/misplaced\.ts: is an import; move it to imports\//),
      expect.stringMatching(/strange\.ts: its default export is not an executor/),
      expect.stringMatching(/throws\.ts: no luck/),
      expect.stringMatching(/twice\.ts: the columns "a" and "b" share the header "x"/),
    ]);
  });

  it('refuses a folder or a file where no executor belongs', async () => {
    await expect(load({ 'executors/reports/a.ts': '' })).rejects.toThrow(
      /reports: executors stand directly in exports\/, imports\/, batches\/, routines\/, or retryables\//,
    );
    await expect(load({ 'executors/stray.ts': '' })).rejects.toThrow('stray.ts');
  });

  it('says what is missing', async () => {
    await expect(load({})).rejects.toThrow(/executors\/: cannot be read/);
    await expect(loadBusiness(join(folder, 'nowhere'))).rejects.toThrow('there is nothing at');
    await expect(loadBusiness('@longshore/no-such-package')).rejects.toThrow(
      'The business "@longshore/no-such-package" could not be loaded',
    );
    await writeFile(join(folder, 'other.ts'), 'export default 1;');
    await expect(loadBusiness(join(folder, 'other.ts'))).rejects.toThrow(
      'its default export is not a business',
    );
  });

  it('finds routines, which need a database', async () => {
    const loaded = await load({
      'executors/routines/nightly.ts': `${header} import { defineRoutine } from '${DOOR}';
        export default defineRoutine({ type: 'nightly', title: { zh: '夜', en: 'Nightly' }, cron: '0 2 * * *', run() {} });`,
    });
    expect(loaded.executors.map(({ kind, type }) => `${kind} ${type}`)).toEqual([
      'routine nightly',
    ]);
    await expect(declareRoutines(loaded, async () => 0)).rejects.toThrow(
      'Routines need a database',
    );
  });

  const aRetryable = (name: string) =>
    `${header} import { retryable } from '${DOOR}';
     export default retryable('${name}', async () => 'done', { params: z.object({ id: z.int() }) });`;

  it('finds retryables, which need a database', async () => {
    const file = { 'executors/retryables/pay.ts': aRetryable('pay') };
    await expect(load(file)).rejects.toThrow('retryable pay: its calls are recorded in a database');
    const twice = { ...file, 'executors/retryables/pay-2.ts': aRetryable('pay') };
    await expect(load({ ...twice, 'index.ts': `${business} //twice` })).rejects.toThrow(
      'both define the type "pay"',
    );
    const moved = { 'executors/exports/ship.ts': aRetryable('ship') };
    await expect(load({ ...moved, 'index.ts': `${business} //moved` })).rejects.toThrow(
      'is a retryable; move it to retryables/',
    );
  });

  it('hands retryables the database of their business', async () => {
    const kept = business.replace(
      'chunk() {}',
      'chunk() {}, bounded() { return this; }, retries: {}',
    );
    const file = { 'index.ts': kept, 'executors/retryables/pay.ts': aRetryable('pay') };
    expect((await load(file)).retryables.map(({ name }) => name)).toEqual(['pay']);
  });

  it('refuses an import whose batch is unknown, or cannot run without params', async () => {
    const imports = { 'executors/imports/a.ts': thenBatch('a', 'b') };
    await expect(load(imports)).rejects.toThrow('a.ts: thenBatch: there is no batch "b"');
    const params = 'params: z.object({ day: z.string() })';
    const needing = { ...imports, 'executors/batches/b.ts': aBatch('b', params) };
    await expect(load(needing)).rejects.toThrow('a.ts: thenBatch: the batch "b" needs params');
  });

  const undoable = (rest: string) =>
    `${header} export default defineImport({ ${options('a')}, save() {}, undo: true, ${rest} });`;

  it('refuses an undo without what puts rows back', async () => {
    const bare = { 'executors/imports/a.ts': undoable("key: 'sku'") };
    await expect(load(bare)).rejects.toThrow(
      'undo needs key, current and remove, which upsertInto gives; there is no current, remove',
    );
  });

  it('refuses an undo in a business without a database that keeps rows', async () => {
    const file = {
      'executors/imports/a.ts': undoable("key: 'sku', current() {}, remove() {}"),
    };
    const none = business.replace('chunk() {}', 'chunk() {}, undo: null');
    await expect(load({ 'index.ts': none, ...file })).rejects.toThrow(
      'a.ts: undo: the rows as they were are kept in the database of the business, which has none',
    );
  });

  it('loads an undo in a business whose database keeps rows', async () => {
    const loaded = await load({
      'index.ts': business.replace('chunk() {}', 'chunk() {}, undo: {}'),
      'executors/imports/a.ts': undoable("key: 'sku', current() {}, remove() {}"),
    });
    expect(loaded.find('import', 'a')?.undo).not.toBeNull();
  });
});
