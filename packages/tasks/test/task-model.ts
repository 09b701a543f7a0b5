/**
 * What the store must do, in a few lines: the model that random orders of operations are compared
 * with. One owner, one type.
 */
import { isLive, isRepeatable, type Phase } from '@longshore/contract';
import type { AttemptRef } from '../src/task.js';

export interface ModelTask {
  readonly taskId: string;
  phase: Phase;
  attempt: number;
  /** Attempts that count against the limit. */
  spent: number;
}

export class TaskModel {
  readonly tasks: ModelTask[] = [];
  readonly runs: AttemptRef[] = [];
  readonly handedBack = new Set<AttemptRef>();
  /** The task whose entity is there. */
  current: ModelTask | null = null;

  constructor(private readonly maxAttempts: number) {}

  canRegister(): boolean {
    return this.current === null || !isLive(this.current.phase);
  }

  registered(taskId: string): void {
    this.current = { taskId, phase: 'queued', attempt: 0, spent: 0 };
    this.tasks.push(this.current);
  }

  claim(task: ModelTask): 'claimed' | 'exhausted' | 'refused' {
    if (!this.isLive(task)) return 'refused';
    if (task.spent === this.maxAttempts) {
      task.phase = 'failed';
      return 'exhausted';
    }
    Object.assign(task, { phase: 'running', attempt: task.attempt + 1, spent: task.spent + 1 });
    this.runs.push({ taskId: task.taskId, attempt: task.attempt });
    return 'claimed';
  }

  /** Moves the run's task when the run is its newest attempt and goes on; else null. */
  running({ taskId, attempt }: AttemptRef): ModelTask | null {
    const task = this.tasks.find((candidate) => candidate.taskId === taskId);
    return task !== undefined &&
      this.isLive(task) &&
      task.phase === 'running' &&
      task.attempt === attempt
      ? task
      : null;
  }

  /**
   * Whether the run is the newest attempt of the current task, and that stands at `phase`: the same
   * call again is told the same.
   */
  isAt({ taskId, attempt }: AttemptRef, phase: Phase): boolean {
    return (
      this.current?.taskId === taskId &&
      this.current.attempt === attempt &&
      this.current.phase === phase
    );
  }

  end(task: ModelTask, phase: 'failed' | 'cancelled'): boolean {
    const isEnded = this.isLive(task);
    if (isEnded) task.phase = phase;
    return isEnded;
  }

  clear(task: ModelTask): boolean {
    if (task !== this.current) return false;
    this.end(task, 'cancelled');
    this.current = null;
    return true;
  }

  expire(): void {
    if (this.current !== null && isLive(this.current.phase)) this.current.phase = 'expired';
    this.current = null;
  }

  repeat(task: ModelTask): 'repeated' | 'not-repeatable' | 'slot-taken' {
    if (!isRepeatable(task.phase)) return 'not-repeatable';
    if (this.current !== task && !this.canRegister()) return 'slot-taken';
    Object.assign(task, { phase: 'queued', spent: 0 });
    this.current = task;
    return 'repeated';
  }

  private isLive(task: ModelTask): boolean {
    return task === this.current && isLive(task.phase);
  }
}
