/**
 * The rows of a sheet as packed bytes: by the encoder, which is level 1, or by zlib. Used by
 * writeXlsx and fillTemplate.
 */
import { EncodedRows } from '../encode/encoded-rows.js';
import { Encoder } from '../encode/encoder.js';
import { withTurns } from '../event-loop-turns.js';
import {
  type Border,
  deflatePieces,
  type PackedBorder,
  type Totals,
} from '../zip/deflate-pieces.js';
import { PlainRows } from './plain-rows.js';
import type { RowWriterOptions } from './row-writer.js';
import type { SheetRows } from './sheet-rows.js';

/** The encoder packs as well as zlib does at this level. */
const ENCODER_LEVEL = 1;

export interface Packing {
  readonly level: number;
  /** Sums over the XML, kept on the way. */
  readonly totals: Totals;
}

/** `write` writes the whole part. */
export async function* packedRows<Mark = never>(
  options: RowWriterOptions,
  { level, totals }: Packing,
  write: <B extends Border<Mark>>(to: SheetRows<B, Mark>) => AsyncGenerator<Buffer | B>,
): AsyncGenerator<Buffer | PackedBorder<Mark>> {
  if (level !== ENCODER_LEVEL) {
    yield* deflatePieces<Mark>(write(new PlainRows<Mark>(options)), totals, level);
    return;
  }
  const encoder = Encoder.take();
  try {
    yield* withTurns(write(new EncodedRows<Mark>(options, encoder, totals)));
  } finally {
    encoder.giveBack();
  }
}
