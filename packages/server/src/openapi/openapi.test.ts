/** What every call of the OpenAPI document has, so that linters and generators find it. */

import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { EXAMPLES } from './examples.js';
import { openApiDocument } from './openapi.js';
import { SCHEMAS } from './schemas.js';
import { TAGS } from './tags.js';

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, Body>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, Body>> }>
  >;
}
interface Body {
  readonly schema: Parameters<typeof z.fromJSONSchema>[0];
  readonly example?: unknown;
}

const document = openApiDocument(
  {
    export: ['orders'],
    import: ['products'],
    batch: ['settle-orders'],
    routine: ['close-day'],
    hasRetryables: true,
  },
  null,
);
const paths = document.paths as Record<string, Record<string, Operation>>; // as it is made
const operations = Object.values(paths).flatMap((path) => Object.values(path));

test('each has an id of its own', () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(50);
});

describe.each(operations.map((operation) => [operation.operationId, operation] as const))(
  '%s',
  (_, { tags, summary, description, requestBody, responses }) => {
    test('says what it is, in a known group', () => {
      expect(tags.map((tag) => tag in TAGS)).toEqual([true]);
      expect(summary).not.toBe('');
      expect(description).toMatch(/\.$/);
    });

    test('says how it refuses', () => {
      expect(Object.keys(responses).filter((status) => /^4/.test(status))).not.toEqual([]);
    });

    test('has an example of what is sent, which is right', () => {
      const sent = requestBody?.content['application/json'];
      if (sent === undefined) return;
      expect(sent.example).toBeDefined();
      expect(z.fromJSONSchema(sent.schema).safeParse(sent.example).error).toBeUndefined();
    });

    test('has an example of what is answered', () => {
      const answered = Object.values(responses).flatMap(({ content }) =>
        content?.['application/json'] === undefined ? [] : [content['application/json'].example],
      );
      expect(answered).not.toContain(undefined);
    });
  },
);

test.each(Object.entries(SCHEMAS))('the example of %s is right', (name, schema) => {
  expect(schema.safeParse(EXAMPLES[name as keyof typeof SCHEMAS]).error).toBeUndefined();
});

test('the document is at the public address, where there is one', () => {
  const types = { export: [], import: [], batch: [], routine: [], hasRetryables: false };
  const { servers } = openApiDocument(types, 'https://shop.example/back-office');
  expect(servers).toMatchObject([{ url: 'https://shop.example/back-office' }]);
});
