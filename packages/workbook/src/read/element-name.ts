/** Names of the element that the tokens opened or closed. Used where few names matter. */
import type { XmlTokens } from './xml-tokens.js';

/** Of one letter. */
export const isNamed = ({ bytes, nameStart, nameEnd }: XmlTokens, letter: number): boolean =>
  nameEnd - nameStart === 1 && bytes[nameStart] === letter;

export const nameIs = ({ bytes, nameStart, nameEnd }: XmlTokens, name: string): boolean =>
  nameEnd - nameStart === name.length && bytes.toString('latin1', nameStart, nameEnd) === name;
