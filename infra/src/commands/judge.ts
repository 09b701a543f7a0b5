/** `npm run judge -- NAME`: runs test/judge/NAME.ts, tools of others that judge what is shipped. */
import { runScriptOf } from './run-script-of.js';

export const judge = runScriptOf('judge');
