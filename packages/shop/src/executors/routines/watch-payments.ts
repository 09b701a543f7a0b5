import { watchRoutine } from '@longshore/executors';
import payments from '../imports/payments.js';

/** The bank's files, for the person whom `npm start` signs in. */
export default watchRoutine(payments, {
  prefix: 'inbox/payments',
  owner: 'demo',
  cron: '*/10 * * * * *',
});
