import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { bytesSource } from '../book-source.js';
import { archive } from '../testing/archive.js';
import { openZip } from './open-zip.js';

test('files come with their names and bytes, folders are left out', async () => {
  const files = await openZip(
    bytesSource(
      archive([
        { name: '图片/', data: '', stored: true },
        { name: '图片/一.png', data: 'picture' },
        { name: 'b.xlsx', data: 'workbook', stored: true },
      ]),
    ),
  );
  expect(files.map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual([
    ['图片/一.png', 7],
    ['b.xlsx', 8],
  ]);
  const contents = await Promise.all(
    files.map(async (file) => (await buffer(file.bytes())).toString()),
  );
  expect(contents).toEqual(['picture', 'workbook']);
});

test('a name that leads out refuses the whole archive', async () => {
  await expect(
    openZip(bytesSource(archive([{ name: 'a/../../b', data: '' }]))),
  ).rejects.toMatchObject({ code: 'unsafe_name' });
});

test('a file larger than the limit is refused before it is unpacked', async () => {
  const [file] = await openZip(bytesSource(archive([{ name: 'big', data: 'x'.repeat(1000) }])), {
    maxPartBytes: 999,
  });
  await expect(file?.bytes().next()).rejects.toMatchObject({ code: 'too_large' });
});
