/**
 * The same sheet by the encoder and by the ordinary writer with zlib: the XML must be the same,
 * byte for byte. Used by tests and by test/fuzz/encoder.ts.
 */
import { buffer } from 'node:stream/consumers';
import { bytesSource, openZip, type SheetToWrite, writeXlsx } from '../index.js';
import { randomByteRows, randomTable } from './random-table.js';

const [ENCODER, ZLIB] = [1, 2];

/** The XML of each part by level: of the encoder, and of the reference. */
export async function bothWays(
  sheetOf: () => SheetToWrite,
  timeZone = 'Asia/Shanghai',
): Promise<readonly [encoded: Buffer, plain: Buffer]> {
  const [encoded, plain] = [ENCODER, ZLIB].map(async (level) => {
    const book = await buffer(writeXlsx([sheetOf()], { level, timeZone }));
    const parts: Buffer[] = [];
    for (const file of await openZip(bytesSource(book)))
      parts.push(Buffer.from(`\n${file.name}\n`), await buffer(file.bytes()));
    return Buffer.concat(parts);
  });
  return Promise.all([encoded, plain] as [Promise<Buffer>, Promise<Buffer>]);
}

/** Throws, naming the seed, when the two ways differ on random rows of about so many cells. */
export async function compareWays(seed: number, cells: number): Promise<void> {
  const { columns, batches } = randomTable(seed, cells);
  const values = await bothWays(() => ({
    name: 'S',
    columns,
    rows: batches,
    form: seed % 2 === 0,
  }));
  const rows = randomByteRows(seed, cells);
  const bytes = await bothWays(() => ({ name: 'S', columns, rows: [rows] }));
  for (const [name, [encoded, plain]] of Object.entries({ values, bytes }))
    if (!encoded.equals(plain))
      throw new Error(`Seed ${seed}, ${name}: ${difference(encoded, plain)}`);
}

function difference(encoded: Buffer, plain: Buffer): string {
  const at = plain.findIndex((byte, i) => byte !== encoded[i]);
  const near = (bytes: Buffer): string => JSON.stringify(bytes.toString('utf8', at - 80, at + 80));
  return `byte ${at} differs: ${near(encoded)} is to be ${near(plain)}`;
}
