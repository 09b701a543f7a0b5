/** Words of an outcome as a column and our tables can hold them. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what databases refuse
const REFUSED = /[\u0000\p{Surrogate}]/gu;

/** Without what a database cannot hold: NUL, half a surrogate pair. */
export const storable = (text: string): string => text.replace(REFUSED, '\ufffd');

/** At most `length` characters, as the database counts them; a cut ends with an ellipsis. */
export function cutRemark(text: string, length: number | null): string {
  const clean = storable(text);
  if (length === null || clean.length <= length) return clean;
  const characters = [...clean];
  if (characters.length <= length) return clean;
  return length === 0 ? '' : `${characters.slice(0, length - 1).join('')}…`;
}
