/** Which files of an archive are tables, which are attachments, and which are junk. */
import { bookFormat, FORMAT_BYTES, type ZipFile, type ZipSources } from '@longshore/workbook';

export interface SortedFiles {
  readonly tables: readonly TableFile[];
  readonly attachments: readonly ZipFile[];
  /** Names of files that computers put into archives for themselves. */
  readonly junk: readonly string[];
}

interface TableFile {
  readonly file: ZipFile;
  /** Read from its start only; a workbook is read from any place. */
  readonly isText: boolean;
}

const JUNK = /(?:^|\/)(?:__MACOSX\/.*|\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini|~\$[^/]*)$/i;
/** Not looked into: an archive may hold thousands. */
const ATTACHMENT =
  /\.(?:jpe?g|png|gif|webp|bmp|tiff?|heic|avif|svg|ico|pdf|docx?|pptx?|mp[34]|mov|avi|wav|html?|md|xml)$/i;
/** Other text is a note to read. */
const TEXT = /\.(?:csv|tsv|tab|txt|psv|dat|prn|asc|jsonl|ndjson)$/i;

/** A workbook is known by its bytes; `delimiter`: what the sender says of texts. */
export async function sortFiles(
  files: readonly ZipFile[],
  sources: ZipSources,
  delimiter?: string,
): Promise<SortedFiles> {
  const tables: TableFile[] = [];
  const attachments: ZipFile[] = [];
  const others = files.filter(({ name }) => !JUNK.test(name));
  for (const file of others) {
    const kind = ATTACHMENT.test(file.name) ? 'attachment' : await kindOf(file, sources, delimiter);
    if (kind === 'attachment') attachments.push(file);
    else tables.push({ file, isText: kind === 'text' });
  }
  const junk = files.filter(({ name }) => JUNK.test(name)).map(({ name }) => name);
  return { tables, attachments, junk };
}

/** What people take for a table is read as one, so that its fault is told. */
async function kindOf(file: ZipFile, sources: ZipSources, delimiter?: string) {
  const format = bookFormat(await sources.start(file, FORMAT_BYTES), delimiter);
  if (format === 'csv' || format === 'jsonl') return TEXT.test(file.name) ? 'text' : 'attachment';
  return ATTACHED.has(format) ? 'attachment' : 'workbook';
}

const ATTACHED: ReadonlySet<string> = new Set([
  'unknown',
  'pdf_file',
  'image_file',
  'other_document',
  'json_document',
]);
