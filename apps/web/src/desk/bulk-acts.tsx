/** Runs tasks again or cancels them together, after a question: those ticked, or all that match. */
import { RedoOutlined, StopOutlined } from '@ant-design/icons';
import type { BulkIn, BulkOut } from '@longshore/contract/browser';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTellFailure } from '../use-tell-failure.js';
import { useDeskTexts } from './desk-texts.js';
import type { TaskFilterQuery } from './task-filters.js';
import { useOperatorClient } from './use-asked.js';

interface BulkActsProps {
  readonly filter: TaskFilterQuery;
  /** None: all that match. */
  readonly ticked: readonly string[];
  readonly onDone: () => void;
}

type Act = 'again' | 'cancel';

export function BulkActs({ filter, ticked, onDone }: BulkActsProps) {
  const texts = useDeskTexts();
  const { ask, acting } = useBulkActs({ filter, ticked, onDone });
  const count = ticked.length;
  return (
    <>
      <Button
        icon={<RedoOutlined aria-hidden />}
        loading={acting === 'again'}
        disabled={acting !== null}
        onClick={() => ask('again')}
      >
        {count === 0 ? texts.againAll : texts.again(count)}
      </Button>
      <Button
        icon={<StopOutlined aria-hidden />}
        loading={acting === 'cancel'}
        disabled={acting !== null}
        onClick={() => ask('cancel')}
      >
        {count === 0 ? texts.cancelAll : texts.cancel(count)}
      </Button>
    </>
  );
}

function useBulkActs({ filter, ticked, onDone }: BulkActsProps) {
  const texts = useDeskTexts();
  const client = useOperatorClient();
  const { modal } = App.useApp();
  const tellFailure = useTellFailure();
  const tell = useTellOutcome();
  const [acting, setActing] = useState<Act | null>(null);

  async function run(act: Act) {
    setActing(act);
    try {
      const call = act === 'again' ? client.retryTasks : client.cancelTasks;
      tell(await answersOf(call, filter, ticked));
    } catch (error) {
      tellFailure(error);
    } finally {
      setActing(null);
    }
    onDone();
  }

  const isNarrowed = Object.keys(filter).length > 0;
  const whichOnes =
    ticked.length > 0
      ? texts.selectedOnes(ticked.length)
      : isNarrowed
        ? texts.allMatching
        : texts.allOfAll;
  const ask = (act: Act) =>
    void modal.confirm({
      title: act === 'again' ? texts.askAgain : texts.askCancel,
      content: (
        <>
          <p>{whichOnes}</p>
          <p>{act === 'again' ? texts.askAgainLong : texts.askCancelLong}</p>
        </>
      ),
      okText: act === 'again' ? texts.yesAgain : texts.yesCancel,
      okButtonProps: { danger: act === 'cancel' },
      cancelText: texts.no,
      autoFocusButton: 'cancel',
      // the question goes at once; the button says that the acts go on
      onOk: () => void run(act),
    });
  return { ask, acting };
}

type Answers = BulkOut['items'];
const AT_ONCE = 100;

/** Call after call, until every task is answered. */
async function answersOf(
  call: (which: BulkIn) => Promise<BulkOut>,
  filter: TaskFilterQuery,
  ticked: readonly string[],
): Promise<Answers> {
  const answers: Answers = [];
  for (let at = 0; at < ticked.length; at += AT_ONCE) {
    const { items } = await call({ ids: ticked.slice(at, at + AT_ONCE) });
    answers.push(...items);
  }
  if (ticked.length > 0) return answers;
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: BulkOut = await call({
      filter: { owner: '*', ...filter },
      ...(cursor !== '' && { cursor }),
    });
    answers.push(...page.items);
    cursor = page.nextCursor;
  }
  return answers;
}

const MOST_REASONS = 5;

/** How many were done, and why the others were not. */
function useTellOutcome(): (answers: Answers) => void {
  const texts = useDeskTexts();
  const { notification } = App.useApp();
  return (answers) => {
    const left = answers.filter(({ done }) => !done);
    const reasons = [...new Set(left.map(({ message }) => message ?? ''))].filter(Boolean);
    notification[left.length === 0 ? 'success' : 'info']({
      title: texts.acted(answers.length - left.length, left.length),
      description: reasons.slice(0, MOST_REASONS).join(' '),
    });
  };
}
