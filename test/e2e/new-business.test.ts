/**
 * A stranger's first hour: `npm run new`, install, the business's own tests, then one export and
 * one import through the real API and a real worker.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeWorkbook } from '../support/make-workbook.js';
import { readWorkbook } from '../support/read-workbook.js';
import { type System, startSystem } from '../support/system.js';

const RUN = fileURLToPath(new URL('../../infra/bin/run.mjs', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'longshore-new-'));
const business = join(folder, 'my-business');
let system: System;

beforeAll(() => {
  mustRun(process.execPath, [RUN, 'new', business], folder);
  mustRun('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], business);
});
afterAll(async () => {
  await system?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a new business passes its own tests, and is served', { timeout: 120_000 }, async () => {
  expect(mustRun('npm', ['test'], business)).toMatch(/Tests .*\d+ passed/);

  const databaseUrl = inject('databaseUrl');
  system = await startSystem({ databaseUrl, env: { BUSINESS: business } });
  const client = system.client();
  const exported = await client.registerExportTask({ type: 'parts' });
  const { url, counts } = await system.finished(exported.taskId);
  expect(counts).toMatchObject({ total: 3, succeeded: 3 });
  const file = await fetch(system.url + url);
  const { rows } = await readWorkbook(new Uint8Array(await file.arrayBuffer()));
  expect(rows).toEqual([
    ['Part number', 'Name', 'Price', 'Status'],
    ['A-100', 'Bearing 6204', 4.9, 'on sale'],
    ['A-200', 'Shaft 20 mm', 31.5, 'on sale'],
    ['B-100', 'Seal ring', 0.35, 'withdrawn'],
  ]);

  const changed = rows.map((row) => [row[0], row[1], row[0] === 'A-200' ? -1 : row[2], row[3]]);
  const upload = new File([Uint8Array.from(await makeWorkbook(changed))], 'parts.xlsx');
  const imported = await client.registerImportTask({ type: 'parts', file: upload });
  expect(await system.finished(imported.taskId)).toMatchObject({
    phase: 'partial',
    counts: { total: 3, succeeded: 2, failed: 1, unprocessed: 0 },
  });
});

/** Resolves with what the command said. Throws with all of it when the command fails. */
function mustRun(command: string, args: readonly string[], cwd: string): string {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}
