/**
 * `npm run fuzz -- encoder [cells] [first seed]`: random sheets by the encoder and by the ordinary
 * writer, until the XML of one differs; default 1,000,000 cells, of values and of bytes in turn.
 */
import { compareWays } from '../../packages/workbook/src/testing/both-ways.js';

const DEFAULT_CELLS = 1_000_000;
const FIRST_SEED = 1_000_000;
/** Of a sheet of values, and of one of bytes. */
const CELLS_OF_SEED = 2_000;

const [cells = DEFAULT_CELLS, first = FIRST_SEED] = process.argv.slice(2).map(Number);
const seeds = Math.ceil(cells / (2 * CELLS_OF_SEED));
for (let seed = first; seed < first + seeds; seed += 1) await compareWays(seed, CELLS_OF_SEED);
console.log(`${seeds * 2 * CELLS_OF_SEED} cells of ${seeds} seeds are the same in both ways.`);
