/** A button that stops a task, after it has said what is lost and was told to go on. */
import { textsOf, useLongshore } from '@longshore/client/react';
import type { Kind } from '@longshore/contract/browser';
import { Popconfirm } from 'antd';
import type { ReactElement } from 'react';
import { usePageTexts } from './texts.js';

interface CancelButtonProps {
  readonly kind: Kind;
  readonly onCancel: () => void;
  /** The button. */
  readonly children: ReactElement;
}

export function CancelButton({ kind, onCancel, children }: CancelButtonProps) {
  const texts = usePageTexts();
  const { kinds } = textsOf(useLongshore().language);
  return (
    <Popconfirm
      title={texts.cancelAsk(kinds[kind])}
      description={texts.cancelLoses[kind]}
      okText={texts.cancelYes}
      cancelText={texts.cancelNo}
      placement="bottomRight"
      onConfirm={onCancel}
    >
      {children}
    </Popconfirm>
  );
}
