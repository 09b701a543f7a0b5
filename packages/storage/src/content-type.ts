/** Content types of the files the task centre hands out, by the name's extension. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  zip: 'application/zip',
  json: 'application/json',
};

/** `application/octet-stream` for any other extension: a browser must not guess. */
export const contentTypeOf = (fileName: string): string =>
  CONTENT_TYPES[fileName.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
