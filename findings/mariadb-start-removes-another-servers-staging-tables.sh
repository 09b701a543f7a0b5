#!/usr/bin/env bash
# MariaDB 10.11.19, seen on 2026-11-27.
# A MariaDB server that starts removes every temporary table of its tmpdir, also those of a server
# that runs. Without the option all servers of a machine have one tmpdir: that of TMPDIR, or /tmp.
# Seen:    4 files of temporary tables before the other server started, 0 after; the rows can still
#          be read, and ALTER TABLE of the Aria table fails: Errcode 2, no such file or directory.
# Guessed: a server removes what it left behind itself; the names hold its process id.
# Matters: a session's temporary table is where an import stages its rows. A second server on the
# machine (a test's, a container's with a shared /tmp, an upgrade beside the old one) breaks imports
# of the first, hours into its life, by an error that names neither. Instead: give each server a
# tmpdir of its own; begin an import's chunk anew where a staging table fails.
set -euo pipefail
T=$(mktemp -d); cd "$T"; servers=()
stop() {
  for server in "${servers[@]}"; do kill "$server" && wait "$server" || true; done
  rm -rf "$T"
}
trap stop EXIT
if ! command -v mariadbd >/dev/null; then
  echo "Installing the Debian package mariadb-server=1:10.11.19-0+deb12u1 with apt-get."
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends mariadb-server=1:10.11.19-0+deb12u1 >/dev/null
fi
mkdir shared; export TMPDIR="$T/shared" # instead of /tmp, so that no other server is met
start() {
  local own=(--no-defaults --datadir="$T/$1"); [ "$(id -u)" != 0 ] || own+=(--user=root)
  mariadb-install-db "${own[@]}" --auth-root-authentication-method=normal --skip-test-db \
    >"$1.log" 2>&1
  mariadbd "${own[@]}" --skip-networking --socket="$T/$1.sock" --pid-file="$T/$1.pid" \
    >>"$1.log" 2>&1 3>&- &
  servers+=($!)
  for _ in $(seq 300); do grep -q 'ready for connections' "$1.log" && return; sleep 0.1; done
  echo "the server $1 did not start"; exit 2
}
files() { find shared -name '#sql*' | wc -l; }
answered() { for _ in $(seq 300); do grep -q "$1" answers && return; sleep 0.1; done; }

start first
mkfifo session
mariadb --no-defaults -uroot -S "$T/first.sock" --force -nN <session >answers 2>&1 & client=$!
exec 3>session
for engine in Aria MyISAM; do
  echo "create temporary table mysql.staged_$engine (id int primary key) engine=$engine;
    insert into mysql.staged_$engine select seq from mysql.seq_1_to_1000;" >&3
done
echo "select 'staged';" >&3; answered staged
before=$(files); start second; after=$(files)
echo "select concat('rows read: ', count(*)) from mysql.staged_Aria;
  alter table mysql.staged_Aria add column fault text;
  select 'done';" >&3; answered done
exec 3>&-; wait "$client" || true
echo "files of temporary tables: $before before another server started, $after after"
cat answers
if [ "$before" = 4 ] && [ "$after" = 0 ] && grep -q 'rows read: 1000' answers &&
  grep -q 'Errcode: 2' answers; then exit 0; fi
echo 'The behaviour is no longer seen: temporary tables outlive the start of another server.'
exit 1
