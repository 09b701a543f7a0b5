#!/usr/bin/env bash
# MariaDB 10.11.19 with mysql2 3.24.6, seen on 2026-11-27.
# A watcher asks information_schema.innodb_trx every 20 ms which transactions wait for a lock. It is
# shown the list of its first look for as long as it goes on. One look after a pause sees the wait.
# Seen:    0 of about 100 looks in two seconds show the wait; the look after 300 ms shows it.
# Guessed: the second look already shows it, or the one after 0.1 s at the latest.
# Matters: InnoDB fills the table from a cache, and fills the cache anew only when nobody has read
# it for 0.1 s: each look prolongs what it waits to see end. A watchdog over a bulk import, or a test
# that waits for a blocked writer, hangs or says that nobody is blocked. Instead: leave more than
# 0.1 s between two looks.
set -euo pipefail
T=$(mktemp -d); cd "$T"; mariadb=
stop() {
  [ -z "$mariadb" ] || { kill "$mariadb" && wait "$mariadb" || true; }
  rm -rf "$T"
}
trap stop EXIT
if ! command -v mariadbd >/dev/null; then
  echo "Installing the Debian package mariadb-server=1:10.11.19-0+deb12u1 with apt-get."
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends mariadb-server=1:10.11.19-0+deb12u1 >/dev/null
fi
export MYPORT=$(python3 -c 'import socket
s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
own=(--no-defaults --datadir="$T/my"); [ "$(id -u)" != 0 ] || own+=(--user=root)
mariadb-install-db "${own[@]}" --auth-root-authentication-method=normal --skip-test-db >my.log 2>&1
mariadbd "${own[@]}" --port="$MYPORT" --bind-address=127.0.0.1 --socket="$T/my.sock" \
  --pid-file="$T/my.pid" --skip-name-resolve >my.log 2>&1 &
mariadb=$!
for _ in $(seq 300); do grep -q 'ready for connections' my.log && break; sleep 0.1; done
npm install --silent --no-audit --no-fund --ignore-scripts mysql2@3.24.6

cat > see.js <<'JS'
const mysql = require('mysql2/promise');
const { setTimeout: sleep } = require('node:timers/promises');
const open = () =>
  mysql.createConnection({ host: '127.0.0.1', port: +process.env.MYPORT, user: 'root' });
(async () => {
  const [holder, waiter, watcher] = await Promise.all([open(), open(), open()]);
  await holder.query('create database f');
  await holder.query('create table f.line (sku int primary key, price int)');
  await holder.query('insert into f.line values (1, 1)');
  await holder.beginTransaction();
  await holder.query('update f.line set price = 2 where sku = 1');

  const isBlocked = async () => {
    const [rows] = await watcher.query(
      `select trx_state from information_schema.innodb_trx where trx_state = 'LOCK WAIT'`);
    return rows.length > 0;
  };
  await isBlocked();
  const blocked = waiter.query('update f.line set price = 3 where sku = 1');
  let [looks, seen] = [0, 0];
  for (const end = Date.now() + 2000; Date.now() < end; await sleep(20)) {
    looks++;
    if (await isBlocked()) seen++;
  }
  await sleep(300);
  const afterPause = await isBlocked();
  await holder.commit();
  await blocked;
  await Promise.all([holder, waiter, watcher].map((connection) => connection.end()));

  console.log(`looks every 20 ms: ${looks}, of them with the wait: ${seen}`);
  console.log(`look after a pause of 300 ms shows the wait: ${afterPause}`);
  if (seen === 0 && afterPause) return;
  console.log('No longer seen: the eager watcher sees the wait too.');
  process.exit(1);
})();
JS
node see.js
