import { expect, it } from 'vitest';
import { describeStore } from '../test/describe-store.js';

const FAULT = {
  code: 'database_unavailable',
  message: 'no connection',
  cause: 'connect ECONNREFUSED 10.0.0.7:5432',
};

const EXHAUSTED = { exhausted: { code: 'attempts_exhausted' } };

describeStore('an error workbook that comes after the end', (test) => {
  const { register, claim, settle } = test;
  const file = (name: string) => ({ key: `results/${name}`, name, sizeBytes: 7 });

  it('is taken once, by entity and record, of a task that is over', async () => {
    const run = await claim(await register({ kind: 'import' }));
    expect(await test.store.attachIssues(run, file('early'))).toBe(false);
    await test.store.cancel(run.taskId);
    expect(await test.store.attachIssues(run, file('first'))).toBe(true);
    expect(await test.store.attachIssues(run, file('second'))).toBe(false);
    expect(await test.store.find(run.taskId)).toMatchObject({ issues: file('first') });
    expect(await test.store.record(run.taskId)).toMatchObject({ issues: file('first') });
  });

  it('goes to the record alone when the entity was cleared', async () => {
    const run = await claim(await register({ kind: 'import' }));
    await test.store.clear(run.taskId);
    expect(await test.store.attachIssues(run, file('late'))).toBe(true);
    expect(await test.store.find(run.taskId)).toBeNull();
    expect(await test.store.record(run.taskId)).toMatchObject({ issues: file('late') });
  });

  it('is refused when the task was run again since', async () => {
    const run = await claim(await register({ kind: 'import' }));
    await test.store.cancel(run.taskId);
    await test.store.repeat(run.taskId);
    expect(await test.store.attachIssues(run, file('late'))).toBe(false);
    await settle(await claim(run), { phase: 'failed', error: FAULT });
    expect(await test.store.attachIssues(run, file('late'))).toBe(false);
    expect(await test.store.record(run.taskId)).toMatchObject({ issues: null });
  });
});

