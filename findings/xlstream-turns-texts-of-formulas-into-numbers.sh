#!/usr/bin/env bash
# xlstream 2.5.5 with exceljs 4.4.0 and SheetJS 0.18.5, seen on 2026-11-28.
# A formula whose result is a text stores it as t="str". xlstream takes each such text that looks
# like a number for a number, and gives booleans as 1 and 0.
# Seen:    =TEXT(A1,"000") with the result "007" is 7, ="1E3" is 1000, ="0x10" is 16, true is 1;
#          the typed texts 007 and 1E3 stay texts. SheetJS: "007", "1E3", "0x10", true.
# Guessed: the type that is written in the cell is the type that comes out.
# Matters: the one column that people compute is the key (=TEXT(...), =LEFT(...), a lookup of an
# article's number): its zeros in front are lost and 1E3 is another article, in the rows with a
# formula only, so a test with typed values passes. Instead: judge by t, never by the look of a text.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
echo '{"private":true,"overrides":{"traverse":"0.3.9"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts \
  exceljs@4.4.0 xlsx@0.18.5 xlstream@2.5.5

cat > see.js <<'JS'
const exceljs = require('exceljs'), xlsx = require('xlsx'), { getXlsxStream } = require('xlstream');
(async () => {
  const book = new exceljs.Workbook();
  const computed = [['TEXT(7,"000")', '007'], ['"1E"&3', '1E3'], ['"0x"&10', '0x10']];
  const formulas = computed.map(([formula, result]) => ({ formula, result }));
  book.addWorksheet('goods').addRow(['007', '1E3', ...formulas, true]);
  await book.xlsx.writeFile('goods.xlsx');
  const sheet = Object.values(xlsx.readFile('goods.xlsx').Sheets)[0];
  console.log('SheetJS: ', JSON.stringify(xlsx.utils.sheet_to_json(sheet, { header: 1 })[0]));
  const rows = [];
  for await (const row of await getXlsxStream({ filePath: 'goods.xlsx', sheet: 0 }))
    rows.push(row.raw.arr);
  console.log('xlstream:', JSON.stringify(rows[0]));
  if (JSON.stringify(rows) === '[["007","1E3",7,1000,16,1]]') return;
  console.log('No longer seen: texts of formulas stay texts.');
  process.exit(1);
})();
JS
node see.js
