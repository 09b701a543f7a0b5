/** The small parts of a workbook, read whole: each opening tag with its attributes and the elements around it. */
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

/** Throws WorkbookError when the part is no XML. */
export async function partElements(part: string, chunks: AsyncIterable<Buffer>, limits: ReadLimits): Promise<PartElement[]> {
  const title = `Part "${part}"`;
  const tokens = new XmlTokens(title, { ...limits, maxCellBytes: limits.maxSmallPartBytes });
  const elements: PartElement[] = [];
  const open: string[] = [''];
  for await (const chunk of utf8Chunks(title, chunks)) {
    tokens.feed(chunk);
    for (let token = tokens.next(); token !== TOKEN.more; token = tokens.next()) {
      if (token === TOKEN.close) open.pop();
      if (token !== TOKEN.open && token !== TOKEN.empty) continue;
      const name = tokens.bytes.toString('utf8', tokens.nameStart, tokens.nameEnd);
      elements.push({ name, parent: open.at(-1) ?? '', attributes: attributesOf(tokens) });
      if (token === TOKEN.open) open.push(name);
    }
  }
  tokens.finish();
  return elements;
}
