/** The batches of a type: start one, and how the newest went, each with its records by flag. */
import { PlayCircleOutlined } from '@ant-design/icons';
import { ClientError } from '@longshore/client';
import { textsOf, useLongshore, useTaskList } from '@longshore/client/react';
import { isLive } from '@longshore/contract/browser';
import { App, Button, Skeleton } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { ListFailed } from './list-failed.js';
import { useIsOperator } from './me.js';
import { Notice } from './notice.js';
import { fieldsOf, missingOf, type ParamTexts, paramsOf } from './params/param-fields.js';
import { areAllAtFields, ParamsForm, type Refusal } from './params/params-form.js';
import { useType } from './registered-types.js';
import { TaskItem } from './task-item.js';
import { useTitles } from './tasks-page.js';
import { usePageTexts } from './texts.js';
import { useTellFailure } from './use-tell-failure.js';

/** Only operators may read the statistics. */
const BatchPlots = lazy(() => import('./desk/batch-plots.js'));

const SHOWN = 20;

export function BatchRuns({ type }: { type: string }) {
  const texts = usePageTexts();
  const { language } = useLongshore();
  const shared = textsOf(language);
  const filter = useMemo(() => ({ kind: 'batch' as const, type, limit: SHOWN }), [type]);
  const { data, error, isError, hasNextPage, isFetching, fetchNextPage, refetch } =
    useTaskList(filter);
  const title = useTitles()('batch', type);
  const isOperator = useIsOperator();
  const mayStart = useType('batch', type)?.mayStart === true;
  const { isStarting, start, missing, form } = useStart(type, refetch);
  if (isError && data === undefined) return <ListFailed error={error} onTryAgain={refetch} />;
  if (data === undefined) return <Skeleton active className="card padded" />;
  const isBusy = data.some(({ phase }) => isLive(phase));
  return (
    <section className="batch-runs" aria-label={texts.batchRuns}>
      <div className="section-head">
        <h2>{texts.batchRuns}</h2>
        {mayStart && (
          <Button
            type="primary"
            icon={<PlayCircleOutlined aria-hidden />}
            disabled={isBusy || missing.length > 0}
            loading={isStarting}
            onClick={start}
          >
            {texts.runBatch}
          </Button>
        )}
      </div>
      {mayStart && <ParamsForm {...form} />}
      <div className="card">
        {data.length === 0 ? (
          <Notice text={texts.noBatches} />
        ) : (
          <ul className="task-list" aria-label={texts.batchRuns}>
            {data.map((task) => (
              <TaskItem key={task.taskId} task={task} title={title} onChange={refetch} />
            ))}
          </ul>
        )}
      </div>
      {hasNextPage && (
        <Button className="more" loading={isFetching} onClick={fetchNextPage}>
          {shared.more}
        </Button>
      )}
      {isOperator && (
        <Suspense fallback={<Skeleton active className="card padded" />}>
          <BatchPlots type={type} />
        </Suspense>
      )}
    </section>
  );
}

/** What a run is asked for, and its start; what the server refuses is said at its field. */
function useStart(type: string, onStarted: () => void) {
  const { client } = useLongshore();
  const { message } = App.useApp();
  const tellFailure = useTellFailure();
  const schema = useType('batch', type)?.params;
  const fields = useMemo(() => fieldsOf(schema), [schema]);
  const [texts, setTexts] = useState<ParamTexts>({});
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [isStarting, setStarting] = useState(false);
  const change = (name: string, text: string) => {
    setTexts((before) => ({ ...before, [name]: text }));
    setRefusals([]);
  };
  async function start() {
    setStarting(true);
    try {
      const answer = await client.registerBatchTask({ type, params: paramsOf(fields, texts) });
      if (!answer.state) message.info(answer.message);
      onStarted();
    } catch (error) {
      if (error instanceof ClientError && areAllAtFields(error.errors, fields))
        setRefusals(error.errors);
      else tellFailure(error);
    } finally {
      setStarting(false);
    }
  }
  const form = { fields, texts, onChange: change, refusals };
  return { isStarting, start, missing: missingOf(fields, texts), form };
}
