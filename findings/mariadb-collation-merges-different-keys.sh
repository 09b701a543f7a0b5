#!/usr/bin/env bash
# MariaDB 10.11.19 with mysql2 3.24.6, seen on 2026-11-27.
# Under utf8mb4_uca1400_ai_ci (from 11.6 on the default, as the documentation says) and
# utf8mb4_unicode_ci a unique key takes these for one: the Japanese words for lotus, bus and pass
# (they differ in a voicing mark only), A1 and A1 in full width, m2 and m with a raised 2, A1 and A
# with a circled 1. utf8mb4_general_ci tells all of these apart, and utf8mb4_bin does too (both
# ignore spaces at the end).
# Seen:    9 keys by a JavaScript Map; uca1400_ai_ci stores 3, unicode_ci 3, general_ci 9, bin 9.
# Guessed: ai_ci ignores case and accents, and every ci collation merges about the same keys.
# Matters: an import finds no key twice in the file, upserts, reports 9 rows saved, and 6 are
# overwritten; which are lost depends on a setting of the server. A search before the import, in
# code, does not agree with the key either. Instead: declare key columns with a binary collation, or
# compare the count of stored keys with the count in the file inside the transaction.
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
const mysql = require('mysql2/promise');
const keys = ['ハス', 'バス', 'パス', 'A1', 'Ａ１', 'A①', 'm2', 'm²', 'ｍ２'];
(async () => {
  const port = Number(process.env.MYPORT);
  const db = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root' });
  await db.query('create database f');
  await db.query('use f');
  console.log('in a Map:', new Map(keys.map((k) => [k, 1])).size);
  const stored = {};
  for (const collation of ['uca1400_ai_ci', 'unicode_ci', 'general_ci', 'bin']) {
    await db.query(`create or replace table goods (sku varchar(20) character set utf8mb4
      collate utf8mb4_${collation} primary key, line int)`);
    for (const [line, sku] of keys.entries())
      await db.execute(`insert into goods values (?, ?)
        on duplicate key update line = values(line)`, [sku, line]);
    const [rows] = await db.query('select sku, line from goods order by line');
    stored[collation] = rows.length;
    const lines = rows.map((r) => `${r.sku} has line ${r.line}`).join(', ');
    console.log(collation.padEnd(14), rows.length, lines);
  }
  await db.end();
  if (String(Object.values(stored)) === '3,3,9,9') return;
  console.log('No longer seen: the collations keep other counts of keys.');
  process.exit(1);
})();
JS
node see.js
