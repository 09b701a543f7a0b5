/** One database for the business of the bench and its executors. */
import { postgres } from '@longshore/postgres';

export const database = postgres(process.env.DATABASE_URL ?? '');
