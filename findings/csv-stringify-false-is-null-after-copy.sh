#!/usr/bin/env bash
# csv-stringify 6.9.0, pg-copy-streams 7.0.0 and PostgreSQL 15.18, seen on 2026-11-27.
# csv-stringify writes true as 1, and false as nothing at all, as it writes null. PostgreSQL's COPY
# in csv format takes an unquoted nothing for NULL. Between the two every false of a boolean column
# is gone.
# Seen:    A,1 / B, / C,  ->  A true, B null, C null. papaparse 5.7.1 and fast-csv 5.0.8 write
#          "false".
# Guessed: true and false; or, who makes 1 of true makes 0 of false.
# Matters: a dump by csv-stringify and a load by COPY run without a warning, and "not active"
# becomes "not known"; with a default of true on the column or in the code the switch turns round.
# In a file for people the two look alike as well. Instead: cast: { boolean: (b) => (b ? "true" :
# "false") }, and a round trip test with a false in it, since one with true alone passes.
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
npm install --silent --no-audit --no-fund --ignore-scripts \
  pg@8.23.1 pg-copy-streams@7.0.0 csv-stringify@6.9.0 papaparse@5.7.1 fast-csv@5.0.8

cat > see.js <<'JS'
const { Client } = require('pg'), { from } = require('pg-copy-streams');
const { stringify } = require('csv-stringify');
const { pipeline } = require('node:stream/promises'), { Readable } = require('node:stream');
const rows = [['A', true], ['B', false], ['C', null]];
const load = async (client, options) => {
  await client.query('create temporary table goods (sku text, active boolean)');
  const copy = client.query(from('copy goods from stdin (format csv)'));
  await pipeline(Readable.from(rows), stringify(options), copy);
  const stored = (await client.query('select active from goods order by sku')).rows;
  await client.query('drop table goods');
  return stored.map((row) => row.active);
};
(async () => {
  const client = new Client({ host: '127.0.0.1', user: 'postgres' });
  await client.connect();
  console.log('csv-stringify:', JSON.stringify(require('csv-stringify/sync').stringify(rows)));
  console.log('papaparse:    ', JSON.stringify(require('papaparse').unparse(rows)));
  console.log('fast-csv:     ', JSON.stringify(await require('fast-csv').writeToString(rows)));
  const plain = await load(client, {});
  const cast = await load(client, { cast: { boolean: (b) => String(b) } });
  console.log('stored:', JSON.stringify(plain), 'with a cast:', JSON.stringify(cast));
  await client.end();
  if (JSON.stringify(plain) === '[true,null,null]' && cast[1] === false) return;
  console.log('No longer seen: a false comes back as false.');
  process.exit(1);
})();
JS
node see.js
