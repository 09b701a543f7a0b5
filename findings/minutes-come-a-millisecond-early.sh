#!/usr/bin/env bash
# SheetJS 0.18.5 (cellDates) and read-excel-file 9.3.17, Node 20.20.2, seen on 2026-11-28.
# A moment is a fraction of a day in a workbook. Both cut what is left behind the millisecond;
# exceljs 4.4.0 rounds.
# Seen:    of the 1,440 whole minutes of 2026-11-28, as openpyxl 3.1.5 wrote them, 416 and 544 come out
#          as hh:mm:59.999 of the minute before. exceljs reads all of them right.
# Guessed: a time that was typed as 02:24 is read as 02:24.
# Matters: cut to minutes (a shift, a train, an invoice's time) each of them is the minute before,
# at midnight the day before; and an export of the same file says "changed". Instead: round a serial
# to the millisecond first, then to what the format shows.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5
echo '{"private":true,"type":"module","overrides":{"traverse":"0.3.9"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts \
  exceljs@4.4.0 xlsx@0.18.5 read-excel-file@9.3.17
venv/bin/python - <<'PY'
import datetime, openpyxl
book = openpyxl.Workbook()
for minute in range(1440):
    book.active.append([datetime.datetime(2026, 11, 28) + datetime.timedelta(minutes=minute)])
book.save('minutes.xlsx')
PY

cat > see.js <<'JS'
import { readFileSync } from 'node:fs';
import exceljs from 'exceljs';
import readExcelFile from 'read-excel-file/node';
import xlsx from 'xlsx';
const { Sheets, SheetNames } = xlsx.read(readFileSync('minutes.xlsx'), { cellDates: true });
const read = await readExcelFile('minutes.xlsx');
const book = new exceljs.Workbook();
await book.xlsx.readFile('minutes.xlsx');
const values = {
  SheetJS: xlsx.utils.sheet_to_json(Sheets[SheetNames[0]], { header: 1 }).map(([one]) => one),
  'read-excel-file': (Array.isArray(read[0]) ? read : read[0].data).map(([one]) => one),
  exceljs: book.worksheets[0].getColumn(1).values.slice(1),
};
const early = {};
for (const [name, moments] of Object.entries(values)) {
  const wrong = moments.filter((one) => one.getTime() % 60_000 === 59_999);
  early[name] = wrong.length;
  console.log(name.padEnd(16), `${moments.length} minutes, ${wrong.length} early`, wrong[0] ?? '');
}
if (early.SheetJS > 100 && early['read-excel-file'] > 100 && early.exceljs === 0) process.exit(0);
console.log('No longer seen: whole minutes are read as they were written.');
process.exit(1);
JS
TZ=UTC node see.js
