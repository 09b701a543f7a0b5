/** Stops a task after its person was told what is lost, and said yes. */
import { textsOf, useLongshore } from '@longshore/client/react';
import type { Kind } from '@longshore/contract/browser';
import { App } from 'antd';
import { usePageTexts } from './texts.js';

/** Asks, and calls `cancel` once the focus is back where it was. */
export function useConfirmedCancel(kind: Kind, cancel: () => void): () => void {
  const texts = usePageTexts();
  const { kinds } = textsOf(useLongshore().language);
  const { modal } = App.useApp();
  return () => {
    let isMeant = false;
    modal.confirm({
      title: texts.cancelAsk(kinds[kind]),
      content: texts.cancelLoses[kind],
      okText: texts.cancelYes,
      okButtonProps: { danger: true },
      cancelText: texts.cancelNo,
      autoFocusButton: 'cancel',
      // `afterClose` would wait for the end of the motion, which a tab in the background never has
      transitionName: '',
      maskTransitionName: '',
      onOk: () => {
        isMeant = true;
      },
      afterClose: () => {
        if (isMeant) cancel();
      },
    });
  };
}
