/** A disk that is soon full, mounted for a test. Needs root and the right to mount. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly directory: string;
  unmount(): void;
}

/** Null, with a line that says why, where nothing can be mounted. */
export function mountSmallDisk(sizeBytes: number): SmallDisk | null {
  const directory = mkdtempSync(join(tmpdir(), 'longshore-disk-'));
  const options = ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'tmpfs', directory];
  const { status, stderr, error } = spawnSync('mount', options, { encoding: 'utf8' });
  if (status === 0)
    return {
      directory,
      unmount: () => {
        spawnSync('umount', [directory]);
        rmSync(directory, { recursive: true });
      },
    };
  rmSync(directory, { recursive: true });
  console.warn(`SKIPPED: no disk can be mounted here: ${error?.message ?? stderr.trim()}`);
  return null;
}
