import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitUntil } from './wait-until.js';
import { watchSources } from './watch-sources.js';

let folder: string;
let stop: AbortController;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'longshore-sources-'));
  mkdirSync(join(folder, 'executors/exports'), { recursive: true });
  writeFileSync(join(folder, 'executors/exports/parts.ts'), '1');
  stop = new AbortController();
});
afterEach(() => {
  stop.abort();
  rmSync(folder, { recursive: true, force: true });
});

test('each change is told, and what changes meanwhile is told once more', async () => {
  let told = 0;
  let ended: () => void = () => {};
  const watching = watchSources(folder, stop.signal, async () => {
    told += 1;
    if (told === 1) await new Promise<void>((resolve) => (ended = resolve));
  });
  const parts = join(folder, 'executors/exports/parts.ts');
  writeFileSync(parts, '2');
  await waitUntil(() => told === 1, { what: 'the first change' });
  for (const text of ['3', '4', '5']) writeFileSync(parts, text);
  ended();
  await waitUntil(() => told === 2, { what: 'the changes meanwhile' });
  writeFileSync(join(folder, 'executors/exports/new.ts'), '1');
  await waitUntil(() => told === 3, { what: 'the new file' });
  stop.abort();
  await watching;
  expect(told).toBe(3);
});

test('what cannot be done after a change ends the watch', async () => {
  const watching = watchSources(folder, stop.signal, async () => {
    throw new Error('no');
  });
  writeFileSync(join(folder, 'other.ts'), '1');
  await expect(watching).rejects.toThrow('no');
});