describeStore('the end of an attempt', (test) => {
  const { register, claim, settle } = test;

  it('by an outcome keeps files and error, and gives the task its time once more', async () => {
    const run = await claim(await register({ kind: 'import' }));
    const issues = { key: 'results/1/1/issues', name: '错误.xlsx', sizeBytes: 7 };
    await settle(run, {
      phase: 'partial',
      counts: { total: 3, succeeded: 2, failed: 1 },
      result: issues,
      issues,
    });
    const task = await test.store.find(run.taskId);
    expect(task).toMatchObject({ phase: 'partial', result: issues, issues, error: null });
    expect((task?.expiresAt ?? 0) - (task?.finishedAt ?? 0)).toBe(task?.ttlMs);
  });

  it('by a fault that a retry can heal lets the task wait, until its attempts are used up', async () => {
    const task = await register({ maxAttempts: 2 });
    expect(await test.store.retryLater(await claim(task), FAULT, 0)).toBe('retrying');
    expect(await test.store.find(task.taskId)).toMatchObject({ phase: 'retrying', error: FAULT });
    const error = { code: 'attempts_exhausted', values: { attempts: 2 }, cause: FAULT.cause };
    const last = await claim(task);
    const verdict = await test.store.retryLater(last, FAULT, 60_000);
    expect(verdict).toMatchObject({ exhausted: error });
    expect(await test.store.find(task.taskId)).toMatchObject({ phase: 'running' });
    if (typeof verdict === 'string') throw new Error('unreachable: the attempts are used up');
    await settle(last, { phase: 'failed', error: verdict.exhausted, cause: FAULT });
    expect(await test.store.record(task.taskId)).toMatchObject({
      ...{ phase: 'failed', error },
      attempts: [
        { outcome: 'retrying', error: FAULT },
        { outcome: 'failed', error: FAULT },
      ],
    });
  });

  it('by a fault starts no other one before its time, whatever the clock of the worker', async () => {
    const task = await register();
    await test.store.retryLater(await claim(task), FAULT, 60_000);
    const early = await test.store.claim(task.taskId, 'a worker whose clock is ahead');
    expect(early).toMatchObject({ claimed: false, reason: 'early' });
    const inMs = 'inMs' in early ? early.inMs : 0;
    expect(inMs).toBeGreaterThan(50_000);
    expect(inMs).toBeLessThanOrEqual(60_000);
    expect(await test.store.find(task.taskId)).toMatchObject({ phase: 'retrying', attempt: 1 });
  });

  it('tells the owner why in a sentence of each language, and names no address', async () => {
    const task = await register({ maxAttempts: 1 });
    const verdict = await test.store.retryLater(await claim(task), FAULT, 60_000);
    if (typeof verdict === 'string') throw new Error('unreachable: the attempts are used up');
    const error = verdict.exhausted;
    expect(error.message).toBe(
      'Given up after 1 attempt: The database cannot be reached; try again shortly.',
    );
    expect(error.values).toMatchObject({ 'reason.zh': '数据库暂时不可用，请稍后重试。' });
    expect(JSON.stringify({ ...error, cause: null })).not.toContain('10.0.0.7');
  });

  it('by an outage lets the task wait as often as it takes, and does not count', async () => {
    const task = await register({ maxAttempts: 1 });
    for (let attempt = 1; attempt <= 4; attempt++) {
      const run = await claim(task);
      expect([
        await test.store.waitOut(run, FAULT, 0),
        await test.store.waitOut(run, FAULT, 0),
      ]).toEqual(['retrying', 'retrying']);
    }
    expect(await test.store.find(task.taskId)).toMatchObject({
      phase: 'retrying',
      attempt: 4,
      error: FAULT,
    });
    expect(await test.store.retryLater(await claim(task), FAULT, 60_000)).toMatchObject(EXHAUSTED);
  });

  it('until a time leaves the task queued with a deadline from then on, and does not count', async () => {
    const task = await register({ maxAttempts: 1 });
    const run = await claim(task);
    const HOURS = 7_200_000;
    expect([await test.store.wait(run, HOURS), await test.store.wait(run, HOURS)]).toEqual([
      true,
      true,
    ]);
    const waiting = await test.store.find(task.taskId);
    const waitsUntil = waiting?.waitsUntil ?? 0;
    expect(waiting).toMatchObject({ phase: 'queued', expiresAt: waitsUntil + task.ttlMs });
    expect(waitsUntil - (await test.store.nowMs())).toBeGreaterThan(HOURS - 60_000);
    const next = await claim(task);
    expect(await test.store.find(task.taskId)).toMatchObject({
      phase: 'running',
      waitsUntil: null,
    });
    expect(await test.store.wait(run, HOURS)).toBe(false);
    expect(await test.store.retryLater(next, FAULT, 60_000)).toMatchObject(EXHAUSTED);
  });

  it('by a later attempt counts as lost, unless Redis was away: once', async () => {
    const task = await register({ maxAttempts: 2 });
    const first = await claim(task);
    const second = await claim(task);
    expect(await test.store.excuse(second)).toBe(false);
    expect([await test.store.excuse(first), await test.store.excuse(first)]).toEqual([true, false]);
    const third = await claim(task);
    expect((await test.store.record(task.taskId))?.attempts.map(({ outcome }) => outcome)).toEqual([
      'handed-back',
      'lost',
      null,
    ]);
    expect(await test.store.retryLater(third, FAULT, 60_000)).toMatchObject(EXHAUSTED);
    await settle(third, { phase: 'failed', error: FAULT });
    expect(await test.store.excuse(second)).toBe(false);
  });

  it('by a later attempt, before the task was run again, is not excused in its new life', async () => {
    const task = await register({ maxAttempts: 1 });
    const first = await claim(task);
    expect(await test.store.claim(task.taskId, 'w')).toMatchObject({ reason: 'exhausted' });
    await test.store.repeat(task.taskId);
    const second = await claim(task);
    expect(await test.store.excuse(first)).toBe(false);
    expect(await test.store.retryLater(second, FAULT, 0)).toMatchObject(EXHAUSTED);
  });

  it('by handing back does not count against the limit', async () => {
    const task = await register({ maxAttempts: 1 });
    for (let attempt = 1; attempt <= 3; attempt++)
      expect(await test.store.handBack(await claim(task))).toBe(true);
    expect(await test.store.find(task.taskId)).toMatchObject({ phase: 'queued', attempt: 3 });
    expect(await settle(await claim(task))).toBe(true);
  });

  it('by giving it up settles it as failed, whatever its attempt, once', async () => {
    const task = await register();
    await claim(task);
    expect(await test.store.fail(task.taskId, FAULT)).toBe(true);
    expect(await test.store.fail(task.taskId, FAULT)).toBe(false);
    expect(await test.store.record(task.taskId)).toMatchObject({
      phase: 'failed',
      error: FAULT,
      attempts: [{ outcome: 'failed', error: FAULT }],
    });
  });
});

describeStore('a call whose answer was lost, sent again,', (test) => {
  const { register, claim, settle } = test;

  it('is told the same: settle, retryLater, handBack and register', async () => {
    const settled = await claim(await register());
    expect([await settle(settled), await settle(settled)]).toEqual([true, true]);

    const waiting = await claim(await register());
    expect([
      await test.store.retryLater(waiting, FAULT, 60_000),
      await test.store.retryLater(waiting, FAULT, 60_000),
    ]).toEqual(['retrying', 'retrying']);
    expect((await test.store.record(waiting.taskId))?.attempts).toHaveLength(1);

    const returned = await claim(await register({ maxAttempts: 1 }));
    expect([await test.store.handBack(returned), await test.store.handBack(returned)]).toEqual([
      true,
      true,
    ]);
    expect(await test.store.claim(returned.taskId, 'w')).toMatchObject({
      claimed: true,
      task: { attempt: 2 },
    });
  });
});
