/**
 * A business of tests whose exports only wait, at WAITING_EXECUTORS (see write-waiting-types.ts).
 */
import { pathToFileURL } from 'node:url';
import { defineBusiness } from '@longshore/executors';

export default defineBusiness({
  executors: pathToFileURL(`${process.env.WAITING_EXECUTORS}/`),
});
