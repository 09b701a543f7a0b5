/** The OpenAPI document, and a page that shows it. */
import type { Kind } from '@longshore/contract';
import { Router } from 'express';
import type { CentreServices } from '../services.js';
import { docsPage } from './docs-page.js';
import { openApiDocument } from './openapi.js';

export function docsRoutes({ business }: Pick<CentreServices, 'business'>): Router {
  const routes = Router();
  const document = openApiDocument({
    export: typesOf('export', business),
    import: typesOf('import', business),
    batch: typesOf('batch', business),
    routine: typesOf('routine', business),
    hasRetryables: business.retryables.length > 0,
  });
  const page = docsPage(document, '../openapi.json');
  routes.get('/openapi.json', (_req, res) => void res.json(document));
  routes.get('/docs', (req, res) =>
    req.path.endsWith('/') ? void res.type('html').send(page) : res.redirect(301, 'docs/'),
  );
  return routes;
}

const typesOf = (kind: Kind, { executors }: CentreServices['business']): string[] =>
  executors.filter((executor) => executor.kind === kind).map(({ type }) => type);
