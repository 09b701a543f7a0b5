/** What the list of routines and the page of one share: state, actions, outcome of a run. */
import { CaretRightOutlined, PauseOutlined, ThunderboltOutlined } from '@ant-design/icons';
import { useKeptFocus, useLongshore } from '@longshore/client/react';
import {
  inLanguage,
  type RegisterOut,
  type RoutineOut,
  type RoutineRunOut,
} from '@longshore/contract/browser';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { Tone } from '../phase-mark.js';
import { useTellFailure } from '../use-tell-failure.js';
import { type RoutineTexts, useRoutineTexts } from './routine-texts.js';
import { useOperatorClient } from './use-asked.js';

export function RoutineState({ routine: { isPaused } }: { routine: RoutineOut }) {
  const texts = useRoutineTexts();
  return (
    <span className="dot" data-tone={isPaused ? 'rest' : 'good'}>
      {isPaused ? texts.paused : texts.running}
    </span>
  );
}

interface RoutineActionsProps {
  readonly routine: RoutineOut;
  readonly onChange: () => void;
}

export function RoutineActions({ routine, onChange }: RoutineActionsProps) {
  const texts = useRoutineTexts();
  const client = useOperatorClient();
  const tellFailure = useTellFailure();
  const { language } = useLongshore();
  const { message } = App.useApp();
  const [isActing, setActing] = useState(false);
  const { type, isPaused } = routine;
  const place = useKeptFocus<HTMLDivElement>(`${isPaused} ${isActing}`);
  async function act(call: () => Promise<RegisterOut | RoutineOut>) {
    setActing(true);
    try {
      const answer = await call();
      if ('message' in answer) message.success(answer.message);
    } catch (error) {
      tellFailure(error);
    } finally {
      setActing(false);
    }
    onChange();
  }
  const askRun = useAskRun(inLanguage(routine.title, language), () =>
    act(() => client.runRoutine(type)),
  );
  return (
    <div ref={place} className="actions">
      {isPaused ? (
        <Button
          icon={<CaretRightOutlined aria-hidden />}
          disabled={isActing}
          onClick={() => act(() => client.resumeRoutine(type))}
        >
          {texts.resume}
        </Button>
      ) : (
        <Button
          icon={<PauseOutlined aria-hidden />}
          disabled={isActing}
          onClick={() => act(() => client.pauseRoutine(type))}
        >
          {texts.pause}
        </Button>
      )}
      <Button icon={<ThunderboltOutlined aria-hidden />} disabled={isActing} onClick={askRun}>
        {texts.runNow}
      </Button>
    </div>
  );
}

function useAskRun(title: string, run: () => void): () => void {
  const texts = useRoutineTexts();
  const { modal } = App.useApp();
  return () =>
    void modal.confirm({
      title: texts.askRun(title),
      content: texts.askRunLong,
      okText: texts.yesRun,
      cancelText: texts.no,
      autoFocusButton: 'cancel',
      onOk: run,
    });
}

const TONES: Readonly<Record<NonNullable<RoutineRunOut['outcome']>, Tone>> = {
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'rest',
  expired: 'rest',
  lost: 'bad',
  skipped: 'rest',
  missed: 'warn',
};

export function RunOutcome({ run }: { run: Pick<RoutineRunOut, 'outcome' | 'startedAt'> }) {
  const texts = useRoutineTexts();
  return (
    <span className="dot" data-tone={run.outcome === null ? 'way' : TONES[run.outcome]}>
      {outcomeText(run, texts)}
    </span>
  );
}

function outcomeText(
  { outcome, startedAt }: Pick<RoutineRunOut, 'outcome' | 'startedAt'>,
  texts: RoutineTexts,
): string {
  if (outcome !== null) return texts.outcomes[outcome];
  return startedAt === null ? texts.notBegun : texts.goesOn;
}
