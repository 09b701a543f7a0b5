/** The tasks of every owner: searched, ticked, run again and cancelled together. */
import { shownZone, useLongshore } from '@longshore/client/react';
import type { Language, LedgerRecord } from '@longshore/contract/browser';
import { Alert, Button, Skeleton } from 'antd';
import { type Key, useMemo } from 'react';
import { dateTime } from '../format.js';
import { type LabelledColumn, LabelledTable } from '../labelled-table.js';
import { ListFailed } from '../list-failed.js';
import { Notice } from '../notice.js';
import { PageHead } from '../page-head.js';
import { PhaseMark } from '../phase-mark.js';
import { useTitles } from '../tasks-page.js';
import { usePageTexts } from '../texts.js';
import { linkTo, useSearch } from '../use-route.js';
import { useSettled } from '../use-settled.js';
import { useStateOf } from '../use-state-of.js';
import { Old } from './answer.js';
import { BulkActs } from './bulk-acts.js';
import { type DeskTexts, useDeskTexts } from './desk-texts.js';
import { filterTexts, queryFrom, TaskFilters, type TaskFilterTexts } from './task-filters.js';
import { useSearchedTasks } from './use-searched-tasks.js';

const PAUSE_MS = 300;
const NOTHING_TICKED: readonly Key[] = [];

export function AllTasksPage() {
  const texts = useDeskTexts();
  const pageTexts = usePageTexts();
  const [search, setSearch] = useSearch();
  const typed = useMemo(() => filterTexts(search), [search]);
  const filter = queryFrom(useSettled(typed, PAUSE_MS));
  /** What is ticked must be in sight. */
  const [ticked, setTicked] = useStateOf(JSON.stringify(typed), NOTHING_TICKED);
  const narrow = (change: Partial<TaskFilterTexts>) => setSearch({ ...typed, ...change });
  const isPossible = typed.from === '' || typed.to === '' || typed.from <= typed.to;
  const found = useSearchedTasks(filter);
  const afterActs = () => {
    setTicked([]);
    found.refetch();
  };
  return (
    <>
      <PageHead title={texts.sections.tasks} hint={texts.tasksHint}>
        <BulkActs filter={filter} ticked={ticked.map(String)} onDone={afterActs} />
      </PageHead>
      <TaskFilters texts={typed} onChange={narrow} />
      {isPossible ? (
        <Found found={found} ticked={ticked} onTick={setTicked} />
      ) : (
        <Alert type="warning" showIcon role="alert" title={pageTexts.fromAfterTo} />
      )}
    </>
  );
}

interface FoundProps {
  readonly found: ReturnType<typeof useSearchedTasks>;
  readonly ticked: readonly Key[];
  readonly onTick: (keys: readonly Key[]) => void;
}

function Found({ found, ticked, onTick }: FoundProps) {
  const texts = useDeskTexts();
  const pageTexts = usePageTexts();
  const { language } = useLongshore();
  const titles = useTitles();
  const { items, error, looked, hasMore, isFetching } = found;
  const columns = useMemo(() => columnsOf(texts, language, titles), [texts, language, titles]);
  if (items === undefined && error !== null)
    return <ListFailed error={error} onTryAgain={found.refetch} />;
  if (items === undefined) return <Skeleton active className="card padded" />;
  return (
    <>
      {error !== null && <Old error={error} />}
      {items.length === 0 && !hasMore ? (
        <div className="card">
          <Notice text={texts.noMatch} />
        </div>
      ) : (
        <LabelledTable<LedgerRecord>
          rowKey="taskId"
          dataSource={[...items]}
          columns={columns}
          pagination={false}
          rowSelection={{
            selectedRowKeys: [...ticked],
            onChange: onTick,
            getTitleCheckboxProps: () => ({ 'aria-label': pageTexts.selectPage }),
            getCheckboxProps: ({ taskId }) => ({
              'aria-label': `${pageTexts.selectRow} ${taskId}`,
            }),
          }}
        />
      )}
      <p className="note" role="status">
        {texts.looked(looked)}
      </p>
      {hasMore && (
        <Button className="more" loading={isFetching} onClick={found.more}>
          {texts.searchOn}
        </Button>
      )}
    </>
  );
}

const columnsOf = (
  texts: DeskTexts,
  language: Language,
  titles: ReturnType<typeof useTitles>,
): LabelledColumn<LedgerRecord>[] => [
  {
    title: texts.task,
    render: (_, { taskId, kind, type }) => (
      <a className="task-name" {...linkTo(`/tasks/${taskId}`)}>
        {titles(kind, type)}
      </a>
    ),
  },
  { title: texts.owner, render: (_, { owner }) => <span className="words">{owner}</span> },
  { title: texts.state, render: (_, { phase }) => <PhaseMark phase={phase} /> },
  {
    title: texts.registered,
    render: (_, task) => dateTime(task.registeredAt, { language, timeZone: shownZone(task) }),
  },
  {
    title: texts.file,
    render: (_, { upload, result, issues }) => (
      <span className="words">{(upload ?? result ?? issues)?.name ?? '–'}</span>
    ),
  },
  {
    title: texts.error,
    render: (_, { error }) => (
      <span className="words">{error === null ? '–' : (error.cause ?? error.message)}</span>
    ),
  },
];
