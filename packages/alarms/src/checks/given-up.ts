/** Tasks that were given up for a fault, counted where they are settled, so that none is missed. */

import type { MessageValues } from '@longshore/contract';
import type { Outcomes, TaskStore } from '@longshore/tasks';
import { taskErrorSentence } from '@longshore/tasks';
import { type NewCheck, sighting } from './check.js';

export const givenUp: NewCheck = ({ tasks }) => {
  /** What this process told before; a new watcher tells all, which Redis counts once. */
  const known = new Map<string, number>();
  return {
    causes: ['task_given_up'],
    look: async ({ outcomes }) => {
      const risen = [...outcomes].filter(
        ([type, { fault }]) => fault > 0 && known.get(type) !== fault,
      );
      const seen = await Promise.all(
        risen.map(async ([subject, outcome]) =>
          sighting('task_given_up', {
            subject,
            details: await detailsOf(outcome, tasks),
            counted: { by: 'total', source: `given-up ${subject}`, number: outcome.fault },
          }),
        ),
      );
      for (const [type, { fault }] of risen) known.set(type, fault);
      return seen;
    },
  };
};

/** Of the last one: why, in the programs' own words where it is known. */
async function detailsOf(
  { lastFault }: Outcomes,
  tasks: Pick<TaskStore, 'record'>,
): Promise<MessageValues> {
  const record = lastFault === null ? null : await tasks.record(lastFault);
  if (record === null || record.error === null) return { reason: 'its record is gone' };
  const { isTold: _, ...error } = record.error;
  const reason = error.cause ?? taskErrorSentence(error, 'en');
  const { taskId, attempt } = record;
  return {
    reason,
    code: error.code,
    ...(error.source !== undefined && { source: error.source }),
    taskId,
    attempt,
  };
}
