#!/usr/bin/env bash
# mysql2 3.24.6 and mariadb 3.5.4 (npm) with MariaDB 10.11.19, seen on 2026-11-28.
# The server's manual counts insert ... on duplicate key update as 1 for a new row, 2 for a changed
# one and 0 for one that has these values already. Both drivers ask for rows found instead of rows
# changed (CLIENT_FOUND_ROWS is set unless told otherwise), and then the last one is 1 too.
# Seen:    affectedRows of a new row 1, of the same again 1, of a changed one 2; with the flag off
#          (flags: ['-FOUND_ROWS'], foundRows: false) 1, 0, 2.
# Guessed: 1, 0, 2, as the manual and most answers say.
# Matters: an import that tells "created" from "unchanged" by affectedRows reports each row of a
# file that was uploaded twice as created, and a chunk's "rows - affected = unchanged" is wrong too.
# Instead: switch the flag off on the importer's connections, or look the keys up first.
set -euo pipefail
T=$(mktemp -d); cd "$T"; mariadb=
stop() {
  [ -z "$mariadb" ] || { kill "$mariadb" && wait "$mariadb" || true; }
  rm -rf "$T"
}
trap stop EXIT
free_port() {
  python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
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
npm install --silent --no-audit --no-fund --ignore-scripts mysql2@3.24.6 mariadb@3.5.4

cat > see.js <<'JS'
const mysql2 = require('mysql2/promise'), mariadb = require('mariadb');
const UPSERT = 'insert into goods values (1, ?) on duplicate key update price = values(price)';
const at = { host: '127.0.0.1', port: Number(process.env.MYPORT), user: 'root' };

async function countsOf(what, db) {
  await db.query('create or replace table f.goods (id int primary key, price int)');
  await db.query('use f');
  const counts = [];
  for (const price of [10, 10, 11]) {
    const answer = await db.query(UPSERT, [price]);
    counts.push((answer[0] ?? answer).affectedRows);
  }
  await db.end();
  console.log(`${what.padEnd(26)} new ${counts[0]}, the same ${counts[1]}, changed ${counts[2]}`);
  return String(counts);
}
(async () => {
  const first = await mysql2.createConnection(at);
  await first.query('create database f');
  const asTheyCome = [
    await countsOf('mysql2', first),
    await countsOf('mariadb', await mariadb.createConnection(at)),
  ];
  const without = [
    await countsOf('mysql2 -FOUND_ROWS',
      await mysql2.createConnection({ ...at, flags: ['-FOUND_ROWS'] })),
    await countsOf('mariadb foundRows: false',
      await mariadb.createConnection({ ...at, foundRows: false })),
  ];
  if (String(asTheyCome) === '1,1,2,1,1,2' && String(without) === '1,0,2,1,0,2') return;
  console.log('No longer seen: a row that stays as it was is told from a new one.');
  process.exit(1);
})();
JS
node see.js
