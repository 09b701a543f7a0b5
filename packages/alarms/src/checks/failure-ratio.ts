/** The share of a type's tasks that failed within a window, whatever for. */
import type { Outcomes } from '@longshore/tasks';
import { type NewCheck, sighting } from './check.js';

export const failureRatio: NewCheck = ({ tasks, thresholds }) => ({
  causes: ['failure_ratio'],
  look: async ({ outcomes }) => {
    const before = await tasks.watch.sample(outcomes, thresholds.windowMs);
    if (before === null) return [];
    return [...outcomes].flatMap(([subject, now]) => {
      const { ended, failed } = within(before.get(subject), now);
      const isHigh = ended >= thresholds.failureMin && failed / ended >= thresholds.failureRatio;
      return isHigh ? [sighting('failure_ratio', { subject, details: { ended, failed } })] : [];
    });
  },
});

/** Numbers that fell were lost with the data of Redis: nothing is known of this window. */
function within(before: Outcomes | undefined, now: Outcomes) {
  const ended = endedOf(now) - (before === undefined ? 0 : endedOf(before));
  const failed = failedOf(now) - (before === undefined ? 0 : failedOf(before));
  return ended < failed || failed < 0 ? { ended: 0, failed: 0 } : { ended, failed };
}

const failedOf = ({ refused, fault, expired }: Outcomes): number => refused + fault + expired;
const endedOf = (outcomes: Outcomes): number => outcomes.done + failedOf(outcomes);
