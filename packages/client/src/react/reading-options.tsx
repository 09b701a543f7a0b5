/**
 * How a file is written, where its own values do not prove it: choices that an import is started
 * with. Closed at first, because most files prove what they mean.
 */
import type { UploadOptions } from '@longshore/contract/browser';
import { textsOf } from '../texts.js';
import { useLongshore } from './client-context.js';

/** The options chosen so far, and what takes other ones. */
export interface ReadingOptionsProps {
  readonly options: UploadOptions;
  readonly onChange: (options: UploadOptions) => void;
}

/** A number as each decimal sign writes it. */
const DECIMALS = [
  ['.', '1,234.50'],
  [',', '1.234,50'],
] as const;

/** 31 January in each order. */
const DATE_ORDERS = [
  ['dmy', '31/01/2026'],
  ['mdy', '01/31/2026'],
  ['ymd', '2026-01-31'],
] as const;

/** A list of choices for each option; the first entry of a list leaves it to the file. */
export function ReadingOptions({ options, onChange }: ReadingOptionsProps) {
  const texts = textsOf(useLongshore().language);
  return (
    <details className="longshore-reading-options">
      <summary>{texts.howWritten}</summary>
      <Choice
        label={texts.numbers}
        value={options.decimal}
        choices={DECIMALS}
        onChange={(decimal) => onChange(changed(options, { decimal }))}
      />
      <Choice
        label={texts.dates}
        value={options.dateOrder}
        choices={DATE_ORDERS}
        onChange={(dateOrder) => onChange(changed(options, { dateOrder }))}
      />
    </details>
  );
}

/** Without what is undefined: the contract knows no such value. */
function changed(
  options: UploadOptions,
  change: { readonly [K in keyof UploadOptions]: UploadOptions[K] | undefined },
): UploadOptions {
  const all = Object.entries({ ...options, ...change });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value | undefined;
  readonly choices: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value | undefined) => void;
}

function Choice<Value extends string>({ label, value, choices, onChange }: ChoiceProps<Value>) {
  const texts = textsOf(useLongshore().language);
  return (
    <label>
      {label}
      <select
        value={value ?? ''}
        onChange={({ target }) =>
          onChange(choices.find(([choice]) => choice === target.value)?.[0])
        }
      >
        <option value="">{texts.asTheFileShows}</option>
        {choices.map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
