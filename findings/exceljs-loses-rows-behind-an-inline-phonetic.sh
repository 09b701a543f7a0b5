#!/usr/bin/env bash
# exceljs 4.4.0 with openpyxl 3.1.5 and SheetJS 0.18.5, seen on 2026-11-28.
# A text may stand in its cell (t="inlineStr", <is>) instead of among the shared strings, and may
# have phonetic settings or a reading there as everywhere. exceljs's ordinary reader (xlsx.load,
# xlsx.readFile) takes the end of that element for the end of the sheet: the cell is empty, and all
# rows behind it are missing. There is no error.
# Seen:    five rows, the second with <phoneticPr/>: exceljs 2 rows, the second undefined;
#          its stream reader, SheetJS and openpyxl 5 rows.
# Guessed: an element that a reader does not know is passed over, or the file is refused.
# Matters: an import of 100,000 rows saves the few before the first such cell and reports success;
# a total is right for what was read, so no check of sums finds it. Instead: compare the rows that
# were read with the sheet's <dimension> or with another reader's count before anything is saved.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
echo '{"private":true,"overrides":{"traverse":"0.3.9"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts exceljs@4.4.0 xlsx@0.18.5
python3 -m venv v && v/bin/pip -q install --disable-pip-version-check openpyxl==3.1.5

cat > write.py <<'PY'
import zipfile, openpyxl
wb = openpyxl.Workbook()  # openpyxl 3.1.5 stores texts in their cells
for line in range(1, 6):
    wb.active.append([f"row {line}"])
wb.save("plain.xlsx")
with zipfile.ZipFile("plain.xlsx") as plain, zipfile.ZipFile("rows.xlsx", "w") as phonetic:
    for name in plain.namelist():
        part = plain.read(name).decode()
        if name == "xl/worksheets/sheet1.xml":
            assert "<is><t>row 2</t></is>" in part
            part = part.replace("row 2</t>", 'row 2</t><phoneticPr fontId="0"/>')
        phonetic.writestr(name, part)
print("openpyxl:      ", [c.value for c in openpyxl.load_workbook("rows.xlsx").active["A"]])
PY
v/bin/python write.py
cat > see.js <<'JS'
const exceljs = require('exceljs'), xlsx = require('xlsx');
(async () => {
  const book = new exceljs.Workbook();
  await book.xlsx.readFile('rows.xlsx');
  const whole = [];
  book.worksheets[0].eachRow({ includeEmpty: true }, (row) => whole.push(row.getCell(1).value));
  const streamed = [];
  for await (const sheet of new exceljs.stream.xlsx.WorkbookReader('rows.xlsx', {}))
    for await (const row of sheet) streamed.push(row.getCell(1).value);
  const sheet = Object.values(xlsx.readFile('rows.xlsx').Sheets)[0];
  console.log('SheetJS:       ', xlsx.utils.sheet_to_json(sheet, { header: 1 }).flat());
  console.log('WorkbookReader:', streamed);
  console.log('xlsx.readFile: ', whole);
  if (JSON.stringify(whole) === '["row 1",null]' && streamed.length === 5) return;
  console.log('No longer seen: the ordinary reader of exceljs reads all five rows.');
  process.exit(1);
})();
JS
node see.js
