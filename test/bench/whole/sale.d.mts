/** Types of sale.mjs, for the benches in TypeScript. */
import type * as z from 'zod';

export declare const STATUSES: Readonly<Record<string, string>>;
export declare const Sale: z.ZodObject;
export declare const SALES: string;
export declare const SALES_IMPORTED: string;
export declare const makeTables: (rows: number) => string;
