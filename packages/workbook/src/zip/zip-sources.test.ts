import { expect, test } from 'vitest';
import { bytesSource } from '../book-source.js';
import { archive } from '../testing/archive.js';
import { openZip } from './open-zip.js';
import { zipSources } from './zip-sources.js';

const TEXT = Array.from({ length: 200_000 }, (_, i) => `${i},`).join('');

async function opened(entries: Parameters<typeof archive>[0]) {
  const reads: number[] = [];
  const { size, readRange } = bytesSource(archive(entries));
  const counted = (start: number, end: number) => {
    reads.push(end - start);
    return readRange(start, end);
  };
  const files = await openZip({ size, readRange: counted });
  return { files, reads, sources: zipSources() };
}

test('a text is unpacked as it is read, from wherever it is asked', async () => {
  const { files, sources } = await opened([{ name: 'a.csv', data: TEXT }]);
  const [file] = files;
  if (file === undefined) throw new Error('no file');
  const source = sources.text(file);
  expect(source.size).toBe(TEXT.length);
  for (const [start, end] of [
    [0, 10],
    [300_000, 300_010],
    [TEXT.length - 5, TEXT.length],
  ] as const)
    expect(Buffer.from(await source.readRange(start, end)).toString()).toBe(TEXT.slice(start, end));
  expect((await sources.start(file, 4)).toString()).toBe('0,1,');
});

test('a text that is damaged is refused once it was read to its end', async () => {
  const lies = { crc: 1 };
  const { files, sources } = await opened([{ name: 'a.csv', data: TEXT, lies }]);
  const [file] = files;
  if (file === undefined) throw new Error('no file');
  await sources.text(file).readRange(0, 10);
  await expect(sources.text(file).readRange(0, TEXT.length)).rejects.toMatchObject({
    code: 'bad_checksum',
  });
});

test('of workbooks one at a time is held, and read but once', async () => {
  const { files, reads, sources } = await opened([
    { name: 'a.xlsx', data: 'first workbook' },
    { name: 'b.xlsx', data: 'other workbook' },
  ]);
  const [a, b] = files.map((file) => sources.workbook(file));
  reads.length = 0;
  for (const [start, end] of [
    [0, 5],
    [6, 14],
  ] as const)
    expect(Buffer.from((await a?.readRange(start, end)) ?? []).toString()).toBe(
      'first workbook'.slice(start, end),
    );
  const once = reads.length;
  expect(Buffer.from((await b?.readRange(0, 5)) ?? []).toString()).toBe('other');
  await a?.readRange(0, 1);
  expect(reads.length).toBe(3 * once);
});

test('a workbook larger than the memory for it is refused by its size alone', async () => {
  const { files, sources } = await opened([
    { name: 'a.xlsx', data: 'x', lies: { size: 64 * 1024 ** 2 + 1 } },
  ]);
  const [file] = files;
  if (file === undefined) throw new Error('no file');
  await expect(sources.workbook(file).readRange(0, 1)).rejects.toMatchObject({
    code: 'too_large',
  });
});
