/** What an import is asked for beside its file: the form of the dialog, and what it says. */
import type { ButtonState } from '@longshore/client';
import { useLongshore } from '@longshore/client/react';
import type { UploadOptions } from '@longshore/contract/browser';
import { useMemo, useState } from 'react';
import { fieldsOf, missingOf, type ParamTexts, paramsOf, titleOf } from './params/param-fields.js';
import { areAllAtFields, type ParamsFormProps } from './params/params-form.js';
import { useType } from './registered-types.js';

/** The params of one import. */
export interface ImportParams {
  readonly form: ParamsFormProps;
  /** Titles of what must be filled in first. */
  readonly missing: readonly string[];
  /** What the server refused stands at the fields. */
  readonly isRefusedAtFields: boolean;
  readonly optionsWith: (options: UploadOptions) => UploadOptions;
}

/** In a registration the params are an option. */
const PREFIX = 'options.';

export function useImportParams(type: string, failure: ButtonState['failure']): ImportParams {
  const { language } = useLongshore();
  const schema = useType('import', type)?.params;
  const fields = useMemo(() => fieldsOf(schema), [schema]);
  const [texts, setTexts] = useState<ParamTexts>({});
  // the failure whose refusals the person has answered
  const [answered, setAnswered] = useState<ButtonState['failure']>(null);
  const errors = failure === null || failure === answered ? [] : failure.errors;
  const refusals = errors.map(({ path, message }) => ({
    path: path.startsWith(PREFIX) ? path.slice(PREFIX.length) : path,
    message,
  }));
  const change = (name: string, text: string) => {
    setTexts((before) => ({ ...before, [name]: text }));
    setAnswered(failure);
  };
  return {
    form: { fields, texts, onChange: change, refusals },
    missing: missingOf(fields, texts).map((field) => titleOf(field, language)),
    isRefusedAtFields: areAllAtFields(refusals, fields),
    optionsWith: (options) =>
      fields.length === 0 ? options : { ...options, params: paramsOf(fields, texts) },
  };
}
