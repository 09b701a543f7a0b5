/**
 * A page of the OpenAPI document for people: every call with its parameters, bodies and answers.
 * Plain HTML without a script, so that no package of a viewer stands in anybody's dependencies.
 */

/** What the page reads of an OpenAPI document; the rest of it may be anything. */
interface ShownDocument {
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

interface ShownOperation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly ShownParameter[];
  readonly requestBody?: ShownContent;
  readonly responses?: Readonly<Record<string, ShownContent>>;
}

interface ShownParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: unknown;
}

interface ShownContent {
  readonly description?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 0 auto; padding: 1rem }
summary { cursor: pointer; padding: .3rem 0; overflow-wrap: anywhere }
code, pre { font: .85rem/1.4 ui-monospace, monospace }
pre { overflow: auto; max-height: 30rem; padding: .5rem; border: 1px solid GrayText }
section { border-bottom: 1px solid GrayText }
h4 { margin: .5rem 0 0 } dl { margin: 0 } dd { margin: 0 0 .5rem 1rem }`;

/** The whole page. `address` is where the document itself is, relative to the page. */
export function docsPage(document: Readonly<Record<string, unknown>>, address: string): string {
  // any OpenAPI document with components has these
  const { info, paths, components } = document as unknown as ShownDocument;
  const calls = Object.entries(paths).flatMap(([path, operations]) =>
    METHODS.filter((method) => operations[method] !== undefined).map((method) =>
      // each method of a path holds an operation
      callOf(`${method.toUpperCase()} ${path}`, operations[method] as ShownOperation),
    ),
  );
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `<section id="${escaped(name)}"><details><summary><code>${escaped(name)}</code></summary>${schemaOf(schema)}</details></section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(info.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(info.title)} ${escaped(info.version)}</h1>
<p>Also as an OpenAPI document for programs: <a href="${address}">openapi.json</a></p>
<h2>Calls</h2>
${calls.join('\n')}
<h2>Schemas</h2>
${schemas.join('\n')}
</body>
</html>`;
}

function callOf(call: string, operation: ShownOperation): string {
  const { summary = '', operationId, description, parameters = [], requestBody } = operation;
  const answers = Object.entries(operation.responses ?? {}).map(([status, answer]) =>
    entryOf(status, answer),
  );
  const parts = [
    description === undefined ? '' : `<p>${escaped(description)}</p>`,
    partOf('Parameters', parameters.map(parameterOf)),
    requestBody === undefined ? '' : partOf('Body', contentsOf(requestBody)),
    partOf('Answers', answers),
  ];
  const id = operationId === undefined ? '' : ` id="${escaped(operationId)}"`;
  return `<section${id}><details><summary><code>${escaped(call)}</code> ${escaped(summary)}</summary>${parts.join('')}</details></section>`;
}

const partOf = (title: string, entries: readonly string[]): string =>
  entries.length === 0 ? '' : `<h4>${title}</h4><dl>${entries.join('')}</dl>`;

const parameterOf = ({ name, in: place, required, description = '', schema }: ShownParameter) =>
  `<dt><code>${escaped(name)}</code> in ${escaped(place)}${required === true ? ', required' : ''}</dt><dd>${escaped(description)}${schemaOf(schema)}</dd>`;

const entryOf = (name: string, { description = '', content }: ShownContent): string =>
  `<dt><code>${escaped(name)}</code> ${escaped(description)}</dt>${contentsOf({ content: content ?? {} }).join('')}`;

const contentsOf = ({ content = {} }: ShownContent): string[] =>
  Object.entries(content).map(
    ([type, { schema }]) => `<dd><code>${escaped(type)}</code>${schemaOf(schema)}</dd>`,
  );

/**
 * A reference alone is a link; anything else is shown as it stands, with its references as links.
 */
function schemaOf(schema: unknown): string {
  if (schema === undefined) return '';
  const text = escaped(JSON.stringify(schema, null, 2));
  const linked = text.replace(/#\/components\/schemas\/([\w.-]+)/g, '<a href="#$1">$1</a>');
  return `<pre>${linked}</pre>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
