#!/usr/bin/env bash
# exceljs 4.4.0 and xlsx-populate 1.21.0 with openpyxl 3.1.5, seen on 2026-11-28.
# A date cell may hold its date as ISO text (t="d") instead of a serial number: Excel saves so as
# "Strict Open XML Spreadsheet", openpyxl with iso_dates. exceljs gives the number in front of the
# first hyphen, from both of its readers; xlsx-populate gives NaN.
# Seen:    2026-01-31 10:00: exceljs 2026, xlsx-populate NaN, SheetJS 0.18.5 the moment.
#          2026-12-24 with a date's number format: exceljs the day 1905-07-18 (serial 2026).
# Guessed: a reader that does not know the form gives the text.
# Matters: all dates of a year become one valid number, or with a number format one valid day: a
# due date of 1905-07-18 breaks no rule. Instead: read t="d" as a date before anything else, and
# test a reader with a book of openpyxl's iso_dates.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
echo '{"private":true,"overrides":{"traverse":"0.3.9"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts \
  exceljs@4.4.0 xlsx-populate@1.21.0 xlsx@0.18.5
python3 -m venv v && v/bin/pip -q install --disable-pip-version-check openpyxl==3.1.5

cat > write.py <<'PY'
import datetime, openpyxl
wb = openpyxl.Workbook(iso_dates=True)
wb.active.append([datetime.datetime(2026, 1, 31, 10), datetime.date(2026, 12, 24)])
wb.active["A1"].number_format = "General"
wb.save("dates.xlsx")
PY
v/bin/python write.py
cat > see.js <<'JS'
const exceljs = require('exceljs'), populate = require('xlsx-populate'), xlsx = require('xlsx');
(async () => {
  const book = new exceljs.Workbook();
  await book.xlsx.readFile('dates.xlsx');
  const whole = book.worksheets[0].getRow(1).values.slice(1);
  let streamed;
  const options = { styles: 'cache' };
  for await (const sheet of new exceljs.stream.xlsx.WorkbookReader('dates.xlsx', options))
    for await (const row of sheet) streamed = row.values.slice(1);
  const sheet = (await populate.fromFileAsync('dates.xlsx')).sheet(0);
  const other = Object.values(xlsx.readFile('dates.xlsx', { cellDates: true }).Sheets)[0];
  console.log('SheetJS:       ', other.A1.v, other.B1.v);
  console.log('xlsx-populate: ', sheet.cell('A1').value(), sheet.cell('B1').value());
  console.log('xlsx.readFile: ', ...whole);
  console.log('WorkbookReader:', ...streamed);
  const seen = JSON.stringify([2026, new Date('1905-07-18')]);
  if (JSON.stringify(whole) === seen && JSON.stringify(streamed) === seen) return;
  console.log('No longer seen: exceljs reads the dates as dates.');
  process.exit(1);
})();
JS
node see.js
