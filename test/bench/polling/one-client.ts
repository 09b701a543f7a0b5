/**
 * The product's own client on one live task: how often it asks in a while, and the bytes that cross
 * the wire for it.
 * Server, answers and bytes are real; only the clock runs ahead while the client waits. Used by
 * polling.ts.
 */
import { connect, createServer } from 'node:net';
import { createTaskClient, type HeaderValues, type Visibility, watchTask } from '@longshore/client';
import { freePort } from '@longshore/infra';

interface ClientCost {
  readonly requests: number;
  /** Of requests and answers, with their heads. */
  readonly wireBytes: number;
  /** Of one answer's body. */
  readonly answerBytes: number;
}

const STEP_MS = 50;

export async function oneClient(options: {
  url: string;
  headers: HeaderValues;
  taskId: string;
  minutes: number;
}): Promise<ClientCost> {
  const wire = await countingProxy(options.url);
  const clock = fastClock();
  try {
    const client = createTaskClient({ baseUrl: wire.url, headers: options.headers });
    const endsAt = Date.now() + options.minutes * 60_000;
    let [requests, answerBytes] = [0, 0];
    for await (const event of watchTask(
      client,
      { taskId: options.taskId },
      { visibility: clock.visibility },
    )) {
      if (event.name === 'trouble') throw event.error;
      if (Date.now() > endsAt) break;
      requests++;
      answerBytes = Buffer.byteLength(JSON.stringify(event.answer));
    }
    return { requests, answerBytes, wireBytes: wire.bytes() };
  } finally {
    clock.stop();
    wire.stop();
  }
}

/** Each look of the client at its page costs it 50 ms of the day. */
function fastClock(): { visibility: Visibility; stop: () => void } {
  const realNow = Date.now;
  let ahead = 0;
  Date.now = () => realNow() + ahead;
  const subscribe: Visibility['subscribe'] = (look) => {
    ahead += STEP_MS;
    const next = setImmediate(look);
    return () => clearImmediate(next);
  };
  return {
    visibility: { state: () => 'awake', subscribe },
    stop: () => {
      Date.now = realNow;
    },
  };
}

async function countingProxy(
  target: string,
): Promise<{ url: string; bytes: () => number; stop: () => void }> {
  const { hostname, port } = new URL(target);
  let bytes = 0;
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
  };
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    near
      .on('data', count)
      .on('error', () => far.destroy())
      .pipe(far);
    far
      .on('data', count)
      .on('error', () => near.destroy())
      .pipe(near);
  });
  const own = await freePort();
  await new Promise<void>((resolve) => server.listen(own, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${own}`, bytes: () => bytes, stop: () => void server.close() };
}
