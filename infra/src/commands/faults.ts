/**
 * `npm run faults -- [NAME ...]`: plays the faults of test/faults against the built apps; it writes
 * bench-results/faults.json.
 */
import { runSource } from './run-source.js';

export const faults = runSource('faults');
