/**
 * Whole parts of an archive, packed. Most parts of a workbook but its sheets say the same in each
 * workbook of a kind, and setting zlib up costs more than packing them. Used by zip-writer.ts.
 */
import { crc32, deflateRawSync } from 'node:zlib';

/** A part before and after packing. */
interface PackedPart {
  readonly packed: Buffer;
  readonly crc: number;
  /** Bytes before packing. */
  readonly size: number;
}

/** A few hundred KiB in all. */
const MOST_KEPT = 64;
const LONGEST_KEPT = 4_096;
const kept = new Map<string, PackedPart>();

/** Packed at zlib's own level; the bytes are not to be changed. */
export function packedPart(content: string | Uint8Array): PackedPart {
  if (typeof content !== 'string' || content.length > LONGEST_KEPT) return pack(content);
  const known = kept.get(content);
  if (known !== undefined) return known;
  const part = pack(content);
  if (kept.size === MOST_KEPT) kept.clear();
  kept.set(content, part);
  return part;
}

function pack(content: string | Uint8Array): PackedPart {
  const bytes = Buffer.from(content);
  return { packed: deflateRawSync(bytes), crc: crc32(bytes), size: bytes.length };
}
