/**
 * A zip archive, written front to back (APPNOTE.TXT 6.3.10): small parts with known sizes, streamed
 * parts with a data descriptor. zip64 stands only in the central directory, since several readers
 * know no zip64 descriptor.
 */
import { PackedBorder, type Totals } from './deflate-pieces.js';
import { packedPart } from './packed-part.js';

interface Entry {
  readonly name: string;
  readonly offset: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly flags: number;
}

const LOCAL_HEADER = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL_HEADER = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const END_64_LOCATOR = 0x07064b50;

const SIZES_FOLLOW = 1 << 3;
const NAME_IN_UTF8 = 1 << 11;
const DEFLATED = 8;
const VERSION = 20;
const VERSION_ZIP64 = 45;
/** 1980-01-01, the first day a zip can tell: the same rows give the same bytes. */
const DATE = 0x21;
const MAX_32 = 0xffff_ffff;
const MAX_16 = 0xffff;
/** More bytes than the fields of any record have. */
const LONGEST_RECORD = 64;

/** An archive at a border of a streamed part, as JSON can hold it. */
export interface ZipState {
  /** Bytes of the archive so far. */
  readonly offset: number;
  readonly entries: readonly Entry[];
  /** The open part: where its header stands, and its sums until here. */
  readonly open: Totals & { readonly offset: number };
}

type Pack<Mark> = (totals: Totals) => AsyncIterable<Buffer | PackedBorder<Mark>>;

export class ZipWriter {
  readonly #entries: Entry[];
  #offset: number;
  #open: ZipState['open'] | null;

  /** `from`: goes on behind the bytes of another writer, whose open part `stream` continues. */
  constructor(from: ZipState | null = null) {
    this.#entries = [...(from?.entries ?? [])];
    this.#offset = from?.offset ?? 0;
    this.#open = from?.open ?? null;
  }

  /** A whole part. */
  part(name: string, content: string | Uint8Array): Buffer {
    const { packed, crc, size } = packedPart(content);
    const entry = {
      name,
      offset: this.#offset,
      crc,
      packedSize: packed.length,
      size,
      flags: 0,
    };
    return this.#count(Buffer.concat([this.#add(entry), packed]));
  }

  /**
   * A part of unknown size, of less than 4 GiB before packing; hears when a border is reached.
   * `pack` gives its packed bytes, and keeps the sums over the bytes before packing.
   */
  async *stream<Mark = never>(
    name: string,
    pack: Pack<Mark>,
    onBorder?: (mark: Mark, state: ZipState) => void,
  ): AsyncGenerator<Buffer> {
    const { offset, crc, size } = this.#open ?? { offset: this.#offset, crc: 0, size: 0 };
    const totals: Totals = { crc, size };
    const unknown = {
      name,
      offset,
      crc: 0,
      packedSize: 0,
      size: 0,
      flags: SIZES_FOLLOW | flagOf(name),
    };
    const header = localHeader(unknown);
    if (this.#open === null) yield this.#count(header);
    this.#open = null;
    for await (const packed of pack(totals)) {
      if (packed instanceof PackedBorder)
        onBorder?.(packed.mark, this.#state({ offset, ...packed.totals }));
      else yield this.#count(packed);
    }
    const packedSize = this.#offset - offset - header.length;
    const entry = { ...unknown, ...totals, packedSize };
    this.#entries.push(entry);
    yield this.#count(descriptor(entry));
  }

  /** The central directory and the end. */
  end(): Buffer {
    const start = this.#offset;
    const headers = this.#entries.map(centralHeader);
    const size = headers.reduce((sum, { length }) => sum + length, 0);
    const ends = endRecords(this.#entries.length, start, size);
    return this.#count(Buffer.concat([...headers, ...ends]));
  }

  #state(open: ZipState['open']): ZipState {
    return { offset: this.#offset, entries: [...this.#entries], open };
  }

  #add(entry: Entry): Buffer {
    this.#entries.push(entry);
    return localHeader(entry);
  }

  #count(bytes: Buffer): Buffer {
    this.#offset += bytes.length;
    return bytes;
  }
}

/** Appendix D: without it a name is in the code page of whoever reads it. */
const flagOf = (name: string): number => (/^\p{ASCII}*$/u.test(name) ? 0 : NAME_IN_UTF8);

/** 4.3.7 */
function localHeader({ name, crc, packedSize, size, flags }: Entry): Buffer {
  return record(
    `4:${LOCAL_HEADER} 2:${VERSION} 2:${flags} 2:${DEFLATED} 2:0 2:${DATE} 4:${crc} 4:${packedSize} 4:${size} 2:${Buffer.byteLength(name)} 2:0`,
    Buffer.from(name),
  );
}

/** 4.3.9 */
const descriptor = ({ crc, packedSize, size }: Entry): Buffer =>
  record(`4:${DESCRIPTOR} 4:${crc} 4:${packedSize} 4:${size}`);

/** 4.3.12; the offset alone can pass 4 GiB (4.5.3) */
function centralHeader({ name, offset, crc, packedSize, size, flags }: Entry): Buffer {
  const far = offset >= MAX_32;
  const version = far ? VERSION_ZIP64 : VERSION;
  const extra = far ? record(`2:1 2:8 8:${offset}`) : Buffer.alloc(0);
  return record(
    `4:${CENTRAL_HEADER} 2:${version} 2:${version} 2:${flags} 2:${DEFLATED} 2:0 2:${DATE} 4:${crc} 4:${packedSize} 4:${size} ` +
      `2:${Buffer.byteLength(name)} 2:${extra.length} 2:0 2:0 2:0 4:0 4:${Math.min(offset, MAX_32)}`,
    Buffer.from(name),
    extra,
  );
}

/** 4.3.16, before it 4.3.14 and 4.3.15 where a number is too large */
function endRecords(count: number, start: number, size: number): Buffer[] {
  const end = record(
    `4:${END} 2:0 2:0 2:${Math.min(count, MAX_16)} 2:${Math.min(count, MAX_16)} 4:${size} 4:${Math.min(start, MAX_32)} 2:0`,
  );
  if (start < MAX_32 && count < MAX_16) return [end];
  const end64 = record(
    `4:${END_64} 8:44 2:${VERSION_ZIP64} 2:${VERSION_ZIP64} 4:0 4:0 8:${count} 8:${count} 8:${size} 8:${start}`,
  );
  const locator = record(`4:${END_64_LOCATOR} 4:0 8:${start + size} 4:1`);
  return [end64, locator, end];
}

/**
 * Fields as `bytes:value`, little-endian, in the order of the specification; then whole buffers.
 */
function record(fields: string, ...tail: Buffer[]): Buffer {
  const bytes = Buffer.alloc(LONGEST_RECORD);
  let at = 0;
  for (const field of fields.split(' ')) {
    const [width = '', value = ''] = field.split(':');
    if (width === '8') bytes.writeBigUInt64LE(BigInt(value), at);
    else bytes.writeUIntLE(Number(value), at, Number(width));
    at += Number(width);
  }
  return Buffer.concat([bytes.subarray(0, at), ...tail]);
}
