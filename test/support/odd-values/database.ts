/** One database for the business and its executors. */
import { postgres } from '@longshore/postgres';

export const database = postgres(process.env.DATABASE_URL ?? '');
