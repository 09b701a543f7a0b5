#!/usr/bin/env bash
# openpyxl 3.1.5, exceljs 4.4.0 and XlsxWriter 3.3.1, seen on 2026-11-27.
# Three writers put three serials into the file for the one day 1900-01-01: openpyxl 1 (Excel's
# own), exceljs 2, XlsxWriter 0 (as if it were midnight without a day). Excel counts a 29 February
# 1900 that never was, and exceljs does not, neither writing nor reading: its own round trip is
# clean.
# Seen:    read by openpyxl: 1900-01-01, 1900-01-02, 00:00:00 (a time, no date);
#          read by exceljs:  1899-12-31, 1900-01-01, 1899-12-30; 1900-03-01 is the same for all.
# Guessed: who writes from the 1900 system at all gets its first day right; only leap-day lore is
# odd.
# Matters: 1900-01-01 is the "no date" of many ERP and SQL Server tables, so it stands in thousands
# of rows. After an export by one library and an import by another it is no longer the placeholder,
# and "no date" turns into a birthday. Instead: write placeholders as empty cells, refuse dates
# before 1900-03-01 on reading, or write them as text, and test a round trip through a second
# library.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
echo '{"private":true,"overrides":{"traverse":"0.3.9"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts exceljs@4.4.0
python3 -m venv v
v/bin/pip -q install --disable-pip-version-check openpyxl==3.1.5 xlsxwriter==3.3.1

cat > write.py <<'PY'
import datetime, openpyxl, xlsxwriter
days = [datetime.datetime(1900, 1, 1), datetime.datetime(1900, 3, 1)]
ws = (wb := openpyxl.Workbook()).active
for r, day in enumerate(days, 1):
    ws.cell(r, 1, day).number_format = "yyyy-mm-dd"
wb.save("openpyxl.xlsx")
wb = xlsxwriter.Workbook("xlsxwriter.xlsx")
ws, shown = wb.add_worksheet(), wb.add_format({"num_format": "yyyy-mm-dd"})
for r, day in enumerate(days):
    ws.write_datetime(r, 0, day, shown)
wb.close()
PY
cat > write.js <<'JS'
const book = new (require('exceljs').Workbook)(), sheet = book.addWorksheet('a');
for (const day of ['1900-01-01', '1900-03-01'])
  sheet.addRow([new Date(day)]).getCell(1).numFmt = 'yyyy-mm-dd';
book.xlsx.writeFile('exceljs.xlsx');
JS
cat > read.py <<'PY'
import openpyxl, re, zipfile
for name in ("openpyxl", "exceljs", "xlsxwriter"):
    xml = zipfile.ZipFile(f"{name}.xlsx").read("xl/worksheets/sheet1.xml").decode()
    cells = openpyxl.load_workbook(f"{name}.xlsx").active["A"]
    print(f"written by {name:10} serials {','.join(re.findall('<v>(.*?)</v>', xml)):5}",
          "read by openpyxl:", *(str(c.value) for c in cells))
PY
cat > read.js <<'JS'
(async () => {
  for (const name of ['openpyxl', 'exceljs', 'xlsxwriter']) {
    const book = new (require('exceljs').Workbook)();
    await book.xlsx.readFile(`${name}.xlsx`);
    const day = (r) => book.worksheets[0].getCell(r, 1).value.toISOString().slice(0, 10);
    console.log(`written by ${name.padEnd(10)} read by exceljs:`, day(1), day(2));
  }
})();
JS
v/bin/python write.py; node write.js
{ v/bin/python -W ignore read.py; node read.js; } | tee seen
for want in "openpyxl   serials 1,61" "exceljs    serials 2,61" "xlsxwriter serials 0,61" \
  "read by exceljs: 1899-12-30 1900-03-01"; do
  grep -qF "$want" seen || { echo "No longer seen: no line has '$want'."; exit 1; }
done
