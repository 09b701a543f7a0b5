#!/usr/bin/env bash
# LibreOffice Calc 7.4.7 and exceljs 4.4.0, seen on 2026-11-27.
# LibreOffice rewrites a quoted unit of one letter when it saves: the number format 0.0,,"M" becomes
# 0.0,,\M and 0"d" becomes 0\d. Both mean the same to a spreadsheet program. exceljs strips what
# stands in quotes but not what stands behind a backslash, finds an M or a d, and takes the format
# for a date. The number in the file is untouched: openpyxl, reading the same book, still says 12.
# Seen:    before the save  {"revenue":12400000,"lead":12,"weight":7.5}
#          after the save   {"revenue":"+035850-01-16T..","lead":"1900-01-11T..","weight":7.5}
# Guessed: opening and saving a book changes no value, and a format with digits is a number's
# format.
# Matters: users see "12.4M" and "12d" on the screen, send the book back, and an import through
# exceljs gets dates without an error; a date column would even accept them. Instead: before looking
# for date letters drop quoted runs, bracketed runs, and every character behind a backslash or
# underscore.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
if ! command -v soffice >/dev/null; then
  echo "Installing the Debian package libreoffice-calc-nogui=4:7.4.7-1+deb12u14 with apt-get."
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends \
    libreoffice-calc-nogui=4:7.4.7-1+deb12u14 >/dev/null
fi
save() {
  soffice -env:UserInstallation="file://$T/profile" --headless \
    --convert-to xlsx --outdir saved "$1" >/dev/null 2>&1
}
echo '{"private":true,"overrides":{"traverse":"0.3.9"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts exceljs@4.4.0
python3 -m venv v && v/bin/pip -q install --disable-pip-version-check openpyxl==3.1.5

cat > write.py <<'PY'
import openpyxl
ws = (wb := openpyxl.Workbook()).active
ws.append(["revenue", "lead", "weight"])
ws.append([12_400_000, 12, 7.5])
for cell, shown in zip(ws[2], ['0.0,,"M"', '0"d"', '0.0" kg"']):
    cell.number_format = shown
wb.save("book.xlsx")
PY
cat > read.py <<'PY'
import openpyxl
row = openpyxl.load_workbook("saved/book.xlsx").active[2]
print("formats after the save:", [c.number_format for c in row])
print("openpyxl reads:        ", [c.value for c in row])
PY
cat > read.js <<'JS'
const { Workbook } = require('exceljs');
const row = async (file) => {
  const book = new Workbook();
  await book.xlsx.readFile(file);
  const [, revenue, lead, weight] = book.worksheets[0].getRow(2).values;
  return { revenue, lead, weight };
};
(async () => {
  const before = await row('book.xlsx'), after = await row('saved/book.xlsx');
  console.log('exceljs before the save:', JSON.stringify(before));
  console.log('exceljs after the save: ', JSON.stringify(after));
  if (before.lead === 12 && after.lead instanceof Date && after.revenue instanceof Date) return;
  console.log('No longer seen: exceljs reads numbers on both sides of the save.');
  process.exit(1);
})();
JS
v/bin/python write.py
save book.xlsx
v/bin/python read.py
node read.js
