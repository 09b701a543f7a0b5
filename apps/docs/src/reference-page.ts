/** One page of the reference: every name of a door, with its docstring and declaration. */
import { declarationsOf } from './declarations.js';
import type { Door } from './doors.js';

export function referencePage({ title, source }: Door): string {
  const names = declarationsOf(source).toSorted((a, b) => a.name.localeCompare(b.name));
  const entries = names.map(({ name, says, code }) =>
    [`## ${name}`, asMarkdown(says), `\`\`\`ts\n${code}\n\`\`\``].join('\n\n'),
  );
  return [`# ${title}`, 'Every name that this door exports.', ...entries, ''].join('\n\n');
}

/** Docstrings are plain text: what Vue would read as a tag or an expression is shown instead. */
const asMarkdown = (says: string): string =>
  says
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '&lt;')))
    .join('')
    .replaceAll('{{', '&#123;&#123;');
