/**
 * The person's imports that are under way, for a place that every page of the host has; the end of
 * one that nobody saw is told once, also after a reload.
 */
import { isLive, type LedgerRecord } from '@longshore/contract/browser';
import { useEffect } from 'react';
import { awaitEnd, awaitedImports, onImports, takeUntold } from '../import-sight.js';
import { currentVisibility } from '../visibility.js';
import { useTaskList } from './use-task-list.js';

const LOOKED_AT = { kind: 'import', limit: 10 } as const;

/** Imports under way, and how to look for others. */
export interface UseRunningImportsResult {
  readonly data: readonly LedgerRecord[];
  /** One has ended, or the person went on to another page. */
  readonly refetch: () => void;
}

/** `onUnseenEnd` must be stable: it hears once of each import that ended out of sight. */
export function useRunningImports(
  onUnseenEnd: (task: LedgerRecord) => void,
): UseRunningImportsResult {
  const { data = [], refetch } = useTaskList(LOOKED_AT);
  useEffect(() => onImports(refetch), [refetch]);
  useEffect(() => {
    const page = currentVisibility();
    return page.subscribe(() => page.state() === 'awake' && refetch());
  }, [refetch]);
  useEffect(() => {
    const awaited = awaitedImports();
    for (const task of data) {
      if (isLive(task.phase)) awaitEnd(task.taskId);
      else if (awaited.includes(task.taskId) && takeUntold(task.taskId)) onUnseenEnd(task);
    }
  }, [data, onUnseenEnd]);
  return { data: data.filter(({ phase }) => isLive(phase)), refetch };
}
