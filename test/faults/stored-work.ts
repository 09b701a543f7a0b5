/**
 * Exports of several parts and imports, over a store that fails: what the faults of the object
 * store have in common. Each task has one attempt, so one that an outage used up would be lost.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '@longshore/infra';
import { createS3Store, type S3Options } from '@longshore/storage';
import { startLine } from '../support/line.js';
import { type PartFaults, startPartProxy } from '../support/part-proxy.js';
import type { System } from '../support/system.js';
import type { Verdict } from './fault.js';
import { registerRetail, savedInvoices, savedOf } from './imports.js';
import type { Stage } from './stage.js';

/** More than two parts of 8 MiB as csv. */
const EXPORTED = 200_000;
const IMPORTED = 2_000;
/** The first task may go behind all others when the store is back. */
const LONGEST_MS = 900_000;

interface Work {
  readonly system: System;
  /** Registers exports and imports, and waits until the first runs. */
  begin(): Promise<void>;
  /** Waits for the end of all; `extra` is told beside the figures. */
  verdict(extra?: string): Promise<Verdict>;
}

/** Over a bucket of its own, which is reached by `endpoint`. */
export async function workOverS3(stage: Stage, endpoint: string): Promise<Work> {
  const { region, accessKey, secretKey } = stage.s3;
  const options: S3Options = {
    ...stage.s3,
    bucket: `faults-${randomUUID()}`,
  };
  const env = {
    S3_ENDPOINT: endpoint,
    S3_REGION: region,
    S3_BUCKET: options.bucket,
    S3_ACCESS_KEY: accessKey,
    S3_SECRET_KEY: secretKey,
  };
  return workOver(stage, env, () => leftInS3(options));
}

const OUTAGE_MS = { short: 3_000, long: 60_000 };

/** Work amid which the line to the store is struck for a while. */
export async function workAmidOutage(stage: Stage, strike: 'down' | 'silence'): Promise<Verdict> {
  const line = await startLine(stage.s3.endpoint);
  try {
    const work = await workOverS3(stage, line.url);
    await work.begin();
    line[strike]();
    await sleep(stage.times(OUTAGE_MS.short, OUTAGE_MS.long));
    // a store that only hangs is found out later than the short outage lasts
    if (strike === 'down')
      await waitUntil(() => Promise.resolve(hasToldAway(work.system)), {
        what: 'a worker that met the outage',
      });
    line.up();
    return await work.verdict();
  } finally {
    await line.stop();
  }
}

/** Whether a worker met the outage. */
const hasToldAway = ({ workers }: System): boolean =>
  workers.some(({ lines }) => lines.some(({ msg }) => msg?.includes('is away') === true));

/** Work each second part of which meets a fault; it holds only when some did. */
export async function workOverFailingParts(
  stage: Stage,
  fault: PartFaults['fault'],
): Promise<Verdict> {
  const proxy = await startPartProxy(stage.s3.endpoint, { fault, each: 2 });
  try {
    const work = await workOverS3(stage, proxy.endpoint);
    await work.begin();
    const verdict = await work.verdict(`, ${proxy.struck()} parts met`);
    return { ...verdict, holds: verdict.holds && proxy.struck() > 0 };
  } finally {
    await proxy.stop();
  }
}

/** `left` counts objects of tasks and unfinished uploads. */
export async function workOver(
  stage: Stage,
  env: Readonly<Record<string, string>>,
  left: (system: System) => Promise<{ objects: number; uploads: number }>,
): Promise<Work> {
  const system = await stage.system({
    env: { SHOP_ORDERS: String(EXPORTED), TASK_MAX_ATTEMPTS: '1', ...env },
  });
  const exports: { owner: string; taskId: string }[] = [];
  const imports: { owner: string; taskId: string }[] = [];
  return {
    system,
    begin: async () => {
      for (let i = 0; i < stage.times(2, 20); i++) {
        const owner = `e${i}`;
        const asked = { type: 'orders', params: {}, format: 'csv' };
        const { body } = await system.registerExport(asked, { owner });
        exports.push({ owner, taskId: body.taskId });
        imports.push(await registerRetail(system, `i${i}`, IMPORTED));
      }
      const [first] = exports;
      await waitUntil(
        async () =>
          (await system.status({ taskId: first?.taskId ?? '' }, { owner: 'e0' })).phase !==
          'queued',
        { what: 'the first run' },
      );
    },
    verdict: async (extra = '') => {
      const all = [...exports, ...imports];
      let ended = 0;
      for (const { owner, taskId } of all)
        if ((await system.finished(taskId, { owner, timeoutMs: LONGEST_MS })).state) ended += 1;
      const saved = await savedInvoices(system);
      const rows = imports.length * savedOf(IMPORTED);
      // an export has its file, an import its upload, its error workbook and its summary
      const wanted = exports.length + imports.length * 3;
      const { objects, uploads } = await left(system);
      return {
        runs: all.length,
        measured: `${ended} of ${all.length} ended at the one attempt they had; ${rows - saved.distinct} rows lost, ${saved.all - saved.distinct} doubled; ${objects - wanted} orphan objects, ${uploads} unfinished uploads${extra}`,
        holds:
          ended === all.length &&
          saved.all === rows &&
          saved.distinct === rows &&
          objects === wanted &&
          uploads === 0,
      };
    },
  };
}

async function leftInS3(options: S3Options): Promise<{ objects: number; uploads: number }> {
  const store = createS3Store(options);
  let objects = 0;
  for (const root of ['results', 'uploads']) for await (const _ of store.list(root)) objects += 1;
  let uploads = 0;
  await store.removeUnfinished(() => {
    uploads += 1;
    return false;
  });
  return { objects, uploads };
}
