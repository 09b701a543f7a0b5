/**
 * A vitest reporter that says nothing: it leaves the counts of a run in the file COUNTS_FILE, for
 * the last line of `npm test`.
 */
import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const all = modules.map(countTests);
    const sum = (key: keyof Counts) => all.reduce((total, counts) => total + counts[key], 0);
    const counts: Counts = { passed: sum('passed'), failed: sum('failed') };
    writeFileSync(process.env.COUNTS_FILE ?? '/dev/null', JSON.stringify(counts));
  }
}

/** A file that could not be loaded has no failed test of its own, and counts as one. */
function countTests(module: TestModule): Counts {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const [passed, failed] = (['passed', 'failed'] as const).map(
    (state) => states.filter((each) => each === state).length,
  );
  return {
    passed: passed ?? 0,
    failed: module.state() === 'failed' ? Math.max(failed ?? 0, 1) : (failed ?? 0),
  };
}
