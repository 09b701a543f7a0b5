/**
 * What becomes of an upload when rows of it cannot be saved, where its type leaves a choice. Used
 * by the import dialog.
 */
import { useLongshore } from '@longshore/client/react';
import { type ImportPolicy, type InLanguages, inLanguage } from '@longshore/contract/browser';

interface PolicyChoiceProps {
  /** The first is the default. */
  readonly policies: readonly ImportPolicy[];
  readonly policy: ImportPolicy | undefined;
  readonly onChange: (policy: ImportPolicy | undefined) => void;
}

export function PolicyChoice({ policies, policy, onChange }: PolicyChoiceProps) {
  const texts = inLanguage(TEXTS, useLongshore().language);
  if (policies.length < 2) return null;
  const chosen = policy === undefined ? 0 : policies.indexOf(policy);
  return (
    <label className="policy">
      {texts.whenRowsFail}
      <select value={chosen} onChange={({ target }) => onChange(policies[Number(target.value)])}>
        {policies.map((one, index) => (
          <option key={JSON.stringify(one)} value={index}>
            {typeof one === 'object' ? texts.maxErrors(one.maxErrors) : texts[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

interface Texts extends Readonly<Record<Extract<ImportPolicy, string>, string>> {
  readonly whenRowsFail: string;
  readonly maxErrors: (rows: number) => string;
}

const TEXTS: InLanguages<Texts> = {
  en: {
    whenRowsFail: 'When rows cannot be saved',
    skip: 'save the others',
    'all-or-nothing': 'save nothing',
    maxErrors: (rows) => `end after more than ${rows}`,
  },
  zh: {
    whenRowsFail: '有行无法保存时',
    skip: '保存其余各行',
    'all-or-nothing': '全部不保存',
    maxErrors: (rows) => `超过 ${rows} 行时终止`,
  },
};
