/** What a task was asked for, name by name; names and labels as the type's schema titles them. */
import { useLongshore } from '@longshore/client/react';
import type { Kind } from '@longshore/contract/browser';
import { useType } from '../registered-types.js';
import { usePageTexts } from '../texts.js';
import { fieldsOf, labelOf, type ParamField, titleOf } from './param-fields.js';

interface ParamsProps {
  readonly kind: Kind;
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Of lists that `params` has only the beginning of. */
  readonly lengths?: Readonly<Record<string, number>>;
}

export function Params({ kind, type, params, lengths = {} }: ParamsProps) {
  const { language } = useLongshore();
  const fields = fieldsOf(useType(kind, type)?.params);
  const fieldOf = (name: string): Pick<ParamField, 'name' | 'schema'> =>
    fields.find((field) => field.name === name) ?? { name, schema: {} };
  const texts = usePageTexts();
  const options: Readonly<Record<string, string>> = kind === 'import' ? texts.options : {};
  const shownIn = (name: string) => (value: unknown) =>
    labelOf(fieldOf(name), value, language) ?? shown(value);
  return (
    <dl className="params">
      {Object.entries(params).flatMap(([name, value]) => [
        <dt key={name}>{options[name] ?? titleOf(fieldOf(name), language)}</dt>,
        <dd key={`${name} value`}>{listOf(value, lengths[name], shownIn(name))}</dd>,
      ])}
    </dl>
  );
}

const FIRST = 20;

function listOf(value: unknown, length: number | undefined, show: (one: unknown) => string) {
  if (!Array.isArray(value)) return show(value);
  const count = length ?? value.length;
  const first = value.slice(0, FIRST).map(show).join(', ');
  return count > FIRST ? `${first}, … (${count})` : first;
}

/** An object, such as which header is which property, as its pairs. */
const shown = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, one]) => `${name} → ${one === null ? '–' : shown(one)}`)
        .join(', ')
    : String(value);
