import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const MOST_BYTES = 8_192;

test('the framework-free door is under 8 kB gzipped and carries no schema library', async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./index.ts', import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    conditions: ['@longshore/source'],
    metafile: true,
  });
  const [bundle] = outputFiles;
  expect(bundle?.text).not.toMatch(/zod/i);
  expect(gzipSync(bundle?.contents ?? '', { level: 9 }).byteLength).toBeLessThan(MOST_BYTES);
});
