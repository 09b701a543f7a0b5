#!/usr/bin/env bash
# bullmq 6.7.0 with Redis 7.0.15, seen on 2026-11-27.
# Two workers, one job at a time. The first takes a job and moves it back to wait (moveToWait, then
# WaitingError), as a worker does that is told to stop; the second one is idle. Once with a job
# without priority, once with priority 1.
# Seen:    the job without priority begins on the idle worker within milliseconds. The one with a
#          priority begins when the idle worker's own wait (drainDelay, 5 s by default) is over: the
#          script that moves it back sets no marker, on which idle workers wait.
# Guessed: both begin at once, for priorities decide an order, not whether anybody is told.
# Matters: priorities make queues fair between tenants. Whoever adds them to a system that hands
# work over at a deploy gets pauses of up to 5 s that no test without priorities shows. Instead: set
# the priority of the job to 0 (changePriority) before it is moved back.
set -euo pipefail
T=$(mktemp -d); cd "$T"; redis=
stop() {
  [ -z "$redis" ] || { kill "$redis" && wait "$redis" || true; }
  rm -rf "$T"
}
trap stop EXIT
if ! command -v redis-server >/dev/null; then
  echo "Installing the Debian package redis-server with apt-get."
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends redis-server >/dev/null
fi
export PORT=$(python3 -c 'import socket
s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
redis-server --port "$PORT" --bind 127.0.0.1 --dir "$T" --save '' >redis.log 2>&1 &
redis=$!
for _ in $(seq 100); do grep -q 'Ready to accept connections' redis.log && break; sleep 0.1; done
npm install --silent --no-audit --no-fund --ignore-scripts bullmq@6.7.0 ioredis@6.0.0

cat > see.js <<'JS'
const { Queue, WaitingError, Worker } = require('bullmq');
const connection = { host: '127.0.0.1', port: +process.env.PORT, maxRetriesPerRequest: null };

/** Milliseconds from the move back until the idle worker begins. */
async function waitOf(name, options) {
  const queue = new Queue(name, { connection });
  let movedAt = 0;
  let began;
  const hasBegun = new Promise((resolve) => { began = resolve; });
  const first = new Worker(name, async (job, token) => {
    if (movedAt > 0) return began(performance.now() - movedAt);
    second.run();
    await second.waitUntilReady();
    await new Promise((resolve) => setTimeout(resolve, 1_000)); // the second one waits by now
    void first.close(); // it takes no other job
    movedAt = performance.now();
    await job.moveToWait(token);
    throw new WaitingError();
  }, { connection });
  const second = new Worker(name, async () => began(performance.now() - movedAt), {
    connection, autorun: false,
  });
  await queue.add('a', {}, options);
  const ms = await hasBegun;
  await Promise.all([first.close(), second.close(), queue.close()]);
  return ms;
}

(async () => {
  const plain = await waitOf('plain', {});
  const prioritized = await waitOf('prioritized', { priority: 1 });
  console.log(`without priority: begins after ${Math.round(plain)} ms`);
  console.log(`with priority 1:  begins after ${Math.round(prioritized)} ms`);
  if (plain < 500 && prioritized > 2_000) process.exit(0);
  console.log('No longer seen: both begin alike.');
  process.exit(1);
})();
JS
node see.js
