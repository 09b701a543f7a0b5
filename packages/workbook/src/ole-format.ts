/**
 * What an OLE compound file holds ([MS-CFB]): an old workbook, an encrypted one, or another
 * document. Used by bookFormat and readBook.
 */
import type { BookSource } from './book-source.js';
import type { RefusedFormat } from './refused-format.js';

/** In hexadecimal digits. */
export const OLE_MAGIC = 'd0cf11e0a1b11ae1';

/** [MS-CFB] 2.2: where the header says the size of sectors and the first one of the directory. */
const [SECTOR_SHIFT, FIRST_DIRECTORY_SECTOR, HEADER_BYTES] = [30, 48, 512] as const;
/** 2.6.1: entries of 128 bytes; a name takes up to 64, in UTF-16. */
const [ENTRY_BYTES, NAME_BYTES] = [128, 64] as const;

const STREAMS: readonly (readonly [string, RefusedFormat])[] = [
  ['EncryptedPackage', 'password_protected'],
  ['Workbook', 'old_workbook'],
  ['Book', 'old_workbook'],
  ['WordDocument', 'other_document'],
  ['PowerPoint Document', 'other_document'],
];

/** By the first sector of the directory where `start` reaches that far, else `old_or_encrypted`. */
export function oleFormat(start: Buffer): RefusedFormat {
  const place = directoryPlace(start);
  return place === null ? 'old_or_encrypted' : formatOf(start.subarray(place.start, place.end));
}

/** The same, with the directory read from where it stands. */
export async function oleFormatOf(source: BookSource, start: Buffer): Promise<RefusedFormat> {
  const place = directoryPlace(start);
  if (place === null || place.end > source.size) return 'old_or_encrypted';
  return formatOf(Buffer.from(await source.readRange(place.start, place.end)));
}

function directoryPlace(start: Buffer): { start: number; end: number } | null {
  if (start.length < HEADER_BYTES) return null;
  const sectorBytes = start.readUInt16LE(SECTOR_SHIFT) === 12 ? 4096 : 512;
  const place = (start.readUInt32LE(FIRST_DIRECTORY_SECTOR) + 1) * sectorBytes;
  return { start: place, end: place + sectorBytes };
}

function formatOf(directory: Buffer): RefusedFormat {
  const names: string[] = [];
  for (let at = 0; at + ENTRY_BYTES <= directory.length; at += ENTRY_BYTES)
    names.push(directory.toString('utf16le', at, at + NAME_BYTES).replace(/\0[\s\S]*$/, ''));
  return STREAMS.find(([name]) => names.includes(name))?.[1] ?? 'old_or_encrypted';
}
