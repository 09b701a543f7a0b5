/**
 * Short delimited files of names and places in many encodings, the same on every run. Used by the
 * test of detectEncoding.
 */
import { canEncode, encodeText } from './encode-text.js';
import { PLACE_NAMES } from './place-names.js';

export interface ShortTextFile {
  readonly encoding: string;
  /** BCP 47. */
  readonly language: string;
  readonly text: string;
  readonly bytes: Buffer;
}

/** Each encoding with the languages whose names it can hold. */
export const FILE_ENCODINGS: Readonly<Record<string, readonly string[]>> = {
  'windows-1252': ['fr', 'de', 'es', 'pt', 'it', 'sv', 'da'],
  'windows-1250': ['cs', 'pl', 'hu', 'sk', 'hr'],
  'windows-1251': ['ru', 'uk', 'bg'],
  'windows-1253': ['el'],
  'windows-1254': ['tr'],
  shift_jis: ['ja'],
  'euc-jp': ['ja'],
  'euc-kr': ['ko'],
  big5: ['zh-TW'],
  gb18030: ['zh-CN'],
  'windows-1257': ['lt'],
  macintosh: ['fr', 'de', 'es', 'pt', 'it', 'sv'],
  ibm850: ['fr', 'de', 'es', 'sv'],
  'iso-8859-2': ['cs', 'pl', 'hu'],
  'koi8-r': ['ru', 'bg'],
};

const HEADERS = ['id,name,city', 'code,city', 'name'];
const [LEAST_BYTES, MOST_BYTES, MOST_ROWS] = [27, 200, 8] as const;

/** `count` files of each encoding, of 27 to 200 bytes. */
export function shortTextFiles(count: number): ShortTextFile[] {
  const random = linearCongruential(1);
  return Object.entries(FILE_ENCODINGS).flatMap(([encoding, languages]) =>
    Array.from({ length: count }, (_, index) =>
      shortTextFile(encoding, languages[index % languages.length] ?? '', random),
    ),
  );
}

function shortTextFile(encoding: string, language: string, random: Random): ShortTextFile {
  const words = (PLACE_NAMES[language] ?? '')
    .split(' ')
    .filter((word) => canEncode(word, encoding));
  for (;;) {
    const text = fileText(words, random);
    const bytes = encodeText(text, encoding);
    const isBeyondAscii = bytes.some((byte) => byte >= 0x80);
    if (isBeyondAscii && bytes.length >= LEAST_BYTES && bytes.length <= MOST_BYTES)
      return { encoding, language, text, bytes };
  }
}

function fileText(words: readonly string[], random: Random): string {
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  const delimiter = pick([',', ';']);
  const rows = Array.from({ length: 1 + Math.floor(random() * MOST_ROWS) }, (_, index) => {
    const between = random() < 0.3 ? ' ' : delimiter;
    return `${index + 1}${delimiter}${pick(words)}${between}${pick(words)}`;
  });
  return [pick(HEADERS).replaceAll(',', delimiter), ...rows, ''].join('\r\n');
}

type Random = () => number;

/** The constants of ANSI C. */
function linearCongruential(seed: number): Random {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}
