/** Where the clone stands. `vitepress build` runs in apps/docs. */
import { resolve } from 'node:path';

export const REPOSITORY = resolve(process.cwd(), '../..');
