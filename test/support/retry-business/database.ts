/** One database for the business and its calls. */
import { postgres } from '@longshore/postgres';

export const database = postgres(process.env.DATABASE_URL ?? '');
