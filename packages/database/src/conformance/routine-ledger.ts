/** Laws of the routine ledger. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type DueRun, FencedError, type RoutineAttempt, type RoutineLedger } from '../index.js';
import { gate, never, type Opened, until } from './adapter.js';

const FIRST = 1_700_000_000_000;
const HOURLY = '0 * * * *';

/** Declares the laws. */
export function describeRoutineLedger(opened: Opened): void {
  describe('the routine ledger', () => {
    let ledger: RoutineLedger;
    beforeAll(() => {
      const { routines } = opened().db;
      if (routines === null) throw new Error('an adapter keeps routines');
      ledger = routines;
    });

    let made = 0;
    const newRoutine = async (cron = HOURLY) => {
      const routine = { type: `routine-${++made}`, cron, timeZone: 'UTC' };
      await ledger.declare(routine, FIRST);
      return routine;
    };
    const stored = async (type: string) => (await ledger.all()).find((one) => one.type === type);
    const dueRun = (type: string, tick: number, rest: Partial<DueRun> = {}): DueRun => ({
      runId: `${type}/${tick}`,
      type,
      tick,
      instance: null,
      madeBy: 'clock',
      isCatchUp: false,
      ...rest,
    });
    const newRun = async (tick = FIRST + 1) => {
      const routine = await newRoutine();
      const run = dueRun(routine.type, tick);
      await ledger.addTick(run, routine);
      return { routine, run };
    };
    const attemptOf = (
      { runId }: DueRun,
      attempt: number,
      registeredAt = FIRST,
    ): RoutineAttempt => ({ runId, taskId: `task-${registeredAt}`, registeredAt, attempt });
    const logOf = async (type: string) => (await ledger.runsOf(type, 10)).map((run) => run.outcome);
    const end = (run: DueRun, attempt: RoutineAttempt | null, outcome: 'succeeded' | 'failed') =>
      ledger.end(run.runId, attempt, { outcome, message: null });

    it('decides the ticks before a routine was declared, and those of another expression', async () => {
      const { type } = await newRoutine();
      expect(await stored(type)).toEqual({
        type,
        cron: HOURLY,
        timeZone: 'UTC',
        cronOverride: null,
        isPaused: false,
        decidedUntil: FIRST,
      });
      await ledger.declare({ type, cron: HOURLY, timeZone: 'UTC' }, FIRST + 5);
      expect(await stored(type)).toMatchObject({ decidedUntil: FIRST });
      await ledger.declare({ type, cron: '1 * * * *', timeZone: 'UTC' }, FIRST + 5);
      expect(await stored(type)).toMatchObject({ cron: '1 * * * *', decidedUntil: FIRST + 5 });
    });

    it('keeps what an operator changed when the routine is declared again', async () => {
      const routine = await newRoutine();
      const change = { isPaused: true, cronOverride: '5 * * * *' };
      expect(await ledger.change(routine.type, change, FIRST + 9)).toBe(true);
      await ledger.declare(routine, FIRST + 10);
      expect(await stored(routine.type)).toMatchObject({ ...change, decidedUntil: FIRST + 9 });
      await ledger.change(routine.type, { cronOverride: null }, FIRST);
      expect(await stored(routine.type)).toMatchObject({
        isPaused: true,
        cronOverride: null,
        decidedUntil: FIRST + 9,
      });
      expect(await ledger.change('no-such-routine', change, FIRST)).toBe(false);
    });

    it('adds a tick once, by whoever comes first', async () => {
      const routine = await newRoutine();
      const run = dueRun(routine.type, FIRST + 1);
      await Promise.all(Array.from({ length: 5 }, () => ledger.addTick(run, routine)));
      expect(await ledger.runsOf(routine.type, 10)).toEqual([
        {
          ...run,
          taskId: null,
          attempt: 0,
          worker: null,
          startedAt: null,
          endedAt: null,
          outcome: null,
          message: null,
        },
      ]);
      expect(await ledger.open()).toContainEqual(expect.objectContaining(run));
    });

    it('adds no tick that was decided, of a pause, or of an expression no longer in force', async () => {
      const routine = await newRoutine();
      await ledger.decided(routine.type, FIRST + 10);
      await ledger.decided(routine.type, FIRST + 5);
      await ledger.addTick(dueRun(routine.type, FIRST + 10), routine);
      await ledger.addTick(dueRun(routine.type, FIRST + 11), { ...routine, cron: '7 * * * *' });
      await ledger.change(routine.type, { isPaused: true }, FIRST);
      await ledger.addTick(dueRun(routine.type, FIRST + 12), routine);
      expect(await logOf(routine.type)).toEqual([]);
      await ledger.addRun(dueRun(routine.type, FIRST + 3, { madeBy: 'hand' }));
      await ledger.change(routine.type, { isPaused: false }, FIRST);
      const own = dueRun(routine.type, FIRST + 4, { instance: 'host:1', isCatchUp: true });
      await ledger.addTick(own, routine);
      expect(await ledger.runsOf(routine.type, 10)).toMatchObject([
        own,
        { madeBy: 'hand', tick: FIRST + 3 },
      ]);
    });

    it('keeps the checkpoint for the next attempt, with what was written beside it', async () => {
      const { run } = await newRun();
      const [first, second] = [attemptOf(run, 1), attemptOf(run, 2)];
      expect(await ledger.begin(first, 'host:1')).toEqual({ ended: null, state: null });
      await ledger.checkpoint(first, never, {
        state: { page: 3, name: '第三页' },
        work: async (tx) => void (await tx.query(`INSERT INTO line (sku) VALUES ('kept')`)),
      });
      const broken = ledger.checkpoint(first, never, {
        state: { page: 4 },
        work: async (tx) => {
          await tx.query(`INSERT INTO line (sku) VALUES ('lost')`);
          throw new Error('broken');
        },
      });
      await expect(broken).rejects.toThrow('broken');
      expect(await ledger.begin(second, 'host:2')).toEqual({
        ended: null,
        state: { page: 3, name: '第三页' },
      });
      expect(await opened().db.query('SELECT sku FROM line')).toEqual([{ sku: 'kept' }]);
    });

    it('refuses the checkpoint and the end of an attempt that was overtaken', async () => {
      const { run, routine } = await newRun();
      const [first, second] = [attemptOf(run, 1), attemptOf(run, 2)];
      await ledger.begin(first, 'host:1');
      await ledger.begin(second, 'host:2');
      await expect(ledger.begin(first, 'host:1')).rejects.toBeInstanceOf(FencedError);
      const late = ledger.checkpoint(first, never, { state: 1 });
      await expect(late).rejects.toBeInstanceOf(FencedError);
      expect(await end(run, first, 'succeeded')).toBe(false);
      expect(await end(run, second, 'succeeded')).toBe(true);
      await expect(ledger.checkpoint(second, never, { state: 1 })).rejects.toBeInstanceOf(
        FencedError,
      );
      expect(await logOf(routine.type)).toEqual(['succeeded']);
    });

    it('takes the attempt of a later registration for the newer one, whatever its number', async () => {
      const { run } = await newRun();
      const old = attemptOf(run, 3);
      const anew = attemptOf(run, 1, FIRST + 60_000);
      await ledger.begin(old, 'host:1');
      await ledger.checkpoint(old, never, { state: 'half' });
      expect(await ledger.begin(anew, 'host:2')).toEqual({ ended: null, state: 'half' });
      await expect(ledger.checkpoint(old, never, { state: 'more' })).rejects.toBeInstanceOf(
        FencedError,
      );
    });

    it('tells a run that ended well from every later attempt', async () => {
      const { run } = await newRun();
      await ledger.begin(attemptOf(run, 1), 'host:1');
      await end(run, attemptOf(run, 1), 'succeeded');
      expect(await ledger.begin(attemptOf(run, 2), 'host:2')).toEqual({ ended: 'succeeded' });
      const anew = attemptOf(run, 1, FIRST + 60_000);
      expect(await ledger.begin(anew, 'host:2')).toEqual({ ended: 'succeeded' });
      expect(await end(run, anew, 'failed')).toBe(false);
    });

    it('begins a run that failed again, by a newer attempt only', async () => {
      const { run, routine } = await newRun();
      await ledger.begin(attemptOf(run, 1), 'host:1');
      await ledger.end(run.runId, attemptOf(run, 1), { outcome: 'failed', message: 'no disk' });
      expect(await ledger.runsOf(routine.type, 1)).toMatchObject([
        { worker: 'host:1', outcome: 'failed', message: 'no disk', attempt: 1 },
      ]);
      expect(await ledger.begin(attemptOf(run, 1), 'host:1')).toEqual({ ended: 'failed' });
      expect(await ledger.begin(attemptOf(run, 2), 'host:2')).toMatchObject({ ended: null });
      expect(await logOf(routine.type)).toEqual([null]);
    });

    it('skips a run only while no worker has begun it', async () => {
      const { run } = await newRun();
      await ledger.begin(attemptOf(run, 1), 'host:1');
      const skipped = { outcome: 'skipped', message: null } as const;
      expect(await ledger.end(run.runId, null, skipped)).toBe(false);
      const { run: other } = await newRun();
      expect(await ledger.end(other.runId, null, skipped)).toBe(true);
      expect(await ledger.begin(attemptOf(other, 1), 'host:1')).toEqual({ ended: 'skipped' });
    });

    it('lets one of begin and skip come first', async () => {
      const { run } = await newRun();
      const skipped = { outcome: 'skipped', message: null } as const;
      const [begun, wasSkipped] = await Promise.all([
        ledger.begin(attemptOf(run, 1), 'host:1'),
        ledger.end(run.runId, null, skipped),
      ]);
      expect(begun.ended).toBe(wasSkipped ? 'skipped' : null);
    });

    it('waits with an end for the checkpoint in flight', async () => {
      const { run } = await newRun();
      const attempt = attemptOf(run, 1);
      await ledger.begin(attempt, 'host:1');
      const [began, go] = [gate(), gate()];
      const order: string[] = [];
      const inFlight = ledger.checkpoint(attempt, never, {
        state: 1,
        work: async () => {
          began.open();
          await go.opened;
          order.push('checkpoint');
        },
      });
      await began.opened;
      const ended = end(run, attempt, 'failed').then(() => order.push('ended'));
      await until(() => opened().someoneWaits());
      go.open();
      await Promise.all([inFlight, ended]);
      expect(order).toEqual(['checkpoint', 'ended']);
    });

    it('forgets runs that ended long ago, but never the newest of a routine', async () => {
      const { run, routine } = await newRun();
      const later = dueRun(routine.type, FIRST + 2);
      await ledger.addTick(later, routine);
      const goesOn = dueRun(routine.type, FIRST);
      await ledger.addRun(goesOn);
      for (const one of [run, later]) {
        await ledger.begin(attemptOf(one, 1), 'host:1');
        await end(one, attemptOf(one, 1), 'succeeded');
      }
      await opened().db.sweep(3_600_000);
      expect(await logOf(routine.type)).toHaveLength(3);
      await new Promise((resolve) => setTimeout(resolve, 5)); // an age of 0 is one that has passed
      await opened().db.sweep(0);
      expect((await ledger.runsOf(routine.type, 10)).map(({ tick }) => tick)).toEqual([
        FIRST + 2,
        FIRST,
      ]);
    });
  });
}
