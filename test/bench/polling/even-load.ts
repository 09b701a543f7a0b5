/**
 * Calls spread evenly over time, which autocannon's `-R` does not do: it sends each second's share
 * in one burst and adds samples of its own.
 * One call at a time on each connection; a call that finds none free is late from its due time on.
 * Prints a line of JSON; run by polling.ts.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createHistogram } from 'node:perf_hooks';

export interface EvenLoad {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly connections: number;
  readonly seconds: number;
  /** Calls a second, of all connections together. */
  readonly rate: number;
}

export interface EvenLatency {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Until then this process itself is cold. */
const WARM_UP_MS = 1_000;

const load = JSON.parse(process.argv[2] ?? '') as EvenLoad; // polling.ts wrote it
const { hostname, port, pathname, host } = new URL(load.url);
const headers = Object.entries({ ...load.headers, host, 'content-length': load.body.length }).map(
  ([name, value]) => `${name}: ${value}`,
);
const request = Buffer.from(
  [`POST ${pathname} HTTP/1.1`, ...headers, `\r\n${load.body}`].join('\r\n'),
);
const latencies = createHistogram();
const startedAt = performance.now();
const [measuredFrom, endsAt] = [
  startedAt + WARM_UP_MS,
  startedAt + WARM_UP_MS + load.seconds * 1_000,
];
let calls = 0;

await Promise.all(Array.from({ length: load.connections }, keepCalling));
const seconds = (performance.now() - measuredFrom) / 1_000;
const [p50Ms, p99Ms] = [latencies.percentile(50) / 1_000, latencies.percentile(99) / 1_000];
console.log(
  JSON.stringify({
    perSecond: Math.round(latencies.count / seconds),
    p50Ms,
    p99Ms,
  } satisfies EvenLatency),
);

async function keepCalling(): Promise<void> {
  const socket = connect(Number(port), hostname).setNoDelay();
  await once(socket, 'connect');
  for (let dueAt = nextDue(); dueAt < endsAt; dueAt = nextDue()) {
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    await call(socket);
    if (dueAt > measuredFrom)
      latencies.record(Math.max(1, Math.round((performance.now() - dueAt) * 1_000)));
  }
  socket.destroy();
}

function nextDue(): number {
  return startedAt + (calls++ * 1_000) / load.rate;
}

function call(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const broken = () => reject(new Error('a connection broke off'));
    const read = (chunk: Buffer) => {
      answer += chunk.toString('latin1');
      const headEnd = answer.indexOf('\r\n\r\n');
      if (headEnd < 0 || answer.length < headEnd + 4 + lengthOf(answer)) return;
      socket.off('data', read).off('close', broken);
      if (answer.startsWith('HTTP/1.1 200')) resolve();
      else reject(new Error(`refused: ${answer}`));
    };
    socket.on('data', read).once('close', broken);
    socket.write(request);
  });
}

function lengthOf(answer: string): number {
  return Number(/\r\ncontent-length: (\d+)/i.exec(answer)?.[1] ?? 0);
}
