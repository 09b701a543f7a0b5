import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';
import type { Counted, Sighting } from './alarm-store.js';

const LEASE_MS = 60_000;

describeStore('an alarm', (test) => {
  const { cause } = { cause: 'task_given_up' } as const;
  const aSighting = (subject: string, counted: Counted = { by: 'state' }): Sighting => ({
    cause,
    subject,
    severity: 'error',
    details: { reason: 'x is not a function' },
    counted,
  });
  const fresh = () => ({ subject: `export:${randomUUID()}`, sink: `s${randomUUID().slice(0, 8)}` });
  const total = (subject: string, number: number) =>
    aSighting(subject, { by: 'total', source: subject, number });
  const find = async (subject: string) => {
    const { open, recent } = await test.store.alarms.list(100);
    const isIt = (one: { subject: string }) => one.subject === subject;
    return { open: open.filter(isIt), recent: recent.filter(isIt) };
  };

  it('opens once, whoever raises it, and counts each occurrence once', async () => {
    const { subject, sink } = fresh();
    const { alarms } = test.store;
    const raised = await Promise.all(
      Array.from({ length: 50 }, () => alarms.raise(total(subject, 7), [sink])),
    );
    expect(raised.filter(Boolean)).toHaveLength(1);
    await alarms.raise(total(subject, 1_000), [sink]);
    await alarms.raise(total(subject, 1_000), [sink]);
    expect((await find(subject)).open).toMatchObject([{ count: 1_000, resolvedAt: null }]);
    expect(await alarms.takeMessage(sink, LEASE_MS)).toMatchObject({ state: 'open', tries: 1 });
    expect(await alarms.takeMessage(sink, LEASE_MS)).toBeNull();
  });

  it('counts anew when Redis lost how often it had happened', async () => {
    const { subject, sink } = fresh();
    await test.store.alarms.raise(total(subject, 40), [sink]);
    await test.store.alarms.raise(total(subject, 2), [sink]);
    expect((await find(subject)).open).toMatchObject([{ count: 42 }]);
  });

  it('of a mark is counted when the mark rises, and of a state once', async () => {
    const { subject } = fresh();
    const { alarms } = test.store;
    const mark = (number: number) => aSighting(subject, { by: 'mark', source: subject, number });
    for (const number of [5, 5, 3, 6]) await alarms.raise(mark(number), []);
    expect((await find(subject)).open).toMatchObject([{ count: 2 }]);
    const other = fresh().subject;
    for (let i = 0; i < 3; i++) await alarms.raise(aSighting(other), []);
    expect((await find(other)).open).toMatchObject([{ count: 1 }]);
  });

  it('ends when its cause was quiet for a window, and its end follows its opening', async () => {
    const { subject, sink } = fresh();
    const { alarms } = test.store;
    await alarms.raise(aSighting(subject), [sink]);
    await alarms.resolveQuiet(3_600_000, []);
    await alarms.resolveQuiet(0, ['task_given_up']);
    expect((await find(subject)).open).toHaveLength(1);
    const first = await alarms.takeMessage(sink, LEASE_MS);
    await alarms.resolveQuiet(0, []);
    expect(await find(subject)).toMatchObject({
      open: [],
      recent: [{ subject, resolvedAt: expect.any(Number) }],
    });
    expect(await alarms.takeMessage(sink, LEASE_MS)).toBeNull();
    await alarms.settleMessage(sink, first?.entry ?? '', null);
    const last = await untilDue(sink);
    expect(last).toMatchObject({ state: 'resolved', alarm: { id: first?.alarm.id, subject } });
    await alarms.settleMessage(sink, last?.entry ?? '', null);
    expect(await alarms.takeMessage(sink, LEASE_MS)).toBeNull();
    expect(await alarms.raise(aSighting(subject), [sink])).toBe(true);
  });

  it('has a message that another process takes when the lease of the first one is over', async () => {
    const { subject, sink } = fresh();
    const { alarms } = test.store;
    await alarms.raise(aSighting(subject), [sink]);
    const first = await alarms.takeMessage(sink, 1);
    const second = await untilDue(sink);
    expect(second).toMatchObject({ entry: first?.entry, tries: 2 });
    await alarms.settleMessage(sink, second?.entry ?? '', 3_600_000);
    expect(await alarms.takeMessage(sink, LEASE_MS)).toBeNull();
  });

  async function untilDue(sink: string) {
    for (let looks = 0; looks < 10_000; looks++) {
      const taken = await test.store.alarms.takeMessage(sink, LEASE_MS);
      if (taken !== null) return taken;
    }
    throw new Error('no message became due');
  }
});
