/** The control of one field, as its schema asks for. */
import { useLongshore } from '@longshore/client/react';
import { Checkbox, Input, Select } from 'antd';
import { usePageTexts } from '../texts.js';
import {
  choiceText,
  labelOf,
  listed,
  listing,
  type ParamField,
  type ParamSchema,
  titleOf,
} from './param-fields.js';

export interface ParamControlProps {
  readonly field: ParamField;
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** Of the control, and of what says what is wrong with it. */
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly isRefused: boolean;
}

export function ParamControl(props: ParamControlProps) {
  const { field, text, onChange } = props;
  switch (field.control) {
    case 'choice':
    case 'choices':
      return <Choice {...props} />;
    case 'switch':
      return <Switch {...props} />;
    case 'lines':
    case 'json':
      return (
        <Input.TextArea
          {...attributesOf(props)}
          value={text}
          autoSize={{ minRows: 1, maxRows: 6 }}
          onChange={({ target }) => onChange(target.value)}
        />
      );
    default:
      return (
        <Input
          {...attributesOf(props)}
          {...inputOf(field)}
          value={text}
          onChange={({ target }) => onChange(target.value)}
        />
      );
  }
}

function attributesOf({ field, id, describedBy, isRefused }: ParamControlProps) {
  return {
    id,
    'aria-describedby': describedBy,
    'aria-invalid': isRefused || undefined,
    'aria-required': field.isRequired || undefined,
    ...(isRefused && { status: 'error' as const }),
  };
}

const DATE_INPUTS = { day: 'date', moment: 'datetime-local' } as const;

function inputOf({ control, schema }: ParamField) {
  if (control === 'day' || control === 'moment') return { type: DATE_INPUTS[control] };
  const placeholder = schema.default === undefined ? '' : choiceText(schema.default);
  if (control !== 'number') return { placeholder, maxLength: schema.maxLength };
  const step = schema.type === 'integer' ? 1 : 'any';
  return { type: 'number', placeholder, step, ...boundsOf(schema) };
}

/** zod tells the safe integers as bounds of every integer. */
const boundsOf = ({ minimum: min, maximum: max }: ParamSchema) => ({
  ...(min !== undefined && min > Number.MIN_SAFE_INTEGER && { min }),
  ...(max !== undefined && max < Number.MAX_SAFE_INTEGER && { max }),
});

function Choice(props: ParamControlProps) {
  const { field, text, onChange } = props;
  const texts = usePageTexts();
  const { language } = useLongshore();
  const nameOf = (value: unknown) => {
    if (typeof value === 'boolean') return value ? texts.yes : texts.no;
    return labelOf(field, value, language) ?? choiceText(value);
  };
  const options = field.values.map((value) => ({
    value: choiceText(value),
    label: nameOf(value),
  }));
  const { default: usual } = field.schema;
  const placeholder = usual === undefined ? texts.any : nameOf(usual);
  const common = { ...attributesOf(props), options, placeholder, allowClear: !field.isRequired };
  return field.control === 'choices' ? (
    <Select
      {...common}
      mode="multiple"
      value={[...listed(text)]}
      onChange={(values: string[]) => onChange(listing(values))}
    />
  ) : (
    <Select
      {...common}
      value={text === '' ? null : text}
      onChange={(value: string | null) => onChange(value ?? '')}
    />
  );
}

/** A boolean that has a default; without one it is a choice of yes, no and not given. */
function Switch(props: ParamControlProps) {
  const { language } = useLongshore();
  const { field, text, onChange, id, describedBy } = props;
  const isOn = text === '' ? field.schema.default === true : text === 'true';
  return (
    <Checkbox
      id={id}
      aria-describedby={describedBy}
      checked={isOn}
      onChange={({ target }) =>
        onChange(target.checked === (field.schema.default === true) ? '' : String(target.checked))
      }
    >
      {titleOf(field, language)}
    </Checkbox>
  );
}
