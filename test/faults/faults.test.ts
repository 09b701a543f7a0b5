/**
 * The short form of each fault whose promise is no time; at length they run by `npm run faults`.
 * Most of their time they wait, so several run at once.
 */
import { describe } from 'vitest';
import { playShort, shortFaults } from './play-short.js';

describe.concurrent('beside each other', async () => {
  for (const fault of await shortFaults({ timed: false })) playShort(fault);
});
