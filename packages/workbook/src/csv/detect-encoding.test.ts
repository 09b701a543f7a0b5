import { expect, test } from 'vitest';
import { encodeText } from '../testing/encode-text.js';
import { FILE_ENCODINGS, type ShortTextFile, shortTextFiles } from '../testing/short-text-files.js';
import { WorkbookError } from '../workbook-error.js';
import { detectEncoding } from './detect-encoding.js';
import { textDecoder } from './text-decoder.js';

/** Few, for the time that they take; 1,000 gave the same: none read wrong. */
const FILES_EACH = 25;
const FILES = shortTextFiles(FILES_EACH);

interface Count {
  right: number;
  wrong: number;
  asked: number;
}

/** Per encoding, and of all. */
async function measure(languagesOf: (file: ShortTextFile) => readonly string[]) {
  const counts = new Map<string, Count>();
  const total: Count = { right: 0, wrong: 0, asked: 0 };
  for (const file of FILES) {
    const outcome = await outcomeOf(file, languagesOf(file));
    const count = counts.get(file.encoding) ?? { right: 0, wrong: 0, asked: 0 };
    counts.set(file.encoding, count);
    count[outcome] += 1;
    total[outcome] += 1;
  }
  return { counts, total };
}

async function outcomeOf({ bytes, text }: ShortTextFile, languages: readonly string[]) {
  try {
    const { encoding } = await detectEncoding(bytes, { languages });
    return textDecoder(encoding, true).decode(bytes) === text ? 'right' : 'wrong';
  } catch (error) {
    if (error instanceof WorkbookError && error.code === 'encoding_unclear') return 'asked';
    throw error;
  }
}

/** The encodings that languages suggest; files in the others are asked about. */
const SUGGESTED = Object.keys(FILE_ENCODINGS).slice(0, 11);

test('with the right language no short file is read wrong, and few are asked about', async () => {
  for (const languages of [[], ['en'], ['zh-CN', 'en-US']]) {
    const { counts, total } = await measure(({ language }) => [language, ...languages]);
    if (languages.length === 0) console.table(Object.fromEntries(counts));
    expect(total.wrong).toBe(0);
    const right = SUGGESTED.map((encoding) => counts.get(encoding)?.right ?? 0);
    if (languages[0] !== 'zh-CN')
      expect(right.reduce((a, b) => a + b) / (SUGGESTED.length * FILES_EACH)).toBeGreaterThan(0.9);
  }
}, 120_000);

test('without a language each file is asked about', async () => {
  expect((await measure(() => [])).total).toEqual({ right: 0, wrong: 0, asked: FILES.length });
  expect((await measure(() => ['eo', 'ka'])).total.asked).toBe(FILES.length);
}, 120_000);

test('with the wrong language, at most one file in fifty is read wrong', async () => {
  for (const language of ['en', 'fr', 'pl', 'tr', 'el', 'ru', 'ja', 'ko', 'zh', 'zh-TW']) {
    const { total } = await measure(() => [language]);
    console.log(language, total);
    expect(total.wrong / FILES.length).toBeLessThan(0.02);
  }
}, 120_000);

const candidatesOf = (bytes: Buffer, languages: readonly string[] = []) =>
  detectEncoding(bytes, { languages }).then(
    () => [],
    (error: WorkbookError) => error.values.candidates ?? [],
  );

test('the question shows each reading of the lines that differ, the person’s own first', async () => {
  const text = `name\r\n${'plain\r\n'.repeat(3)}Köln\r\nŁódź Świdnica\r\nMünchen\r\nŽižkov\r\nKraków\r\n`;
  const candidates = await candidatesOf(encodeText(text, 'windows-1250'), ['de']);
  expect(candidates[0]).toEqual({ encoding: 'windows-1252', sample: expect.any(Array) });
  expect(new Set(candidates.map(({ sample }) => sample.join())).size).toBe(candidates.length);
  const polish = candidates.find(({ encoding }) => encoding === 'windows-1250');
  expect(polish?.sample).toContain('Łódź Świdnica');
  expect(polish?.sample).toHaveLength(3);
});

test('without a language the question holds the right reading', async () => {
  for (const [text, encoding] of [
    ['名称\n茶\n', 'gb18030'],
    ['première\nseconde\n', 'windows-1252'],
    ['東京\n大阪\n', 'shift_jis'],
    ['Москва\nКазань\n', 'windows-1251'],
  ] as const)
    expect(await candidatesOf(encodeText(text, encoding))).toContainEqual({
      encoding,
      sample: text
        .trim()
        .split('\n')
        .filter((line) => /[^\p{ASCII}]/u.test(line)),
    });
});

test('a long file is judged by its lines beyond ASCII, also with names of other countries', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `${i},plain text,12.50\n`);
  const names = 'René Hélène Gaëlle Jérôme Nîmes Évreux Chloé Besançon'.split(' ');
  for (let at = 10_000; at < 12_000; at += 10) rows[at] = `${at},${names[at % 7]},1\n`;
  rows[11_005] = '11005,Muñoz,1\n';
  const sample = encodeText(rows.join(''), 'windows-1252');
  expect(await detectEncoding(sample, { languages: ['fr-CA'] })).toEqual({
    encoding: 'windows-1252',
    found: 'suggested',
  });
});

test('two bytes of DOS that have the form of UTF-8 by chance prove nothing', async () => {
  const bytes = encodeText('name\r\nÍñigo\r\n', 'ibm850');
  expect(bytes.toString('utf8')).not.toContain('\ufffd');
  await expect(detectEncoding(bytes, { languages: ['es'] })).rejects.toMatchObject({
    code: 'encoding_unclear',
  });
});

test('a last letter of Western text is no cut character of UTF-8', async () => {
  const bytes = encodeText('prénom,ville\nRené,Nîmes\nZoé', 'windows-1252');
  expect(await detectEncoding(bytes, { languages: ['fr'] })).toMatchObject({
    encoding: 'windows-1252',
  });
  for (const end of ['4,5,é', '4,5,æøå'])
    await expect(detectEncoding(encodeText(end, 'windows-1252'))).rejects.toMatchObject({
      code: 'encoding_unclear',
    });
});

test.each([
  ['utf-8', 'proved', Buffer.from('é')],
  ['utf-8', 'proved', Buffer.from('e\u0301, 1\ufe0f\u20e3, \u05e9\u05c1, नमस्ते')],
  ['utf-8', 'proved', Buffer.from('\ufeffa')],
  ['utf-8', 'ascii', Buffer.from('a,b\n1,2\n')],
  ['utf-8', 'ascii', Buffer.from('a,b\n1,x\0y\n')],
  ['utf-16le', 'proved', Buffer.from('\ufeff名称', 'utf16le')],
  ['utf-16be', 'proved', Buffer.from('\ufeffname', 'utf16le').swap16()],
  ['utf-16le', 'proved', Buffer.from('name,名称\n', 'utf16le')],
  ['utf-8', 'proved', Buffer.concat([Buffer.from('名称,价格,备注,数量\n茶,1\n'), Buffer.of(0xe8)])],
] as const)('%s is %s by the bytes', async (encoding, found, bytes) => {
  expect(await detectEncoding(bytes)).toEqual({ encoding, found });
});
