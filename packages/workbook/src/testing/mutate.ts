/**
 * Damaged workbooks for fuzzing: on bytes, and on structure (parts of a good workbook cut,
 * repeated, swapped or spiked with what readers stumble over). The same seed gives the same file.
 */
import { archive } from './archive.js';
import { entriesOf, type Parts } from './workbook-files.js';

/** Mulberry32: small, fast, good enough to pick places. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const SPIKES = [
  '<',
  '>',
  '</row>',
  '</c>',
  '<c',
  '<row r="',
  '"',
  "'",
  '&',
  '&#x110000;',
  '&lt;',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<!DOCTYPE a>',
  '<?',
  '\0',
  '_x0000_',
  '\ufeff',
  '\ud83d',
  '999999999999999999999',
  '-1',
  '1e999',
  'XFE1',
  'ZZZZZZ9',
  't="s"',
  't="d"',
  's="65535"',
  '<v/>',
  '<is>',
  '<t>',
  '<x:c>',
  'encoding="utf-16"',
  '<sheetData>',
  '</sheetData>',
  '../',
  'state="hidden"',
  '\xff\xfe',
]; // prettier-ignore

/** One to three changes of the parts or of the archive's bytes. */
export function mutated(parts: Parts, seed: number): Buffer {
  const random = randomOf(seed);
  const changes = 1 + random(3);
  const onBytes = random(2) === 0;
  const changed: Record<string, string | Uint8Array | null> = { ...parts };
  const names = Object.keys(changed);
  for (let i = 0; !onBytes && i < changes; i += 1) {
    const name = names[random(names.length)] ?? '';
    changed[name] = mutatePart(Buffer.from(changed[name] ?? ''), random);
  }
  const file = archive(entriesOf(changed));
  return onBytes ? mutateBytes(file, changes, random) : file;
}

const TEXT_SPIKES = [
  '"',
  '""',
  '"\r',
  '\r',
  '\n',
  '\r\n',
  '\0',
  ';',
  ',',
  '\t',
  '|',
  '\ufeff',
  '\x1a',
  "'=",
  'sep=;\n',
  '\xff',
  '\x80',
];

/** One to eight changes of a text file: signs that mean something to a reader, or any bytes. */
export function mutatedText(text: Buffer, seed: number): Buffer {
  const random = randomOf(seed);
  let changed = text;
  for (let left = 1 + random(8); left > 0; left -= 1) {
    const at = random(changed.length + 1);
    const spike = Buffer.from(
      TEXT_SPIKES[random(TEXT_SPIKES.length)] ?? '',
      random(2) === 0 ? 'latin1' : 'utf16le',
    );
    if (random(3) === 0) changed = mutateBytes(changed, 1 + random(3), random);
    else
      changed = Buffer.concat([changed.subarray(0, at), spike, changed.subarray(at + random(3))]);
  }
  return changed;
}

export type Random = ReturnType<typeof randomOf>;

/** One change of a part. */
export function mutatePart(part: Buffer, random: Random): Buffer {
  const at = random(part.length + 1);
  const to = Math.min(part.length, at + random(64));
  const spike = Buffer.from(SPIKES[random(SPIKES.length)] ?? '');
  switch (random(10)) {
    case 0:
    case 1:
    case 2:
      return Buffer.concat([part.subarray(0, at), spike, part.subarray(to)]);
    case 3:
      return Buffer.concat([part.subarray(0, at), part.subarray(to)]);
    case 4:
      return Buffer.concat([part.subarray(0, to), part.subarray(at)]);
    case 5:
      return part.subarray(0, at);
    case 6:
      return mutateBytes(part, 1 + random(4), random);
    default:
      return Buffer.concat([part.subarray(0, at), spike, part.subarray(at)]);
  }
}

function mutateBytes(bytes: Buffer, changes: number, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  for (let i = 0; i < changes; i += 1) {
    const at = random(copy.length + 1);
    const kind = random(4);
    if (kind === 0 && copy.length > 4)
      copy.writeUInt32LE(
        [0, 0xffff_ffff, 0x7fff_ffff, copy.length, 1][random(5)] ?? 0,
        Math.min(at, copy.length - 4),
      );
    else if (kind === 1) copy.copy(copy, at, random(copy.length + 1));
    else if (at < copy.length)
      copy[at] = kind === 2 ? random(256) : (copy[at] ?? 0) ^ (1 << random(8));
  }
  return random(8) === 0 ? copy.subarray(0, random(copy.length + 1)) : copy;
}
