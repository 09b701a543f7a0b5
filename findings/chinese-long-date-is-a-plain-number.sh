#!/usr/bin/env bash
# openpyxl 3.1.5, exceljs 4.4.0, Apache POI 5.4.1 against SheetJS 0.18.5 and calamine
# (python-calamine 0.9.1), seen on 2026-11-27.
# The format numbers 27-36 and 50-58 are built in for East Asian locales (31 and 57 are year, month,
# day with their Chinese characters), so a workbook may use them with no <numFmt> element. Three of
# the five readers do not know them. POI's formatter shows format 31 as "reserved", the number, and
# "x1F".
# Seen:    id 31: openpyxl 46353, exceljs 46353, POI 46353.0 shown as "reserved-46353x1F";
#                 SheetJS and calamine 2026-11-27. For id 57 the same (POI shows 46353).
# Guessed: the libraries know all built-in numbers; who knows 14 knows 31.
# Matters: it is an ordinary choice among the dates of a Chinese Excel, and a day shown so comes in
# as 46353. A price or an id column would take it. Instead: count 27-36 and 50-58 as dates, and in
# a column that is declared as a date read a bare serial of that size too.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
echo '{"private":true,"overrides":{"traverse":"0.3.9"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts exceljs@4.4.0 xlsx@0.18.5
python3 -m venv v
v/bin/pip -q install --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1
cat > pom.xml <<'X'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>org.apache.poi</groupId><artifactId>poi-ooxml</artifactId><version>5.4.1</version>
  </dependency></dependencies>
</project>
X
mvn -q -B -Dstyle.color=never dependency:copy-dependencies -DoutputDirectory=lib

cat > write.py <<'PY'
# A book of three dates with the built-in formats 14, 31 and 57, and no <numFmt>.
import zipfile
M = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006"
T = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ids = [14, 31, 57]
xf = lambda n: (f'<xf numFmtId="{n}" fontId="0" fillId="0" borderId="0" xfId="0"'
                ' applyNumberFormat="1"/>')
rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{n}</v></c>'
               f'<c r="B{r}" s="{r}"><v>46353</v></c></row>' for r, n in enumerate(ids, 1))
rels = lambda *pairs: f'<Relationships xmlns="{P}/relationships">' + "".join(
    f'<Relationship Id="rId{i}" Type="{R}/{kind}" Target="{target}"/>'
    for i, (kind, target) in enumerate(pairs, 1)) + "</Relationships>"
override = lambda part, kind: f'<Override PartName="/xl/{part}.xml" ContentType="{T}.{kind}+xml"/>'
parts = {
    "[Content_Types].xml": f'<Types xmlns="{P}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + override("workbook", "sheet.main") + override("styles", "styles")
    + override("worksheets/sheet1", "worksheet") + "</Types>",
    "_rels/.rels": rels(("officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": f'<workbook xmlns="{M}" xmlns:r="{R}"><sheets>'
    '<sheet name="Days" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": rels(("worksheet", "worksheets/sheet1.xml"),
                                       ("styles", "styles.xml")),
    "xl/styles.xml": f'<styleSheet xmlns="{M}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="4">{xf(0)}{"".join(map(xf, ids))}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{M}"><sheetData>{rows}</sheetData></worksheet>',
}
with zipfile.ZipFile("days.xlsx", "w", zipfile.ZIP_DEFLATED) as z:
    for name, text in parts.items():
        z.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text)
PY
cat > read.py <<'PY'
import openpyxl
from python_calamine import CalamineWorkbook
print("openpyxl", [str(c.value) for c in openpyxl.load_workbook("days.xlsx").active["B"]])
sheet = CalamineWorkbook.from_path("days.xlsx").get_sheet_by_index(0)
print("calamine", [str(row[1]) for row in sheet.to_python()])
PY
cat > read.js <<'JS'
const exceljs = require('exceljs'), xlsx = require('xlsx');
const day = (v) => (v instanceof Date ? v.toISOString().slice(0, 10) : String(v));
(async () => {
  const book = new exceljs.Workbook();
  await book.xlsx.readFile('days.xlsx');
  const cells = [1, 2, 3].map((r) => day(book.worksheets[0].getCell(`B${r}`).value));
  console.log('exceljs ', JSON.stringify(cells));
  const sheet = xlsx.readFile('days.xlsx', { cellDates: true }).Sheets.Days;
  console.log('SheetJS ', JSON.stringify([1, 2, 3].map((r) => day(sheet[`B${r}`].v))));
})();
JS
cat > Read.java <<'J'
import java.io.File;
import org.apache.poi.ss.usermodel.*;
public class Read {
  public static void main(String[] a) throws Exception {
    try (Workbook w = WorkbookFactory.create(new File("days.xlsx"))) {
      DataFormatter shown = new DataFormatter(java.util.Locale.US);
      for (Row r : w.getSheetAt(0)) {
        Cell c = r.getCell(1);
        System.out.println("POI      " + r.getCell(0) + " date: " + DateUtil.isCellDateFormatted(c)
            + " shown: " + shown.formatCellValue(c));
      }
    }
  }
}
J
v/bin/python write.py
v/bin/python read.py | tee seen
TZ=UTC node read.js | tee -a seen
java -cp 'lib/*' Read.java 2>/dev/null | grep ^POI | tee -a seen
ok() { grep -qF "$1" seen || { echo "No longer seen: there is no line with $1"; exit 1; }; }
ok "openpyxl ['2026-11-27 00:00:00', '46353', '46353']"
ok 'exceljs  ["2026-11-27","46353","46353"]'
ok 'SheetJS  ["2026-11-27","2026-11-27","2026-11-27"]'
ok "calamine ['2026-11-27', '2026-11-27', '2026-11-27']"
ok 'date: false shown: reserved-46353x1F'
