/** What narrows the search over the tasks of every owner; it stands in the address. */
import { textsOf, useLongshore } from '@longshore/client/react';
import { PHASES, TASK_KINDS, type TaskListQuery } from '@longshore/contract/browser';
import { Button, Input, Select } from 'antd';
import { useId } from 'react';
import { useTypeEntries } from '../registered-types.js';
import { usePageTexts } from '../texts.js';
import { useDeskTexts } from './desk-texts.js';

const NAMES = ['owner', 'type', 'kind', 'phase', 'file', 'error', 'from', 'to'] as const;
type Name = (typeof NAMES)[number];

/** As the address names them; '' for what is not narrowed. */
export type TaskFilterTexts = Readonly<Record<Name, string>>;

export const filterTexts = (search: URLSearchParams): TaskFilterTexts =>
  // of the names, each with its text
  Object.fromEntries(NAMES.map((name) => [name, search.get(name) ?? ''])) as TaskFilterTexts;

export type TaskFilterQuery = Omit<TaskListQuery, 'cursor' | 'limit'>;

/** As the call takes it: days are from midnight to midnight of this browser. */
export function queryFrom({ kind, phase, from, to, ...texts }: TaskFilterTexts): TaskFilterQuery {
  const knownKind = TASK_KINDS.find((name) => name === kind);
  const knownPhase = PHASES.find((name) => name === phase);
  const given = Object.entries(texts).flatMap(([name, text]) =>
    text.trim() === '' ? [] : [[name, text.trim()]],
  );
  return {
    ...Object.fromEntries(given),
    ...(knownKind && { kind: knownKind }),
    ...(knownPhase && { phase: knownPhase }),
    ...bound('from', from, 0),
    ...bound('to', to, 1),
  };
}

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

function bound(name: 'from' | 'to', day: string, daysOn: number) {
  const [, year, month, date] = DAY.exec(day) ?? [];
  if (year === undefined) return {};
  const at = new Date(Number(year), Number(month) - 1, Number(date) + daysOn);
  return { [name]: at.toISOString() };
}

interface TaskFiltersProps {
  readonly texts: TaskFilterTexts;
  readonly onChange: (texts: Partial<TaskFilterTexts>) => void;
}

export function TaskFilters({ texts: given, onChange }: TaskFiltersProps) {
  const texts = useDeskTexts();
  const pageTexts = usePageTexts();
  const { phases, kinds } = textsOf(useLongshore().language);
  const typesId = useId();
  const { entries } = useTypeEntries();
  const text = (name: Name, label: string, input: object = {}) => (
    <Narrowing name={name} label={label}>
      {(id) => (
        <Input
          id={id}
          allowClear
          value={given[name]}
          onChange={({ target }) => onChange({ [name]: target.value })}
          {...input}
        />
      )}
    </Narrowing>
  );
  const choice = (name: 'kind' | 'phase', label: string, any: string, names: object) => (
    <Narrowing name={name} label={label}>
      {(id) => (
        <Select
          id={id}
          allowClear
          placeholder={any}
          value={given[name] || null}
          options={Object.entries(names).map(([value, title]) => ({ value, label: title }))}
          onChange={(value: string | null) => onChange({ [name]: value ?? '' })}
        />
      )}
    </Narrowing>
  );
  const isNarrowed = Object.values(given).some((value) => value !== '');
  return (
    <search className="card desk-filters">
      {text('owner', texts.owner)}
      {text('type', texts.type, { list: typesId })}
      {choice('kind', texts.kind, texts.anyKind, kinds)}
      {choice('phase', texts.state, pageTexts.anyPhase, phases)}
      {text('file', texts.file)}
      {text('error', texts.error)}
      {text('from', texts.from, { type: 'date', max: given.to || undefined })}
      {text('to', texts.to, { type: 'date', min: given.from || undefined })}
      <datalist id={typesId}>
        {entries.map(({ type }) => (
          <option key={type} value={type} />
        ))}
      </datalist>
      {isNarrowed && (
        <Button
          type="link"
          onClick={() => onChange(Object.fromEntries(NAMES.map((name) => [name, ''])))}
        >
          {texts.reset}
        </Button>
      )}
    </search>
  );
}

interface NarrowingProps {
  readonly name: string;
  readonly label: string;
  readonly children: (id: string) => React.ReactNode;
}

function Narrowing({ name, label, children }: NarrowingProps) {
  const id = `filter-${name}`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}
