/** The door: the executors of a business, run in tests as a worker runs them. */

export type { BatchOutcome } from './test-batch.js';
export { type TestBusinessOptions, type TestedBusiness, testBusiness } from './test-business.js';
export type { ExportOutcome } from './test-export.js';
export type { FileToImport, ImportOutcome } from './test-import.js';
export type { RoutineOutcome } from './test-routine.js';
export type { Row, TestCaller } from './tested.js';
