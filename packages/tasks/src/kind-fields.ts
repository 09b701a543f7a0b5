/**
 * The fields of a task's hash that only its kind has. Used by task-fields.ts and params-hash.ts.
 */
import type { ExportFormat, Kind } from '@longshore/contract';
import type { ExportTask, NewExport, NewImport, NewTask, StoredFile } from './task.js';

type Fields = Readonly<Record<string, string>>;
type ExportFields = Pick<ExportTask, 'kind' | 'params' | 'format' | 'fileName' | 'checkpoint'>;
type ImportFields = Pick<NewImport, 'kind' | 'languages' | 'options' | 'upload'>;

/** As a registration writes them. */
export function kindFields(task: NewTask): Fields {
  switch (task.kind) {
    case 'export':
      return {
        params: JSON.stringify(task.params),
        format: task.format,
        fileName: task.fileName ?? '',
      };
    case 'import':
      return {
        languages: task.languages.join(' '),
        options: JSON.stringify(task.options),
        upload: JSON.stringify(task.upload),
      };
  }
}

const READ: { readonly [K in Kind]: (fields: Fields) => ExportFields | ImportFields } = {
  export: ({ params = '', format, fileName, checkpoint }) => ({
    kind: 'export',
    // this value and the next two were written by kindFields
    params: JSON.parse(params) as NewExport['params'],
    format: format as ExportFormat,
    fileName: fileName || null,
    checkpoint: checkpoint || null,
  }),
  import: ({ languages = '', options = '', upload = '' }) => ({
    kind: 'import',
    languages: languages.split(' ').filter((tag) => tag !== ''),
    // both were written by kindFields
    options: JSON.parse(options) as NewImport['options'],
    upload: JSON.parse(upload) as StoredFile,
  }),
};

/** As `kindFields` wrote them. */
export const readKindFields = (fields: Fields): ExportFields | ImportFields =>
  READ[fields.kind as Kind](fields); // written by this package from a Kind

/** What a caller asked for: two registrations with equal values ask for the same. */
export function askedFor(task: NewTask): object {
  switch (task.kind) {
    case 'export':
      return { params: task.params, format: task.format, fileName: task.fileName };
    case 'import':
      return task.options;
  }
}
