/** Laws of the retry ledger. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { CallState, CallTaker, NewCall, RetryLedger } from '../index.js';
import { type Opened, until } from './adapter.js';

const LONG_MS = 600_000;
const here = { worker: 'host:1', leaseMs: LONG_MS };
const dead = { worker: 'host:2', leaseMs: 0 };
const broken = (delayMs: number) => ({ state: 'waiting', delayMs, message: 'no line' }) as const;

/** Declares the laws. */
export function describeRetryLedger(opened: Opened): void {
  describe('the retry ledger', () => {
    let ledger: RetryLedger;
    beforeAll(() => {
      const { retries } = opened().db;
      if (retries === null) throw new Error('an adapter keeps calls');
      ledger = retries;
    });

    let made = 0;
    /** Of a name of its own. */
    const newCall = (rest: Partial<NewCall> = {}): NewCall => {
      const number = String(++made).padStart(12, '0');
      return {
        id: `01900000-0000-7000-8000-${number}`,
        name: `call-${made}`,
        key: `key-${made}`,
        params: '{"客户":1}',
        ...rest,
      };
    };
    const taker = ({ name }: NewCall, mostAttempts = 4, leaseMs = LONG_MS): CallTaker => ({
      name,
      mostAttempts,
      leaseMs,
    });
    const take = async (...takers: CallTaker[]) =>
      (await ledger.take(takers, { limit: 100, worker: 'host:3' })).taken;
    const stored = async ({ id }: NewCall) =>
      (await ledger.list({ id }, { before: null, limit: 1 }))[0];
    const stateOf = async (call: NewCall) => (await stored(call))?.state;
    const outcomes = async ({ id }: NewCall) =>
      (await ledger.attemptsOf(id)).map(({ outcome }) => outcome);

    it('keeps a call from before it runs, and how it ended', async () => {
      const call = newCall();
      await ledger.begin(call, here);
      const begun = await stored(call);
      expect(begun).toEqual({
        ...call,
        state: 'running',
        attempt: 1,
        worker: 'host:1',
        recordedAt: expect.any(Number),
        startedAt: begun?.recordedAt,
        endedAt: null,
        dueAt: expect.any(Number),
        givenUpBy: null,
        message: null,
      });
      expect((begun?.dueAt ?? 0) - (begun?.startedAt ?? 0)).toBeGreaterThan(LONG_MS - 1_000);
      await ledger.succeed({ id: call.id, attempt: 1 }, '{}');
      expect(await stored(call)).toMatchObject({ state: 'succeeded', dueAt: null, params: '{}' });
      expect(await ledger.attemptsOf(call.id)).toEqual([]);
      expect(await take(taker(call))).toEqual([]);
    });

    it('takes a call that failed once it is due, with its params', async () => {
      const call = newCall();
      await ledger.begin(call, here);
      expect(await ledger.fail({ id: call.id, attempt: 1 }, broken(LONG_MS))).toBe(true);
      expect(await take(taker(call))).toEqual([]);
      const other = newCall({ name: call.name });
      await ledger.begin(other, here);
      await ledger.fail({ id: other.id, attempt: 1 }, broken(0));
      expect(await take(taker(call))).toEqual([{ ...other, attempt: 2, spent: 2 }]);
      expect(await take(taker(call))).toEqual([]);
      expect(await ledger.attemptsOf(other.id)).toMatchObject([
        { attempt: 1, worker: 'host:1', outcome: 'failed', message: 'no line' },
      ]);
    });

    it('leaves calls to processes that know their name', async () => {
      const call = newCall();
      await opened().db.transaction((tx) => ledger.add(call, tx));
      expect(await take(taker(newCall()))).toEqual([]);
      expect(await take()).toEqual([]);
      expect(await take(taker(newCall()), taker(call))).toEqual([
        { ...call, attempt: 1, spent: 1 },
      ]);
    });

    it('has a call of a transaction once it commits, and none of one that is undone', async () => {
      const [kept, lost] = [newCall(), newCall()];
      const { db } = opened();
      await db.transaction(async (tx) => {
        await ledger.add(kept, tx);
        const undone = tx.savepoint(async () => {
          await ledger.add(lost, tx);
          throw new Error('undone');
        });
        await expect(undone).rejects.toThrow('undone');
        expect(await take(taker(kept), taker(lost))).toEqual([]);
      });
      expect(await take(taker(kept), taker(lost))).toMatchObject([kept]);
      expect(await stored(lost)).toBeUndefined();
    });

    it('keeps a call that ran without a record only when it failed', async () => {
      const call = newCall();
      await ledger.addFailed(call, { worker: 'host:1', tookMs: 1_500.4 }, broken(0));
      const [attempt] = await ledger.attemptsOf(call.id);
      expect((attempt?.endedAt ?? 0) - (attempt?.startedAt ?? 0)).toBeGreaterThanOrEqual(1_500);
      expect(await take(taker(call))).toEqual([{ ...call, attempt: 2, spent: 2 }]);
    });

    it('gives each due call to one of the processes that look at once', async () => {
      const first = newCall();
      const calls = [first, ...Array.from({ length: 39 }, () => newCall({ name: first.name }))];
      for (const call of calls) await opened().db.transaction((tx) => ledger.add(call, tx));
      const looks = Array.from({ length: 8 }, (_, i) =>
        ledger.take([taker(first)], { limit: 10, worker: `host:${i}` }),
      );
      const taken = (await Promise.all(looks)).flatMap((look) => look.taken);
      taken.push(...(await take(taker(first)))); // what was locked while others looked
      expect(taken.map(({ id }) => id).sort()).toEqual(calls.map(({ id }) => id));
    });

    it('takes over a call whose lease lapsed, and refuses its earlier attempt', async () => {
      const call = newCall();
      await ledger.begin(call, dead);
      const [first, second] = [1, 2].map((attempt) => ({ id: call.id, attempt })) as [
        { id: string; attempt: number },
        { id: string; attempt: number },
      ]; // two of them
      expect(await take(taker(call))).toEqual([{ ...call, attempt: 2, spent: 2 }]);
      expect(await outcomes(call)).toEqual(['lost']);
      expect(await ledger.renew(first, LONG_MS)).toBe(false);
      expect(await ledger.fail(first, broken(0))).toBe(false);
      await ledger.succeed(first, null);
      expect(await stateOf(call)).toBe('running');
      await ledger.succeed(second, '{}');
      expect(await stateOf(call)).toBe('succeeded');
    });

    it('leaves a call to a process that renews its lease', async () => {
      const call = newCall();
      await ledger.begin(call, dead);
      expect(await ledger.renew({ id: call.id, attempt: 1 }, LONG_MS)).toBe(true);
      expect(await take(taker(call))).toEqual([]);
    });

    it('gives up a call whose last attempt was lost', async () => {
      const call = newCall();
      await ledger.begin(call, dead);
      const look = await ledger.take([taker(call, 1)], { limit: 100, worker: 'host:3' });
      const { id, name, key } = call;
      expect(look).toEqual({ taken: [], givenUp: [{ id, name, key }] });
      expect(await stored(call)).toMatchObject({ state: 'given_up', givenUpBy: null });
      expect(await outcomes(call)).toEqual(['lost']);
    });

    it('notes the success of an attempt that was thought lost, where none came after it', async () => {
      const [call, again] = [newCall(), newCall()];
      for (const one of [call, again]) {
        await ledger.begin(one, dead);
        await ledger.take([taker(one, 1)], { limit: 100, worker: 'host:3' });
        expect(await stateOf(one)).toBe('given_up');
      }
      await ledger.succeed({ id: call.id, attempt: 1 }, null);
      expect(await stored(call)).toMatchObject({ state: 'succeeded', dueAt: null });
      await ledger.runAgain({ id: again.id }, 1);
      await take(taker(again));
      await ledger.succeed({ id: again.id, attempt: 1 }, null);
      expect(await stateOf(again)).toBe('running');
    });

    it('keeps a cause with characters that the database cannot store', async () => {
      const call = newCall();
      await ledger.begin(call, here);
      const failure = { ...broken(0), message: 'a\u0000b\ud800' };
      expect(await ledger.fail({ id: call.id, attempt: 1 }, failure)).toBe(true);
      expect((await stored(call))?.message).toBe('a\ufffdb\ufffd');
    });

    it('does not count an attempt that was handed back', async () => {
      const call = newCall();
      await ledger.begin(call, here);
      const stopped = { state: 'handed_back', message: 'told to stop' } as const;
      await ledger.fail({ id: call.id, attempt: 1 }, stopped);
      expect(await take(taker(call, 1))).toEqual([{ ...call, attempt: 2, spent: 1 }]);
      expect(await outcomes(call)).toEqual(['handed_back']);
    });

    it('runs a call again by hand with all its attempts anew, and never one that succeeded', async () => {
      const [call, done] = [newCall(), newCall()];
      for (const one of [call, done]) await ledger.begin(one, here);
      expect(await ledger.runAgain({ id: call.id }, 10)).toEqual([]);
      await ledger.succeed({ id: done.id, attempt: 1 }, '{}');
      expect(await ledger.runAgain({ id: done.id }, 10)).toEqual([]);
      const used = { state: 'given_up', message: 'no line' } as const;
      await ledger.fail({ id: call.id, attempt: 1 }, used);
      expect(await take(taker(call, 1))).toEqual([]);
      expect(await ledger.runAgain({ id: call.id }, 10)).toEqual([call.id]);
      expect(await take(taker(call, 1))).toEqual([{ ...call, attempt: 2, spent: 1 }]);
    });

    it('runs at most so many calls of a filter again, the oldest first', async () => {
      const first = newCall();
      const calls = [first, newCall({ name: first.name }), newCall({ name: first.name })];
      const refused = { state: 'refused', message: 'no such customer' } as const;
      for (const call of calls) {
        await ledger.begin(call, here);
        await ledger.fail({ id: call.id, attempt: 1 }, refused);
      }
      const filter = { name: first.name, state: 'refused' } as const;
      const changed = await ledger.runAgain(filter, 2);
      expect(changed).toEqual(idsOf(calls.slice(0, 2)));
      expect((await take(taker(first))).map(({ id }) => id)).toEqual(idsOf(calls.slice(0, 2)));
      const rest = { ...filter, after: changed[1] ?? '' };
      expect(await ledger.runAgain(rest, 2)).toEqual(idsOf(calls.slice(2)));
      expect(await ledger.runAgain({ ...filter, key: 'another' }, 2)).toEqual([]);
    });

    it('lets an operator give a call up, once', async () => {
      const call = newCall();
      await ledger.begin(call, here);
      expect(await ledger.giveUp({ id: call.id }, 'olga', 10)).toEqual([]);
      await ledger.fail({ id: call.id, attempt: 1 }, broken(0));
      expect(await ledger.giveUp({ id: call.id }, 'olga', 10)).toEqual([call.id]);
      expect(await ledger.giveUp({ id: call.id }, 'otto', 10)).toEqual([]);
      expect(await stored(call)).toMatchObject({ state: 'given_up', givenUpBy: 'olga' });
      expect(await take(taker(call))).toEqual([]);
    });

    it('lists calls newest first, page by page, by name, state and key', async () => {
      const first = newCall();
      const calls = [first, newCall({ name: first.name }), newCall({ name: first.name })];
      for (const call of calls) await ledger.begin(call, here);
      await ledger.succeed({ id: first.id, attempt: 1 }, '{}');
      const list = async (filter: object, before: string | null = null, limit = 10) =>
        idsOf(await ledger.list({ name: first.name, ...filter }, { before, limit }));
      const newestFirst = idsOf(calls).reverse();
      expect(await list({})).toEqual(newestFirst);
      expect(await list({}, null, 2)).toEqual(newestFirst.slice(0, 2));
      expect(await list({}, newestFirst[1])).toEqual(newestFirst.slice(2));
      expect(await list({ state: 'succeeded' })).toEqual([first.id]);
      expect(await list({ key: calls[1]?.key })).toEqual([calls[1]?.id]);
    });

    it('forgets calls that ended long ago, but none that used up its attempts', async () => {
      const ends: Record<string, (call: NewCall) => Promise<unknown>> = {
        succeeded: ({ id }) => ledger.succeed({ id, attempt: 1 }, '{}'),
        refused: ({ id }) => ledger.fail({ id, attempt: 1 }, { state: 'refused', message: 'no' }),
        usedUp: ({ id }) => ledger.fail({ id, attempt: 1 }, { state: 'given_up', message: 'no' }),
        waiting: ({ id }) => ledger.fail({ id, attempt: 1 }, broken(LONG_MS)),
        running: async () => {},
        byHand: async ({ id }) => {
          await ledger.fail({ id, attempt: 1 }, broken(LONG_MS));
          await ledger.giveUp({ id }, 'olga', 1);
        },
      };
      const calls = new Map<string, NewCall>();
      for (const [name, end] of Object.entries(ends)) {
        const call = newCall();
        calls.set(name, call);
        await ledger.begin(call, here);
        await end(call);
      }
      const left = async () => {
        const states: Record<string, CallState> = {};
        for (const [name, call] of calls) {
          const state = await stateOf(call);
          if (state !== undefined) states[name] = state;
        }
        return states;
      };
      await opened().db.sweep(LONG_MS);
      expect(Object.keys(await left())).toHaveLength(calls.size);
      await until(async () => {
        await opened().db.sweep(0);
        return Object.keys(await left()).length <= 3;
      });
      expect(await left()).toEqual({ usedUp: 'given_up', waiting: 'waiting', running: 'running' });
    });
  });
}

const idsOf = (calls: readonly { readonly id: string }[]): string[] => calls.map(({ id }) => id);
