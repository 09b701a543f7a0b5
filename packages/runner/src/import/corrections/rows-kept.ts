/** How failed rows are to be read once the upload is no longer at hand. Used by run-import.ts. */
import { layoutText, type PartLayout } from '@longshore/executors';
import type { OpenedImport } from '../open-import.js';

/** Kept with the run, before a row can fail. */
export async function keepLayout({ task, database, table, measured }: OpenedImport): Promise<void> {
  if (database.corrections === null) return;
  const { numbers, byColumn } = measured.forms;
  const parts = table.parts.map(
    (
      { sheetName, fileName, header, namesProperties, refusesExtras, places },
      index,
    ): PartLayout => ({
      sheetName,
      fileName,
      namesProperties,
      header,
      width: measured.widths[index] ?? header.length,
      refusesExtras,
      places: places.map(({ column, index: at }) => ({ key: column.key, index: at })),
    }),
  );
  const dateOrders = Object.fromEntries(
    [...byColumn].map(([key, { dateOrder }]) => [key, dateOrder]),
  );
  const { decimal, isAmbiguous } = numbers;
  const layout = layoutText({ parts, numbers: { decimal, isAmbiguous }, dateOrders });
  const { taskId, attempt } = task;
  await database.corrections.keepLayout({ taskId, attempt }, layout);
}
