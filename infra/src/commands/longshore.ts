/** `npm run longshore -- routines …`: the operator's command line, over the API. */
import { operatorCall } from '../operator-call.js';
import { StackError } from '../stack-error.js';
import type { Command } from './command.js';
import { routines } from './longshore-routines.js';

export const longshore: Command = async ({ args: [subject, ...args], say }) => {
  if (subject !== 'routines') throw new StackError('Say what: npm run longshore -- routines.');
  for (const line of await routines(args, operatorCall(process.env))) say(line);
  return 0;
};
