import { expect, it } from 'vitest';
import { docsPage } from './docs-page.js';
import { openApiDocument } from './openapi.js';

const document = openApiDocument({
  export: ['orders'],
  import: ['products'],
  batch: ['fees'],
  routine: ['close-day'],
  hasRetryables: true,
});

it('shows every call of the document, and leads each reference to its schema', () => {
  const page = docsPage(document, '../openapi.json');
  for (const [path, operations] of Object.entries(document.paths as Record<string, object>))
    for (const method of Object.keys(operations))
      expect(page).toContain(`<code>${method.toUpperCase()} ${path}</code>`);
  const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, name]) => name);
  expect(targets).toContain('RegisterOut');
  for (const name of new Set(targets)) expect(page).toContain(`<section id="${name}">`);
});

it('runs nothing, and writes what the document says as text', () => {
  const page = docsPage(
    {
      info: { title: '<b>Title</b>', version: '1' },
      paths: { '/x': { get: { summary: 'a < b & "c"', responses: { 200: {} } } } },
      components: { schemas: { Odd: { description: '</pre><script>1</script>' } } },
    },
    '../openapi.json',
  );
  expect(page).not.toMatch(/<script|<b>/);
  expect(page).toContain('a &lt; b &amp; &quot;c&quot;');
});
