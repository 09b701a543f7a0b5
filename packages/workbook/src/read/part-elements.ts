/**
 * The small parts of a workbook: each opening tag with its attributes and the element around it,
 * none of them kept.
 */
import type { ReadLimits } from '../limits.js';
import { utf8Chunks } from './utf8-chunks.js';
import { attributesOf } from './xml-attributes.js';
import { TOKEN, XmlTokens } from './xml-tokens.js';

export interface PartElement {
  /** Local name. */
  readonly name: string;
  /** Local name of the element around it; empty at the root. */
  readonly parent: string;
  readonly attributes: ReadonlyMap<string, string>;
}

interface PartToVisit {
  readonly part: string;
  readonly chunks: AsyncIterable<Buffer>;
  readonly limits: ReadLimits;
}

/** Throws WorkbookError when the part is no XML, and what `visit` throws. */
export async function visitElements(
  { part, chunks, limits }: PartToVisit,
  visit: (element: PartElement) => void,
): Promise<void> {
  const title = `Part "${part}"`;
  const tokens = new XmlTokens(title, { ...limits, maxCellBytes: limits.maxSmallPartBytes });
  const open: string[] = [''];
  for await (const chunk of utf8Chunks(title, chunks)) {
    tokens.feed(chunk);
    for (let token = tokens.next(); token !== TOKEN.more; token = tokens.next()) {
      if (token === TOKEN.close) open.pop();
      if (token !== TOKEN.open && token !== TOKEN.empty) continue;
      const name = tokens.bytes.toString('utf8', tokens.nameStart, tokens.nameEnd);
      visit({ name, parent: open.at(-1) ?? '', attributes: attributesOf(tokens) });
      if (token === TOKEN.open) open.push(name);
    }
  }
  tokens.finish();
}
