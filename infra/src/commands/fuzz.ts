/** `npm run fuzz -- NAME`: runs test/fuzz/NAME.ts against the built packages. */
import { runScriptOf } from './run-script-of.js';

export const fuzz = runScriptOf('fuzz');
