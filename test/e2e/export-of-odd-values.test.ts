/**
 * An export takes the bytes that the database sends wherever it can. They must tell what values
 * made one by one tell.
 */
import { bytesSource, type Cell, readXlsx } from '@longshore/workbook';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { builtBusiness } from '../support/built-business.js';
import { ROWS } from '../support/odd-values/rows.js';
import { readWorkbook } from '../support/read-workbook.js';
import { type System, startSystem } from '../support/system.js';

const BUSINESS = builtBusiness('odd-values');

let system: System;
beforeAll(async () => {
  // The business is TypeScript and stands outside the built packages: tsx loads it.
  system = await startSystem({
    databaseUrl: inject('databaseUrl'),
    env: { BUSINESS },
  });
});
afterAll(async () => {
  await system?.stop();
});

async function exported(params: object): Promise<Buffer> {
  const { body } = await system.registerExport(
    { type: 'things', params },
    { owner: JSON.stringify(params) },
  );
  const { phase, url } = await system.finished(body.taskId, { owner: JSON.stringify(params) });
  expect(phase).toBe('succeeded');
  return Buffer.from(await (await fetch(`${system.url}${url}`)).arrayBuffer());
}

async function cellsOf(file: Buffer): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const batch of (await readXlsx(bytesSource(file))).sheets[0]?.rows() ?? [])
    rows.push(...batch.rows);
  return rows;
}

test('both ways give the same cells', async () => {
  const [byBytes, byValue] = [
    await exported({ byValue: false }),
    await exported({ byValue: true }),
  ];
  const cells = await cellsOf(byBytes);
  expect(cells).toHaveLength(ROWS.length + 1);
  expect(cells).toEqual(await cellsOf(byValue));
  // Both readers of the test agree that it is a sound workbook.
  expect((await readWorkbook(byBytes)).rows).toEqual((await readWorkbook(byValue)).rows);
});
