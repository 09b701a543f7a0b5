/** The port to a business's database. An adapter implements it; the runner knows only the port. */
import type { Lifecycle } from './lifecycle.js';
import type { Reader } from './reader.js';
import type { RunLedger } from './run-ledger.js';

/** The three roles of the port together: one adapter is all of them. */
export interface Database extends Reader, RunLedger, Lifecycle {}
