/** 405 with Allow for a known address that was called by another method (RFC 9110, 15.5.6). */
import { AppError } from '@longshore/contract';
import type { RequestHandler, Router } from 'express';

/** Express's own table of a router's routes, which its types leave out. */
interface Layer {
  readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

/**
 * `routers`: all that share these addresses. Stands before bodies are read, so that a wrong method
 * is told whatever the body. An address that is written out comes before one with parameters, which
 * may match it too; OPTIONS is answered here.
 */
export function methodNotAllowed(routers: readonly Router[]): RequestHandler {
  const layers = routers.flatMap((router) => router.stack as unknown as readonly Layer[]);
  return (req, res, next) => {
    const methods = methodsOf(layers.filter((layer) => layer.route && layer.match(req.path)));
    if (methods.size === 0 || methods.has(req.method)) return next();
    const allowed = [...methods].join(', ');
    res.set('Allow', allowed);
    if (req.method === 'OPTIONS') return void res.status(204).end();
    throw new AppError('method_not_allowed', { values: { method: req.method, allowed } });
  };
}

function methodsOf(matching: readonly Layer[]): ReadonlySet<string> {
  const writtenOut = matching.filter(({ route }) => !String(route?.path).includes(':'));
  const methods = new Set<string>();
  for (const { route } of writtenOut.length > 0 ? writtenOut : matching)
    for (const method of Object.keys(route?.methods ?? {})) methods.add(method.toUpperCase());
  if (methods.has('GET')) methods.add('HEAD');
  return methods;
}
