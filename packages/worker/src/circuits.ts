/**
 * The circuits of a worker, one a part. While one is open, the worker takes no jobs: each would
 * only break off. A circuit opens by the answer of its part, never by the fault of one task.
 */
import { PART_NAMES, type Part } from '@longshore/contract';
import type { Parts } from '@longshore/runner';
import type { Log } from '@longshore/tasks';
import { type Circuit, type CircuitState, createCircuit } from './circuit.js';

export interface Circuits extends Parts {
  state(part: Part): CircuitState;
  /** Whether a circuit is open. */
  isAnyOpen(): boolean;
  /** Hears of each change. */
  onChange(listener: () => void): void;
  end(): void;
}

interface CircuitsOptions {
  /** Throws when the part does not answer. */
  readonly ask: (part: Part) => Promise<void>;
  readonly log: Log;
}

export function createCircuits({ ask, log }: CircuitsOptions): Circuits {
  let listener = () => {};
  const onChange = () => listener();
  const circuits = Object.fromEntries(
    PART_NAMES.map((part) => [part, createCircuit({ part, ask: () => ask(part), onChange, log })]),
  ) as Record<Part, Circuit>; // one a name
  return {
    isAway: (part) => circuits[part].isAway(),
    wasAway: (part, sinceMs) => circuits[part].wasAway(sinceMs),
    state: (part) => circuits[part].state(),
    open: (part, error) => circuits[part].open(error),
    isAnyOpen: () => PART_NAMES.some((part) => circuits[part].state() === 'open'),
    onChange: (heard) => {
      listener = heard;
    },
    end: () => {
      for (const part of PART_NAMES) circuits[part].end();
    },
  };
}
