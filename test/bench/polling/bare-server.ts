/**
 * The polling answer without Express and its guards: what a leaner path in front of them could
 * reach at most. Run by polling.ts.
 */
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { connectRedis, createTaskStore } from '@longshore/tasks';

const redis = await connectRedis(process.env.REDIS_URL ?? '', { role: 'api' });
const tasks = createTaskStore(redis, { ttlMs: 1_800_000, ledgerTtlMs: 1_800_000, maxAttempts: 3 });

const server = createServer(async (req, res) => {
  const asked = (await json(req)) as { taskId: string }; // polling.ts sends nothing else
  const found = await tasks.poll(asked);
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify({ status: 1, state: false, url: null, ...found?.task }));
});
server.listen(Number(process.env.PORT), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
