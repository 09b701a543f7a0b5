#!/usr/bin/env bash
# PostgreSQL 15.18 with node-postgres (pg 8.23.1), seen on 2026-11-27.
# A double that becomes numeric keeps 15 digits, although the same double shows 16 or 17 as text or
# JSON and becomes a bigint exactly. So one JavaScript number stored as a parameter of a numeric
# column is right, and the same number in a bulk insert by UNNEST($1::float8[]) loses its last
# digits.
# Seen:    12345678901234.56   one by one 12345678901234.560000   UNNEST 12345678901234.600000
#          1234567890.123456   one by one 1234567890.123456       UNNEST 1234567890.123460
#          9007199254740991    one by one 9007199254740991.000000 UNNEST 9007199254740990.000000
# Guessed: the cast takes the shortest digits that identify the double, as its text form does.
# Matters: UNNEST with one array a column is the fast way to save an import, and number[] is what a
# parsed sheet gives. A whole number below 2^53 is changed without an error. Instead: $1::numeric[];
# the driver sends the digits as text either way.
set -euo pipefail
T=$(mktemp -d); cd "$T"
stop() {
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
npm install --silent --no-audit --no-fund --ignore-scripts pg@8.23.1

cat > see.js <<'JS'
const { Client } = require('pg');
const amounts = [12345678901234.56, 1234567890.123456, 9007199254740991];
(async () => {
  console.log('given   ', amounts.join('  '));
  const client = new Client({ host: '127.0.0.1', user: 'postgres' });
  await client.connect();
  await client.query('create table line (way text, n int, amount numeric(24, 6))');
  for (const [i, amount] of amounts.entries())
    await client.query("insert into line values ('one', $1, $2)", [i, amount]);
  for (const type of ['float8', 'numeric'])
    await client.query(`insert into line select $1, n - 1, amount
      from unnest($2::${type}[]) with ordinality as u(amount, n)`, [type, amounts]);
  const stored = {};
  for (const way of ['one', 'float8', 'numeric']) {
    const { rows } = await client.query('select amount from line where way = $1 order by n', [way]);
    stored[way] = rows.map((row) => row.amount);
    console.log(way.padEnd(8), stored[way].join('  '));
  }
  const bigint = await client.query('select unnest($1::float8[])::bigint b', [[amounts[2]]]);
  console.log('float8[] as bigint:', bigint.rows[0].b);
  await client.end();
  const { one, float8, numeric } = stored;
  if (float8[2] === '9007199254740990.000000' && String(one) === String(numeric)) return;
  console.log('No longer seen: all ways store the same digits.');
  process.exit(1);
})();
JS
node see.js
