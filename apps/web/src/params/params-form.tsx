/** A form for the params of a type, with what the server refuses said at its field. */
import { useLongshore } from '@longshore/client/react';
import { useId } from 'react';
import { usePageTexts } from '../texts.js';
import { ParamControl } from './param-control.js';
import { hintOf, type ParamField, type ParamTexts, titleOf } from './param-fields.js';

/** A place in the caller's input, and what is wrong there. */
export interface Refusal {
  readonly path: string;
  readonly message: string;
}

export interface ParamsFormProps {
  readonly fields: readonly ParamField[];
  readonly texts: ParamTexts;
  readonly onChange: (name: string, text: string) => void;
  readonly refusals: readonly Refusal[];
}

export function ParamsForm({ fields, texts, onChange, refusals }: ParamsFormProps) {
  const { params } = usePageTexts();
  if (fields.length === 0) return null;
  return (
    <fieldset className="card padded params-form">
      <legend>{params}</legend>
      {fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          text={texts[field.name] ?? ''}
          onChange={(text) => onChange(field.name, text)}
          refusals={refusals.filter((refusal) => isAt(refusal, field))}
        />
      ))}
    </fieldset>
  );
}

/** Every refusal stands at a field. */
export const areAllAtFields = (
  refusals: readonly Refusal[],
  fields: readonly ParamField[],
): boolean =>
  refusals.length > 0 && refusals.every((refusal) => fields.some((field) => isAt(refusal, field)));

/** `params.ids.3` is at the field `ids`. */
const isAt = ({ path }: Refusal, { name }: ParamField): boolean =>
  path === `params.${name}` || path.startsWith(`params.${name}.`);

interface FieldProps {
  readonly field: ParamField;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly refusals: readonly Refusal[];
}

function Field({ field, text, onChange, refusals }: FieldProps) {
  const texts = usePageTexts();
  const { language } = useLongshore();
  const id = useId();
  const hint = [
    hintOf(field, language),
    field.control === 'lines' ? texts.onePerLine : '',
    field.control === 'json' ? texts.asJson : '',
  ].filter(Boolean);
  const hintId = hint.length > 0 ? `${id}-hint` : '';
  const refusalId = refusals.length > 0 ? `${id}-refusal` : '';
  return (
    <div className="field">
      {field.control !== 'switch' && (
        <label htmlFor={id}>
          {titleOf(field, language)}
          {field.isRequired && <span className="soft">{` · ${texts.required}`}</span>}
        </label>
      )}
      <ParamControl
        field={field}
        text={text}
        onChange={onChange}
        id={id}
        describedBy={[refusalId, hintId].filter(Boolean).join(' ') || undefined}
        isRefused={refusals.length > 0}
      />
      {refusals.length > 0 && (
        <span className="refusal" id={refusalId} role="alert">
          {refusals.map(({ message }) => message).join(' ')}
        </span>
      )}
      {hint.length > 0 && (
        <span className="soft" id={hintId}>
          {hint.join(' ')}
        </span>
      )}
    </div>
  );
}
