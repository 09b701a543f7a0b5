/**
 * The path of the public address. A proxy may take it off the calls that it passes on, or leave it.
 */
import type { IncomingMessage } from 'node:http';

/** `/back-office`; empty at the root of a host. */
export const basePath = (publicUrl: string | null): string =>
  publicUrl === null ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');

/** Takes the path off the address of a call, where it is still there. */
export function takeOff(path: string, req: IncomingMessage): void {
  const { url = '' } = req;
  if (path !== '' && url.startsWith(path) && /^[/?]?$/.test(url.charAt(path.length)))
    req.url = url.slice(path.length).replace(/^(?!\/)/, '/');
}
