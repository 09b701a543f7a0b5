/** The dialog in which a person chooses the columns of an export. */
import { useLongshore } from '@longshore/client/react';
import type { TypeInfo } from '@longshore/contract/browser';
import { Button, Checkbox, Modal } from 'antd';
import { useState } from 'react';
import { usePageTexts } from './texts.js';
import type { ChosenColumns } from './use-chosen-columns.js';

interface ColumnChooserProps {
  readonly columns: TypeInfo['columns'];
  readonly chosen: ChosenColumns;
  readonly onClose: () => void;
}

/** Opened anew each time: what was not confirmed is forgotten. */
export function ColumnChooser({ columns, chosen, onClose }: ColumnChooserProps) {
  const { language } = useLongshore();
  const texts = usePageTexts();
  const [keys, setKeys] = useState(chosen.keys);
  const confirm = () => {
    chosen.choose(keys);
    onClose();
  };
  return (
    <Modal
      open
      title={texts.chooseColumns}
      okText={texts.chosenOf(keys.length, columns.length)}
      okButtonProps={{ disabled: keys.length === 0 }}
      cancelText={texts.closeColumns}
      onOk={confirm}
      onCancel={onClose}
    >
      <p>{texts.columnsKept}</p>
      <Checkbox.Group
        className="column-choice"
        value={[...keys]}
        options={columns.map(({ key, title }) => ({ value: key, label: title[language] }))}
        onChange={setKeys}
      />
      <Button type="link" onClick={() => setKeys(columns.map(({ key }) => key))}>
        {texts.allColumns}
      </Button>
    </Modal>
  );
}
