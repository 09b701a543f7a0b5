/** What can be exported and imported here, and the import template of each import type. */
import { AppError, type TypeInfo } from '@longshore/contract';
import type { Executor } from '@longshore/executors';
import { contentDisposition } from '@longshore/storage';
import { writeTemplate } from '@longshore/workbook';
import { Router } from 'express';
import * as z from 'zod';
import { languageFor } from '../http/language.js';
import type { CentreServices } from '../services.js';

export function typeRoutes({ business, uploadMaxBytes }: CentreServices): Router {
  const routes = Router();

  routes.get('/types', (_req, res) => {
    const items = business.executors.map((executor) => ({
      ...describe(executor),
      params: 'params' in executor ? paramsSchema(executor.params) : null,
      maxUploadBytes: 'parse' in executor ? uploadMaxBytes : null,
    }));
    res.json({ items: items satisfies TypeInfo[] });
  });

  routes.get('/types/:type/template', async (req, res) => {
    const executor = business.find('import', req.params.type);
    if (executor === undefined) throw new AppError('not_found');
    const title = executor.title[languageFor(req)];
    const workbook = await writeTemplate({ sheet: title, columns: executor.columns });
    res
      .type('xlsx')
      .set('Content-Disposition', contentDisposition(`${title}.xlsx`))
      .send(workbook);
  });

  return routes;
}

function describe({
  kind,
  type,
  title,
  columns,
}: Executor): Omit<TypeInfo, 'params' | 'maxUploadBytes'> {
  const shown = columns.map(({ key, header, title, required, kind, isDay, labels }) => ({
    key,
    header,
    title,
    required,
    kind,
    isDay,
    labels: labels === null ? null : [...labels],
  }));
  return { kind, type, title, columns: shown };
}

const paramsSchema = (params: z.ZodObject): Record<string, unknown> => ({
  ...z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' }),
});
