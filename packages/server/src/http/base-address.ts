/**
 * What stands before `/api` in the addresses of an answer: the public address where there is one,
 * else the path under which a host mounted the router.
 */
import type { IncomingMessage } from 'node:http';
import type { CentreServices } from '../services.js';

const API = /\/api$/;

/** Empty for a task centre at the root of its server. */
export function baseAddress(
  req: IncomingMessage & { readonly baseUrl?: string },
  { publicUrl }: Pick<CentreServices, 'publicUrl'>,
): string {
  return publicUrl ?? (req.baseUrl ?? '').replace(API, '');
}
