#!/usr/bin/env bash
# MariaDB 10.11.19 with mysql2 3.24.6, seen on 2026-11-28.
# LOAD DATA LOCAL INFILE is never strict. The server asks the client for the file and cannot stop it,
# so it works as with IGNORE, whatever sql_mode says: what the same session's INSERT refuses is
# stored as something else, and the statement succeeds.
# Seen:    under STRICT_TRANS_TABLES "n/a" becomes 0.00, 31.01.2026 becomes 0000-00-00, 99999999999
#          becomes 2147483647, the key LONGSKU becomes LONGS, a row with two of four fields gets
#          zeros, a key that is there already is dropped. 4 rows affected, 7 warnings. An INSERT of
#          "n/a" in the same session: ER_TRUNCATED_WRONG_VALUE_FOR_FIELD.
# Guessed: strict mode is a property of the session, and a bad value ends the load.
# Matters: the fast way to import looks like success, since neither the promise nor affectedRows says
# otherwise; prices of 0.00 are sold, and a cut key may be another record's. Instead: load into a
# staging table of texts and check there, or take INSERTs of many rows; if it must be this, roll
# back when warningStatus is not 0.
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
npm install --silent --no-audit --no-fund --ignore-scripts mysql2@3.24.6

cat > see.js <<'JS'
const { Readable } = require('node:stream');
const mysql = require('mysql2/promise');
const FILE = `A1,12.50,3,2026-01-31
A2,n/a,4,2026-02-01
A1,9.99,5,2026-01-01
LONGSKU,7.00,99999999999,31.01.2026
A3,1
`;
(async () => {
  const port = Number(process.env.MYPORT);
  const db = await mysql.createConnection({
    host: '127.0.0.1', port, user: 'root', dateStrings: true,
    infileStreamFactory: () => Readable.from([Buffer.from(FILE)]),
  });
  await db.query('create database f');
  await db.query('use f');
  await db.query(`create table goods (sku varchar(5) primary key, price decimal(10,2) not null,
    amount int not null, day date not null)`);
  const [[{ mode }]] = await db.query('select @@sql_mode as mode');
  console.log('strict:', mode.includes('STRICT_TRANS_TABLES'));
  const refused = await db.query("insert into goods values ('A2', 'n/a', 4, '2026-02-01')")
    .then(() => 'no', (error) => error.code);
  console.log('insert is refused:', refused);
  const [loaded] = await db.query(
    "load data local infile 'goods.csv' into table goods fields terminated by ','");
  console.log(loaded.affectedRows, 'rows affected,', loaded.warningStatus, 'warnings');
  const [rows] = await db.query({ sql: 'select * from goods order by sku', rowsAsArray: true });
  for (const row of rows) console.log(row.join(' '));
  await db.end();
  const seen = String(rows.slice(1)) ===
    'A2,0.00,4,2026-02-01,A3,1.00,0,0000-00-00,LONGS,7.00,2147483647,0000-00-00';
  if (seen && refused === 'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD') return;
  console.log('No longer seen: the load is as strict as the insert.');
  process.exit(1);
})();
JS
node see.js
