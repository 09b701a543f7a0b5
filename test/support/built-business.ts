/**
 * The businesses of this folder as `npm run build` leaves them in JavaScript: a process that has to
 * load TypeScript takes twice the processor time to start.
 */
import { fileURLToPath } from 'node:url';

const BUILT = new URL('../dist/', import.meta.url);

/** Path of the main file, for BUSINESS. `folder`: `unreliable-business`. */
export const builtBusiness = (folder: string): string => builtFile(`${folder}/business.js`);

/** Path of another file: `retry-business/caller.js`. */
export const builtFile = (path: string): string => fileURLToPath(new URL(path, BUILT));
