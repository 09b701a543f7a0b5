/** A task's phase as a mark of its own form and colour, and its word. */
import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  ExclamationCircleFilled,
  EyeOutlined,
  HourglassOutlined,
  PauseCircleFilled,
  RedoOutlined,
  StopOutlined,
  SyncOutlined,
} from '@ant-design/icons';
import { textsOf, useLongshore } from '@longshore/client/react';
import type { Phase } from '@longshore/contract/browser';
import type { ComponentType } from 'react';

export type Tone = 'good' | 'bad' | 'warn' | 'live' | 'rest';

interface Look {
  readonly tone: Tone;
  readonly Mark: ComponentType<{ readonly 'aria-hidden': boolean }>;
}

/** Phases of one tone differ by their mark. */
const LOOKS: Readonly<Record<Phase, Look>> = {
  queued: { tone: 'rest', Mark: ClockCircleOutlined },
  running: { tone: 'live', Mark: SyncOutlined },
  retrying: { tone: 'warn', Mark: RedoOutlined },
  paused: { tone: 'rest', Mark: PauseCircleFilled },
  previewed: { tone: 'live', Mark: EyeOutlined },
  succeeded: { tone: 'good', Mark: CheckCircleFilled },
  partial: { tone: 'warn', Mark: ExclamationCircleFilled },
  failed: { tone: 'bad', Mark: CloseCircleFilled },
  cancelled: { tone: 'rest', Mark: StopOutlined },
  expired: { tone: 'rest', Mark: HourglassOutlined },
};

export function PhaseMark({ phase }: { phase: Phase }) {
  const { phases } = textsOf(useLongshore().language);
  const { tone, Mark } = LOOKS[phase];
  return (
    <span className="phase" data-tone={tone}>
      <Mark aria-hidden />
      {phases[phase]}
    </span>
  );
}
