/** A refusal that names the phase of a task, in every language. */
import { AppError, type Phase, phaseName, valueInAll } from '@longshore/contract';

type PhaseCode =
  | 'task_not_live'
  | 'task_not_repeatable'
  | 'task_not_confirmable'
  | 'task_not_undoable'
  | 'task_not_pausable'
  | 'task_not_resumable';

export const phaseRefusal = (code: PhaseCode, phase: Phase): AppError =>
  new AppError(code, {
    values: valueInAll('phase', (language) => phaseName(phase, language)),
  });
