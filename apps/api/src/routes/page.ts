/** The task centre page: the built files of apps/web. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';

const WEB_DIST = fileURLToPath(new URL('../../../web/dist/', import.meta.url));
const YEAR_MS = 365 * 24 * 3_600_000;

/**
 * Files with a hash in their name are kept for a year; the page itself is asked for anew each time.
 */
export function pageRoutes(): Router {
  const routes = Router();
  if (!existsSync(WEB_DIST)) return routes;
  routes.use(
    '/assets',
    express.static(`${WEB_DIST}/assets`, { immutable: true, maxAge: YEAR_MS, fallthrough: false }),
  );
  routes.use(express.static(WEB_DIST, { maxAge: 0 }));
  routes.get(/^\/(?!api\/)[^.]*$/, (_req, res) => res.sendFile('index.html', { root: WEB_DIST }));
  return routes;
}
