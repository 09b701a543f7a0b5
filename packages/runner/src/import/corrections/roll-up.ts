/** Rows that an import saved corrected count for the imports in which they failed. */
import type { CorrectionLedger } from '@longshore/database';
import type { NoticeList } from '../../notice-list.js';
import { nameInWords } from '../../notice-list.js';
import type { RunServices } from '../../run-services.js';

/**
 * Tells the records of those imports what the business's database holds by now; may be done again.
 * `notices`: hears what is left to correct.
 */
export async function rollUp(
  taskId: string,
  corrections: CorrectionLedger | null,
  { tasks }: Pick<RunServices, 'tasks'>,
  notices?: NoticeList,
): Promise<void> {
  for (const run of (await corrections?.correctedBy(taskId)) ?? []) {
    await tasks.correctCounts(run.taskId, run);
    const record = await tasks.record(run.taskId);
    if (notices === undefined || record?.kind !== 'import') continue;
    const file = nameInWords(record.upload.name);
    if (run.failed === 0) notices.add('import_completed', { file });
    else notices.add('rows_still_to_correct', { count: run.failed, file });
  }
}
