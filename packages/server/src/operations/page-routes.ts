/** A built page, such as the task centre's: static files, and its index for every other address. */
import express, { Router } from 'express';

const YEAR_MS = 365 * 24 * 3_600_000;

/**
 * Files with a hash in their name are kept for a year; the page itself is asked for anew each time.
 * `directory`: absolute path of the built files.
 */
export function pageRoutes(directory: string): Router {
  const routes = Router();
  routes.use(
    '/assets',
    express.static(`${directory}/assets`, {
      immutable: true,
      maxAge: YEAR_MS,
      fallthrough: false,
    }),
  );
  routes.use(express.static(directory, { maxAge: 0 }));
  routes.get(/^\/(?!api\/)[^.]*$/, (_req, res) => res.sendFile('index.html', { root: directory }));
  return routes;
}
