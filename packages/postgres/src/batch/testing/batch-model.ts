/** The reference model of a batch: flags by key, and who may take which record. */
import { expect } from 'vitest';

/** Records of the table. */
export const RECORDS = 12;
/** Lanes of each class. */
export const LANES = 2;

/** What becomes of a record: an exception is due soon, late or never. */
export type Fate = 'success' | 'failure' | 'soon' | 'late' | 'never';
/** What a page says of a record; it waits behind an exception of its order key. */
export type Said = Fate | 'waiting';
/** What a run takes. */
export type Only = 'new' | 'failed';

/** How the records of a life are shared out. */
export interface Setting {
  readonly name: string;
  /** `wait` and `skip`: in order by part, and what comes after an exception. */
  readonly order: 'none' | 'wait' | 'skip';
  /** Classes of new records; 1: none. */
  readonly classes: 1 | 3;
}

/** The order key of a record. */
export const partOf = (key: string): string => `p${Number(key) % 3}`;

/** Of the conditions `part = 'p1'` and `part = 'p2' OR id > 9` the first that fits, or the rest. */
const classOf = (key: string): number => {
  if (partOf(key) === 'p1') return 0;
  return partOf(key) === 'p2' || Number(key) > 9 ? 1 : 2;
};

const EXCEPTIONS: readonly Said[] = ['soon', 'late', 'never'];

/** What the flags must be, and who may take which record. */
export class BatchModel {
  readonly states = new Map<string, number>();
  readonly successes = new Map<string, number>();
  readonly archived = new Set<string>();
  /** Records of the run that may still be worked in it. */
  open = new Set<string>();
  /** Of a page that its holder left: the keys by lane, with the flags from before. */
  readonly marked = new Map<number, Map<string, number>>();
  readonly #setting: Setting;
  /** Records of the run. */
  #run: readonly string[] = [];
  readonly #tried = new Set<string>();
  /** At success or failure by this run. */
  readonly #done = new Set<string>();
  /** Records of the run that it may leave: due late, given up, or put off for a while. */
  readonly #stuck = new Set<string>();
  /** The lane that has all records of a part. */
  readonly #laneOfPart = new Map<string, number>();

  /** `only`: what the first run takes, of which there are records at that flag alone. */
  constructor(setting: Setting, only: Only) {
    this.#setting = setting;
    for (let id = 1; id <= RECORDS; id++) this.states.set(String(id), only === 'new' ? 0 : 4);
  }

  begin(only: Only): void {
    const flags = only === 'new' ? [0, 3] : [3, 4];
    this.#run = [...this.states].filter(([, flag]) => flags.includes(flag)).map(([key]) => key);
    this.open = new Set(this.#run);
    for (const of of [this.#tried, this.#done, this.#stuck, this.#laneOfPart]) of.clear();
  }

  /** Each record that a page got may be worked now, and by this lane. */
  allow(lane: number, keys: readonly string[], isMarking: boolean): void {
    expect(new Set(keys).size).toBe(keys.length);
    const marked = this.marked.get(lane);
    if (marked !== undefined) expect(keys).toEqual([...marked.keys()]);
    keys.forEach((key, i) => {
      expect(this.open.has(key)).toBe(true);
      const flag = marked?.get(key) ?? this.states.get(key);
      expect([0, 3, 4]).toContain(flag);
      this.#expectLane(lane, key, flag === 0);
      this.#expectOrder(key, { isNew: flag === 0, before: keys.slice(0, i) });
    });
    if (isMarking && marked === undefined) {
      this.marked.set(lane, new Map(keys.map((key) => [key, this.states.get(key) ?? 0])));
      for (const key of keys) this.states.set(key, 1);
    }
  }

  /** In an order, each part has one lane; new records are in a lane of their class. */
  #expectLane(lane: number, key: string, isNew: boolean): void {
    if (this.#setting.order !== 'none') {
      const known = this.#laneOfPart.get(partOf(key)) ?? lane;
      expect([key, lane]).toEqual([key, known]);
      this.#laneOfPart.set(partOf(key), known);
    }
    if (this.#setting.classes > 1 && isNew)
      expect([key, Math.floor(lane / LANES)]).toEqual([key, classOf(key)]);
  }

  /** The records of the part that come first are done; where exceptions are skipped, tried. */
  #expectOrder(
    key: string,
    { isNew, before }: { readonly isNew: boolean; readonly before: readonly string[] },
  ): void {
    const { order } = this.#setting;
    if (order === 'none' || (order === 'skip' && !isNew)) return;
    const gone = order === 'wait' ? this.#done : this.#tried;
    const ahead = this.#earlier(key).filter((one) => !gone.has(one) && !before.includes(one));
    expect([key, ahead]).toEqual([key, []]);
  }

  /** Records of the run that come before this one in the order of its part. */
  #earlier(key: string): string[] {
    return this.#run.filter((one) => partOf(one) === partOf(key) && Number(one) < Number(key));
  }

  /** Whether a record may be open although its run is at its end. */
  mayBeLeft(key: string): boolean {
    if (this.#stuck.has(key)) return true;
    const { order } = this.#setting;
    return order === 'wait' && this.#earlier(key).some((one) => this.#stuck.has(one));
  }

  /** What a page that is given these fates says of its records. */
  said(keys: readonly string[], fates: readonly Fate[]): Said[] {
    const blocked = new Set<string>();
    return keys.map((key, i) => {
      if (blocked.has(partOf(key))) return 'waiting';
      const fate = fates[i] ?? 'success';
      if (this.#setting.order === 'wait' && EXCEPTIONS.includes(fate)) blocked.add(partOf(key));
      return fate;
    });
  }

  settle(lane: number, keys: readonly string[], said: readonly Said[]): void {
    const marked = this.marked.get(lane);
    this.marked.delete(lane);
    keys.forEach((key, i) => {
      const fate = said[i] ?? 'success';
      const before = marked?.get(key) ?? this.states.get(key) ?? 0;
      const flags = { success: 2, failure: 4, soon: 3, late: 3, never: 3, waiting: before };
      this.states.set(key, flags[fate]);
      const isPutOff = fate === 'waiting' && before !== 0;
      if (isPutOff || fate === 'late' || fate === 'never') this.#stuck.add(key);
      if (fate === 'waiting') return;
      this.#tried.add(key);
      if (!EXCEPTIONS.includes(fate)) this.#done.add(key);
      if (fate === 'success') this.successes.set(key, (this.successes.get(key) ?? 0) + 1);
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
