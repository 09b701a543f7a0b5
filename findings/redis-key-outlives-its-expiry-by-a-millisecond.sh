#!/usr/bin/env bash
# Redis 7.0.15 with ioredis 6.0.0, seen on 2026-11-27.
# A key gets an absolute expiry (PEXPIREAT). A script asks for TIME and EXISTS, again and again.
# Seen:    two rules. An expiry that is set to the present millisecond removes the key at once. One
#          that was set before lets the key live through that millisecond: TIME is the expiry, to the
#          millisecond, and EXISTS is still 1. (In 4 of 300 rounds even a millisecond later: TIME goes
#          on within a script, while expiries are judged by the time of its start.)
# Guessed: one rule: from the millisecond of its expiry on, a key is gone.
# Matters: a task store keeps the deadline as a number beside the key that expires then, and judges by
# `deadline <= now`. For a millisecond the task is over and its lock or slot is still there: whoever
# cleans up finds it held, does nothing, and must look again. Instead: judge by one of both, or make
# the cleaning safe to repeat.
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
npm install --silent --no-audit --no-fund --ignore-scripts ioredis@6.0.0

cat > see.js <<'JS'
const { Redis } = require('ioredis');
const NOW = `local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000)`;
const LOOK = `${NOW} return { now, redis.call('EXISTS', KEYS[1]) }`;
const SET_TO_NOW = `${NOW} redis.call('SET', KEYS[1], 'x') redis.call('PEXPIREAT', KEYS[1], now)
  return redis.call('EXISTS', KEYS[1])`;
const SET_AHEAD = `${NOW} redis.call('SET', KEYS[1], 'x') redis.call('PEXPIREAT', KEYS[1], now + 5)
  return now + 5`;
(async () => {
  const redis = new Redis({ port: +process.env.PORT });
  const atOnce = await redis.eval(SET_TO_NOW, 1, 'now');
  let livedThrough = 0;
  for (let round = 0; round < 300; round++) {
    const expiry = await redis.eval(SET_AHEAD, 1, 'ahead');
    for (;;) {
      const [now, exists] = await redis.eval(LOOK, 1, 'ahead');
      if (now === expiry && exists === 1) livedThrough += 1;
      if (now > expiry) break;
    }
  }
  redis.disconnect();
  console.log(`set to the present millisecond: EXISTS ${atOnce}`);
  console.log(`in the millisecond of its expiry: EXISTS 1, seen ${livedThrough > 0 ? 'often' : 'never'}`);
  if (atOnce === 0 && livedThrough > 0) return;
  console.log('No longer seen: both rules are one.');
  process.exit(1);
})();
JS
node see.js
