#!/usr/bin/env bash
# xlsx2csv 0.8.6, reading what XlsxWriter 3.3.1 wrote; seen on 2026-11-28.
# It takes letters of a number format for parts of a date, also those between quotes, and [h] for
# the hour of the day.
# Seen:    36 hours in [h]:mm:ss is 12:00; 12 in the format 0" days" is `0" 11ays"`; 0.0000001 is 0.
#          Excel shows 36:00:00, 12 days and 0.0000001 (1E-07).
# Guessed: a converter whose one task is csv shows what Excel shows, or the raw number.
# Matters: working hours are summed in [h]:mm; each sum over a day loses its days and is a valid time.
# Small rates are zero. Instead: read [h] as a duration, and numbers by their value.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
python3 -m venv venv
venv/bin/pip install -q XlsxWriter==3.3.1 xlsx2csv==0.8.6
venv/bin/python - <<'PY'
import xlsxwriter
with xlsxwriter.Workbook('hours.xlsx') as book:
    sheet = book.add_worksheet('S')
    for column, (value, shown) in enumerate(
        [(1.5, '[h]:mm:ss'), (12, '0" days"'), (0.0000001, 'General'), (1.5, '0.00')]
    ):
        sheet.write_number(0, column, value, book.add_format({'num_format': shown}))
PY
line=$(venv/bin/xlsx2csv hours.xlsx)
echo "36 hours, 12 days, 0.0000001, 1.5: $line"
[ "$line" = '12:00,"0"" 11ays""",0,1.50' ] && exit 0
echo 'No longer seen: values are written as they are shown.'; exit 1
