/** One database for the shop and its executors. */
import { postgres } from '@longshore/postgres';

// A business is configured by its own environment; this file and index.ts alone read it.
export const database = postgres(process.env.DATABASE_URL ?? '');
