#!/usr/bin/env bash
# Gnumeric 1.12.55 and exceljs 4.4.0, seen on 2026-11-27.
# Gnumeric indents the XML of its workbooks and stores texts inline. exceljs's streaming reader
# (stream.xlsx.WorkbookReader) adds the blanks that stand between the elements of a cell to the
# cell's text; its ordinary reader (xlsx.readFile) and SheetJS do not.
# Seen:    the stream reader: "A1\n        \n      ", the ordinary reader: "A1".
# Guessed: both doors of one library read the same text from the same file.
# Matters: every text of a book that passed through Gnumeric gets 14 blanks and two line breaks
# behind it. It looks right in a log, matches no key, and is inserted as a new record. A trim hides
# it, but takes wanted blanks away too. Instead: take text only from inside <t> (and <v>), and test
# a reader with an indented sheet.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
if ! command -v ssconvert >/dev/null; then
  echo "Installing the Debian package gnumeric=1.12.55-1 with apt-get."
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends gnumeric=1.12.55-1 >/dev/null
fi
echo '{"private":true,"overrides":{"traverse":"0.3.9"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts exceljs@4.4.0
printf 'sku,name\nA1,Bolt\nA2,Nut\n' > goods.csv
ssconvert --export-type=Gnumeric_Excel:xlsx2 goods.csv goods.xlsx 2>/dev/null

cat > see.js <<'JS'
const exceljs = require('exceljs');
(async () => {
  const book = new exceljs.Workbook();
  await book.xlsx.readFile('goods.xlsx');
  const whole = book.worksheets[0].getCell('A2').value;
  let streamed;
  for await (const sheet of new exceljs.stream.xlsx.WorkbookReader('goods.xlsx', {}))
    for await (const row of sheet) if (row.number === 2) streamed = row.getCell(1).value;
  console.log('xlsx.readFile: ', JSON.stringify(whole));
  console.log('WorkbookReader:', JSON.stringify(streamed));
  if (whole === 'A1' && streamed !== 'A1' && streamed.trim() === 'A1') return;
  console.log('No longer seen: the stream reader gives the cell\'s own text.');
  process.exit(1);
})();
JS
node see.js
