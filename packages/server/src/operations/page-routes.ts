/** A built page, such as the task centre's: static files, and its index for every other address. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type RequestHandler, Router } from 'express';

const YEAR_MS = 365 * 24 * 3_600_000;
/** What the addresses of the page's files and calls stand on. */
const BASE = '<base href="/" />';

/**
 * Files with a hash in their name are kept for a year; the page itself is asked for anew each time.
 * `directory`: absolute path of the built files. `path`: under which browsers find the page.
 */
export function pageRoutes(directory: string, path: string): Router {
  const index = readFileSync(join(directory, 'index.html'), 'utf8');
  const page = index.replace(BASE, `<base href="${path}/" />`);
  const sendPage: RequestHandler = (_req, res) =>
    void res.type('html').set('Cache-Control', 'public, max-age=0').send(page);
  const routes = Router();
  routes.use(
    '/assets',
    express.static(`${directory}/assets`, {
      immutable: true,
      maxAge: YEAR_MS,
      fallthrough: false,
    }),
  );
  routes.get('/index.html', sendPage);
  routes.use(express.static(directory, { maxAge: 0, index: false }));
  routes.get(/^\/(?!api\/)[^.]*$/, sendPage);
  return routes;
}
