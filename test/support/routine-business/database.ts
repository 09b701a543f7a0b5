/** One database for the business and its routines. */
import { postgres } from '@longshore/postgres';

export const database = postgres(process.env.DATABASE_URL ?? '');
