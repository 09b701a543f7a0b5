#!/usr/bin/env bash
# Redis 7.0.15 with ioredis 6.0.0, seen on 2026-11-27.
# A user without the right to a command calls it: once directly, once from a Lua script.
# Seen:    directly the error begins with NOPERM. From the script it begins with ERR, and its words
#          name neither NOPERM nor the right: "The user executing the script can't run this command".
# Guessed: both begin with NOPERM, since it is one rule of one user.
# Matters: queues and task stores run nearly all of their commands in scripts. A worker that tells
# a missing right (no use in trying again) from a passing error by NOPERM takes the refusal for a
# passing one, and asks again and again. Instead: know both forms, or probe the rights at the start.
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
const said = (call) => call.then(() => 'no error', (error) => error.message);
(async () => {
  const admin = new Redis({ port: +process.env.PORT });
  await admin.call('ACL', 'SETUSER', 'clerk', 'on', '>secret', '~*', '+@all', '-sadd');
  const clerk = new Redis({ port: +process.env.PORT, username: 'clerk', password: 'secret' });
  const directly = await said(clerk.sadd('tags', 'a'));
  const inScript = await said(clerk.eval("return redis.call('SADD', KEYS[1], 'a')", 1, 'tags'));
  admin.disconnect();
  clerk.disconnect();
  console.log(`directly:    ${directly}`);
  console.log(`in a script: ${inScript}`);
  if (directly.startsWith('NOPERM') && inScript.startsWith('ERR') && !inScript.includes('NOPERM'))
    return;
  console.log('No longer seen: both refusals have the same code.');
  process.exit(1);
})();
JS
node see.js
