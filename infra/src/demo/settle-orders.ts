/**
 * The guided run of `npm run demo -- batch`: orders are settled while the batch is paused and a
 * worker is killed; then those that the business refused are run again by hand.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskClient } from '@longshore/client';
import type { TaskResultOut } from '@longshore/contract';
import { settlementFigures } from '@longshore/shop/figures';
import {
  addsUp,
  demoClient,
  download,
  type GuidedRun,
  type GuidedRunOptions,
  killWorker,
  number,
  until,
} from './guided-run.js';
import { progressLines } from './progress-lines.js';
import { followToEnd } from './run-to-end.js';
import { summary } from './summary.js';
import { textTable } from './text-table.js';

const BATCH = { type: 'settle-orders' } as const;
const FLAGS = ['new', 'processing', 'success', 'exception', 'failure'];
const PAUSE_AT = 0.2;
const KILL_AT = 0.5;
const RECORDS_SHOWN = 3;

export const settleOrders: GuidedRun = {
  orders: 200_000,
  does: 'a batch writes the fee of each order; orders above 19,000.00 need an approval',
  async run(options) {
    const { stack, folder, root, signal, say } = options;
    const client = demoClient(stack);
    const progress = progressLines();
    const toEnd = (taskId: string, name: string) =>
      followToEnd(taskId, {
        client,
        name,
        signal,
        onAnswer: (answer) => progress.show(name, answer),
      });

    const { taskId } = await client.registerBatchTask(BATCH, { signal });
    const looking = { client, taskId, signal };
    await answered('a fifth of the orders', looking, (answer) => partOf(answer) >= PAUSE_AT);
    await pauseAndResume(client, taskId, options);
    await answered('half of the orders', looking, (answer) => partOf(answer) >= KILL_AT);
    killWorker(options);
    const { answer, record } = await toEnd(taskId, 'settle orders');
    progress.end();

    const figures = await settlementFigures(stack.databaseUrl);
    say('');
    for (const line of textTable(
      figures.orders.map((orders, flag) => [`${flag} ${FLAGS[flag]}`, number(orders)]),
    ))
      say(line);
    const [, , success, , failure] = figures.orders;
    addsUp('batch', {
      'orders told as settled': [answer.counts?.succeeded, success],
      'orders told as failed': [answer.counts?.failed, failure],
      'orders that nobody took': [figures.orders[0], 0],
      'orders left in work': [figures.orders[1], 0],
      'orders with a settlement': [figures.settled, success],
    });
    say('Each order was settled once, although a worker died: the table of settlements says so.');

    const { items } = await client.failedRecords(taskId, { limit: RECORDS_SHOWN }, { signal });
    say('');
    for (const { key, code, message } of items) say(`order ${key}: ${code}, ${message}`);
    say('Run again by hand, and refused again: the business has not changed its mind.');
    const again = await client.registerBatchTask({ ...BATCH, only: 'failed' }, { signal });
    const second = await toEnd(again.taskId, 'failed again');
    progress.end();
    addsUp('second run', {
      'orders that were settled before': [
        (await settlementFigures(stack.databaseUrl)).fees,
        figures.fees,
      ],
      'orders told as failed': [second.answer.counts?.failed, failure],
    });

    const files = [
      join(folder, 'settle-orders.xlsx'),
      join(folder, 'settle-orders-failed.xlsx'),
    ] as const;
    await download(answer.url, files[0], options);
    await download(answer.issuesUrl, files[1], options);
    say('');
    const runs = [
      { name: 'settle orders', record },
      { name: 'failed again', record: second.record },
    ];
    for (const line of await summary({ runs, files, root })) say(line);
  },
};

/** Stops the batch, sees that nothing moves, and lets it go on. */
async function pauseAndResume(
  client: TaskClient,
  taskId: string,
  { say, signal }: GuidedRunOptions,
): Promise<void> {
  await client.pauseTask(taskId, { signal });
  const looking = { client, taskId, signal };
  const paused = await answered('the pause', looking, ({ phase }) => phase === 'paused');
  say(`Paused after ${number(paused.counts?.succeeded ?? 0)} orders.`);
  await sleep(1_000, undefined, { signal });
  const later = await client.getTaskStatus({ taskId }, { signal });
  addsUp('pause', {
    'orders that are done': [later.counts?.succeeded, paused.counts?.succeeded],
  });
  await client.resumeTask(taskId, { signal });
  say('A second later nothing has moved. It goes on.');
}

/** The first answer that is so, or tells the end. Asks more often than a page may. */
const answered = (
  what: string,
  { client, taskId, signal }: Looking,
  isSo: (answer: TaskResultOut) => boolean,
): Promise<TaskResultOut> =>
  until(what, signal, async () => {
    const answer = await client.getTaskStatus({ taskId }, { signal });
    return isSo(answer) || answer.status !== 1 ? answer : null;
  });

interface Looking {
  readonly client: TaskClient;
  readonly taskId: string;
  readonly signal: AbortSignal;
}

const partOf = ({ progress }: TaskResultOut): number =>
  progress?.total ? progress.done / progress.total : 0;
