#!/usr/bin/env bash
# LibreOffice Calc 7.4.7 with openpyxl 3.1.5, exceljs 4.4.0 and SheetJS 0.18.5, seen on 2026-11-27.
# A boolean cell that LibreOffice opens and saves is a formula afterwards: =TRUE() or =FALSE(). If
# the cell has a number format of its own, the stored result is the number 1 or 0 too. What comes
# out of the readers is nothing that a boolean column expects, and exceljs drops the result of a
# false.
# Seen:    before: true, false, true. After, the first two with the format "Yes";"Yes";"No":
#          openpyxl "=TRUE()", "=FALSE()", "=TRUE()" (data_only: 1, 0, True); SheetJS 1, 0, true;
#          exceljs {"formula":"TRUE()","result":1}, {"formula":"FALSE()"},
#          {"formula":"TRUE()","result":true}.
# Guessed: a constant stays a constant, as numbers, texts and dates do.
# Matters: rules such as "no formulas in an upload" or "a formula without a result is an error"
# refuse the rows of people who never typed a formula, and only their false rows. Instead: take the
# formulas TRUE() and FALSE() for constants, and 1 and 0 for booleans in a boolean column.
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
npm install --silent --no-audit --no-fund --ignore-scripts exceljs@4.4.0 xlsx@0.18.5
python3 -m venv v && v/bin/pip -q install --disable-pip-version-check openpyxl==3.1.5

cat > write.py <<'PY'
import openpyxl
ws = (wb := openpyxl.Workbook()).active
for value in (True, False, True):
    ws.append([value])
for cell in ("A1", "A2"):
    ws[cell].number_format = '"Yes";"Yes";"No"'
wb.save("flags.xlsx")
PY
cat > read.py <<'PY'
import openpyxl
for name in ("flags.xlsx", "saved/flags.xlsx"):
    for only in (False, True):
        ws = openpyxl.load_workbook(name, data_only=only).active
        print(f"{name:17} openpyxl data_only={only!s:6}", [c.value for c in ws["A"]])
PY
cat > read.js <<'JS'
const exceljs = require('exceljs'), xlsx = require('xlsx');
(async () => {
  let cells;
  for (const name of ['flags.xlsx', 'saved/flags.xlsx']) {
    const book = new exceljs.Workbook();
    await book.xlsx.readFile(name);
    cells = [1, 2, 3].map((r) => book.worksheets[0].getCell(r, 1).value);
    console.log(name.padEnd(17), 'exceljs', JSON.stringify(cells));
    const sheet = Object.values(xlsx.readFile(name).Sheets)[0];
    const values = xlsx.utils.sheet_to_json(sheet, { header: 1 }).flat();
    console.log(name.padEnd(17), 'SheetJS', JSON.stringify(values));
  }
  const [yes, no] = cells;
  if (yes.result === 1 && no.formula === 'FALSE()' && no.result === undefined) return;
  console.log('No longer seen: the booleans come back as they went.');
  process.exit(1);
})();
JS
v/bin/python write.py
save flags.xlsx
v/bin/python read.py
node read.js
