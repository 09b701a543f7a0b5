#!/usr/bin/env bash
# hucre 1.0.0 and xlsx-populate 1.21.0 beside exceljs 4.4.0, Node 20.20.2, seen on 2026-11-28.
# A cell that is given a BigInt is left empty, and nobody says so.
# Seen:    [1n, 2] is written as an empty cell and a 2 by both; exceljs throws.
# Guessed: a TypeError, or the number.
# Matters: the drivers of MariaDB and of SQLite give BigInt for bigint columns, and so does
# COUNT(*): an export has an empty column of keys, and its reader makes new rows of them.
# Instead: refuse what has no cell, and give a BigInt as a number where it is one, else as a text.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
echo '{"private":true,"type":"module","overrides":{"traverse":"0.3.9"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts \
  exceljs@4.4.0 hucre@1.0.0 xlsx-populate@1.21.0

cat > see.js <<'JS'
import { writeFile } from 'node:fs/promises';
import exceljs from 'exceljs';
import { writeXlsx } from 'hucre';
import populate from 'xlsx-populate';

const row = [1n, 2];
await writeFile('hucre.xlsx', await writeXlsx({ sheets: [{ name: 'S', rows: [row] }] }));
const blank = await populate.fromBlankAsync();
row.forEach((value, at) => blank.sheet(0).row(1).cell(at + 1).value(value));
await blank.toFileAsync('xlsx-populate.xlsx');
const seen = [];
for (const name of ['hucre', 'xlsx-populate']) {
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(`${name}.xlsx`);
  const cells = ['A1', 'B1'].map((place) => book.worksheets[0].getCell(place).value);
  seen.push(cells);
  console.log(`${name}:`.padEnd(15), JSON.stringify(cells));
}
const refusal = await new Promise((resolve) => {
  const sheet = new exceljs.Workbook().addWorksheet('S');
  resolve(sheet.addRow(row));
}).catch((error) => error);
console.log('exceljs:       ', String(refusal));
if (JSON.stringify(seen) === '[[null,2],[null,2]]' && refusal instanceof TypeError) process.exit(0);
console.log('No longer seen: a BigInt is written, or refused.');
process.exit(1);
JS
node see.js
