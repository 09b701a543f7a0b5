/**
 * Random worksheet parts for the two ways of reading: usual forms of rows and cells, odd ones
 * between them, and damage. The same seed gives the same bytes.
 */
import { columnLetters } from '../column-letters.js';
import { mutatePart, type Random, randomOf } from './mutate.js';

const TEXTS = [
  'paid',
  '已取消',
  'a &amp; b',
  '&lt;x&gt; &quot;&apos;',
  'naïve',
  '😀 tail',
  ' spaced ',
  '',
  'x_y_z',
  '_x0041_',
  '_&#120;0041_',
  '&#10;&#x1F600;&#233;',
  '&#x41;&#0;',
  '&#xD800;',
  'line\r\nline\rend\r',
  '&nbsp;',
  'long text of more than sixteen characters, and 中文 in it',
  'é'.repeat(40),
  'plain '.repeat(30),
  '\u00ad',
  '&#32;',
  '\u3000',
] as const;
const NUMBERS = [
  '0',
  '-0',
  '12',
  '-3.25',
  '45292.0003587963',
  '45292.000358796296',
  '3.3000000000000003',
  '1e3',
  '1E-7',
  '9007199254740993',
  '123456789012345678',
  '.5',
  '5.',
  '-',
  '.',
  '1e999',
  '1.2.3',
  ' 7 ',
  'abc',
  '0.00000000000000000000001',
  '',
] as const;

/** What an element may hold, of cell `r` (its reference as an attribute). */
type Form = (r: string, random: Random) => string;

const usual: readonly Form[] = [
  (r, random) => `<c${r}><v>${numberOf(random)}</v></c>`,
  (r, random) => `<c${r} s="${random(4)}"><v>${numberOf(random)}</v></c>`,
  (r, random) => `<c${r} t="str"><v>${textOf(random)}</v></c>`,
  (r, random) => `<c${r} s="1" t="str"><v xml:space="preserve">${textOf(random)}</v></c>`,
  (r, random) => `<c${r} t="inlineStr"><is><t>${textOf(random)}</t></is></c>`,
  (r, random) => `<c${r} t="inlineStr"><is><t xml:space="preserve">${textOf(random)}</t></is></c>`,
  (r, random) => `<c${r} t="s"><v>${random(60) === 0 ? random(9) : random(4)}</v></c>`,
  (r, random) => `<c${r} t="b"><v>${random(2)}</v></c>`,
  (r) => `<c${r} s="2"/>`,
  (r) => `<c${r} s="2"></c>`,
];
const odd: readonly Form[] = [
  (r) => `<c${r}><f>A1&amp;"x"</f><v>1.5</v></c>`,
  (r) => `<c${r}><f>A1</f></c>`,
  (r) => `<c${r} t="e"><v>#N/A</v></c>`,
  (r) => `<c${r} t="d"><v>2024-02-29T00:00:00</v></c>`,
  (r) => `<c${r} t="b"><v>true</v></c>`,
  (r) => `<c${r} t='str'><v>quoted</v></c>`,
  (r) => `<x:c${r}><x:v>7</x:v></x:c>`,
  (r) => `<c${r} t="str"><v>a<![CDATA[ & ]]>b</v></c>`,
  (r) => `<c${r} t="inlineStr"><is><r><rPr/><t>rich</t></r><r><t> text</t></r></is></c>`,
  (r) => `<c${r} t="str"><v/></c>`,
  (r) => `<c${r} t="n" cm="1" vm="2"><v>5</v></c>`,
  (r) => `<c${r} t=""><v>5</v></c>`,
  (r) => `<c${r} x:s="1"><v>45292</v></c>`,
  (r) => `<c ${r} s = "1" ><v>1</v></c >`,
  (r) => `<c${r} s="01"><v >1</v></c>`,
  () => '<c><v>8</v></c>',
  () => '<!-- between -->',
  () => ' \n ',
  () => 'stray',
  () => '<extLst><ext/></extLst>',
  () => '<c r="zz1"><v>1</v></c>',
];
const ROW_ATTRIBUTES = [
  '',
  '',
  '',
  ' spans="1:9"',
  ' hidden="1"',
  ' s="2" customFormat="1"',
  ' ht="15" customHeight="1" x14ac:dyDescent="0.25"',
] as const;

const pick = <T>(list: readonly T[], random: Random): T => list[random(list.length)] as T; // in range
/** Mostly a value that is read, so that sheets are not refused at once. */
const textOf = (random: Random): string =>
  random(80) === 0 ? pick(TEXTS, random) : pick(TEXTS.filter(isRead), random);
const isRead = (text: string): boolean => !text.includes('&nbsp;');
const numberOf = (random: Random): string =>
  random(3) === 0 ? pick(NUMBERS, random) : String(random(100_000) / 100);

/** A worksheet part of some rows; one in three is damaged. Valid UTF-8. */
export function randomSheet(seed: number): Buffer {
  const random = randomOf(seed);
  const width = 1 + random(random(20) === 0 ? 300 : 12);
  const forms = Array.from({ length: width }, () => pick(usual, random));
  const oddity = [0, 4, 30, 400][random(4)] ?? 0;
  let number = 0;
  let rows = '';
  for (let left = random(60); left > 0; left -= 1) {
    number += random(15) === 0 ? random(3) : 1;
    rows += rowOf(number, forms, oddity, random);
  }
  const columns = random(3) === 0 ? '<cols><col min="2" max="3" style="2"/></cols>' : '';
  const sheet = Buffer.from(
    `<worksheet>${columns}<sheetData>${rows}</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`,
  );
  return random(3) === 0 ? Buffer.from(mutatePart(sheet, random).toString()) : sheet;
}

const STRING_FORMS: readonly ((text: string) => string)[] = [
  (text) => `<si><t>${text}</t></si>`,
  (text) => `<si><t xml:space="preserve">${text}</t></si>`,
  (text) => `<si><r><t>${text}</t></r><r><t>${text}</t></r></si>`,
  (text) => `<si><t>${text}</t><rPh sb="0" eb="1"><t>${text}</t></rPh></si>`,
  (text) => `<x:si><x:t>${text}</x:t></x:si>`,
  () => '<si/>',
  () => '<si><t/></si>',
  () => '<!-- between -->',
];

/** A part of shared strings, sometimes damaged. Valid UTF-8. */
export function randomStrings(seed: number): Buffer {
  const random = randomOf(seed);
  const oddity = [3, 20, 400][random(3)] ?? 1;
  const strings = Array.from({ length: random(100) }, () => {
    const form = random(oddity) === 0 ? pick(STRING_FORMS, random) : STRING_FORMS[random(2)];
    return form?.(textOf(random));
  });
  const part = Buffer.from(`<sst>${strings.join(random(9) === 0 ? '\n' : '')}</sst>`);
  return random(3) === 0 ? Buffer.from(mutatePart(part, random).toString()) : part;
}

function rowOf(number: number, forms: readonly Form[], oddity: number, random: Random): string {
  const isOdd = (): boolean => oddity > 0 && random(oddity) === 0;
  const cells = forms.map((form, column) => {
    if (random(12) === 0) return '';
    const reference = random(40) === 0 ? '' : ` r="${columnLetters(column)}${number}"`;
    return (isOdd() ? pick(odd, random) : form)(reference, random);
  });
  const r = random(60) === 0 ? '' : ` r="${number}"`;
  const attributes = isOdd() ? pick(ROW_ATTRIBUTES, random) : '';
  const close = random(50) === 0 ? '\n</row>\n' : '</row>';
  return `<row${r}${attributes}>${cells.join('')}${close}`;
}
