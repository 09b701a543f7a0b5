/** Failed rows of an import, corrected in a wide dialog; from its result, and from its page. */
import { EditOutlined } from '@ant-design/icons';
import { MendRows, type MendRowsProps, mendTextsOf, useLongshore } from '@longshore/client/react';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';

interface MendModalProps extends Pick<MendRowsProps, 'onCounts'> {
  /** The import; null: closed. */
  readonly taskId: string | null;
  readonly onClose: () => void;
}

/** Asks before it is closed with edits that are not saved. */
export function MendModal({ taskId, onClose, ...rest }: MendModalProps) {
  const { language } = useLongshore();
  const texts = mendTextsOf(language);
  const { modal } = App.useApp();
  const [isUnsaved, setUnsaved] = useState(false);
  const close = () => {
    if (!isUnsaved) return onClose();
    modal.confirm({
      title: texts.askLeave,
      okText: texts.leave,
      cancelText: texts.stay,
      autoFocusButton: 'cancel',
      transitionName: '',
      maskTransitionName: '',
      onOk: onClose,
    });
  };
  return (
    <Modal
      open={taskId !== null}
      onCancel={close}
      footer={null}
      width="min(1200px, 100vw - 16px)"
      title={texts.title}
      mask={{ closable: false }}
      destroyOnHidden
    >
      {taskId !== null && <MendRows taskId={taskId} onUnsaved={setUnsaved} {...rest} />}
    </Modal>
  );
}

interface CorrectHereProps {
  readonly failed: number;
  readonly onOpen: () => void;
}

export function CorrectHere({ failed, onOpen }: CorrectHereProps) {
  const texts = mendTextsOf(useLongshore().language);
  return (
    <Button icon={<EditOutlined aria-hidden />} onClick={onOpen}>
      {texts.correctHere(failed)}
    </Button>
  );
}
