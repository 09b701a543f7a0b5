/** The task centre: the owner's tasks, the live ones followed at the server's pace. */
import { type TaskFilter, textsOf, useLongshore, useTaskList } from '@longshore/client/react';
import { type Kind, PHASES, type Phase, TASK_KINDS } from '@longshore/contract/browser';
import { Button, Segmented, Select, Skeleton } from 'antd';
import { useMemo } from 'react';
import { ListFailed } from './list-failed.js';
import { Notice } from './notice.js';
import { PageHead } from './page-head.js';
import { titleOfEntry, useFindType, useTypeEntries } from './registered-types.js';
import { TaskItem } from './task-item.js';
import { pageTextsOf, usePageTexts } from './texts.js';
import { goTo, typePath, useSearch } from './use-route.js';

export function TasksPage() {
  const texts = usePageTexts();
  const [search, setSearch] = useSearch();
  const filter = useMemo(() => filterOf(search), [search]);
  return (
    <>
      <PageHead title={texts.tasks} hint={texts.tasksHint} />
      <Filters filter={filter} onChange={({ kind, phase }) => setSearch({ kind, phase })} />
      <TaskList filter={filter} />
    </>
  );
}

function filterOf(search: URLSearchParams): ShownFilter {
  const kind = TASK_KINDS.find((name) => name === search.get('kind'));
  const phase = PHASES.find((name) => name === search.get('phase'));
  return { ...(kind && { kind }), ...(phase && { phase }) };
}

type ShownFilter = Pick<TaskFilter, 'kind' | 'phase'>;

function Filters({
  filter,
  onChange,
}: {
  filter: ShownFilter;
  onChange: (filter: ShownFilter) => void;
}) {
  const texts = usePageTexts();
  const { phases } = textsOf(useLongshore().language);
  const change = (name: 'kind' | 'phase', value: string | undefined) => {
    const { [name]: _before, ...others } = filter;
    onChange(value === undefined ? others : { ...others, [name]: value });
  };
  return (
    <div className="filters">
      <Segmented
        aria-label={texts.tasks}
        value={filter.kind ?? 'all'}
        options={[
          { value: 'all', label: texts.all },
          { value: 'export', label: texts.exports },
          { value: 'import', label: texts.imports },
          { value: 'batch', label: texts.batches },
        ]}
        onChange={(value) =>
          change(
            'kind',
            TASK_KINDS.find((kind) => kind === value),
          )
        }
      />
      <Select
        aria-label={texts.anyPhase}
        allowClear
        placeholder={texts.anyPhase}
        style={{ minWidth: 160 }}
        value={filter.phase ?? null}
        options={PHASES.map((phase: Phase) => ({ value: phase, label: phases[phase] }))}
        onChange={(value: Phase | null) => change('phase', value ?? undefined)}
      />
    </div>
  );
}

function TaskList({ filter }: { filter: TaskFilter }) {
  const texts = usePageTexts();
  const { language } = useLongshore();
  const shared = textsOf(language);
  const { data, error, isError, isPending, hasNextPage, isFetching, fetchNextPage, refetch } =
    useTaskList(filter);
  const titles = useTitles();
  if (isError && data === undefined) return <ListFailed error={error} onTryAgain={refetch} />;
  if (isPending || data === undefined)
    return <Skeleton active className="card padded" paragraph={{ rows: 6 }} />;
  if (data.length === 0) return <EmptyList isFiltered={Object.keys(filter).length > 0} />;
  return (
    <>
      <div className="card">
        <ul className="task-list" aria-label={texts.tasks}>
          {data.map((task) => (
            <TaskItem
              key={task.taskId}
              task={task}
              title={titles(task.kind, task.type)}
              onChange={refetch}
            />
          ))}
        </ul>
      </div>
      {hasNextPage && (
        <Button className="more" loading={isFetching} onClick={fetchNextPage}>
          {shared.more}
        </Button>
      )}
    </>
  );
}

function EmptyList({ isFiltered }: { isFiltered: boolean }) {
  const texts = usePageTexts();
  const { language } = useLongshore();
  const shared = textsOf(language);
  const [first] = useTypeEntries().entries;
  return (
    <div className="card">
      <Notice text={isFiltered ? texts.noTasksOfKind : shared.noTasks}>
        {!isFiltered && first !== undefined && (
          <Button type="primary" onClick={() => goTo(typePath(first.type))}>
            {texts.toFirstType(titleOfEntry(first, language))}
          </Button>
        )}
      </Notice>
    </div>
  );
}

/** "Orders export" in the person's language; a type that is gone keeps its name. */
export function useTitles(): (kind: Kind, type: string) => string {
  const { language } = useLongshore();
  const find = useFindType();
  const { kinds } = textsOf(language);
  return (kind, type) =>
    pageTextsOf(language).taskTitle(kinds[kind], find(kind, type)?.title[language] ?? type);
}
