/** Our styles behind those of another workbook (ECMA-376 part 1, 18.8). Used by fillTemplate. */
import { WorkbookError } from '../workbook-error.js';
import { type StyleParts, StyleSheet } from '../write/style-sheet.js';

type ListName = keyof StyleParts;

/** A new sheet of styles that counts on from those of the part. */
export const stylesBehind = (part: string): StyleSheet =>
  new StyleSheet(countOf(listIn(part, 'cellXfs'), 'xf'));

/** The part with ours. Throws WorkbookError `bad_options`: it lacks a list that each has. */
export function appendStyles(part: string, styles: StyleSheet): string {
  const counts = {
    fontId: countOf(listIn(part, 'fonts'), 'font'),
    fillId: countOf(listIn(part, 'fills'), 'fill'),
    borderId: countOf(listIn(part, 'borders'), 'border'),
  };
  const own = styles.parts(firstFormat(part));
  const cellXfs = own.cellXfs.map((xf) =>
    xf.replace(
      /(fontId|fillId|borderId)="(\d+)"/g,
      (_whole, name: keyof typeof counts, id) => `${name}="${Number(id) + counts[name]}"`,
    ),
  );
  const withFormats = /<numFmts\b/.test(part)
    ? part
    : part.replace(/<styleSheet\b[^>]*>/, (opening) => `${opening}<numFmts></numFmts>`);
  return (['numFmts', 'fonts', 'fills', 'borders', 'cellXfs'] as const).reduce(
    (xml, name) => appended(xml, name, name === 'cellXfs' ? cellXfs : own[name]),
    own.numFmts.length === 0 ? part : withFormats,
  );
}

function appended(part: string, name: ListName, elements: readonly string[]): string {
  if (elements.length === 0) return part;
  // how many there are may be left out
  return part
    .replace(new RegExp(`<${name}\\b[^>]*?/>`), `<${name}></${name}>`)
    .replace(new RegExp(`<${name}\\b[^>]*>`), `<${name}>`)
    .replace(`</${name}>`, () => `${elements.join('')}</${name}>`);
}

function listIn(part: string, name: ListName): string {
  const list = new RegExp(`<${name}\\b[^>]*?(?:/>|>([\\s\\S]*?)</${name}>)`).exec(part);
  if (list !== null) return list[1] ?? '';
  throw new WorkbookError({
    code: 'bad_options',
    message: `The template has no list of ${name} in its styles; save it in Excel once.`,
  });
}

const countOf = (list: string, name: string): number =>
  list.match(new RegExp(`<${name}\\b`, 'g'))?.length ?? 0;

/** Below 164 stand Excel's own (18.8.30). */
const firstFormat = (part: string): number =>
  Math.max(
    163,
    ...[...part.matchAll(/<numFmt\b[^>]*?numFmtId="(\d+)"/g)].map(([, id]) => Number(id)),
  ) + 1;
