/**
 * A wrong clock for one process, by libfaketime, for tests. On Debian and Ubuntu as root the
 * library is installed with a line that says so.
 */
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aptInstall } from './apt-install.js';
import { findCommand } from './find-command.js';

interface ShiftOptions {
  /** Negative: the clock is late. */
  readonly seconds: number;
  readonly say: (line: string) => void;
}

/**
 * Variables of a process whose clock is wrong; null: there is no libfaketime and none can be had.
 */
export async function shiftedClock({
  seconds,
  say,
}: ShiftOptions): Promise<Readonly<Record<string, string>> | null> {
  const library = findLibrary() ?? (await install(say));
  if (library === null) return null;
  // Timers must go on as they are: only the time of day is wrong.
  return {
    LD_PRELOAD: library,
    FAKETIME: `${seconds < 0 ? '' : '+'}${seconds}`,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

/** Debian keeps it in a folder of the processor's name. */
const findLibrary = (): string | null =>
  ['', ...readdirSync('/usr/lib')]
    .map((folder) => join('/usr/lib', folder, 'faketime', 'libfaketimeMT.so.1'))
    .find((path) => existsSync(path)) ?? null;

async function install(say: (line: string) => void): Promise<string | null> {
  const apt = findCommand('apt-get');
  if (apt === null || process.getuid?.() !== 0) return null;
  say('libfaketime is missing: installing the package libfaketime with apt-get (about 10 s).');
  const log = join(tmpdir(), 'longshore-apt.log');
  return aptInstall({ apt, packages: ['libfaketime'], log, find: findLibrary });
}
