/** Another cron expression for a routine; what the server refuses stands below the field. */
import { ClientError } from '@longshore/client';
import { failureSentence, textsOf, useLongshore } from '@longshore/client/react';
import type { RoutineOut } from '@longshore/contract/browser';
import { App, Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useRoutineTexts } from './routine-texts.js';
import { useOperatorClient } from './use-asked.js';

interface ChangeCronProps {
  readonly routine: RoutineOut;
  readonly onChange: () => void;
}

export function ChangeCron({ routine, onChange }: ChangeCronProps) {
  const texts = useRoutineTexts();
  const { language } = useLongshore();
  const client = useOperatorClient();
  const { message } = App.useApp();
  const id = useId();
  const [cron, setCron] = useState(routine.cron);
  const [refusal, setRefusal] = useState('');
  async function put(wanted: string | null) {
    setRefusal('');
    try {
      const changed = await client.setCron(routine.type, wanted);
      setCron(changed.cron);
      message.success(texts.cronSaved);
      onChange();
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      const [found] = error.errors;
      setRefusal(found?.message ?? failureSentence(error, textsOf(language)));
    }
  }
  const save = (event: FormEvent) => {
    event.preventDefault();
    put(cron.trim());
  };
  return (
    <form className="change-cron" onSubmit={save}>
      <div className="field">
        <label htmlFor={id}>{texts.changeCron}</label>
        <Input
          id={id}
          value={cron}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={refusal !== '' || undefined}
          aria-describedby={refusal === '' ? undefined : `${id}-refusal`}
          {...(refusal !== '' && { status: 'error' as const })}
          onChange={({ target }) => setCron(target.value)}
        />
        {refusal !== '' && (
          <span className="refusal" id={`${id}-refusal`} role="alert">
            {refusal}
          </span>
        )}
      </div>
      <Button
        type="primary"
        htmlType="submit"
        disabled={cron.trim() === '' || cron.trim() === routine.cron}
      >
        {texts.save}
      </Button>
      {routine.isOverridden && <Button onClick={() => put(null)}>{texts.backToDeclared}</Button>}
    </form>
  );
}
