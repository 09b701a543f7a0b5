/**
 * `npm run compat -- NAME [NAME ...]`: the storage suite (or that of tasks) and a whole export and
 * import against an S3 server or a Redis kin; it writes bench-results/compat-NAME.json.
 */
import { runSource } from './run-source.js';

export const compat = runSource('compat');
