/** The reference model of a batch: flags by key, and who may take which record. */
import { expect } from 'vitest';

/** Records of the table. */
export const RECORDS = 12;

/** What becomes of a record: an exception is due soon, late or never. */
export type Fate = 'success' | 'failure' | 'soon' | 'late' | 'never';
/** What a run takes. */
export type Only = 'new' | 'failed';

/** What the flags must be, and who may take which record. */
export class BatchModel {
  readonly states = new Map<string, number>();
  readonly successes = new Map<string, number>();
  readonly archived = new Set<string>();
  /** Records of the run that may still be worked in it. */
  open = new Set<string>();
  /** Of a page that its holder left: the keys by lane, with the flags from before. */
  readonly marked = new Map<number, Map<string, number>>();

  constructor() {
    for (let id = 1; id <= RECORDS; id++) this.states.set(String(id), 0);
  }

  begin(only: Only): void {
    const flags = only === 'new' ? [0, 3] : [3, 4];
    this.open = new Set(
      [...this.states].filter(([, flag]) => flags.includes(flag)).map(([k]) => k),
    );
  }

  /** Each record that a page got may be worked now, and by this lane. */
  allow(lane: number, keys: readonly string[], isMarking: boolean): void {
    expect(new Set(keys).size).toBe(keys.length);
    const marked = this.marked.get(lane);
    if (marked !== undefined) expect(keys).toEqual([...marked.keys()]);
    for (const key of keys) {
      expect(this.open.has(key)).toBe(true);
      const flag = marked?.get(key) ?? this.states.get(key);
      expect([0, 3, 4]).toContain(flag);
    }
    if (isMarking && marked === undefined) {
      this.marked.set(lane, new Map(keys.map((key) => [key, this.states.get(key) ?? 0])));
      for (const key of keys) this.states.set(key, 1);
    }
  }

  settle(lane: number, keys: readonly string[], fates: readonly Fate[]): void {
    this.marked.delete(lane);
    keys.forEach((key, i) => {
      const fate = fates[i] ?? 'success';
      if (fate === 'success') this.successes.set(key, (this.successes.get(key) ?? 0) + 1);
      this.states.set(key, { success: 2, failure: 4, soon: 3, late: 3, never: 3 }[fate]);
      if (fate !== 'soon' && fate !== 'late') this.open.delete(key);
    });
  }

  pause(): void {
    for (const keys of this.marked.values())
      for (const [key, flag] of keys) this.states.set(key, flag);
    this.marked.clear();
  }

  archive(): void {
    for (const [key, flag] of [...this.states]) {
      if (flag !== 2) continue;
      this.states.delete(key);
      this.archived.add(key);
    }
  }
}
