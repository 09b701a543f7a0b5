/**
 * `npm run fuzz -- reader [sheets] [first seed]`: random and damaged sheets and lists of shared
 * strings by runs in WebAssembly and token by token, until one is read differently; default 100,000
 * sheets.
 */
import {
  compareReadings,
  compareStrings,
} from '../../packages/workbook/src/testing/both-readings.js';

const DEFAULT_SHEETS = 100_000;
const FIRST_SEED = 1_000_000;

const [sheets = DEFAULT_SHEETS, first = FIRST_SEED] = process.argv.slice(2).map(Number);
let found = 0;
for (let seed = first; seed < first + sheets; seed += 1)
  found += compareReadings(seed).found + compareStrings(seed);
console.log(`${sheets} sheets are read the same in both ways; runs found ${found} elements.`);
