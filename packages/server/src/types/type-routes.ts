/** What can be exported and imported here, and the import template of each import type. */
import {
  AppError,
  inLanguage,
  LANGUAGES,
  type PreviewDepth,
  type TaskCaller,
  TemplateQuery,
  type TypeInfo,
} from '@longshore/contract';
import {
  type Column,
  columnNote,
  columnsIn,
  type ImportExecutor,
  may,
  type RowExecutor,
  type Title,
} from '@longshore/executors';
import { contentDisposition } from '@longshore/storage';
import { writeTemplate } from '@longshore/workbook';
import { Router } from 'express';
import * as z from 'zod';
import { callerOf } from '../auth/caller.js';
import { visibleType } from '../auth/permissions.js';
import { languageFor } from '../http/language.js';
import { parseInput } from '../http/parse-input.js';
import type { CentreServices } from '../services.js';

export function typeRoutes(services: CentreServices): Router {
  const { business, uploadMaxBytes } = services;
  const routes = Router();

  routes.get('/types', async (_req, res) => {
    const caller = callerOf(res);
    const withRows = business.executors.filter((executor) => 'columns' in executor);
    const rights = await Promise.all(
      withRows.map(async (executor) => ({
        executor,
        maySee: await may(executor, caller, 'see'),
        mayStart: await may(executor, caller, executor.kind),
      })),
    );
    const seen = rights.filter(({ maySee }) => maySee);
    const items = seen.map(({ executor, mayStart }) => ({
      ...describe(executor, caller),
      params: paramsOf(executor),
      maxUploadBytes: executor.kind === 'import' ? uploadMaxBytes : null,
      ...ofImports(executor, business),
      mayStart,
    }));
    res.json({ items: items satisfies TypeInfo[] });
  });

  routes.get('/types/:type/template', async (req, res) => {
    const named = { kind: 'import', type: req.params.type } as const;
    const executor = await visibleType(named, callerOf(res), services);
    if (executor === undefined) throw new AppError('not_found');
    const { language = languageFor(req) } = parseInput(TemplateQuery, req.query);
    const title = inLanguage(executor.title, language);
    const columns = columnsIn(executor.columns, language).map((column) => ({
      ...column,
      note: columnNote(column, language),
    }));
    const workbook = await writeTemplate({ sheet: title, columns });
    res
      .type('xlsx')
      .set('Content-Disposition', contentDisposition(`${title}.xlsx`))
      .send(workbook);
  });

  return routes;
}

function describe(
  { kind, type, title, columns }: RowExecutor,
  caller: TaskCaller,
): Omit<TypeInfo, 'params' | 'maxUploadBytes' | keyof OfImports | 'mayStart'> {
  const shown = columns.map((column) => ({
    key: column.key,
    header: column.header,
    title: column.title,
    required: column.required,
    kind: column.kind,
    isDay: column.isDay,
    labels: column.labels === null ? null : [...column.labels],
    labelTitles: labelTitles(column),
    isMasked: column.mask?.(caller) ?? false,
  }));
  return { kind, type, title, columns: shown };
}

type OfImports = Pick<TypeInfo, 'preview' | 'mode' | 'policies' | 'undo'>;

const ofImports = (executor: RowExecutor, business: CentreServices['business']): OfImports =>
  executor.kind === 'import'
    ? {
        preview: previewDepth(executor, business),
        mode: executor.mode,
        policies: [...executor.policies],
        undo: executor.undo !== null,
      }
    : { preview: null, mode: null, policies: null, undo: false };

/** What a preview of the type tells; null: it has none. */
const previewDepth = (
  { preview, current }: ImportExecutor,
  { database }: CentreServices['business'],
): PreviewDepth | null => {
  if (!preview) return null;
  return current === null || database.rehearse === null ? 'checks' : 'differences';
};

function labelTitles(column: Column): Title[] | null {
  const { labels: en } = column.in('en');
  if (en === null) return null;
  const inAll = LANGUAGES.map((language) => [language, column.in(language).labels ?? en] as const);
  return en.map((label, i) => {
    const named = inAll.map(([language, labels]) => [language, labels[i] ?? label] as const);
    const zh = column.in('zh').labels?.[i] ?? label;
    // English stands for what is not there
    return { ...Object.fromEntries(named.filter(([, name]) => name !== label)), en: label, zh };
  });
}

/** An import without params has none; another kind may always be asked for something. */
const paramsOf = ({ kind, params }: RowExecutor): Record<string, unknown> | null =>
  kind === 'import' && Object.keys(params.shape).length === 0 ? null : paramsSchema(params);

const paramsSchema = (params: z.ZodObject): Record<string, unknown> => ({
  ...z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' }),
});
