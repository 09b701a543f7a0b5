#!/usr/bin/env bash
# xlsx-populate 1.21.0, reading what XlsxWriter 3.3.1 wrote; seen on 2026-11-28.
# A formula whose result is the empty text (=IF(A1="","",...)) is stored as t="str" with an empty
# <v>. xlsx-populate gives the number NaN for it.
# Seen:    typeof is "number", the value NaN; of the result "x" it is the text "x".
# Guessed: '' or nothing.
# Matters: =IF(...,"") is how people leave cells blank. NaN passes `typeof value === 'number'`, is
# null in JSON, and PostgreSQL stores it in float and numeric columns: sums are NaN from then on.
# Instead: go by the type that the cell names.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.3.1
echo '{"private":true}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts xlsx-populate@1.21.0
venv/bin/python - <<'PY'
import xlsxwriter
with xlsxwriter.Workbook('blank.xlsx') as book:
    sheet = book.add_worksheet('S')
    sheet.write_formula(0, 0, '=IF(B1="","",B1)', None, '')
    sheet.write_formula(1, 0, '=IF(B2="","x",B2)', None, 'x')
PY
cat > see.js <<'JS'
require('xlsx-populate').fromFileAsync('blank.xlsx').then((book) => {
  const [empty, text] = ['A1', 'A2'].map((place) => book.sheet(0).cell(place).value());
  console.log('result "":', typeof empty, empty, '  result "x":', typeof text, text);
  if (Number.isNaN(empty) && text === 'x') return;
  console.log('No longer seen: an empty result is no number.');
  process.exit(1);
});
JS
node see.js
