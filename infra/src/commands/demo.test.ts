/** `npm run demo`: the guided run that goes through most of an import, and a name that is none. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const RUN = fileURLToPath(new URL('../../bin/run.mjs', import.meta.url));

async function demo(...args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [RUN, 'demo', ...args], {
    env: { ...process.env, SHOP_ORDERS: '100' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const said = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, said: said.join('') };
}

test('of an import corrects a list to its last row, and undoes it', {
  timeout: 240_000,
}, async () => {
  const { code, said } = await demo('import');
  expect(said).toContain('The import of the list: succeeded, 2,000 saved, 0 to correct.');
  expect(said).toContain('each column as before the list');
  expect(code).toBe(0);
});

test('of another name says which there are', async () => {
  const { code, said } = await demo('imports');
  expect(said).toContain('npm run demo -- import | batch | routines');
  expect(code).toBe(1);
});
