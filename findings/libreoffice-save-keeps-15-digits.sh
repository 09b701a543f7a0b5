#!/usr/bin/env bash
# LibreOffice Calc 7.4.7 with openpyxl 3.1.5, seen on 2026-11-27; Gnumeric 1.12.55 keeps the digits.
# LibreOffice writes the number of every cell with 15 significant digits when it saves, also of
# cells that nobody touched. A whole number of 16 digits, which a double holds exactly and which the
# program read exactly, is another number in the saved book.
# Seen:    1234567890123456 -> 1234567890123460, 9007199254740991 -> 9007199254740990,
#          12345678901234.56 -> 12345678901234.6, 0.1234567890123456 -> 0.123456789012346.
# Guessed: below 2^53 nothing is lost; opening and saving writes the same doubles, as Gnumeric does.
# Matters: ids of 16 digits (cards, parcels, microseconds since 1970) are numbers in many exports,
# and exact there. After a visit to LibreOffice the rows carry ids that do not exist or are somebody
# else's. Instead: export ids of more than 15 digits as text, and on reading refuse whole numbers of
# 16 digits, of which nobody can say whether the last ones are real.
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
python3 -m venv v && v/bin/pip -q install --disable-pip-version-check openpyxl==3.1.5
cat > see.py <<'PY'
import sys, openpyxl
numbers = [1234567890123456, 9007199254740991, 12345678901234.56, 0.1234567890123456]
if sys.argv[1] == "write":
    ws = (wb := openpyxl.Workbook()).active
    ws.append(numbers)
    wb.save("ids.xlsx")
else:
    read = lambda name: [c.value for c in openpyxl.load_workbook(name).active[1]]
    before, after = read("ids.xlsx"), read("saved/ids.xlsx")
    for old, new in zip(before, after):
        print(old, "->", new)
    if before != numbers or after[0] != 1234567890123460 or after[1] != 9007199254740990:
        sys.exit("No longer seen: the saved book has the same numbers.")
PY
v/bin/python see.py write
save ids.xlsx
v/bin/python see.py read
