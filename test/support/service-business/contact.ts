/** One contact of the service. */
import * as z from 'zod';

export const Contact = z.object({ email: z.string().meta({ header: 'Email' }), name: z.string() });
export type Contact = z.output<typeof Contact>;

export const title = { en: 'Contacts', zh: '联系人' };
export const serviceUrl = (path: string): string => `${process.env.SERVICE_URL}${path}`;
