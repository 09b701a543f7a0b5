/** Redis dies amid the ticks of a routine and comes back empty. */
import type { Fault } from '../fault.js';
import { countTicks, ranTicks, routineSystem, untilRan } from '../routines.js';

export default {
  does: 'Redis is killed amid the ticks of a routine and started again without its data.',
  promises: 'Each tick runs exactly once, those of the outage late, as the routine asks.',
  run: async (stage) => {
    const ticks = stage.times(9, 60);
    const outages = stage.times(1, 3);
    const system = await routineSystem(stage, { hasLines: true });
    await Promise.all(Array.from({ length: stage.times(2, 5) }, () => system.startWorker()));
    for (let i = 1; i <= outages; i++) {
      await untilRan(system, Math.floor((ticks * i) / (outages + 2)));
      await system.restartRedis({ keepsData: false });
    }
    await untilRan(system, ticks);
    const { ran, doubled, missed } = countTicks(await ranTicks(system), ticks);
    return {
      runs: ticks,
      measured: `${ran} ran, ${doubled} doubled, ${missed} missed over ${outages} losses`,
      holds: ran === ticks && doubled === 0,
    };
  },
} satisfies Fault;
