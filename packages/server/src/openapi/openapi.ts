/**
 * The OpenAPI 3.1 document, put together from the contract's schemas: what is validated is what is
 * documented.
 */
import { ERROR_CODES, type Kind } from '@longshore/contract';
import { ALARM_PATHS } from './alarm-paths.js';
import { batchPaths } from './batch-paths.js';
import { DESK_PATHS } from './desk-paths.js';
import { FILE_PATHS } from './file-paths.js';
import { MEND_PATHS } from './mend-paths.js';
import { type Call, type Method, type Paths, type Schema, schemaOf } from './openapi-parts.js';
import { operation } from './operation.js';
import { PREVIEW_PATHS } from './preview-paths.js';
import { RETRY_PATHS } from './retry-paths.js';
import { routinePaths } from './routine-paths.js';
import { SCHEMAS } from './schemas.js';
import { tags } from './tags.js';
import { taskPaths } from './task-paths.js';
import { typePaths } from './type-paths.js';
import { UNDO_PATHS } from './undo-paths.js';

/** The types that a business serves, by kind, and whether it has retryables. */
export type ServedTypes = Readonly<Record<Kind, readonly string[]>> & {
  readonly hasRetryables: boolean;
};

/**
 * `publicUrl`: where browsers reach the task centre; null: at the root of the document's server.
 */
export const openApiDocument = (types: ServedTypes, publicUrl: string | null): Schema => ({
  openapi: '3.1.0',
  info: {
    title: 'Longshore',
    version: '1',
    license: { name: 'MIT', identifier: 'MIT' },
    contact: { name: 'The maintainers of Longshore' },
    description: `An asynchronous import/export task centre. Error codes: ${Object.keys(ERROR_CODES).join(', ')}.`,
  },
  servers: [{ url: publicUrl ?? '/', description: 'This task centre' }],
  tags,
  paths: Object.fromEntries(
    Object.entries(pathsOf(types)).map(([path, calls]) => [path, operationsOf(calls)]),
  ),
  security: [{ bearer: [] }, { session: [] }],
  components: {
    schemas: Object.fromEntries(
      Object.entries(SCHEMAS).map(([name, schema]) => [name, schemaOf(schema)]),
    ),
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      session: { type: 'apiKey', in: 'cookie', name: 'longshore_session' },
    },
  },
});

const pathsOf = (types: ServedTypes): Paths => ({
  ...taskPaths(types),
  ...FILE_PATHS,
  ...PREVIEW_PATHS,
  ...MEND_PATHS,
  ...UNDO_PATHS,
  ...batchPaths(types.batch),
  ...typePaths(types),
  ...(types.routine.length > 0 && routinePaths(types.routine)),
  ...(types.hasRetryables && RETRY_PATHS),
  ...ALARM_PATHS,
  ...DESK_PATHS,
});

const operationsOf = (calls: Paths[string]): Schema =>
  Object.fromEntries(
    (Object.entries(calls) as [Method, Call][]) // the keys of a path are its methods
      .map(([method, call]) => [method, operation(method, call)]),
  );
