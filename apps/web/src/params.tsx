/** What a task was asked for, name by name; names and labels as the type's schema titles them. */
import type { Kind } from '@longshore/contract/browser';
import { useType } from './registered-types.js';

interface ParamsProps {
  readonly kind: Kind;
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export function Params({ kind, type, params }: ParamsProps) {
  const schema = useType(kind, type)?.params as Schema | null | undefined;
  return (
    <dl className="params">
      {Object.entries(params).flatMap(([name, value]) => [
        <dt key={name}>{schema?.properties?.[name]?.title ?? spaced(name)}</dt>,
        <dd key={`${name} value`}>{shown(value)}</dd>,
      ])}
    </dl>
  );
}

/** As much of JSON Schema as is shown. */
interface Schema {
  readonly properties?: Readonly<Record<string, { readonly title?: string }>>;
}

/** `orderBy` -> `order by`. */
const spaced = (name: string): string =>
  name.replace(/(?<=[a-z\d])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const FIRST = 20;

function shown(value: unknown): string {
  if (Array.isArray(value)) {
    const first = value.slice(0, FIRST).map(shown).join(', ');
    return value.length > FIRST ? `${first}, … (${value.length})` : first;
  }
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
