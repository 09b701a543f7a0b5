/** The environment of a system that serves the business which fails on demand. */
import { fileURLToPath } from 'node:url';

export const UNRELIABLE = {
  BUSINESS: fileURLToPath(new URL('../support/unreliable-business/business.ts', import.meta.url)),
  // The business is TypeScript and stands outside the built packages: tsx loads it.
  NODE_OPTIONS: '--import tsx',
};
