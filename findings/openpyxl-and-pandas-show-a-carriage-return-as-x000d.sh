#!/usr/bin/env bash
# openpyxl 3.1.5 and pandas 3.1.1, reading what XlsxWriter 3.3.1, SheetJS 0.18.5 and pandas itself
# wrote; seen on 2026-11-28. A carriage return stands in a workbook as _x000D_ (ECMA-376 part 1,
# 22.9.2.19, ST_Xstring); openpyxl leaves those seven signs in the text.
# Seen:    "12 High St\r\nLeeds" comes back as "12 High St_x000D_\nLeeds" (SheetJS: _x000d_), also
#          when pandas reads what pandas wrote; python-calamine reads "\r\n".
# Guessed: the most used reader of Python undoes the one escape that its format has.
# Matters: addresses typed on Windows, or taken from a web form, have \r\n. After one pass by a
# script every such text has changed, and a comparison says "updated" for rows nobody touched.
# Instead: write \n alone; when reading, undo _xHHHH_.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
python3 -m venv venv
venv/bin/pip install -q openpyxl==3.1.5 XlsxWriter==3.3.1 python-calamine==0.9.1 pandas==3.1.1
echo '{"private":true}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts xlsx@0.18.5
node -e "
const xlsx = require('xlsx'), book = xlsx.utils.book_new();
const sheet = xlsx.utils.aoa_to_sheet([['address'], ['12 High St\r\nLeeds']]);
xlsx.utils.book_append_sheet(book, sheet, 'S'); xlsx.writeFile(book, 'sheetjs.xlsx');"

cat > see.py <<'PY'
import openpyxl, pandas, python_calamine, xlsxwriter
address = '12 High St\r\nLeeds'
with xlsxwriter.Workbook('xlsxwriter.xlsx') as book:
    book.add_worksheet('S').write_column(0, 0, ['address', address])
pandas.DataFrame({'address': [address]}).to_excel('pandas.xlsx', index=False)
seen = {}
for writer in ('xlsxwriter', 'sheetjs', 'pandas'):
    file = writer + '.xlsx'
    seen[writer] = [
        openpyxl.load_workbook(file).active['A2'].value,
        pandas.read_excel(file, engine='openpyxl')['address'][0],
        python_calamine.CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()[1][0],
    ]
    print(writer.ljust(10), '-> openpyxl, pandas, calamine:', seen[writer])
grown = all('_x000d_' in text.lower() for texts in seen.values() for text in texts[:2])
if grown and all(texts[2] == address for texts in seen.values()):
    raise SystemExit(0)
print('No longer seen: the escape of a carriage return is undone.')
raise SystemExit(1)
PY
venv/bin/python see.py
