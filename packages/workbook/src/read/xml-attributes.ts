/**
 * The attributes of an opening tag as strings, for the small parts; the sheet reads those of its
 * cells as bytes.
 */
import { attributeText } from './xml-text.js';
import type { XmlTokens } from './xml-tokens.js';

/** By local name (`r:id` is `id`); of two with the same local name the first counts. */
export function attributesOf(tokens: XmlTokens): Map<string, string> {
  const attributes = new Map<string, string>();
  while (tokens.nextAttribute()) {
    const name = tokens.bytes.toString('utf8', tokens.attributeStart, tokens.attributeEnd);
    if (!attributes.has(name)) attributes.set(name, attributeText(tokens));
  }
  return attributes;
}
