/**
 * The guided run of `npm run demo -- import`: a price list with every kind of mistake is mapped,
 * looked at, imported, corrected half by the page's calls and half in its error workbook, and
 * undone.
 */
import { openAsBlob } from 'node:fs';
import { basename, join } from 'node:path';
import type { TaskClient } from '@longshore/client';
import type { LedgerRecord, PreviewOut, RegisterOut } from '@longshore/contract';
import { productFigures } from '@longshore/shop/figures';
import { StackError } from '../stack-error.js';
import { rowsOf } from './check-files.js';
import {
  addsUp,
  demoClient,
  download,
  type GuidedRun,
  type GuidedRunOptions,
  number,
} from './guided-run.js';
import {
  EACH_BAD,
  KNOWN_ROWS,
  LIST_PREFIX,
  LIST_ROWS,
  TYPED,
  writeCorrected,
  writeKnownProducts,
  writePriceList,
} from './price-list.js';
import { answerOf } from './run-to-end.js';

const TYPE = 'products';
const BAD = 5 * EACH_BAD;
const SHOWN = 3;

export const correctImport: GuidedRun = {
  orders: 1_000,
  does: `a price list of ${number(LIST_ROWS)} rows, ${BAD} of them wrong, is imported and corrected until nothing is left, then undone`,
  async run(options) {
    const { stack, folder, say } = options;
    const client = demoClient(stack);
    const files = {
      known: join(folder, 'known.xlsx'),
      list: join(folder, 'price-list.xlsx'),
      errors: join(folder, 'price-list-errors.xlsx'),
      corrected: join(folder, 'price-list-corrected.xlsx'),
    };
    const act = actor(client, options);
    await writeKnownProducts(files.known);
    await act.ended(await act.upload(files.known), 'succeeded');
    const before = await productFigures(stack.databaseUrl, LIST_PREFIX);

    say('');
    say('1. The list has a title above its header, and calls its key "SKU number".');
    await writePriceList(files.list);
    const taskId = await act.upload(files.list, { preview: true });
    const unread = await act.ended(taskId, 'failed');
    say(`   ${unread.error?.message}`);
    const { layout } = unread.error ?? {};
    if (layout === undefined) throw new StackError('The list was refused without a layout.');
    say(`   Found in row ${layout.headerRow}; proposed: ${JSON.stringify(layout.proposed)}`);

    say('');
    say('2. With the mapping the same upload is looked at; nothing is saved.');
    const mapping = { 'SKU number': 'sku', ...layout.proposed };
    await client.retryTask(taskId, { options: { mapping, preview: true } });
    await act.ended(taskId, 'previewed');
    const preview = await client.getPreview(taskId);
    tell(preview, options);
    addsUp('preview', {
      rows: [preview.counts.total, LIST_ROWS],
      'products in the table': [
        (await productFigures(stack.databaseUrl, LIST_PREFIX)).checksum,
        before.checksum,
      ],
    });

    say('');
    say('3. Confirmed: the upload goes on, and what can be saved is saved.');
    await client.confirmImport(taskId);
    const imported = await act.ended(taskId, 'partial');
    addsUp('import', { failed: [imported.counts.failed, BAD] });

    say('');
    say('4. Half of the mistakes are corrected in the page, by the calls that it makes.');
    await mendInPage(client, taskId, options);

    say('');
    say('5. The rest is corrected in the error workbook, which is uploaded as it is.');
    const { items } = await client.listFiles(taskId);
    const errorWorkbook = items.find(({ role }) => role === 'issues');
    await download(errorWorkbook?.url ?? null, files.errors, options);
    await writeCorrected(files.corrected, await rowsOf(files.errors));
    await act.ended(await act.upload(files.corrected), 'succeeded');
    const whole = await client.getTask(taskId);
    say(`   The import of the list: ${whole.phase}, ${told(whole)}.`);
    addsUp('import', {
      succeeded: [whole.counts.succeeded, LIST_ROWS],
      failed: [whole.counts.failed, 0],
    });

    say('');
    say('6. It was the wrong list: undone as a whole, after a look.');
    const undo = await client.undoImport(taskId, { preview: true });
    await act.ended(undo.taskId, 'previewed');
    tell(await client.getPreview(undo.taskId), options);
    await client.confirmImport(undo.taskId);
    await act.ended(undo.taskId, 'succeeded');
    const after = await productFigures(stack.databaseUrl, LIST_PREFIX);
    addsUp('undo', {
      'products in the table': [after.rows, KNOWN_ROWS],
      'their checksum': [after.checksum, before.checksum],
    });
    say(`   ${number(after.rows)} products, each column as before the list.`);
  },
};

