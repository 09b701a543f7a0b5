/** The disk of the store has no room for a while. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mountSmallDisk } from '../../support/small-disk.js';
import type { System } from '../../support/system.js';
import { type Fault, skipped, type Verdict } from '../fault.js';
import type { Stage } from '../stage.js';
import { workOver } from '../stored-work.js';

const MIB = 1024 * 1024;
const BLOCK_BYTES = 4_096;
/** Room for an export and an import. */
const PAIR_BYTES = 32 * MIB;

export default {
  does: 'The disk of the store is full for 3 s (60 s at length) amid exports and imports.',
  promises: 'No task is lost, no attempt is counted, and nothing half written is left behind.',
  run: async (stage) => {
    const disk = mountSmallDisk(stage.times(2, 20) * PAIR_BYTES);
    if (disk === null) return skipped('no disk can be mounted here');
    try {
      return await playOn(disk.directory, stage);
    } finally {
      disk.unmount();
    }
  },
} satisfies Fault;

async function playOn(directory: string, stage: Stage): Promise<Verdict> {
  const work = await workOver(stage, { STORAGE_DIR: join(directory, 'objects') }, leftOnDisk);
  try {
    await work.begin();
    const ballast = join(directory, 'ballast');
    fill(ballast);
    await sleep(stage.times(3_000, 60_000));
    rmSync(ballast);
    const verdict = await work.verdict();
    return { ...verdict, holds: verdict.holds && metFullDisk(work.system) };
  } finally {
    await work.system.stop(); // a disk in use cannot be unmounted
  }
}

/** Whether a write of a run failed: work that had ended before would prove nothing. */
const metFullDisk = ({ workers }: System): boolean =>
  workers.some(({ lines }) =>
    lines.some(({ err }) => JSON.stringify(err ?? {}).includes('"store_full"')),
  );

/** Until not one block is left. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  for (let sizeBytes = MIB; sizeBytes >= BLOCK_BYTES; sizeBytes /= 2) {
    try {
      for (;;) writeSync(file, Buffer.alloc(sizeBytes));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  }
  closeSync(file);
}

async function leftOnDisk(system: System): Promise<{ objects: number; uploads: number }> {
  const names = system.storedFiles();
  const halves = names.filter((name) => name.endsWith('.partial')).length;
  return { objects: names.length - halves, uploads: halves };
}
