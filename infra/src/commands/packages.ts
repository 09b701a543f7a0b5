/**
 * `npm run packages`: what is published, installed and used in an empty folder as a stranger would.
 */
import { runSource } from './run-source.js';

export const packages = runSource('packages');
