/** The attributes of an opening tag as strings, for the small parts; the sheet reads those of its cells as bytes. */
import { unescapeXstring, utf8Text, withoutEntities } from './xml-text.js';
import type { XmlTokens } from './xml-tokens.js';

/** By local name (`r:id` is `id`); of two with the same local name the first counts. */
export function attributesOf(tokens: XmlTokens): Map<string, string> {
  const attributes = new Map<string, string>();
  while (tokens.nextAttribute()) {
    const name = utf8Text(tokens, tokens.attributeStart, tokens.attributeEnd);
    const value = unescapeXstring(withoutEntities(tokens, utf8Text(tokens, tokens.valueStart, tokens.valueEnd)));
    if (!attributes.has(name)) attributes.set(name, value);
  }
  return attributes;
}
