#!/usr/bin/env bash
# SheetJS (npm xlsx 0.18.5, the newest there), seen on 2026-11-27.
# A moment with a fraction over 59.5 seconds, shown with whole seconds, loses its minute: the
# seconds are rounded to 60 and written as 00, and nothing is carried. The text comes from
# sheet_to_csv, and from sheet_to_json with raw: false. The serial in the cell is right.
# Seen:    23:59:59.999 -> "2026-12-31 23:59:00", 10:15:59.7 -> "2026-06-01 10:15:00",
#          10:15:07.999 -> "2026-06-01 10:15:08"; the format hh:mm carries well: "10:16".
# Guessed: cut to 23:59:59, or rounded to 2027-01-01 00:00:00 as others do.
# Matters: 23:59:59.999 is what much software stores as the end of a day, and one moment in 120 of a
# log with milliseconds is over 59.5 s. A csv made so is up to a minute out of order, and joins on
# the time fail. Instead: cut moments to whole seconds before they are written with such a format,
# or read raw values and format them yourself.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
echo '{"private":true,"overrides":{"traverse":"0.3.9"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts xlsx@0.18.5 exceljs@4.4.0

cat > see.js <<'JS'
const exceljs = require('exceljs'), xlsx = require('xlsx');
const seconds = 'yyyy-mm-dd hh:mm:ss';
const cells = [
  ['2026-06-01T10:15:07.999Z', seconds], ['2026-06-01T10:15:59.700Z', seconds],
  ['2026-12-31T23:59:59.999Z', seconds], ['2026-06-01T10:15:59.700Z', 'hh:mm'],
];
(async () => {
  const book = new exceljs.Workbook(), sheet = book.addWorksheet('Log');
  for (const [moment, shown] of cells) sheet.addRow([new Date(moment)]).getCell(1).numFmt = shown;
  await book.xlsx.writeFile('log.xlsx');

  const read = xlsx.readFile('log.xlsx', { cellNF: true }).Sheets.Log;
  const lines = xlsx.utils.sheet_to_csv(read).trim().split('\n');
  cells.forEach(([moment], i) => console.log(moment, '->', lines[i]));
  if (lines[2] === '2026-12-31 23:59:00' && lines[1] === '2026-06-01 10:15:00') return;
  console.log('No longer seen: the minute is carried, or the seconds are cut.');
  process.exit(1);
})();
JS
TZ=UTC node see.js
