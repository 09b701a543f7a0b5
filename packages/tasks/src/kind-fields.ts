/**
 * The fields of a task's hash that only its kind has. Used by task-fields.ts and params-hash.ts.
 */
import type { ExportFormat, Kind } from '@longshore/contract';
import type {
  ExportTask,
  HeaderChoice,
  ImportTask,
  NewBatch,
  NewExport,
  NewImport,
  NewRoutine,
  NewTask,
  StoredParams,
  UploadedFile,
} from './task.js';

type Fields = Readonly<Record<string, string>>;
type ExportFields = Pick<
  ExportTask,
  | 'kind'
  | 'params'
  | 'storedParams'
  | 'format'
  | 'fileName'
  | 'columns'
  | 'rowsPerFile'
  | 'manifest'
  | 'checkpoint'
>;
type ImportFields = Required<
  Pick<
    ImportTask,
    'kind' | 'languages' | 'options' | 'upload' | 'headerChoices' | 'preview' | 'mends'
  >
>;
type BatchFields = Pick<NewBatch, 'kind' | 'params' | 'batchNo' | 'only'>;
type RoutineFields = Pick<NewRoutine, 'kind' | 'run'>;
type KindFields = ExportFields | ImportFields | BatchFields | RoutineFields;

/** As a registration writes them. */
export function kindFields(task: NewTask): Fields {
  switch (task.kind) {
    case 'export':
      return {
        params: JSON.stringify(task.params),
        storedParams: task.storedParams ? JSON.stringify(task.storedParams) : '',
        format: task.format,
        fileName: task.fileName ?? '',
        columns: task.columns ? JSON.stringify(task.columns) : '',
        rowsPerFile: String(task.rowsPerFile ?? ''),
        manifest: task.manifest ? '1' : '',
      };
    case 'import':
      return {
        languages: task.languages.join(' '),
        options: JSON.stringify(task.options),
        upload: JSON.stringify(task.upload),
        headerChoices: JSON.stringify(task.headerChoices ?? []),
        ...(task.mends && { mends: task.mends }),
        undoes: task.undoes ?? '',
      };
    case 'batch':
      return {
        params: JSON.stringify(task.params),
        batchNo: task.batchNo ?? '',
        only: task.only === null ? '' : JSON.stringify(task.only),
      };
    case 'routine':
      return { run: JSON.stringify(task.run) };
  }
}

const READ: { readonly [K in Kind]: (fields: Fields) => KindFields } = {
  export: ({
    params = '',
    storedParams = '',
    format,
    fileName,
    columns = '',
    rowsPerFile = '',
    manifest,
    checkpoint,
  }) => ({
    kind: 'export',
    // this value and the next four were written by kindFields
    params: JSON.parse(params) as NewExport['params'],
    storedParams: storedParams === '' ? null : (JSON.parse(storedParams) as StoredParams),
    format: format as ExportFormat,
    fileName: fileName || null,
    columns: columns === '' ? null : (JSON.parse(columns) as ExportTask['columns']),
    rowsPerFile: rowsPerFile === '' ? null : Number(rowsPerFile),
    manifest: manifest === '1',
    checkpoint: checkpoint || null,
  }),
  import: ({
    languages = '',
    options = '',
    upload = '',
    preview = '',
    headerChoices = '[]',
    mends,
  }) => ({
    kind: 'import',
    languages: languages.split(' ').filter((tag) => tag !== ''),
    // these were written by kindFields
    options: JSON.parse(options) as NewImport['options'],
    upload: JSON.parse(upload) as UploadedFile,
    headerChoices: JSON.parse(headerChoices) as HeaderChoice[],
    preview: preview === '' ? null : Number(preview),
    mends: mends || null,
  }),
  batch: ({ params = '', batchNo, only = '' }) => ({
    kind: 'batch',
    // this value and the last were written by kindFields
    params: JSON.parse(params) as NewBatch['params'],
    batchNo: batchNo || null,
    only: only === '' ? null : (JSON.parse(only) as NewBatch['only']),
  }),
  routine: ({ run = '' }) => ({
    kind: 'routine',
    run: JSON.parse(run) as NewRoutine['run'], // written by kindFields
  }),
};

/** As `kindFields` wrote them. */
export const readKindFields = (fields: Fields): KindFields => READ[fields.kind as Kind](fields); // written by this package from a Kind

/** What a caller asked for: two registrations with equal values ask for the same. */
export function askedFor(task: NewTask): object {
  switch (task.kind) {
    case 'export':
      return {
        params: task.storedParams?.sha256 ?? task.params,
        format: task.format,
        fileName: task.fileName,
        ...(task.columns && { columns: task.columns }),
        ...(task.rowsPerFile && { rowsPerFile: task.rowsPerFile }),
        ...(task.manifest && { manifest: true }),
      };
    case 'import':
      return task.undoes ? { ...task.options, undoes: task.undoes } : task.options;
    case 'batch':
      return { params: task.params, batchNo: task.batchNo, only: task.only };
    case 'routine':
      return task.run;
  }
}

/** An upload of at most this size is small work. */
const SMALL_BYTES = 1_048_576;

/** Whether the task is small work, '1' or '0'; '' when only the last runs of its type tell. */
export const sizeField = (task: NewTask): string => {
  if (task.kind !== 'import') return '';
  return task.upload.sizeBytes <= SMALL_BYTES ? '1' : '0';
};