/** What a person does with the page, as calls. */
function actor(client: TaskClient, { signal, say }: GuidedRunOptions) {
  return {
    upload: async (path: string, options: object = {}): Promise<string> => {
      const file = await openAsBlob(path);
      const task = { type: TYPE, file, fileName: basename(path), options };
      const { state, taskId, message } = await client.registerImportTask(task, { signal });
      if (!state) throw new StackError(`The import was not registered: ${message}`);
      return taskId;
    },
    /** Waits for the end, and tells it. Throws StackError when it is another one. */
    ended: async (taskId: string, phase: LedgerRecord['phase']): Promise<LedgerRecord> => {
      const answer = await answerOf(taskId, { client, name: 'import', signal, onAnswer: () => {} });
      if (answer.phase !== phase)
        throw new StackError(`The import ended as ${answer.phase}: ${answer.message}`);
      const record = await client.getTask(taskId, { signal });
      if (phase !== 'failed') say(`   ${answer.message}`);
      return record;
    },
  };
}

function tell({ counts, differences, causes }: PreviewOut, { say }: GuidedRunOptions): void {
  const { total, ...fates } = counts;
  const parts = Object.entries(fates).filter(([, rows]) => rows > 0);
  say(
    `   ${number(total)} rows: ${parts.map(([fate, rows]) => `${number(rows)} ${fate}`).join(', ')}.`,
  );
  for (const { key, column, before, after } of differences.slice(0, SHOWN))
    say(`   ${key}: ${column} ${before} -> ${after}`);
  for (const { rows, column, message } of causes) say(`   ${rows} x ${column ?? ''}: ${message}`);
}

/** All of a cause by one value, then rows by their edits. */
async function mendInPage(
  client: TaskClient,
  taskId: string,
  { say }: GuidedRunOptions,
): Promise<void> {
  const { causes } = await client.failedRows(taskId);
  const cause = causes?.find(({ value }) => value === TYPED.status);
  if (cause === undefined) throw new StackError(`No failed row has the status ${TYPED.status}.`);
  const { code, column, value } = cause;
  const first = mended(
    await client.mendRows(taskId, { cause: { code, column, value }, value: 'On sale' }),
  );
  say(`   ${cause.rows} x ${column} "${value}" -> On sale: ${first.succeeded} saved.`);

  const { items } = await client.failedRows(taskId, { q: TYPED.price });
  const rows = items.map(({ row }) => ({ row, values: { Price: 10 } }));
  const second = mended(await client.mendRows(taskId, { rows }));
  say(`   ${rows.length} rows with the price "${TYPED.price}" -> 10: ${second.succeeded} saved.`);
  addsUp('correction in the page', {
    'rows by their cause': [first.succeeded, EACH_BAD],
    'rows by their edits': [second.succeeded, EACH_BAD],
    'rows that still fail': [second.counts.failed, BAD - 2 * EACH_BAD],
  });
}

function mended<Mended extends object>(answer: Mended | RegisterOut): Mended {
  if ('pollAfterMs' in answer)
    throw new StackError('The correction took longer than a few seconds.');
  return answer as Mended;
}

const told = ({ counts }: LedgerRecord): string =>
  `${number(counts.succeeded)} saved, ${number(counts.failed)} to correct`;
