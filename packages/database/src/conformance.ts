/**
 * What every adapter of the port must do: one suite of laws by theme, run against a real server by
 * the tests of each adapter.
 */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { AdapterUnderTest, Opened } from './conformance/adapter.js';
import { describeBatches } from './conformance/batch.js';
import { describeBatchClaims } from './conformance/batch-claims.js';
import { describeBatchInput } from './conformance/batch-input.js';
import { describeBatchStatistics } from './conformance/batch-statistics.js';
import { describeChunksTogether } from './conformance/chunks.js';
import { describeComparisons } from './conformance/comparisons.js';
import { describeCorrections } from './conformance/corrections.js';
import { describeFailedRows } from './conformance/failed-rows.js';
import { describeFaults } from './conformance/faults.js';
import { describeKeyset } from './conformance/keyset.js';
import { describeLedger } from './conformance/ledger.js';
import { describeLifecycle } from './conformance/lifecycle.js';
import { describePreviews } from './conformance/previews.js';
import { describeReader } from './conformance/reader.js';
import { describeRetryLedger } from './conformance/retry-ledger.js';
import { describeRoutineLedger } from './conformance/routine-ledger.js';
import { describeRunLedger } from './conformance/run-ledger.js';
import { describeSilence } from './conformance/silence.js';
import { describeUndo } from './conformance/undo.js';
import { describeWaitingRows } from './conformance/waiting-rows.js';
import { describeWrites } from './conformance/writes.js';

export type {
  AdapterUnderTest,
  DatabaseUnderTest,
  Opened,
  TestTables,
} from './conformance/adapter.js';

export { describeRunLedger } from './conformance/run-ledger.js';
export { type SilentNetwork, startSilentNetwork } from './conformance/silent-network.js';

/** Declares the laws. `open` makes an empty database on a real server, once. */
export function describeDatabase(open: () => Promise<AdapterUnderTest>): void {
  let adapter: AdapterUnderTest | null = null;
  const opened: Opened = () => {
    if (adapter === null) throw new Error('The database is opened before the first test.');
    return adapter;
  };
  beforeAll(async () => {
    adapter = await open();
    await adapter.db.migrate();
    for (const statement of Object.values(adapter.tables)) await adapter.db.query(statement);
  });
  afterAll(async () => {
    await adapter?.db.close();
    await adapter?.drop();
  });
  beforeEach(async () => {
    for (const table of Object.keys(opened().tables))
      await opened().db.query(`DELETE FROM ${table}`);
  });

  describeRunLedger(async () => opened().another());
  describeRoutineLedger(opened);
  describeRetryLedger(opened);
  describeLifecycle(opened);
  describeReader(opened);
  describeLedger(opened);
  describeChunksTogether(opened);
  describeBatches(opened);
  describeBatchClaims(opened);
  describeBatchStatistics(opened);
  describeBatchInput(opened);
  describeFailedRows(opened);
  describeCorrections(opened);
  describeWaitingRows(opened);
  describeFaults(opened);
  describeSilence(opened);
  describeKeyset(opened);
  describeWrites(opened);
  describePreviews(opened);
  describeComparisons(opened);
  describeUndo(opened);
}
