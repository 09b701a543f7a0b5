#!/usr/bin/env bash
# polars 2.1.0 (Python) with fastexcel 0.21.0 (calamine), seen on 2026-11-27.
# read_excel settles the type of a column by its first rows, and every later cell of another kind
# becomes null without a word: no error, no warning. A row whose cells all became null is then taken
# for empty and left out. read_csv raises an error for the same rows.
# Seen:    1,500 rows; sku is a number in 1,200 and a code like K-1300 in 300, qty is "12 pcs" in
#          row 1200: Int64, Int64, 1,499 rows, 299 nulls in sku, and row 1200 is gone.
#          As csv: ComputeError.
#          infer_schema_length=None: String, String, 1,500 rows, 0 nulls.
# Guessed: the column widens to text (it does widen from int to float), or an error is raised as by
# read_csv.
# Matters: who checks an export with polars compares a sheet that was never read, and who imports
# with it reports "required" for cells that have a value, under row numbers that have moved.
# Instead: infer_schema_length=None, or all columns as text by schema_overrides, and
# drop_empty_rows=False.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
python3 -m venv v
v/bin/pip -q install --disable-pip-version-check polars==2.1.0 fastexcel==0.21.0 openpyxl==3.1.5

cat > see.py <<'PY'
import sys, openpyxl, polars as pl
rows = [(n if n < 1200 else f"K-{n:04}", n if n != 1200 else "12 pcs") for n in range(1500)]
ws = (wb := openpyxl.Workbook()).active
ws.append(["sku", "qty"])
for row in rows:
    ws.append(row)
wb.save("stock.xlsx")
with open("stock.csv", "w") as f:
    f.write("sku,qty\n" + "".join(f"{sku},{qty}\n" for sku, qty in rows))

def tell(how, table):
    nulls = table.null_count().row(0)
    print(how, dict(table.schema), "rows:", table.height, "nulls:", nulls)
    print("  row 1200:", table.row(1200))
    return table.height, *nulls

seen = tell("read_excel:", pl.read_excel("stock.xlsx"))
whole = tell("all rows looked at:", pl.read_excel("stock.xlsx", infer_schema_length=None))
try:
    tell("read_csv:", pl.read_csv("stock.csv"))
    raised = False
except pl.exceptions.ComputeError as error:
    print("read_csv: ComputeError:", str(error).splitlines()[0])
    raised = True
if seen != (1499, 299, 0) or whole != (1500, 0, 0) or not raised:
    sys.exit("No longer seen: late texts are kept, or an error is raised.")
PY
v/bin/python see.py
