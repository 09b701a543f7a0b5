#!/usr/bin/env bash
# node-postgres (pg 8.23.1) with PostgreSQL 15.18, seen on 2026-11-27.
# A numeric column arrives as an exact string, as is widely known. An array of numeric arrives as
# JavaScript numbers: digits are rounded and trailing zeros are gone. bigint keeps its strings in
# both.
# Seen:    price "12345678901234567.89", array_agg(price) [12345678901234568,1.1];
#          id "9007199254740993", array_agg(id) ["9007199254740993"].
# Guessed: an array's elements are parsed as the scalar is, as bigint[] shows.
# Matters: exports gather the lines of an order by array_agg to save a join. The amounts of the head
# are then exact and those of the lines are not, and a decimal column of the sheet or csv shows
# another sum than the table. Instead: array_agg(price::text), or pg.types.setTypeParser(1231, ...)
# with the parser of text arrays (type 1009), at the start of the process.
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
const pg = require('pg');
const query = `
  select max(price) price, array_agg(price order by price desc) prices,
    max(id) id, array_agg(id) ids
  from (values (12345678901234567.89::numeric(20, 2), 9007199254740993), (1.10, null))
    as line (price, id)`;
(async () => {
  const client = new pg.Client({ host: '127.0.0.1', user: 'postgres' });
  await client.connect();
  const row = (await client.query(query)).rows[0];
  console.log('by default:', JSON.stringify(row));
  pg.types.setTypeParser(1231, pg.types.getTypeParser(1009));
  console.log('as texts:  ', JSON.stringify((await client.query(query)).rows[0].prices));
  await client.end();
  const { price, prices, id, ids } = row;
  if (price === '12345678901234567.89' && prices[0] === Number(price) && ids[0] === id) return;
  console.log('No longer seen: numeric and numeric[] are parsed alike.');
  process.exit(1);
})();
JS
node see.js
