/** The Redis rights that docs/operations.md promises to be enough, as arguments of ACL SETUSER. */
import { readFileSync } from 'node:fs';

const DOCUMENT = new URL('../../docs/operations.md', import.meta.url);

/** Throws when the document has no such block. */
export function documentedAcl(): string[] {
  const block = /```acl\n([^`]*)```/.exec(readFileSync(DOCUMENT, 'utf8'))?.[1];
  if (block === undefined) throw new Error('docs/operations.md has no block of the language acl');
  return block.trim().split(/\s+/);
}
