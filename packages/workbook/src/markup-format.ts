/** Markup that exports of older systems name .xls. Used by bookFormat. */
import type { RefusedFormat } from './refused-format.js';

const SPREADSHEET_2003 = /urn:schemas-microsoft-com:office:spreadsheet|progid="Excel\.Sheet"/;
const FLAT_OPEN_DOCUMENT = /<office:document\b/;
const HTML =
  /^(?:<\?xml[^>]*>|<!--[\s\S]*?-->|\s)*<(?:!doctype\s+html|html|head|body|table|meta|style|title|div|font)\b/i;
/** Lines of a header, one of them the version of MIME (RFC 2045, 4). */
const MIME = /^(?:[a-z-]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)*mime-version:/i;

/** `text`: the start of a file. Null: no markup that is known. */
export function markupFormat(text: string): RefusedFormat | null {
  const start = text.trimStart();
  if (MIME.test(start)) return 'web_archive';
  if (!start.startsWith('<')) return null;
  if (SPREADSHEET_2003.test(start) && !HTML.test(start)) return 'xml_spreadsheet';
  if (FLAT_OPEN_DOCUMENT.test(start)) return 'open_document';
  if (HTML.test(start)) return 'web_page';
  return start.startsWith('<?xml') ? 'unknown' : null;
}
