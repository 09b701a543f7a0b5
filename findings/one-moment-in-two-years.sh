#!/usr/bin/env bash
# MariaDB 10.11.19 with mysql2 3.24.6, PostgreSQL 15.18 with pg 8.23.1, seen on 2026-11-27.
# A moment with milliseconds goes into a column of whole seconds. PostgreSQL's timestamp(0) rounds
# and MariaDB's datetime cuts; so does its time. Neither says a word, in strict mode either.
# Seen:    2026-12-31 23:59:59.600 becomes 2027-01-01 00:00:00 as timestamp(0) and
#          2026-12-31 23:59:59 as datetime. The date of the same parameter is 2026-12-31 in both.
# Guessed: both cut, as both do for a date column, or both round.
# Matters: one import saved to the two databases differs by a second in half of its rows, and in the
# last half second of a year by a year: sums by year, month and day move. In PostgreSQL a row's date
# column and its timestamp(0) filled from one value contradict each other. Instead: cut the moment
# in one place in the code before it is a parameter, and never leave the precision to the column.
set -euo pipefail
T=$(mktemp -d); cd "$T"; mariadb=
stop() {
  [ -z "$mariadb" ] || { kill "$mariadb" && wait "$mariadb" || true; }
  if [ -f db/postmaster.pid ]; then
    kill -INT "$(head -1 db/postmaster.pid)"
    for _ in $(seq 100); do [ -f db/postmaster.pid ] || break; sleep 0.1; done
  fi
  rm -rf "$T"
}
trap stop EXIT
free_port() {
  python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
B=/usr/lib/postgresql/15/bin
if ! [ -x $B/initdb ]; then
  echo "Installing the Debian package postgresql-15=15.18-0+deb12u1 with apt-get."
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends postgresql-15=15.18-0+deb12u1 >/dev/null
fi
export PGPORT=$(free_port)
as=(); [ "$(id -u)" != 0 ] || as=(unshare --user --map-user=65534 --map-group=65534)
"${as[@]}" $B/initdb -D "$T/db" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
"${as[@]}" $B/pg_ctl -D "$T/db" -l "$T/db.log" -w start >/dev/null \
  -o "-p $PGPORT -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
if ! command -v mariadbd >/dev/null; then
  echo "Installing the Debian package mariadb-server=1:10.11.19-0+deb12u1 with apt-get."
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends mariadb-server=1:10.11.19-0+deb12u1 >/dev/null
fi
export MYPORT=$(free_port)
own=(--no-defaults --datadir="$T/my"); [ "$(id -u)" != 0 ] || own+=(--user=root)
mariadb-install-db "${own[@]}" --auth-root-authentication-method=normal --skip-test-db >my.log 2>&1
mariadbd "${own[@]}" --port="$MYPORT" --bind-address=127.0.0.1 --socket="$T/my.sock" \
  --pid-file="$T/my.pid" --skip-name-resolve >my.log 2>&1 &
mariadb=$!
for _ in $(seq 300); do grep -q 'ready for connections' my.log && break; sleep 0.1; done
npm install --silent --no-audit --no-fund --ignore-scripts pg@8.23.1 mysql2@3.24.6

cat > see.js <<'JS'
const { Client } = require('pg'), mysql = require('mysql2/promise');
const paid = new Date('2026-12-31T23:59:59.600Z');
(async () => {
  const pg = new Client({ host: '127.0.0.1', user: 'postgres' });
  await pg.connect();
  await pg.query('create table receipt (paid timestamp(0), day date)');
  await pg.query('insert into receipt values ($1, $2)', [paid.toISOString(), paid.toISOString()]);
  const a = (await pg.query('select paid::text, day::text from receipt')).rows[0];
  await pg.end();

  const my = await mysql.createConnection({
    host: '127.0.0.1', port: +process.env.MYPORT, user: 'root', timezone: 'Z', dateStrings: true,
  });
  await my.query('create database f');
  await my.query('create table f.receipt (paid datetime, day date)');
  await my.execute('insert into f.receipt values (?, ?)', [paid, paid]);
  const [[b]] = await my.query('select paid, day from f.receipt');
  const [[{ mode }]] = await my.query('select @@sql_mode mode');
  await my.end();

  console.log('moment:    ', paid.toISOString());
  console.log('PostgreSQL:', JSON.stringify(a));
  console.log('MariaDB:   ', JSON.stringify(b), /STRICT_TRANS/.test(mode) ? '(strict mode)' : '');
  const [years, days] = [a.paid.slice(0, 4) + b.paid.slice(0, 4), a.day === b.day];
  if (years === '20272026' && days) return;
  console.log('No longer seen: the two databases store the same second.');
  process.exit(1);
})();
JS
TZ=UTC node see.js
