/**
 * The header that makes a browser save a file under a given name; used for store addresses and by
 * the API.
 */

/** Controls, halves of a character, and path separators. */
const UNFIT = /[\p{Cc}\p{Cs}/\\]/gu;

/**
 * `attachment` with the name in both forms of RFC 6266: plain ASCII for old clients, and UTF-8 by
 * RFC 8187.
 * Characters that no file name may have become `_`.
 */
export function contentDisposition(fileName: string): string {
  const name = fileName.replace(UNFIT, '_') || 'download';
  return `attachment; filename="${asciiName(name)}"; filename*=UTF-8''${extendedValue(name)}`;
}

/** `%` goes too: some browsers decode it in the quoted form. */
const asciiName = (name: string): string => name.replace(/[^\x20-\x7e]+|["%]/g, '_');

const extendedValue = (name: string): string =>
  encodeURIComponent(name).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
