/** The OpenAPI document of a running API, as tests read it. */
import * as z from 'zod';

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];
interface Content {
  readonly schema: JsonSchema;
  readonly example?: unknown;
}
interface Answer {
  readonly content?: Readonly<Record<string, Content>>;
}
interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly description: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, Answer>>;
}
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly tags: readonly { readonly name: string }[];
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

/** One call of the document. */
export interface DocumentedCall extends Operation {
  readonly method: string;
  readonly path: string;
}

export const callsOf = ({ paths }: OpenApi): DocumentedCall[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ ...operation, method, path })),
  );

/** Why `value` is not what the schema says; empty: it is. */
export function complaints(
  value: unknown,
  schema: JsonSchema,
  { components }: Pick<OpenApi, 'components'>,
): string[] {
  const { $ref } = schema as { readonly $ref?: string }; // a schema is true, false or an object
  const named = $ref === undefined ? schema : components.schemas[$ref.split('/').at(-1) ?? ''];
  if (named === undefined) return [`${$ref} is not there`];
  const { error } = z.fromJSONSchema(named).safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}
