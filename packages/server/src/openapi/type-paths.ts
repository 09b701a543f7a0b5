/** The calls about what a business offers, in the OpenAPI document. */
import { RowsIn, TemplateQuery } from '@longshore/contract';
import { body, named, type Paths, queryParameters, typeIn } from './openapi-parts.js';

/** Types that a business exports and imports. */
interface RowTypes {
  readonly export: readonly string[];
  readonly import: readonly string[];
}

export const typePaths = (types: RowTypes): Paths => ({
  '/api/types': {
    get: {
      id: 'listTypes',
      tag: 'Types',
      summary: 'Registered types',
      says: 'Those that the caller may see: their columns, and the JSON Schema of their params, from which a page builds its forms.',
      answers: { 200: named('All types', 'TypeList') },
    },
  },
  '/api/types/{type}/template': {
    get: {
      id: 'getTemplate',
      tag: 'Types',
      summary: 'The import template workbook',
      says: 'With headers, notes, drop-downs and formats in the language that is asked for.',
      answers: { 200: { description: 'An .xlsx file' } },
      refuses: ['not_found'],
      parameters: [typeIn(types.import), ...queryParameters(TemplateQuery)],
    },
  },
  '/api/types/{type}/rows': {
    post: {
      id: 'getRows',
      tag: 'Types',
      summary: 'The first rows an export would hold',
      says: 'As cells by column key, as the caller would see them in the file.',
      answers: { 200: named('A page', 'RowsOut') },
      refuses: ['unknown_type'],
      parameters: [typeIn(types.export)],
      body: body(RowsIn, { limit: 2 }),
    },
  },
});
