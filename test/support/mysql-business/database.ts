/** One database for the business and its executors. */
import { mysql } from '@longshore/mysql';

export const database = mysql(process.env.DATABASE_URL ?? '');
