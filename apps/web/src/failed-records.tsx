/** The records that a batch could not work, with their remarks; ticked or all, they run again. */
import { RedoOutlined } from '@ant-design/icons';
import { useLongshore } from '@longshore/client/react';
import {
  type FailedRecord,
  type FailedRecordsOut,
  isLive,
  type LedgerRecord,
} from '@longshore/contract/browser';
import { App, Button, Table } from 'antd';
import { type Key, useCallback, useEffect, useState } from 'react';
import { againRequest } from './again-request.js';
import { number } from './format.js';
import { type PageTexts, usePageTexts } from './texts.js';
import { goTo } from './use-route.js';
import { useTellFailure } from './use-tell-failure.js';

const SIZE = 50;

interface FailedRecordsProps {
  readonly task: Pick<LedgerRecord, 'taskId' | 'type' | 'params' | 'batchNo' | 'phase' | 'counts'>;
}

export function FailedRecords({ task }: FailedRecordsProps) {
  const texts = usePageTexts();
  const { records, isMore, more } = useRecords(task);
  const [ticked, setTicked] = useState<readonly Key[]>([]);
  const runAgain = useRunAgain(task);
  if (records.length === 0) return null;
  return (
    <section className="card padded" aria-label={texts.failedRecords}>
      <div className="section-head">
        <h2>{texts.failedRecords}</h2>
        {!isLive(task.phase) && (
          <Button
            icon={<RedoOutlined aria-hidden />}
            onClick={() => runAgain(ticked.length === 0 ? null : ticked.map(String))}
          >
            {ticked.length === 0 ? texts.runAllFailed : texts.runTicked(ticked.length)}
          </Button>
        )}
      </div>
      <Table<FailedRecord>
        size="small"
        rowKey="key"
        dataSource={[...records]}
        columns={columnsOf(texts)}
        pagination={false}
        scroll={{ x: true }}
        rowSelection={{
          selectedRowKeys: [...ticked],
          onChange: setTicked,
          getTitleCheckboxProps: () => ({ 'aria-label': texts.selectPage }),
          getCheckboxProps: ({ key }) => ({ 'aria-label': `${texts.selectRow} ${key}` }),
        }}
      />
      {isMore && (
        <Button className="more" onClick={more}>
          {texts.moreRecords}
        </Button>
      )}
    </section>
  );
}

const columnsOf = (texts: PageTexts) => [
  { title: texts.record, dataIndex: 'key' as const },
  {
    title: texts.flag,
    dataIndex: 'state' as const,
    render: (state: FailedRecord['state']) => (
      <span className="dot" data-tone={state === 'exception' ? 'warn' : 'bad'}>
        {texts.flags[state]}
      </span>
    ),
  },
  { title: texts.remark, dataIndex: 'message' as const },
  { title: texts.tries, dataIndex: 'tries' as const, className: 'number', render: number },
];

/** Read anew when the count of failed records changes. */
function useRecords({ taskId, counts }: FailedRecordsProps['task']) {
  const { client } = useLongshore();
  const [page, setPage] = useState<FailedRecordsOut>({ items: [], nextCursor: null });
  const { failed } = counts;
  const tellFailure = useTellFailure();
  // biome-ignore lint/correctness/useExhaustiveDependencies: other counts, other records
  useEffect(() => {
    let isWanted = true;
    client
      .failedRecords(taskId, { limit: SIZE })
      .then((first) => isWanted && setPage(first), tellFailure);
    return () => {
      isWanted = false;
    };
  }, [client, taskId, failed, tellFailure]);
  const { nextCursor } = page;
  const more = useCallback(() => {
    if (nextCursor === null) return;
    client
      .failedRecords(taskId, { cursor: nextCursor, limit: SIZE })
      .then(
        (next) => setPage((before) => ({ ...next, items: [...before.items, ...next.items] })),
        tellFailure,
      );
  }, [client, taskId, nextCursor, tellFailure]);
  return { records: page.items, isMore: nextCursor !== null, more };
}

function useRunAgain(
  task: FailedRecordsProps['task'],
): (keys: readonly string[] | null) => Promise<void> {
  const { client } = useLongshore();
  const { message } = App.useApp();
  const tellFailure = useTellFailure();
  return async (keys) => {
    try {
      const answer = await client.registerBatchTask(againRequest(task, keys));
      if (answer.state) goTo(`/tasks/${answer.taskId}`);
      else message.info(answer.message);
    } catch (error) {
      tellFailure(error);
    }
  };
}
