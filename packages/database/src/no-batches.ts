/** The role of batches where there is no table to work on: each call is refused by a sentence. */
import { AppError } from '@longshore/contract';
import type { BatchLedger } from './batch-ledger.js';

const refuse = async (): Promise<never> => {
  throw new AppError('batch_needs_database');
};

/** A business without a database opens no batch, so there is none to read, close or forget. */
export const NO_BATCHES: BatchLedger = {
  checkBatch: refuse,
  openBatch: refuse,
  batchState: async () => null,
  closeBatch: async () => null,
  openLane: refuse,
  batchPage: refuse,
  failedRecords: async function* () {},
  workedPages: async function* () {},
  recordsByKey: refuse,
  batchStatistics: async () => [],
  archivePage: refuse,
};
