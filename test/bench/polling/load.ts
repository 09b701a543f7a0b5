/**
 * Keeps connections busy with one POST, one call in flight on each, and prints a line of JSON. Run by polling.ts as a process of its own.
 * It parses no more of an answer than its status and length, because it shares the processor with what it measures.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createHistogram } from 'node:perf_hooks';

export interface LoadOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly connections: number;
  readonly seconds: number;
  /** Calls a second of all connections; absent: as fast as the answers come. */
  readonly rate?: number;
}

export interface LoadResult {
  readonly calls: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** What this process itself took. */
  readonly cpuUs: number;
}

/** Until then this process itself is cold: its calls count, their latencies do not. */
const RAMP_MS = 1_000;

const options = JSON.parse(process.argv[2] ?? '') as LoadOptions; // polling.ts wrote it
const { hostname, port, pathname, host } = new URL(options.url);
const request = Buffer.from(
  [
    `POST ${pathname} HTTP/1.1`,
    ...Object.entries({ ...options.headers, host, 'content-length': options.body.length }).map(([name, value]) => `${name}: ${value}`),
    `\r\n${options.body}`,
  ].join('\r\n'),
);
const latencies = createHistogram();
const startedAt = performance.now();
const endsAt = startedAt + options.seconds * 1_000;
let calls = 0;

await Promise.all(Array.from({ length: options.connections }, keepBusy));
const seconds = (performance.now() - startedAt) / 1_000;
const { user, system } = process.cpuUsage();
const result: LoadResult = {
  calls,
  perSecond: Math.round(calls / seconds),
  p50Ms: latencies.percentile(50) / 1_000,
  p99Ms: latencies.percentile(99) / 1_000,
  cpuUs: Math.round((user + system) / calls),
};
console.log(JSON.stringify(result));

async function keepBusy(): Promise<void> {
  const socket = connect(Number(port), hostname).setNoDelay();
  await once(socket, 'connect');
  for (let dueAt = nextDue(); dueAt < endsAt; dueAt = nextDue()) {
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    await call(socket);
    if (dueAt > startedAt + RAMP_MS) latencies.record(Math.max(1, Math.round((performance.now() - dueAt) * 1_000)));
  }
  socket.destroy();
}

/** At a rate, a call that finds no free connection is late from its due time on, not from when it was sent. */
function nextDue(): number {
  const dueAt = options.rate === undefined ? performance.now() : startedAt + (calls * 1_000) / options.rate;
  if (dueAt < endsAt) calls++;
  return dueAt;
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
