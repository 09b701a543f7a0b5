/** One database for the business, its batches and its routines. */
import { postgres } from '@longshore/postgres';

export const database = postgres(process.env.DATABASE_URL ?? '');
