/** The batches of a type: start one, and how the newest went, each with its records by flag. */
import { PlayCircleOutlined } from '@ant-design/icons';
import { textsOf, useLongshore, useTaskList } from '@longshore/client/react';
import { isLive } from '@longshore/contract/browser';
import { App, Button, Skeleton } from 'antd';
import { useMemo, useState } from 'react';
import { ListFailed } from './list-failed.js';
import { Notice } from './notice.js';
import { TaskItem } from './task-item.js';
import { useTitles } from './tasks-page.js';
import { usePageTexts } from './texts.js';
import { useTellFailure } from './use-tell-failure.js';

const SHOWN = 20;

export function BatchRuns({ type }: { type: string }) {
  const texts = usePageTexts();
  const { language } = useLongshore();
  const shared = textsOf(language);
  const filter = useMemo(() => ({ kind: 'batch' as const, type, limit: SHOWN }), [type]);
  const { data, error, isError, hasNextPage, isFetching, fetchNextPage, refetch } =
    useTaskList(filter);
  const title = useTitles()('batch', type);
  if (isError && data === undefined) return <ListFailed error={error} onTryAgain={refetch} />;
  if (data === undefined) return <Skeleton active className="card padded" />;
  const isBusy = data.some(({ phase }) => isLive(phase));
  return (
    <section className="batch-runs" aria-label={texts.batchRuns}>
      <div className="section-head">
        <h2>{texts.batchRuns}</h2>
        <StartBatch type={type} disabled={isBusy} onStarted={refetch} />
      </div>
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
    </section>
  );
}

interface StartBatchProps {
  readonly type: string;
  /** One of this person runs already. */
  readonly disabled: boolean;
  readonly onStarted: () => void;
}

function StartBatch({ type, disabled, onStarted }: StartBatchProps) {
  const texts = usePageTexts();
  const { client } = useLongshore();
  const { message } = App.useApp();
  const tellFailure = useTellFailure();
  const [isStarting, setStarting] = useState(false);
  async function start() {
    setStarting(true);
    try {
      const answer = await client.registerBatchTask({ type });
      if (!answer.state) message.info(answer.message);
      onStarted();
    } catch (error) {
      tellFailure(error);
    } finally {
      setStarting(false);
    }
  }
  return (
    <Button
      type="primary"
      icon={<PlayCircleOutlined aria-hidden />}
      disabled={disabled}
      loading={isStarting}
      onClick={start}
    >
      {texts.runBatch}
    </Button>
  );
}
