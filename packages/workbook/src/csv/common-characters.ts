/**
 * The characters of East Asian encodings that names mostly consist of: the first levels of their
 * standards. Used by isPlausible; Latin text read as such an encoding gives rare characters.
 */
import { textDecoder } from './text-decoder.js';

type Range = readonly [first: number, last: number];

/** Lead and trail bytes of the common Han characters and of hangul. */
const COMMON: Readonly<Record<string, { readonly lead: Range; readonly trail: Range }>> = {
  gb18030: { lead: [0xb0, 0xf7], trail: [0xa1, 0xfe] },
  big5: { lead: [0xa4, 0xc6], trail: [0x40, 0xfe] },
  shift_jis: { lead: [0x88, 0x97], trail: [0x40, 0xfc] },
  'euc-jp': { lead: [0xb0, 0xcf], trail: [0xa1, 0xfe] },
  'euc-kr': { lead: [0xb0, 0xc8], trail: [0xa1, 0xfe] },
};
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hangul}]/gu;
const MOST_RARE = 0.25;

const known = new Map<string, ReadonlySet<string>>();

/** True for an encoding of letters, and where at most a quarter of the ideographs is rare. */
export function isMostlyCommon(text: string, encoding: string): boolean {
  const common = commonOf(encoding);
  if (common === null) return true;
  const ideographs = text.match(IDEOGRAPH) ?? [];
  const rare = ideographs.filter((char) => !common.has(char));
  return rare.length <= ideographs.length * MOST_RARE;
}

function commonOf(encoding: string): ReadonlySet<string> | null {
  const range = COMMON[encoding];
  if (range === undefined) return null;
  const common = known.get(encoding) ?? new Set(pairs(range.lead, range.trail, encoding));
  known.set(encoding, common);
  return common;
}

/** The decoded pairs of bytes, among them U+FFFD, which no plausible text holds. */
function pairs([first, last]: Range, [firstTrail, lastTrail]: Range, encoding: string): string {
  const bytes: number[] = [];
  for (let lead = first; lead <= last; lead += 1)
    for (let trail = firstTrail; trail <= lastTrail; trail += 1) bytes.push(lead, trail, 0x0a);
  return textDecoder(encoding, false).decode(Uint8Array.from(bytes));
}
