/**
 * `npm run bench -- NAME`: runs test/bench/NAME.ts against the built packages; it writes
 * bench-results/NAME.json.
 */
import { runScriptOf } from './run-script-of.js';

export const bench = runScriptOf('bench');
