import type { Log } from '@longshore/tasks';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Circuit, createCircuit } from './circuit.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A part that answers as long as it is there. */
function aPart() {
  let isThere = true;
  let asked = 0;
  const told: string[] = [];
  const tell = (_fields: object, message: string) => void told.push(message);
  const log: Log = { debug: tell, info: tell, warn: tell, error: tell };
  const states: string[] = [];
  const circuit: Circuit = createCircuit({
    part: 'store',
    ask: async () => {
      asked += 1;
      if (!isThere) throw new Error('connect ECONNREFUSED');
    },
    onChange: () => void states.push(circuit.state()),
    log,
  });
  return {
    circuit,
    told,
    states,
    asked: () => asked,
    goes: () => {
      isThere = false;
    },
    comes: () => {
      isThere = true;
    },
  };
}

test('a part that answers leaves its circuit closed, whatever a task says', async () => {
  const { circuit, told, states } = aPart();
  expect(await circuit.isAway()).toBe(false);
  expect([circuit.state(), told, states]).toEqual(['closed', [], []]);
});

test('a part that does not answer opens its circuit, which asks after pauses that grow', async () => {
  const { circuit, told, asked, goes } = aPart();
  goes();
  expect(await circuit.isAway()).toBe(true);
  expect(await circuit.isAway()).toBe(true);
  expect(asked()).toBe(1);
  await vi.advanceTimersByTimeAsync(999);
  expect(asked()).toBe(1);
  await vi.advanceTimersByTimeAsync(252);
  expect(asked()).toBe(2);
  await vi.advanceTimersByTimeAsync(1_700);
  expect(asked()).toBe(2);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(asked()).toBeLessThan(64);
  expect(asked()).toBeGreaterThan(47);
  expect(told).toEqual(['the object store is away: this worker takes no jobs']);
});

test('a part that is back is on trial, and then its circuit closes', async () => {
  const { circuit, told, states, goes, comes } = aPart();
  goes();
  await circuit.isAway();
  const since = Date.now();
  comes();
  await vi.advanceTimersByTimeAsync(1_250);
  expect(circuit.state()).toBe('half-open');
  expect(await circuit.isAway()).toBe(false);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(states).toEqual(['open', 'half-open', 'closed']);
  expect(told.at(-1)).toBe('the object store is back: this worker takes jobs again');
  expect([circuit.wasAway(since), circuit.wasAway(Date.now() + 1)]).toEqual([true, false]);
});

test('a part that fails on trial is away again, after a longer pause, and is told once', async () => {
  const { circuit, told } = aPart();
  circuit.open(new Error('NOPERM'));
  await vi.advanceTimersByTimeAsync(1_250);
  expect(circuit.state()).toBe('half-open');
  circuit.open(new Error('NOPERM'));
  await vi.advanceTimersByTimeAsync(1_900);
  expect(circuit.state()).toBe('open');
  await vi.advanceTimersByTimeAsync(700);
  expect(circuit.state()).toBe('half-open');
  expect(told).toHaveLength(1);
});

test.each(['goes', 'comes'] as const)(
  'a circuit that ends while its part is asked, which %s, asks no more',
  async (turn) => {
    const part = aPart();
    const { circuit, told, states, asked } = part;
    circuit.open(new Error('ECONNRESET'));
    part[turn]();
    vi.advanceTimersByTime(1_250);
    expect(asked()).toBe(1);
    circuit.end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([asked(), states, told]).toEqual([
      1,
      ['open'],
      ['the object store is away: this worker takes no jobs'],
    ]);
  },
);

test('a circuit that has ended neither opens nor asks', async () => {
  const { circuit, told, asked } = aPart();
  circuit.open(new Error('ECONNRESET'));
  circuit.end();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked()).toBe(0);
  const { circuit: other } = aPart();
  other.end();
  other.open(new Error('ECONNRESET'));
  expect([other.state(), told.length]).toEqual(['closed', 1]);
});
