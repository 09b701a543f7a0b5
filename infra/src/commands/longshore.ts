/** `npm run longshore -- routines|retries …`: the operator's command line, over the API. */
import { type OperatorCall, operatorCall } from '../operator-call.js';
import { StackError } from '../stack-error.js';
import type { Command } from './command.js';
import { retries } from './longshore-retries.js';
import { routines } from './longshore-routines.js';

type Subject = (args: readonly string[], call: OperatorCall) => Promise<string[]>;

const SUBJECTS = new Map<string | undefined, Subject>(Object.entries({ routines, retries }));

export const longshore: Command = async ({ args: [name, ...args], say }) => {
  const subject = SUBJECTS.get(name);
  if (subject === undefined)
    throw new StackError(
      'Say what: npm run longshore -- routines, or npm run longshore -- retries.',
    );
  for (const line of await subject(args, operatorCall(process.env))) say(line);
  return 0;
};
