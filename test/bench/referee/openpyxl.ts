/**
 * Reads the workbook by Python's openpyxl and compares it with the table; says so and ends with 1
 * where Python has no openpyxl.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { compare } from './order-rows.js';

const SCRIPT = `
import sys, json, datetime, openpyxl
epoch = datetime.datetime(1970, 1, 1)
def cell(v):
    return round((v - epoch).total_seconds() * 1000) if isinstance(v, datetime.datetime) else v
rows = openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0].iter_rows(min_row=2, values_only=True)
for row in rows:
    print(json.dumps([cell(v) for v in row]))
`;

const [file = '', databaseUrl = ''] = process.argv.slice(2);
const python = spawn('python3', ['-c', SCRIPT, file], { stdio: ['ignore', 'pipe', 'ignore'] });
const ended = once(python, 'close');
await compare(databaseUrl, rows());

async function* rows(): AsyncGenerator<readonly unknown[]> {
  for await (const line of createInterface({ input: python.stdout })) yield JSON.parse(line);
  const [code] = await ended;
  if (code !== 0) {
    console.log('left out: python3 with openpyxl is not there');
    process.exit(1);
  }
}
