/** A refusal that names the phase of a task, in both languages. */
import { AppError, type Phase, phaseName } from '@longshore/contract';

type PhaseCode =
  | 'task_not_live'
  | 'task_not_repeatable'
  | 'task_not_confirmable'
  | 'task_not_undoable'
  | 'task_not_pausable'
  | 'task_not_resumable';

export const phaseRefusal = (code: PhaseCode, phase: Phase): AppError =>
  new AppError(code, {
    values: { phase: phaseName(phase, 'en'), 'phase.zh': phaseName(phase, 'zh') },
  });
