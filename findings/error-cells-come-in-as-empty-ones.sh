#!/usr/bin/env bash
# python-calamine 0.9.1, polars 2.1.0 with fastexcel 0.21.0, pandas 3.1.1, read-excel-file 9.3.17,
# SheetJS 0.18.5 (sheet_to_json), reading what XlsxWriter 3.3.1 wrote; seen on 2026-11-28.
# A cell that shows #N/A or #DIV/0! comes out as an empty one.
# Seen:    '' of python-calamine, null of polars and read-excel-file, NaN of pandas, nothing of
#          SheetJS, and no word about it. openpyxl says '#N/A'.
# Guessed: an error is raised, or its text is given, as by openpyxl.
# Matters: a lookup that finds nothing (#N/A) is the commonest error of a price list. Read as empty
# it clears the stored price, and the row counts as imported. Instead: take the error as a value of
# its own kind, and refuse the cell with its place.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5 XlsxWriter==3.3.1 python-calamine==0.9.1 pandas==3.1.1 \
  polars==2.1.0 fastexcel==0.21.0
echo '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts xlsx@0.18.5 read-excel-file@9.3.17

cat > see.py <<'PY'
import openpyxl, pandas, polars, python_calamine, xlsxwriter
with xlsxwriter.Workbook('prices.xlsx') as book:
    sheet = book.add_worksheet('Prices')
    sheet.write_row(0, 0, ['sku', 'price'])
    for row, (sku, formula, shown) in enumerate(
        [('a', '=1*12', 12), ('b', '=NA()', '#N/A'), ('c', '=1/0', '#DIV/0!')], 1
    ):
        sheet.write_string(row, 0, sku)
        sheet.write_formula(row, 1, formula, None, shown)
cells = openpyxl.load_workbook('prices.xlsx', data_only=True).active
print('openpyxl:       ', [cells.cell(row, 2).value for row in (2, 3, 4)])
rows = python_calamine.CalamineWorkbook.from_path('prices.xlsx').get_sheet_by_index(0).to_python()
calamine = [row[1] for row in rows[1:]]
print('python-calamine:', calamine)
frame = pandas.read_excel('prices.xlsx', engine='openpyxl')['price']
print('pandas:         ', frame.tolist())
column = polars.read_excel('prices.xlsx')['price'].to_list()
print('polars:         ', column)
seen = calamine == [12, '', ''] and frame.isna().tolist() == [False, True, True]
raise SystemExit(0 if seen and column == [12, None, None] else 1)
PY
cat > see.js <<'JS'
import { readFileSync } from 'node:fs';
import readExcelFile from 'read-excel-file/node';
import xlsx from 'xlsx';
const { Prices } = xlsx.read(readFileSync('prices.xlsx')).Sheets;
const sheetjs = xlsx.utils.sheet_to_json(Prices);
console.log('SheetJS:         ' + JSON.stringify(sheetjs));
const read = await readExcelFile('prices.xlsx');
const rows = Array.isArray(read[0]) ? read : read[0].data; // sheets since version 9
console.log('read-excel-file: ' + JSON.stringify(rows.slice(1)));
const seen = [[{ sku: 'a', price: 12 }, { sku: 'b' }, { sku: 'c' }], [['a', 12], ['b', null], ['c', null]]];
process.exit(JSON.stringify([sheetjs, rows.slice(1)]) === JSON.stringify(seen) ? 0 : 1);
JS
if venv/bin/python see.py && node see.js; then exit 0; fi
echo 'No longer seen: an error cell is told.'; exit 1
