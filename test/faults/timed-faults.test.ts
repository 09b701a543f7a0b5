/** The short form of each fault whose promise is a time: one after the other. */
import { playShort, shortFaults } from './play-short.js';

for (const fault of await shortFaults({ timed: true })) playShort(fault);
