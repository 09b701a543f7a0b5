/** Zip archives made by hand for tests, field by field, so that any of them can lie. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface TestEntry {
  readonly name: string;
  readonly data: string | Uint8Array;
  readonly stored?: boolean;
  /** What the headers say instead of the truth. */
  readonly lies?: Partial<EntryFields>;
  readonly localName?: string;
  /** Sizes and checksum follow the data. */
  readonly descriptor?: boolean;
  /** Sizes stand in a zip64 field. */
  readonly zip64?: boolean;
}

interface EntryFields {
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly offset: number;
}

const MAX_32 = 0xffff_ffff;
const MAX_16 = 0xffff;

export function archive(entries: readonly TestEntry[], comment = ''): Buffer {
  const parts: Buffer[] = [];
  const headers: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const data = Buffer.from(entry.data);
    const packed = entry.stored === true ? data : deflateRawSync(data);
    const flags = entry.descriptor === true ? 8 : 0;
    const method = entry.stored === true ? 0 : 8;
    const fields = {
      flags,
      method,
      crc: crc32(data),
      packedSize: packed.length,
      size: data.length,
      offset,
      ...entry.lies,
    };
    const local = localRecord(entry, fields);
    const after =
      entry.descriptor === true
        ? bytes([4, 0x08074b50], [4, fields.crc], [4, fields.packedSize], [4, fields.size])
        : Buffer.alloc(0);
    parts.push(local, packed, after);
    headers.push(centralRecord(entry, fields));
    offset += local.length + packed.length + after.length;
  }
  const directory = Buffer.concat(headers);
  const end = endRecords(entries.length, directory.length, offset);
  return Buffer.concat([
    ...parts,
    directory,
    end,
    bytes([2, comment.length]),
    Buffer.from(comment),
  ]);
}

/** All but the length of the comment. */
function endRecords(count: number, size: number, start: number): Buffer {
  const plain = bytes(
    [4, 0x06054b50],
    [4, 0],
    [2, Math.min(count, MAX_16)],
    [2, Math.min(count, MAX_16)],
    [4, size],
    [4, start],
  );
  if (count < MAX_16) return plain;
  const far = bytes(
    [4, 0x06064b50],
    [8, 44],
    [2, 45],
    [2, 45],
    [4, 0],
    [4, 0],
    [8, count],
    [8, count],
    [8, size],
    [8, start],
  );
  return Buffer.concat([far, bytes([4, 0x07064b50], [4, 0], [8, start + size], [4, 1]), plain]);
}

function localRecord(
  { name, localName = name, descriptor = false }: TestEntry,
  fields: EntryFields,
): Buffer {
  const { flags, method, crc, packedSize, size } = descriptor
    ? { ...fields, crc: 0, packedSize: 0, size: 0 }
    : fields;
  const nameBytes = Buffer.from(localName);
  const sizes = bytes([4, crc], [4, packedSize], [4, size]);
  return Buffer.concat([
    bytes([4, 0x04034b50], [2, 20], [2, flags], [2, method], [4, 0]),
    sizes,
    bytes([2, nameBytes.length], [2, 0]),
    nameBytes,
  ]);
}

function centralRecord(
  { name, zip64 = false }: TestEntry,
  { flags, method, crc, packedSize, size, offset }: EntryFields,
): Buffer {
  const nameBytes = Buffer.from(name);
  const extra = zip64
    ? bytes([2, 1], [2, 24], [8, size], [8, packedSize], [8, offset])
    : Buffer.alloc(0);
  const said = zip64 ? [MAX_32, MAX_32, MAX_32] : [packedSize, size, offset];
  return Buffer.concat([
    bytes(
      [4, 0x02014b50],
      [2, 20],
      [2, 20],
      [2, flags],
      [2, method],
      [4, 0],
      [4, crc],
      [4, said[0] ?? 0],
      [4, said[1] ?? 0],
    ),
    bytes(
      [2, nameBytes.length],
      [2, extra.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, said[2] ?? 0],
    ),
    nameBytes,
    extra,
  ]);
}

/** Numbers as `[width, value]`, little-endian. */
function bytes(...fields: readonly (readonly [width: number, value: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([width, value]) => {
      const field = Buffer.alloc(8);
      field.writeBigUInt64LE(BigInt(value));
      return field.subarray(0, width);
    }),
  );
}
