/** Retryable calls: which failed and why; narrowed in the address, run again, given up. */
import { useLongshore } from '@longshore/client/react';
import type { RetryList, RetryListQuery, RetryOut } from '@longshore/contract/browser';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { exactTime, number } from '../format.js';
import { type LabelledColumn, LabelledTable } from '../labelled-table.js';
import { Notice } from '../notice.js';
import { PageHead } from '../page-head.js';
import type { Tone } from '../phase-mark.js';
import { useSearch } from '../use-route.js';
import { useSettled } from '../use-settled.js';
import { useTellFailure } from '../use-tell-failure.js';
import { Answer } from './answer.js';
import { CallActions } from './call-actions.js';
import { type CallTexts, useCallTexts } from './call-texts.js';
import { useAsked, useOperatorClient } from './use-asked.js';

const PAUSE_MS = 300;
const SIZE = 50;

type State = RetryOut['state'];
const STATES: readonly State[] = ['waiting', 'running', 'succeeded', 'refused', 'given_up'];
const TONES: Readonly<Record<State, Tone | 'way'>> = {
  waiting: 'warn',
  running: 'way',
  succeeded: 'good',
  refused: 'bad',
  given_up: 'bad',
};

interface Typed {
  readonly name: string;
  readonly key: string;
  readonly state: string;
}

export function CallsPage() {
  const texts = useCallTexts();
  const [search, setSearch] = useSearch();
  const typed: Typed = {
    name: search.get('name') ?? '',
    key: search.get('key') ?? '',
    state: search.get('state') ?? '',
  };
  const key = useSettled(JSON.stringify(typed), PAUSE_MS);
  const query = queryOf(JSON.parse(key) as Typed); // written above
  const read = useAsked<RetryList>((client, options) => client.listRetries(query, options), key, {
    isLive: true,
  });
  const field = (name: 'name' | 'key') => (
    <div className="field">
      <label htmlFor={`call-${name}`}>{texts[name]}</label>
      <Input
        id={`call-${name}`}
        allowClear
        value={typed[name]}
        onChange={({ target }) => setSearch({ ...typed, [name]: target.value })}
      />
    </div>
  );
  return (
    <>
      <PageHead title={texts.title} hint={texts.hint} />
      <search className="card desk-filters">
        {field('name')}
        {field('key')}
        <div className="field">
          <label htmlFor="call-state">{texts.state}</label>
          <Select
            id="call-state"
            allowClear
            placeholder={texts.anyState}
            value={typed.state || null}
            options={STATES.map((state) => ({ value: state, label: texts.states[state] }))}
            onChange={(state: string | null) => setSearch({ ...typed, state: state ?? '' })}
          />
        </div>
      </search>
      <Answer read={read}>
        {(first) => <Calls key={key} first={first} query={query} onChange={read.refetch} />}
      </Answer>
    </>
  );
}

function queryOf({ name, key, state }: Typed): RetryListQuery {
  const known = STATES.find((one) => one === state);
  return {
    limit: SIZE,
    ...(name.trim() && { name: name.trim() }),
    ...(key.trim() && { key: key.trim() }),
    ...(known && { state: known }),
  };
}

interface CallsProps {
  readonly first: RetryList;
  readonly query: RetryListQuery;
  readonly onChange: () => void;
}

function Calls({ first, query, onChange }: CallsProps) {
  const texts = useCallTexts();
  const { language } = useLongshore();
  const client = useOperatorClient();
  const tellFailure = useTellFailure();
  const [further, setFurther] = useState<readonly RetryList[]>([]);
  const pages = [first, ...further];
  const cursor = pages.at(-1)?.nextCursor ?? null;
  const more = () =>
    client
      .listRetries({ ...query, ...(cursor !== null && { cursor }) })
      .then((page) => setFurther([...further, page]), tellFailure);
  const time = (iso: string) => exactTime(iso, { language, timeZone: undefined });
  const items = [...new Map(pages.flatMap((page) => page.items).map((one) => [one.id, one]))];
  if (items.length === 0)
    return (
      <div className="card">
        <Notice text={texts.noCalls} />
      </div>
    );
  return (
    <>
      <LabelledTable<RetryOut>
        rowKey="id"
        dataSource={items.map(([, call]) => call)}
        pagination={false}
        columns={columnsOf(texts, time, onChange)}
      />
      {cursor !== null && (
        <Button className="more" onClick={more}>
          {texts.more}
        </Button>
      )}
    </>
  );
}

const columnsOf = (
  texts: CallTexts,
  time: (iso: string) => string,
  onChange: () => void,
): LabelledColumn<RetryOut>[] => [
  {
    title: texts.key,
    render: (_, { name, key, params }) => (
      <>
        <span className="words">{key}</span>
        <div className="soft words">{name}</div>
        {params !== null && <code className="words">{JSON.stringify(params)}</code>}
      </>
    ),
  },
  {
    title: texts.state,
    render: (_, { state, givenUpBy }) => (
      <>
        <span className="dot" data-tone={TONES[state]}>
          {texts.states[state]}
        </span>
        {givenUpBy !== null && <div className="soft words">{texts.givenUpBy(givenUpBy)}</div>}
      </>
    ),
  },
  { title: texts.attempts, className: 'number', render: (_, { attempt }) => number(attempt) },
  { title: texts.message, render: (_, { message }) => <span className="words">{message}</span> },
  { title: texts.recorded, render: (_, { recordedAt }) => time(recordedAt) },
  {
    title: texts.next,
    render: (_, { state, dueAt }) => (state === 'waiting' && dueAt !== null ? time(dueAt) : '–'),
  },
  { title: texts.actions, render: (_, call) => <CallActions call={call} onChange={onChange} /> },
];
