/** What an operator can do with a retryable call that is at rest. */
import { RedoOutlined, StopOutlined } from '@ant-design/icons';
import { useKeptFocus } from '@longshore/client/react';
import type { RetryOut } from '@longshore/contract/browser';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTellFailure } from '../use-tell-failure.js';
import { useCallTexts } from './call-texts.js';
import { useOperatorClient } from './use-asked.js';

interface CallActionsProps {
  readonly call: RetryOut;
  readonly onChange: () => void;
}

export function CallActions({ call: { id, key, state }, onChange }: CallActionsProps) {
  const texts = useCallTexts();
  const client = useOperatorClient();
  const { modal } = App.useApp();
  const tellFailure = useTellFailure();
  const [isActing, setActing] = useState(false);
  const place = useKeptFocus<HTMLDivElement>(`${state} ${isActing}`);
  async function act(call: (id: string) => Promise<unknown>) {
    setActing(true);
    try {
      await call(id);
    } catch (error) {
      tellFailure(error);
    } finally {
      setActing(false);
    }
    onChange();
  }
  const askGiveUp = () =>
    void modal.confirm({
      title: texts.askGiveUp(key),
      content: texts.askGiveUpLong,
      okText: texts.yesGiveUp,
      okButtonProps: { danger: true },
      cancelText: texts.no,
      autoFocusButton: 'cancel',
      onOk: () => void act(client.giveUpRetries),
    });
  const canRun = state === 'waiting' || state === 'refused' || state === 'given_up';
  return (
    <div ref={place} className="actions">
      {canRun && (
        <Button
          size="small"
          icon={<RedoOutlined aria-hidden />}
          disabled={isActing}
          onClick={() => act(client.runRetries)}
        >
          {texts.again}
        </Button>
      )}
      {(state === 'waiting' || state === 'refused') && (
        <Button
          size="small"
          icon={<StopOutlined aria-hidden />}
          disabled={isActing}
          onClick={askGiveUp}
        >
          {texts.giveUp}
        </Button>
      )}
    </div>
  );
}
