/** The OpenAPI document, and a page that shows it. */
import type { Kind } from '@longshore/contract';
import express, { Router } from 'express';
// not the package's door: it would evaluate the whole page in this process
import getAbsoluteFSPath from 'swagger-ui-dist/absolute-path.js';
import type { CentreServices } from '../services.js';
import { openApiDocument } from './openapi.js';

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Longshore API</title><link rel="stylesheet" href="swagger-ui.css"></head>
<body><div id="swagger-ui"></div><script src="swagger-ui-bundle.js"></script><script src="init.js"></script></body>
</html>`;

const INIT = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui' });`;

export function docsRoutes({ business }: Pick<CentreServices, 'business'>): Router {
  const routes = Router();
  const document = openApiDocument({
    export: typesOf('export', business),
    import: typesOf('import', business),
    batch: typesOf('batch', business),
    routine: typesOf('routine', business),
    hasRetryables: business.retryables.length > 0,
  });
  routes.get('/openapi.json', (_req, res) => void res.json(document));
  routes.get('/docs', (req, res, next) =>
    req.path.endsWith('/') ? next() : res.redirect(301, '/docs/'),
  );
  routes.get('/docs/', (_req, res) => void res.type('html').send(PAGE));
  routes.get('/docs/init.js', (_req, res) => void res.type('js').send(INIT));
  routes.use('/docs', express.static(getAbsoluteFSPath(), { index: false }));
  return routes;
}

const typesOf = (kind: Kind, { executors }: CentreServices['business']): string[] =>
  executors.filter((executor) => executor.kind === kind).map(({ type }) => type);
