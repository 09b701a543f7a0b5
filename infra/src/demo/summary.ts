/** What the demo prints at its end: the runs and the files. */
import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import type { LedgerRecord } from '@longshore/contract';
import { textTable } from './text-table.js';

interface SummaryParts {
  readonly runs: readonly { readonly name: string; readonly record: LedgerRecord }[];
  readonly files: readonly string[];
  readonly root: string;
}

export async function summary({ runs, files, root }: SummaryParts): Promise<string[]> {
  const header = ['task', 'rows', 'seconds', 'rows/s', 'attempts', 'issues'];
  const sizes = await Promise.all(
    files.map(async (file) => [relative(root, file), bytes((await stat(file)).size)]),
  );
  return [
    ...textTable([header, ...runs.map(({ name, record }) => runRow(name, record))]),
    '',
    ...textTable(sizes),
  ];
}

/** Times are the ledger's: from the start of the run to its end. */
function runRow(name: string, { counts, startedAt, finishedAt, attempt }: LedgerRecord): string[] {
  const seconds = (Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')) / 1000;
  const rows = counts.succeeded + counts.failed;
  return [
    name,
    number(rows),
    seconds.toFixed(1),
    number(Math.round(rows / seconds)),
    String(attempt),
    number(counts.failed),
  ];
}

const number = (value: number): string => value.toLocaleString('en');

/** `1.4 MiB`, `12.0 KiB` */
export function bytes(size: number): string {
  const kibibytes = size / 1024;
  return kibibytes < 1024 ? `${kibibytes.toFixed(1)} KiB` : `${(kibibytes / 1024).toFixed(1)} MiB`;
}
