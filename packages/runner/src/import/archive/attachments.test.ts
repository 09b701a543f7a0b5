/** Files of an archive that cells name. */
import { text } from 'node:stream/consumers';
import { type Attachments, defineImport } from '@longshore/executors';
import { archive, type TestEntry } from '@longshore/workbook/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { importFile } from '../../../test/import-file.js';
import { startServices, type TestServices } from '../../../test/start-services.js';

let pictures: string[] = [];

const row = z.object({
  sku: z.string().meta({ header: 'SKU' }),
  price: z.number().positive().meta({ header: 'Price' }),
  picture: z.string().nullish().meta({ header: 'Picture', attachment: true }),
});
const pictured = defineImport({
  type: 'pictured',
  title: { en: 'Goods', zh: '商品' },
  row,
  save: async (rows, { attachments }) => {
    for (const { value } of rows) pictures.push(await pictureOf(value.picture, attachments));
  },
});
const pictureOf = async (name: string | null | undefined, attachments: Attachments) =>
  name == null ? 'none' : text(attachments.open(name));

let services: TestServices;
beforeAll(async () => {
  services = await startServices([pictured]);
});
afterAll(() => services?.close());
beforeEach(() => {
  pictures = [];
});

const run = (entries: readonly TestEntry[]) =>
  importFile({ type: 'pictured', file: archive(entries), options: {} }, services);

describe('attachments', () => {
  const table = (names: readonly (string | null)[]): TestEntry => ({
    name: 'goods.csv',
    data: `SKU,Price,Picture\n${names.map((name, i) => `s${i},1,${name ?? ''}\n`).join('')}`,
  });

  test('are opened by the name that a cell holds, however zip tools write it', async () => {
    const done = await run([
      table(['a.png', 'IMAGES/B.PNG', 'images\\b.png', './café.png', null]),
      { name: 'a.png', data: 'A', stored: true },
      { name: 'images/b.png', data: 'B' },
      { name: 'deep/cafe\u0301.png', data: 'C' },
      { name: 'spare.png', data: 'S' },
    ]);
    expect([done.record.error, done.issues]).toEqual([null, []]);
    expect(pictures).toEqual(['A', 'B', 'B', 'C', 'none']);
    expect(done.record.notices).toMatchObject([
      { code: 'archive_files_not_read', values: { files: 'spare.png' } },
    ]);
  });

  test('that are missing, or stand there twice, are issues of their rows', async () => {
    const done = await run([
      table(['gone.png', 'twice.png', 'a/twice.png']),
      { name: 'a/twice.png', data: 'A' },
      { name: 'b/twice.png', data: 'B' },
    ]);
    expect(done.issues).toEqual(['2 Picture attachment_missing', '3 Picture attachment_unclear']);
    expect(done.sentences[0]).toBe('there is no file gone.png in the archive');
    expect(pictures).toEqual(['A']);
  });

  test('do not stand beside an upload that is no archive', async () => {
    const { issues } = await importFile(
      { type: 'pictured', file: 'SKU,Price,Picture\na,1,a.png\n' },
      services,
    );
    expect(issues).toEqual(['2 Picture attachment_missing']);
  });
});
