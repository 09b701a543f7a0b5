#!/usr/bin/env bash
# csv-parse 7.0.3 with `cast: true, cast_date: true`, Node 20.20.2, seen on 2026-11-28.
# Whatever Date.parse of V8 takes becomes a day, and a number is what parseFloat reads of its start.
# Seen:    "Part 12" is 2001-12-01, "A-1" is 2001-01-01, "1,5" is 2001-01-05, "0x1F" is 0, "007" is 7.
# Guessed: dates are what is written as a date, and a text that is no decimal number stays a text.
# Matters: shelves, parts and amounts with a decimal comma become valid days of 2001, which no check
# of a type refuses. Instead: no cast at all; a column says by its schema what it holds.
set -euo pipefail
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT; cd "$T"
echo '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts csv-parse@7.0.3

cat > see.js <<'JS'
import { parse } from 'csv-parse/sync';
const texts = ['Part 12', 'A-1', '1,5', '0x1F', '007', 'Part 13'];
const text = texts.map((one) => `"${one}"`).join('\n');
const values = parse(text, { cast: true, cast_date: true }).map(([value]) =>
  value instanceof Date ? value.toString().slice(4, 15) : value,
);
texts.forEach((one, at) => console.log(one.padEnd(8), '->', JSON.stringify(values[at])));
const seen = ['Dec 01 2001', 'Jan 01 2001', 'Jan 05 2001', 0, 7, 'Part 13'];
if (JSON.stringify(values) === JSON.stringify(seen)) process.exit(0);
console.log('No longer seen: codes stay what they are.');
process.exit(1);
JS
node see.js
